"""`check`: every problem of the project."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .common import OK, PROBLEMS, errors, example


@click.command()
@click.pass_obj
@example("polyfiche check")
def check(root: Path) -> None:
    """Check sources, templates and catalogs; print every problem."""
    from .. import checks
    from ..workspace import Project

    with errors():
        problems = checks.check(Project(root))
        for problem in problems:
            click.echo(str(problem))
        wrong = sum(problem.severity == "error" for problem in problems)
        click.echo(f"{wrong} errors, {len(problems) - wrong} warnings", err=True)
        sys.exit(PROBLEMS if wrong else OK)

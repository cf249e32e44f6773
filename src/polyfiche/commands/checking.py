"""`check`: every problem of the project; `explain`: what a code means."""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..problems import Problem
from ..report import FORMS
from .common import OK, PROBLEMS, errors, example


@click.command()
@click.option("--fix", is_flag=True, help="Repair what is mechanical: spaces, quotes, marks.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="The least that ends with exit code 1.",
)
@click.pass_obj
@example("polyfiche check --format github --fail-on warning")
def check(root: Path, fix: bool, form: str, fail_on: str) -> None:
    """Check sources, figures, templates, catalogs and terms; print every problem."""
    from .. import checks
    from ..workspace import Project

    with errors():
        project = Project(root)
        for path in checks.fix(project) if fix else ():
            click.echo(f"repaired {path}", err=True)
        problems = checks.check(project)
        click.echo(_written(problems, form, root), nl=False)
        wrong = sum(problem.severity == "error" for problem in problems)
        click.echo(f"{wrong} errors, {len(problems) - wrong} warnings", err=True)
        counted = len(problems) if fail_on == "warning" else wrong
        sys.exit(PROBLEMS if counted else OK)


@click.command()
@click.argument("code", required=False)
@example("polyfiche explain parity-link")
def explain(code: str | None) -> None:
    """Tell what a problem code means and how to mend it; without CODE, list them all."""
    from ..checks import explain as known

    with errors():
        if code:
            click.echo(f"{code} ({known.severity(code)})\n\n{known.explain(code)}")
            return
        for name in known.codes():
            click.echo(f"{name:<24} {known.severity(name):<8} {known.summary(name)}")


def _written(problems: Sequence[Problem], form: str, root: Path) -> str:
    from .. import report

    if form == "json":
        return report.as_json(problems)
    if form == "github":
        return report.as_github(problems)
    if form == "text":
        return report.as_text(problems, functools.cache(functools.partial(_lines, root)))
    from importlib.metadata import version

    from ..checks.explain import codes
    from ..checks.explain import explain as text_of

    rules = {code: text_of(code) for code in codes()}
    return report.as_sarif(problems, rules, version("polyfiche"))


def _lines(root: Path, path: str) -> list[str]:
    try:
        return (root / path).read_bytes().decode("utf-8", "replace").split("\n")
    except OSError:
        return []

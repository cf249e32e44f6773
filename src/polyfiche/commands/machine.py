"""`doctor`: what this machine has for PDF."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .common import errors, example


@click.command()
@click.option("--require", type=click.Choice(["pdf"]), help="Ask for this part only.")
@click.pass_obj
@example("polyfiche doctor --require pdf")
def doctor(root: Path, require: str | None) -> None:
    """Tell what PDF needs, what is here, and the line that installs the rest."""
    from ..doctor import diagnose

    with errors():
        text, code = diagnose(root, require or "")
        click.echo("\n".join(text))
        sys.exit(code)

"""`new`: a project to start from."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from .common import errors, example


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
@example("polyfiche new pain")
def new(root: Path, folder: Path) -> None:
    """Write a small project to DIR: a French sheet with a figure, in English and German too.

    DIR is a folder that does not exist, or an empty one. Everything in it is yours to change.
    """
    from .. import starter

    with errors():
        for path in starter.start(root / folder):
            click.echo(f"wrote {(folder / path).as_posix()}")
        click.echo(
            f"\nNow go there, look at it, and change it:\n\n"
            f"    cd {shlex.quote(str(folder))}\n"
            f"    polyfiche serve --open      # or: polyfiche build"
        )

"""The translator's loop: `extract`, `update`, `status`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .common import OK, PROBLEMS, errors, example


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a template is not current.")
@click.pass_obj
@example("polyfiche extract")
def extract(root: Path, check: bool) -> None:
    """Write the template of every sheet: locales/SHEET.pot."""
    from .. import loop
    from ..workspace import Project

    with errors():
        changed = loop.extract(Project(root), write=not check)
        for path in changed:
            click.echo(f"{'would change' if check else 'wrote'} {path}")
        sys.exit(PROBLEMS if check and changed else OK)


@click.command()
@click.argument("langs", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a catalog is not current.")
@click.pass_obj
@example("polyfiche update pt-BR")
def update(root: Path, langs: tuple[str, ...], check: bool) -> None:
    """Merge the source into catalogs; LANGS that have none are started."""
    from .. import loop
    from ..workspace import Project

    with errors():
        changed = loop.update(Project(root), langs, write=not check)
        for path in changed:
            click.echo(f"{'would change' if check else 'wrote'} {path}")
        sys.exit(PROBLEMS if check and changed else OK)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--fail-under", type=click.FloatRange(0, 100), help="Exit 1 below this percentage.")
@click.pass_obj
@example("polyfiche status --fail-under 100")
def status(root: Path, as_json: bool, fail_under: float | None) -> None:
    """Tell what is translated, fuzzy and missing, per sheet and language."""
    from .. import loop
    from ..workspace import Project

    with errors():
        rows = loop.status(Project(root))
        click.echo(loop.as_json(rows) if as_json else loop.as_table(rows))
        least = min((row.percent for row in rows), default=100.0)
        sys.exit(PROBLEMS if fail_under is not None and least < fail_under else OK)

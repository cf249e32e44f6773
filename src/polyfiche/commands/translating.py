"""The translator's loop: `extract`, `update`, `prune`."""

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
@click.option("--no-fuzzy", is_flag=True, help="Propose nothing that a human must confirm.")
@click.option("--trivial", is_flag=True, help="Keep translations where only typography changed.")
@click.option(
    "--memory",
    "memories",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Fill what is empty from a PO or TMX file too; may be repeated.",
)
@click.pass_obj
@example("polyfiche update pt-BR --memory old.po")
def update(  # noqa: PLR0913, PLR0917 (Click passes one for each option)
    root: Path,
    langs: tuple[str, ...],
    check: bool,
    no_fuzzy: bool,
    trivial: bool,
    memories: tuple[Path, ...],
) -> None:
    """Merge the source into catalogs; LANGS that have none are started.

    A new message gets the translation of a vanished one that is like it, or of another sheet's, as
    fuzzy. The very same message in another sheet or a memory is taken as it is.
    """
    from .. import loop
    from ..updating import Options
    from ..workspace import Project

    with errors():
        files = tuple((str(path), path.read_bytes()) for path in memories)
        options = Options(fuzzy=not no_fuzzy, trivial=trivial, memories=files)
        changed = loop.update(Project(root), langs, write=not check, options=options)
        for path in changed:
            click.echo(f"{'would change' if check else 'wrote'} {path}")
        sys.exit(PROBLEMS if check and changed else OK)


@click.command()
@click.argument("langs", nargs=-1)
@click.pass_obj
@example("polyfiche prune de")
def prune(root: Path, langs: tuple[str, ...]) -> None:
    """Remove the obsolete entries of catalogs: of LANGS, or of all languages."""
    from .. import loop
    from ..workspace import Project

    with errors():
        for path in loop.prune(Project(root), langs):
            click.echo(f"wrote {path}")

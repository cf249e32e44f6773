"""`fonts check`, `add`, `remove`, `cook`: letters for every language of the project."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import OK, PROBLEMS, errors, example

if TYPE_CHECKING:
    from ..cooking import Cooked
    from ..fontlock import Font
    from ..workspace import Project


@click.group()
@example("polyfiche fonts check")
def fonts() -> None:
    """Tell which characters no font draws, and bring fonts that do."""


@fonts.command()
@click.option("--lang", "langs", multiple=True, help="Languages: th,ta. [default: all]")
@click.pass_obj
@example("polyfiche fonts check --lang th")
def check(root: Path, langs: tuple[str, ...]) -> None:
    """Name the characters of every edition that would be printed as empty boxes.

    Sources, translations, facts, figures and the program's own words are looked at, with the fonts
    of the package and of the project. Exit code 1 when a character is missing.
    """
    from .. import glyphs
    from ..workspace import Project

    with errors():
        wanted = [tag.strip() for text in langs for tag in text.split(",") if tag.strip()]
        count, problems = glyphs.check(Project(root), wanted)
        for problem in problems:
            click.echo(str(problem))
        click.echo(
            f"{count} editions, {len(problems)} with characters that no font draws", err=True
        )
        sys.exit(PROBLEMS if problems else OK)


@fonts.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
@example("polyfiche fonts add NotoSansThai-Regular.ttf NotoSansThai-Bold.ttf")
def add(root: Path, files: tuple[Path, ...]) -> None:
    """Take static TrueType or OpenType FILES into the project's fonts/ folder.

    They are copied, and pinned by fonts/fonts.lock; keep both under version control. Give a regular
    and a bold one. A font whose licence forbids to embed it is refused.
    """
    from .. import fontlock

    with errors():
        for path in files:
            click.echo(_told(fontlock.add(root, path)))


@fonts.command()
@click.argument("family")
@click.pass_obj
@example('polyfiche fonts remove "Noto Sans Thai"')
def remove(root: Path, family: str) -> None:
    """Take a FAMILY that was added or cooked out of the project: all its fonts.

    The opposite of add. Files that somebody changed since are left alone.
    """
    from .. import fontlock

    with errors():
        for font in fontlock.remove(root, family):
            stays = (root / fontlock.FOLDER / font.file).exists()
            click.echo(f"fonts/{font.file}: {'not ours any more, left' if stays else 'removed'}")


@fonts.command()
@click.pass_obj
@example("polyfiche fonts cook")
def cook(root: Path) -> None:
    """Cook what the sheets print and no font draws, from the fonts that polyfiche pins.

    Good for rare ideographs of Japanese and simplified Chinese, for Cyrillic, and for all of Latin
    and Greek. Needs npm. What was cooked before is cooked anew. Exit code 1 when characters are
    left that only `polyfiche fonts add` can bring.
    """
    from .. import cooking
    from ..workspace import Project

    with errors():
        project = Project(root)
        if tool := cooking.own_kitchen(project):
            sys.exit(cooking.run(tool))
        done = cooking.cook(project)
        for font in done.fonts:
            click.echo(_told(font))
        sys.exit(_left(project, done))


def _told(font: Font) -> str:
    from ..fonts import points

    count = sum(1 for _ in points(font.characters))
    scripts = ", ".join(font.scripts) or "signs"
    face = f"{font.family} {font.weight} {font.style}"
    return f"fonts/{font.file}: {face}, {count} characters, for {scripts}"


def _left(project: Project, done: Cooked) -> int:
    """Tell what is still missing, and that only another font can bring it; return the exit code."""
    from .. import glyphs
    from ..render.printed import adding

    if not done.missing:
        click.echo("every character is drawn" if done.fonts else "nothing to cook", err=True)
        return OK
    for problem in glyphs.check(project)[1]:
        click.echo(str(replace(problem, hint=f"run: {adding(done.missing)}")))
    return PROBLEMS

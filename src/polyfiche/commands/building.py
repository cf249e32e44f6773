"""`build`: every edition to a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import caching
from .common import errors, example, workers

if TYPE_CHECKING:
    from ..editions import Request
    from ..fresh import Way


def _formats(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    from ..formats import FORMATS

    chosen = tuple(part.strip() for part in value.split(",") if part.strip())
    if wrong := [form for form in chosen if form not in FORMATS]:
        raise click.BadParameter(f"{wrong[0]!r} is not one of {', '.join(FORMATS)}")
    return tuple(form for form in FORMATS if form in chosen)


def _langs(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> list[str]:
    return [tag.strip() for text in value for tag in text.split(",") if tag.strip()]


def _layouts(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    from ..formats import LAYOUTS

    chosen = tuple(part.strip() for part in value.split(",") if part.strip())
    if wrong := [name for name in chosen if name not in LAYOUTS]:
        raise click.BadParameter(f"{wrong[0]!r} is not one of {', '.join(LAYOUTS)}")
    return tuple(name for name in LAYOUTS if name in chosen)


_PAPERS = ("a3", "a4", "a5", "letter")
_VARIANTS = ("pdf/ua-1", "pdf/a-2u", "pdf/a-3u", "pdf/a-2a", "pdf/a-3a")


@click.command()
@click.argument("sheets", nargs=-1)
@click.option("--lang", multiple=True, callback=_langs, help="Languages: fr,de. [default: all]")
@click.option("--format", "formats", default="md,html,pdf", show_default=True, callback=_formats)
@click.option("--layout", "layouts", default="sheet,handout", show_default=True, callback=_layouts)
@click.option("--paper", type=click.Choice(_PAPERS), help="[default: the region's]")
@click.option("--mono", is_flag=True, help="Black and white: patterns, no colours.")
@click.option("--marks", is_flag=True, help="Crop marks and 3 mm of bleed.")
@click.option("--gutter", type=click.IntRange(0, 8), default=0, help="For binding, in mm.")
@click.option("--fold", is_flag=True, help="Ticks where to fold.")
@click.option("--punch", is_flag=True, help="Ticks where to punch.")
@click.option("--pdf-variant", type=click.Choice(_VARIANTS), default="pdf/ua-1", show_default=True)
@click.option("--attach-source", is_flag=True, help="Put source and catalog into each PDF.")
@click.option("--allow-overflow", is_flag=True, help="For previews: too many pages is a warning.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="[default: build]")
@click.option("--jobs", type=click.IntRange(1), help="Processes. [default: all cores]")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Work on a dask cluster instead.")
@click.option(
    "--fonts", type=click.Choice(["package", "system"]), default="package", show_default=True,
    help="system: this machine's fonts too; other machines may make other bytes.",
)  # fmt: skip
@click.option(
    "--web", type=click.Choice(["inline", "folder"]), default="inline", show_default=True,
    help="folder: pages share their fonts, style and script in assets/.",
)  # fmt: skip
@click.option("--explain", is_flag=True, help="Say on stdout why each artifact was made.")
@caching.limit
@click.option("--pseudo", is_flag=True, help="Build en-XA and ar-XB too, to test layouts.")
@click.pass_obj
@example("polyfiche build --lang fr,ar --format pdf")
def build(root: Path, out: Path | None, jobs: int | None, **asked: Any) -> None:  # noqa: ANN401
    """Write every edition to build/, with an index and a manifest."""
    from .. import fresh

    folder = out or root / "build"
    way = _way(root, folder, asked)
    if asked["fonts"] == "package" and (state := fresh.unchanged(way)):
        click.echo(f"{state.said}{state.artifacts} files are up to date", err=True)
        if asked["explain"]:
            click.echo(f"0 made, 0 from the cache, 0 written again, {state.artifacts} unchanged")
        return
    fresh.begin(way, root)
    _build(root, folder, jobs, asked, way)


def _way(root: Path, folder: Path, asked: Mapping[str, Any]) -> Way:
    from .. import fresh

    matters = {
        name: value for name, value in asked.items() if name not in {"explain", "most", "scheduler"}
    }
    return fresh.way(root, folder, matters, os.environ)


def _build(root: Path, folder: Path, jobs: int | None, asked: Mapping[str, Any], way: Way) -> None:
    from .. import make, places
    from ..workspace import Project
    from ..writing import locked

    with errors(), locked(folder, places.base(root, folder)):
        request = _request(make.tools(root, asked["fonts"]), asked)
        how = {
            "explain": asked["explain"],
            "most": asked["most"],
            "way": way,
            "scheduler": asked["scheduler"],
        }
        sys.exit(
            make.make(
                Project(root, way.watch), request, folder, workers(jobs), make.reporter(), **how
            )
        )


def _request(tools: tuple[tuple[str, str], ...], asked: Mapping[str, Any]) -> Request:
    """Return what the options ask for."""
    from ..editions import Request
    from ..model import Printing

    printing = Printing(
        mono=asked["mono"],
        marks=asked["marks"],
        gutter_mm=asked["gutter"],
        guides=tuple(name for name in ("fold", "punch") if asked[name]),
        variant=asked["pdf_variant"],
        allow_overflow=asked["allow_overflow"],
    )
    return Request(
        sheets=asked["sheets"],
        langs=asked["lang"],
        formats=asked["formats"],
        epoch=epoch(),
        tools=tools,
        pseudo=asked["pseudo"],
        layouts=asked["layouts"],
        paper=asked["paper"] or "",
        printing=printing,
        attach_source=asked["attach_source"],
        fonts=asked["fonts"],
        web=asked["web"],
    )


def epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH in seconds; None without one.

    Source: the Reproducible Builds project's SOURCE_DATE_EPOCH specification, 1.1.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if text and not (text.isascii() and text.isdigit() and len(text) <= len("253402300799")):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {text!r}; give whole seconds or unset it")
    return int(text) if text else None

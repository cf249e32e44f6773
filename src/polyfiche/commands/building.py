"""`build`: every edition to a folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from .common import errors, example


def _formats(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    from ..workspace import FORMATS

    chosen = tuple(part.strip() for part in value.split(",") if part.strip())
    if wrong := [form for form in chosen if form not in FORMATS]:
        raise click.BadParameter(f"{wrong[0]!r} is not one of {', '.join(FORMATS)}")
    return tuple(form for form in FORMATS if form in chosen)


def _langs(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> list[str]:
    return [tag.strip() for text in value for tag in text.split(",") if tag.strip()]


@click.command()
@click.argument("sheets", nargs=-1)
@click.option("--lang", multiple=True, callback=_langs, help="Languages: fr,de. [default: all]")
@click.option("--format", "formats", default="md,html,pdf", show_default=True, callback=_formats)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="[default: build]")
@click.option("--jobs", type=click.IntRange(1), help="Processes for PDF. [default: all cores]")
@click.option("--pseudo", is_flag=True, help="Build en-XA and ar-XB too, to test layouts.")
@click.pass_obj
@example("polyfiche build --lang fr,ar --format pdf")
def build(  # noqa: PLR0913, PLR0917 (a command has its options)
    root: Path,
    sheets: tuple[str, ...],
    lang: list[str],
    formats: tuple[Any, ...],
    out: Path | None,
    jobs: int | None,
    pseudo: bool,
) -> None:
    """Write every edition to build/, with an index and a manifest."""
    from .. import make
    from ..workspace import Project, Request

    with errors():
        request = Request(sheets, lang, formats, _epoch(), make.tools(root), pseudo)
        folder = out or root / "build"
        workers = jobs or os.cpu_count() or 1
        sys.exit(make.make(Project(root), request, folder, workers, make.reporter()))


def _epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH in seconds; None without one.

    Source: the Reproducible Builds project's SOURCE_DATE_EPOCH specification, 1.1.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if text and not text.isdigit():
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {text!r}; give whole seconds or unset it")
    return int(text) if text else None

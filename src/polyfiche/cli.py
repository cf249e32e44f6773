"""The command line: reads, runs, writes, and turns errors into exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from .problems import NativeError, PolyficheError, UsageError

OK, PROBLEMS, USAGE, NATIVE = 0, 1, 2, 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="polyfiche")
@click.option(
    "-C",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The project folder.  [default: this one]",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """One Markdown source, gettext catalogs: cheat-sheets in every language.

    Exit codes: 0 fine, 1 problems found, 2 wrong usage, 3 a native library is missing.
    """
    context.obj = root


@contextmanager
def _errors() -> Iterator[None]:
    """Print what is wrong and leave with its exit code."""
    try:
        yield
    except PolyficheError as error:
        click.echo(str(error), err=True)
        codes = {NativeError: NATIVE, UsageError: USAGE}
        sys.exit(codes.get(type(error), PROBLEMS))
    except KeyboardInterrupt:
        click.echo("Interrupted: nothing was left half-written.", err=True)
        sys.exit(130)


def _example(text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add an example to a command's help."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        command.__doc__ = f"{command.__doc__}\n\nExample: {text}"
        return command

    return add


def _formats(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    from .workspace import FORMATS

    chosen = tuple(part.strip() for part in value.split(",") if part.strip())
    if wrong := [form for form in chosen if form not in FORMATS]:
        raise click.BadParameter(f"{wrong[0]!r} is not one of {', '.join(FORMATS)}")
    return tuple(form for form in FORMATS if form in chosen)


def _langs(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> list[str]:
    return [tag.strip() for text in value for tag in text.split(",") if tag.strip()]


@main.command()
@click.argument("sheets", nargs=-1)
@click.option("--lang", multiple=True, callback=_langs, help="Languages: fr,de. [default: all]")
@click.option("--format", "formats", default="md,html,pdf", show_default=True, callback=_formats)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="[default: build]")
@click.option("--jobs", type=click.IntRange(1), help="Processes for PDF. [default: all cores]")
@click.option("--pseudo", is_flag=True, help="Build en-XA and ar-XB too, to test layouts.")
@click.pass_obj
@_example("polyfiche build --lang fr,ar --format pdf")
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
    from . import make
    from .workspace import Project, Request

    with _errors():
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


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a template is not current.")
@click.pass_obj
@_example("polyfiche extract")
def extract(root: Path, check: bool) -> None:
    """Write the template of every sheet: locales/SHEET.pot."""
    from . import loop
    from .workspace import Project

    with _errors():
        changed = loop.extract(Project(root), write=not check)
        for path in changed:
            click.echo(f"{'would change' if check else 'wrote'} {path}")
        sys.exit(PROBLEMS if check and changed else OK)


@main.command()
@click.argument("langs", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a catalog is not current.")
@click.pass_obj
@_example("polyfiche update pt-BR")
def update(root: Path, langs: tuple[str, ...], check: bool) -> None:
    """Merge the source into catalogs; LANGS that have none are started."""
    from . import loop
    from .workspace import Project

    with _errors():
        changed = loop.update(Project(root), langs, write=not check)
        for path in changed:
            click.echo(f"{'would change' if check else 'wrote'} {path}")
        sys.exit(PROBLEMS if check and changed else OK)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--fail-under", type=click.FloatRange(0, 100), help="Exit 1 below this percentage.")
@click.pass_obj
@_example("polyfiche status --fail-under 100")
def status(root: Path, as_json: bool, fail_under: float | None) -> None:
    """Tell what is translated, fuzzy and missing, per sheet and language."""
    from . import loop
    from .workspace import Project

    with _errors():
        rows = loop.status(Project(root))
        click.echo(loop.as_json(rows) if as_json else loop.as_table(rows))
        least = min((row.percent for row in rows), default=100.0)
        sys.exit(PROBLEMS if fail_under is not None and least < fail_under else OK)


@main.command()
@click.pass_obj
@_example("polyfiche check")
def check(root: Path) -> None:
    """Check sources, templates and catalogs; print every problem."""
    from . import checks
    from .workspace import Project

    with _errors():
        problems = checks.check(Project(root))
        for problem in problems:
            click.echo(str(problem))
        errors = sum(problem.severity == "error" for problem in problems)
        click.echo(f"{errors} errors, {len(problems) - errors} warnings", err=True)
        sys.exit(PROBLEMS if errors else OK)


@main.command()
@click.option("--require", type=click.Choice(["pdf"]), help="Ask for this part only.")
@click.pass_obj
@_example("polyfiche doctor --require pdf")
def doctor(root: Path, require: str | None) -> None:
    """Tell what PDF needs, what is here, and the line that installs the rest."""
    from .doctor import diagnose

    text, code = diagnose(root, require or "")
    click.echo("\n".join(text))
    sys.exit(code)

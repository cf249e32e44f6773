"""Beside the loop: `import`, `export`, `status`, `diff`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .common import OK, PROBLEMS, errors, example

if TYPE_CHECKING:
    from ..diff import Report
    from ..workspace import Project

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=_FILE)
@click.argument("lang")
@click.option("--sheet", default="", metavar="NAME", help="The sheet that FILE translates.")
@click.pass_obj
@example("polyfiche import old/llm.de.md de --sheet llm-et-fm")
def import_(root: Path, file: Path, lang: str, sheet: str) -> None:
    """Take FILE into the catalog of LANG: translated Markdown, XLIFF or TMX.

    Markdown is aligned with the source by its structure; what it gives is fuzzy. XLIFF brings back
    texts and states. TMX fills what is empty, as fuzzy. Nothing is ever erased, and what could not
    be taken is told with its line.
    """
    from .. import interchange
    from ..workspace import Project

    with errors():
        done = interchange.bring(Project(root), file, lang, sheet)
        for problem in done.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{done.path}: {done.summary}")


@click.command()
@click.argument("lang")
@click.option(
    "--to", "form", type=click.Choice(["xliff", "xliff12", "tmx"]), default="xliff",
    show_default=True, help="XLIFF 2.1, XLIFF 1.2, or TMX 1.4b.",
)  # fmt: skip
@click.option("--sheet", default="", metavar="NAME", help="[default: every sheet]")
@click.option("--out", metavar="FILE", help="[default: SHEET.LANG.xlf or .tmx; - is the terminal]")
@click.pass_obj
@example("polyfiche export de --to xliff12 --out for-the-agency.xlf")
def export(root: Path, lang: str, form: Any, sheet: str, out: str | None) -> None:  # noqa: ANN401
    """Write the catalog of LANG for another translation tool.

    XLIFF carries everything, to be translated and imported again. TMX carries what is translated
    and confirmed, as a memory.
    """
    from .. import bitexts, interchange
    from ..workspace import Project

    with errors():
        project = Project(root)
        names = [sheet] if sheet else project.names()
        if out and len(names) > 1:
            raise click.UsageError("there are several sheets; say which with --sheet NAME")
        files = [(name, interchange.export(project, name, lang, form)) for name in names]
        for name, data in files:
            _save(out or f"{name}.{lang}.{bitexts.FORMS[form]}", data)


def _save(path: str, data: bytes) -> None:
    from ..writing import write

    if path == "-":
        sys.stdout.buffer.write(data)
    else:
        write(Path(path), data)
        click.echo(f"wrote {path}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs; the same as --format json.")
@click.option("--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table",
              show_default=True)  # fmt: skip
@click.option("--fail-under", type=click.FloatRange(0, 100), help="Exit 1 below this percentage.")
@click.pass_obj
@example("polyfiche status --fail-under 100")
def status(root: Path, as_json: bool, form: str, fail_under: float | None) -> None:
    """Tell how far every translation is, per sheet and language.

    Units translated, fuzzy, missing; words left to translate; drift: messages that the source has
    gained and lost since the catalog was updated; the source it was updated from; and what the
    reviewer wrote in the catalog's X-Review.
    """
    from .. import status as state
    from ..workspace import Project

    with errors():
        rows = state.status(Project(root))
        click.echo(state.FORMS["json" if as_json else form](rows))
        is_short = fail_under is not None and state.least(rows) < fail_under
        sys.exit(PROBLEMS if is_short else OK)


@click.command()
@click.argument("revision", default="HEAD", metavar="[REV|FILE.pot]")
@click.option("--sheet", default="", metavar="NAME", help="[default: every sheet]")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text",
              show_default=True)  # fmt: skip
@click.pass_obj
@example("polyfiche diff v1.0 --format markdown")
def diff(root: Path, revision: str, sheet: str, form: str) -> None:
    """Tell what changed for translators since a git revision, or since an older template.

    Message by message, the changed words marked. Without colours, and where NO_COLOR is set,
    changes are written [-old-]{+new+}.
    """
    from .. import diff as showing
    from ..workspace import Project

    with errors():
        reports = _reports(Project(root), revision, sheet)
        if form == "json":
            click.echo(showing.as_json(reports))
        elif form == "markdown":
            click.echo(showing.as_markdown(reports))
        else:
            coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
            click.echo(showing.as_text(reports, coloured=coloured), color=coloured)


def _reports(project: Project, revision: str, sheet: str) -> list[Report]:
    from .. import history

    if sheet:
        project.sheet(sheet)
    if Path(revision).suffix in {".pot", ".po"} and Path(revision).is_file():
        names = project.names()
        name = sheet or (names[0] if len(names) == 1 else Path(revision).stem)
        return history.since_file(project, Path(revision), name)
    reports = history.since(project, revision)
    return [report for report in reports if sheet in {"", report.sheet}]

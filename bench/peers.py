"""PDF of the project's own sheet: polyfiche, raw WeasyPrint, pandoc with WeasyPrint, Typst.

    .venv/bin/python bench/peers.py [--runs 5] [LANG...]

Cold: a whole process for each document, as typed. Warm: all in this process, the first document
not counted. All of them take turns. Raw WeasyPrint writes the HTML that polyfiche ends with;
pandoc and Typst set the text of the Markdown edition, without figure, packing or proofs. Typst
keeps what it laid out before in the process, so that its warm runs repeat nothing. What is not
installed is left out: `apt-get install pandoc`, `pip install typst` into `.venv/`.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import importlib.metadata
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pairing import Row, measured, table
from pdf import last_page, write
from typesetting import document

from polyfiche import make, native
from polyfiche.editions import Request, jobs
from polyfiche.jobs import run
from polyfiche.languages import language
from polyfiche.model import Job
from polyfiche.workspace import Project

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "src/polyfiche/data/fonts"
_RAW = """import sys; from pathlib import Path; from polyfiche import native
native.weasyprint(Path(sys.argv[1]))
from polyfiche.render import press
weasyprint, fonts, fetcher = press._weasyprint()
page = weasyprint.HTML(string=Path(sys.argv[2]).read_text("utf-8"), url_fetcher=fetcher)
Path(sys.argv[2]).with_suffix(".pdf").write_bytes(
    page.write_pdf(font_config=fonts, pdf_variant="pdf/ua-1"))"""
_TYPST = """import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"""


def main() -> None:
    """Print a table for each way to run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="medians are of so many  [5]")
    parser.add_argument("langs", nargs="*", default=["fr", "de", "ar", "hi", "ja"])
    asked = parser.parse_args()
    native.weasyprint(ROOT)
    request = Request((), asked.langs, ("md", "pdf"), None, make.tools(ROOT))
    todo = jobs(Project(ROOT), request)
    print(f"{_versions()}; medians of {asked.runs}, in turns\n")
    with tempfile.TemporaryDirectory() as folder:
        for word, ways in (("cold", _cold), ("warm", _warm)):
            rows = [row for lang in asked.langs for row in _rows(todo, lang, ways, folder, asked)]
            print(table(f"{word}, one document", rows))


Ways = Callable[[Job, "Texts", Path], dict[str, Callable[[], object]]]


@dataclasses.dataclass(frozen=True)
class Texts:
    """What the peers set."""

    html: str
    markdown: str
    typst: str


def _rows(
    todo: list[Job], lang: str, ways: Ways, folder: str, asked: argparse.Namespace
) -> Iterator[Row]:
    own = {job.format: job for job in todo if job.lang == lang}
    known = language(lang)
    markdown = run(own["md"]).data.decode()
    typst = document(markdown, lang, known.direction, own["pdf"].fonts)
    texts = Texts(last_page(own["pdf"])[0], markdown, typst)
    steps = ways(own["pdf"], texts, Path(folder))
    for step in steps.values():
        step()
    return measured(lang, steps, asked.runs)


def _cold(job: Job, texts: Texts, folder: Path) -> dict[str, Callable[[], object]]:
    (folder / "raw.html").write_text(texts.html, "utf-8")
    (folder / "sheet.md").write_text(texts.markdown, "utf-8")
    (folder / "sheet.typ").write_text(texts.typst, "utf-8")
    python = sys.executable
    steps: dict[str, Callable[[], object]] = {
        "polyfiche": lambda: _build(job.lang, folder),
        "WeasyPrint": lambda: _run(python, "-c", _RAW, ROOT, folder / "raw.html"),
    }
    if pandoc := shutil.which("pandoc"):
        steps["pandoc + WeasyPrint"] = lambda: _pandoc(pandoc, job.lang, folder)
    if _typst():
        target = folder / "typst.pdf"
        steps["Typst"] = lambda: _run(python, "-c", _TYPST, folder / "sheet.typ", target, FONTS)
    return steps


def _warm(job: Job, texts: Texts, folder: Path) -> dict[str, Callable[[], object]]:
    steps: dict[str, Callable[[], object]] = {
        "polyfiche": lambda: run(job),
        "WeasyPrint": lambda: write(texts.html, job),
    }
    if typst := _typst():
        (folder / "sheet.typ").write_text(texts.typst, "utf-8")
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
        steps["Typst"] = lambda: typst.Compiler(
            str(folder / "sheet.typ"), font_paths=fonts
        ).compile()
    return steps


def _build(lang: str, folder: Path) -> None:
    """Make one PDF of a project without store."""
    for name in ("build", "project"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("content", "locales"):
        shutil.copytree(ROOT / name, folder / "project" / name)
    options = ("--lang", lang, "--format", "pdf", "--layout", "sheet", "--out", folder / "build")
    _run(sys.executable, "-m", "polyfiche", "-C", folder / "project", "build", *options)


def _pandoc(pandoc: str, lang: str, folder: Path) -> None:
    page = folder / "pandoc.html"
    css = "@page { size: A4 landscape; margin: 8mm } body { columns: 3; font: 8pt 'Noto Sans' }"
    (folder / "pandoc.css").write_text(css, "utf-8")
    _run(pandoc, "-s", "-f", "markdown", "-M", f"lang={lang}", "--css", folder / "pandoc.css",
         folder / "sheet.md", "-o", page)  # fmt: skip
    _run(sys.executable, "-m", "weasyprint", page, folder / "pandoc.pdf")


@functools.cache
def _typst() -> object:
    try:
        import typst
    except ImportError:
        return None
    return typst


def _versions() -> str:
    names = ("weasyprint", *(["typst"] if _typst() else []))
    found = [f"{name} {importlib.metadata.version(name)}" for name in names]
    if pandoc := shutil.which("pandoc"):
        shown = subprocess.run([pandoc, "--version"], capture_output=True, check=True, text=True)
        found.append(shown.stdout.split("\n", 1)[0])
    return ", ".join([f"Python {sys.version.split()[0]}", *found])


def _run(*command: object) -> None:
    subprocess.run(list(map(str, command)), check=True, capture_output=True)


if __name__ == "__main__":
    main()

"""The project's own editions, built once in a process: the first integration test."""

import functools
import re
import subprocess
import unicodedata
from pathlib import Path

from conftest import LANGUAGES
from support import require

from polyfiche import native
from polyfiche.editions import Request, jobs
from polyfiche.jobs import run
from polyfiche.model import Artifact, Job
from polyfiche.workspace import Project

ROOT = Path(__file__).parents[1]
SHEET = "llm-et-fm"
__all__ = ["LANGUAGES"]
PSEUDO = ("en-XA", "ar-XB")


@functools.cache
def job(lang: str, form: str, layout: str = "sheet", paper: str = "") -> Job:
    """Return the job of one file of an edition."""
    asked = "md" if form == "svg" else form
    request = Request(
        (SHEET,), (lang,), (asked,), None, (), pseudo=True, layouts=(layout,), paper=paper
    )
    return next(job for job in jobs(Project(ROOT), request) if job.format == form)


@functools.cache
def artifact(lang: str, form: str, layout: str = "sheet", paper: str = "") -> Artifact:
    """Return one file of an edition."""
    if form == "pdf":
        native.weasyprint(ROOT)
    return run(job(lang, form, layout, paper))


@functools.cache
def pdf_text(lang: str, reader: str) -> str:
    """Return what *reader* (`poppler` or `pdfium`) extracts from the PDF."""
    data = artifact(lang, "pdf").data
    if reader == "poppler":
        command = [require("pdftotext"), "-raw", "-", "-"]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def letters(text: str) -> str:
    """Return *text* without what an extraction may add or drop: space, hyphens, formatting.

    A closing bracket counts as an opening one: pdfium mirrors some of them in Arabic.
    """
    plain = unicodedata.normalize("NFKC", text).translate(str.maketrans(")]}", "([{"))
    kept = (c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")
    return re.sub("[-\u2010\u2011\ufffe\x02]", "", "".join(kept))

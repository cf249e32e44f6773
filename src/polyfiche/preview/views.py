"""Views: what may be looked at, and what each of them reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from ..editions import Request, jobs
from ..formats import FORMATS, LAYOUTS
from ..languages import language, locale_of
from ..model import Format, Job, LayoutName, Printing
from ..problems import PolyficheError
from ..workspace import Project

Kind = Literal["html", "md", "pdf", "handout", "po"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_PATH = re.compile(
    rf"(?P<lang>[A-Za-z]{{2,8}}(?:-[A-Za-z0-9]{{1,8}}){{0,4}})/"
    rf"(?P<sheet>[^/\\\0]{{1,200}})\.(?P<kind>{'|'.join(KINDS)})"
)
_PRINTS: dict[str, LayoutName] = {"pdf": "sheet", "handout": "handout"}


@dataclass(frozen=True, slots=True, order=True)
class View:
    """One edition, in one of the ways to look at it."""

    lang: str
    sheet: str
    kind: Kind
    """`po` is the catalog, line by line."""

    @property
    def path(self) -> str:
        """Where it is, as in a build: `de/bread.html`."""
        return f"{self.lang}/{self.sheet}.{self.kind}"

    def as_kind(self, kind: Kind) -> View:
        """Return the same edition, looked at in another way."""
        return replace(self, kind=kind)


def parsed(path: str) -> View | None:
    """Return the view of a *path*; None when it is not the path of any."""
    match = _PATH.fullmatch(path)
    if not match:
        return None
    kind = next(kind for kind in KINDS if kind == match["kind"])
    return View(match["lang"], match["sheet"], kind)


def job(project: Project, view: View) -> Job:
    """Return the job of a view; a catalog has none.

    A print that overflows is shown with a warning: its author wants to see what is too much.

    Raises:
        PolyficheError: The sheet, its catalog or its language is wrong.
    """
    layout = _PRINTS.get(view.kind)
    form: Format = "pdf" if layout else "md" if view.kind == "md" else "html"
    request = Request(
        sheets=(view.sheet,),
        langs=(view.lang,),
        formats=FORMATS if view.kind == "html" else (form,),
        epoch=None,
        tools=(),
        pseudo=True,
        layouts=(layout,) if layout else LAYOUTS,
        printing=Printing(allow_overflow=True),
    )
    made = next(job for job in jobs(project, request) if job.format == form)
    known = tuple(tag for tag in languages(project, view.sheet) if tag not in _PSEUDO)
    return replace(made, formats=FORMATS, siblings=known if view.lang in known else made.siblings)


_PSEUDO = ("en-XA", "ar-XB")


def languages(project: Project, sheet: str) -> list[str]:
    """Return the languages of a sheet: its own first, pseudo-locales last."""
    known = [tag for tag in translations(project, sheet) if _is_known(tag)]
    return [*dict.fromkeys([source_of(project, sheet), *known, *_PSEUDO])]


def translations(project: Project, sheet: str) -> list[str]:
    """Return the languages that have a catalog of a sheet; none while a folder has a wrong name."""
    try:
        return project.languages(sheet)
    except PolyficheError:
        return []


def source_of(project: Project, sheet: str) -> str:
    """Return the language that a sheet is written in; French while it cannot be read."""
    try:
        return project.sheet(sheet).meta.lang
    except PolyficheError:
        return "fr"


def names(project: Project) -> list[str]:
    """Return the names of all sheets; none when there is none."""
    return sorted(path.stem for path in (project.root / "content").glob("*.md"))


def inputs(project: Project, view: View, figures: tuple[str, ...]) -> Iterator[str]:
    """Yield the project's path of every file that a view is made of, there or not.

    Args:
        project: Whose files.
        view: What is looked at.
        figures: Of the sheet, when it last could be read.
    """
    yield f"content/{view.sheet}.md"
    yield f"locales/{locale_of(view.lang)}/LC_MESSAGES/{view.sheet}.po"
    yield from figures
    yield "fonts/fonts.lock"
    yield from CONFIG


CONFIG = ("polyfiche.toml", "pyproject.toml")


def _is_known(tag: str) -> bool:
    """Tell whether *tag*, the name of a folder, is a language."""
    try:
        language(tag)
    except PolyficheError:
        return False
    return True

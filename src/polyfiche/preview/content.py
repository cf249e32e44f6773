"""Content: what a view shows between the bars of the preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .. import fontset
from ..jobs import edition, run, sheet_of
from ..languages import language
from ..localize import numbered
from ..problems import Problem, UsageError
from ..render.templates import template
from ..workspace import Project
from . import faces, views
from .marks import Mark, marks
from .printer import Printer
from .views import Kind, View


@dataclass(frozen=True, slots=True)
class Content:
    """What one view shows."""

    html: str
    """A whole page, without what the preview adds."""
    marks: tuple[Mark, ...]
    figures: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def content(project: Project, view: View, printer: Printer) -> Content:
    """Return what *view* shows now.

    Raises:
        PolyficheError: The files say nothing that can be shown.
        OSError: A file went while it was read.
    """
    return _MAKERS[view.kind](project, view, printer)


def _html(project: Project, view: View, printer: Printer) -> Content:
    from ..render.html import to_html

    job = views.job(project, view)
    sheet = sheet_of(job.source)
    found = marks(project, sheet, view.lang)
    localized = numbered(edition(job), {mark.key: mark.number for mark in found})
    if job.added:
        fontset.provide(project.root)
    made = to_html(localized, job, faces.address)
    return Content(made.data.decode(), found, sheet.figures, made.problems)


def _markdown(project: Project, view: View, printer: Printer) -> Content:
    job = views.job(project, view)
    sheet = sheet_of(job.source)
    made = run(job)
    lines, direction = made.data.decode().split("\n"), language(view.lang).direction
    page = _page("preview_text.html.j2", view, lines=lines, ids="M", direction=direction)
    return Content(page, marks(project, sheet, view.lang), sheet.figures, made.problems)


def _print(project: Project, view: View, printer: Printer) -> Content:
    job = views.job(project, view)
    sheet = sheet_of(job.source)
    waits = printer.ask(view, job)
    made, shown = printer.latest(view), printer.shown(view)
    problems = made.problems if made and not waits else ()
    page = _page(
        "preview_print.html.j2",
        view,
        waits=waits,
        pages=[f"/page/{view.path}/{shown.key[:12]}/{n + 1}.png" for n in range(len(shown.pages))]
        if shown
        else [],
        size_pt=shown.size_pt if shown else 0,
    )
    return Content(page, marks(project, sheet, view.lang), sheet.figures, problems)


def _catalog(project: Project, view: View, printer: Printer) -> Content:
    """Show the file as it is, even while it cannot be read as a catalog."""
    is_known = view.lang in views.translations(project, view.sheet)
    data = project.data(project.catalog_path(view.sheet, view.lang)) if is_known else None
    if data is None:
        message, hint = f"{view.sheet} has no catalog in {view.lang!r}", "run: polyfiche update"
        raise UsageError(Problem("", 0, "language-missing", message, hint))
    lines = data.decode("utf-8", "replace").split("\n")
    page = _page("preview_text.html.j2", view, lines=lines, ids="L", direction="ltr")
    return Content(page, (), ())


def _page(name: str, view: View, **values: object) -> str:
    return template(name).render(view=view, title=view.path, lang=language(view.lang), **values)


_MAKERS: dict[Kind, Callable[[Project, View, Printer], Content]] = {
    "html": _html,
    "md": _markdown,
    "pdf": _print,
    "handout": _print,
    "po": _catalog,
}

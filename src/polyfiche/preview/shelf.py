"""The shelf: the newest page of every view that is looked at, and its last good one.

Pages are made by one thread, so that a newer page never stands behind an older one.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from ..problems import PolyficheError, Problem
from ..workspace import Project
from . import content, pages, views
from .content import Content
from .printer import Printer
from .signature import Changes, Signature
from .views import View

_MOST = 256
"""Views that are remembered."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page, ready to be sent."""

    view: View
    version: int
    """Grows with every page of this view that differs from the one before."""
    html: bytes
    problems: tuple[Problem, ...]
    """What keeps the page from being the newest; warnings too."""

    @property
    def is_broken(self) -> bool:
        """The page is not what the files say: they hold an error."""
        return any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Kept:
    signature: Signature
    shown: Shown
    good: Content | None
    """The last that was made without an error."""
    figures: tuple[str, ...]


class Shelf:
    """Makes the pages of a project; `show` is called by one thread at a time."""

    def __init__(self, project: Project, printer: Printer) -> None:
        self.project, self.printer = project, printer
        self.changes = Changes()
        self._kept: OrderedDict[View, _Kept] = OrderedDict()

    def show(self, view: View) -> Shown | None:
        """Return the page of *view* as the files are now; None when there never was such a view."""
        kept = self._kept.get(view)
        figures = kept.figures if kept else ()
        signature = self._signature(view, figures)
        if kept and kept.signature == signature:
            return kept.shown
        known = view.sheet in views.names(self.project)
        if not known and not kept:
            return None
        made, problems = self._made(view)
        if made is None and kept is None and any(p.code in _UNKNOWN for p in problems):
            return None
        good = made or (kept.good if kept else None)
        html = pages.page(view, good, problems, self.project.root)
        version = kept.shown.version if kept else 0
        if kept is None or kept.shown.html != html:
            version += 1
        shown = Shown(view, version, html, problems)
        self._keep(_Kept(signature, shown, good, made.figures if made else figures))
        return shown

    def printed(self, view: View, number: int) -> bytes | None:
        """Return a page of the newest print of *view* as PNG, 1-based."""
        found = self.printer.shown(view)
        return found.pages[number - 1] if found and 0 < number <= len(found.pages) else None

    def _signature(self, view: View, figures: tuple[str, ...]) -> Signature:
        paths = [*views.inputs(self.project, view, figures), EVERYTHING]
        signature = self.changes.signature(self.project.root, paths)
        others = tuple((tag, None, 0) for tag in views.translations(self.project, view.sheet))
        made = self.printer.latest(view)
        return (*signature, *others, (made.key if made else "", None, 0))

    def _made(self, view: View) -> tuple[Content | None, tuple[Problem, ...]]:
        """Return what *view* shows, and what is wrong with it."""
        try:
            made = content.content(self.project, view, self.printer)
        except PolyficheError as error:
            return None, error.problems
        except OSError as error:  # went while it was read
            path = Path(error.filename or "").name
            hint = "save the file again"
            problem = Problem(path, 0, "serve-read", f"cannot be read: {error.strerror}", hint)
            return None, (problem,)
        except Exception as error:  # noqa: BLE001 (a preview outlives what it shows)
            message = f"{type(error).__name__}: {error}"
            hint = "report it, with the file that was saved last"
            return None, (Problem(f"content/{view.sheet}.md", 0, "serve-failed", message, hint),)
        return made, made.problems

    def _keep(self, kept: _Kept) -> None:
        self._kept[kept.shown.view] = kept
        self._kept.move_to_end(kept.shown.view)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)


_UNKNOWN = {"language-missing", "language-unknown", "sheet-unknown"}
EVERYTHING = ""
"""Counted when the theme of the package, or a setting, has changed."""

"""Pages: the content of a view, with the bars by which the preview speaks to its reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ..languages import language
from ..problems import Problem
from ..render.templates import template
from ..workspace import Project
from . import views
from .content import Content
from .views import View

_META_POLICY = re.compile(
    r"<meta[^>]+http-equiv=[\"']?content-security-policy[^>]*>\s*", re.IGNORECASE
)
"""A page's own policy would keep the preview's script out; the preview sends a policy itself."""
_MOST_PROBLEMS = 20
_MOST_LETTERS = 300


def page(view: View, content: Content | None, problems: Sequence[Problem], root: Path) -> bytes:
    """Return the page of *view*: its last good content under what is wrong now.

    Args:
        view: What is looked at.
        content: The newest that could be made; None when nothing could be, so far.
        problems: What is wrong with the files as they are.
        root: The project, for the lines that problems name.
    """
    found = content.marks if content else ()
    bars = template("preview_bars.html.j2").render(
        view=view,
        problems=[(problem, _excerpt(root, problem)) for problem in problems[:_MOST_PROBLEMS]],
        more=max(0, len(problems) - _MOST_PROBLEMS),
        broken=any(problem.severity == "error" for problem in problems),
        kept=content is not None,
        marks=found,
        fuzzy=sum(mark.state == "fuzzy" for mark in found),
    )
    html = content.html if content else _empty(view)
    head = template("preview_head.html.j2").render(view=view)
    html = _META_POLICY.sub("", html).replace("</head>", f"{head}</head>", 1)
    before, end, after = html.rpartition("</body>")
    return f"{before}{bars}{end}{after}".encode("utf-8", "replace")


def shell(project: Project, sheet: str, langs: Sequence[str], kind: str) -> bytes:
    """Return the page that shows editions of *sheet* side by side."""
    names = views.names(project)
    sheet = sheet if sheet in names else next(iter(names), "")
    known = views.languages(project, sheet) if sheet else []
    shown = [tag for tag in known if tag in langs] or known[: min(2, len(known) - 2)]
    text = template("preview_shell.html.j2").render(
        names=names,
        sheet=sheet,
        known=[language(tag) for tag in known],
        shown=[language(tag) for tag in shown],
        kind=kind if kind in views.KINDS else "html",
        kinds=_KINDS,
    )
    return text.encode()


_KINDS = (
    ("html", "HTML"),
    ("pdf", "PDF"),
    ("handout", "Handout"),
    ("md", "Markdown"),
    ("po", "Catalog"),
)


def _empty(view: View) -> str:
    return template("preview_text.html.j2").render(
        view=view, title=view.path, lang=language("en"), lines=[], ids="L", direction="ltr"
    )


def _excerpt(root: Path, problem: Problem) -> str:
    """Return the line that *problem* is at; empty when there is none to show."""
    path = root / problem.path
    if not problem.line or not path.resolve().is_relative_to(root.resolve()):
        return ""
    try:
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    except OSError:
        return ""
    return lines[problem.line - 1][:_MOST_LETTERS] if problem.line <= len(lines) else ""

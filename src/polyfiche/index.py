"""For whoever opens the build: `index.html`, and `sitemap.xml` for those who search for others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from .formats import LAYOUTS
from .languages import formats_of, language
from .manifest import Row
from .model import Artifact, Job, Meta

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an edition beside its files."""

    title: str
    meta: Meta
    words: Mapping[str, str]
    """The program's own words, in its language."""
    is_reviewed: bool = False
    """Whether somebody has read the translation through."""


def index(
    rows: Iterable[Row],
    known: Mapping[str, Mapping[str, About]],
    pictures: Container[str] = (),
) -> bytes:
    """Return `index.html`: every sheet in every language, in every format.

    Args:
        rows: Of the whole build.
        known: What is known of each edition, by sheet and language, in the order of the page.
        pictures: Paths of the pictures of editions that are beside the page.
    """
    from .render.policy import policy
    from .render.templates import style, template

    files: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.artifact.format != "svg":
            files[row.artifact.sheet, row.artifact.lang].append(row)
    shown = (
        [(files[name, tag], tag, about) for tag, about in editions.items() if files[name, tag]]
        for name, editions in known.items()
    )
    sheets = [[_edition(*one, pictures) for one in editions] for editions in shown if editions]
    css, script = style("web.css") + style("index.css"), style("index.js")
    page = template("index.html.j2").render(
        sheets=sheets,
        lang=sheets[0][0]["lang"] if sheets else language("en"),
        title=_title(known),
        css=css,
        script=script,
        policy=policy([css], [script], shared=("img",)),
    )
    return page.encode()


def _title(known: Mapping[str, Mapping[str, About]]) -> str:
    """Return the title of the only sheet, or what the first one calls them all."""
    first = next((about for editions in known.values() for about in editions.values()), None)
    if first is None:
        return "polyfiche"
    return first.title if len(known) == 1 else first.words["sheets"]


def about(job: Job, meta: Meta, *, reviewed: bool) -> About:
    """Return what is known of the edition of *job*."""
    title = dict(job.entries).get(("", meta.title), meta.title)
    return About(title, meta, dict(job.ui), reviewed)


def picture_path(sheet: str, lang: str) -> str:
    """Return where the picture of an edition is."""
    return f"{lang}/{sheet}.png"


def sitemap(known: Mapping[str, Mapping[str, About]]) -> bytes | None:
    """Return `sitemap.xml`, each page with its other languages; None where none has an address.

    Source: sitemaps.org, "Sitemap XML format"; hreflang in sitemaps as search engines read it.
    """
    from .render.metadata import address, alternates

    lines: list[str] = []
    for editions in known.values():
        for tag, about in editions.items():
            others = list(alternates(about.meta, tuple(editions)))
            if any(tag == other for other, _ in others):
                lines += _url(address(about.meta, tag), about.meta.date, others)
    if not lines:
        return None
    head = f'<urlset xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}">'
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', head, *lines, "</urlset>", ""]
    ).encode()


def _url(where: str, date: str, others: Iterable[tuple[str, str]]) -> list[str]:
    links = [
        f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(other)}/>'
        for tag, other in others
    ]
    return ["<url>", f"<loc>{escape(where)}</loc>", f"<lastmod>{date}</lastmod>", *links, "</url>"]


def _edition(
    own: Sequence[Row], tag: str, about: About, pictures: Container[str]
) -> dict[str, object]:
    first = own[0].artifact
    counts, ordered = first.counts, sorted(own, key=lambda row: _place(row.artifact))
    path = picture_path(first.sheet, tag)
    return {
        "lang": language(tag),
        "title": about.title,
        "state": _state(about, tag),
        "part": ""
        if counts.translated >= counts.total
        else _percent(counts.translated, counts.total, tag),
        "picture": path if path in pictures else "",
        "first": ordered[0].artifact.path,
        "files": [
            (one.artifact.path, _name(one.artifact, about.words), _size(one.size, tag))
            for one in ordered
        ],
    }


def _state(about: About, tag: str) -> str:
    if tag == about.meta.lang:
        return about.words["original"]
    return about.words["reviewed"] if about.is_reviewed else about.words["unreviewed"]


def _percent(done: int, total: int, tag: str) -> str:
    """Return the share that is translated, as the language writes it, rounded down."""
    from babel.numbers import format_percent

    return format_percent(100 * done // max(1, total) / 100, locale=formats_of(tag))


def _size(length: int, tag: str) -> str:
    """Return a length in kilobytes of 1,000 bytes, as the language writes it."""
    from babel.units import format_unit

    kilobytes = max(1, round(length / 1000))
    return format_unit(kilobytes, "digital-kilobyte", "short", locale=formats_of(tag))


def _place(artifact: Artifact) -> tuple[int, int, str]:
    """Return what sorts the files of an edition: what is read first, first."""
    layout = LAYOUTS.index(artifact.layout) if artifact.layout in LAYOUTS else 0
    return ("html", "pdf", "md").index(artifact.format), layout, artifact.path


def _name(artifact: Artifact, words: Mapping[str, str]) -> str:
    if artifact.format != "pdf":
        return {"md": "Markdown", "html": "HTML"}[artifact.format]
    layouts = {"sheet": words["sheet"], "handout": words["handout"]}
    paper = artifact.paper.capitalize()
    return " · ".join(filter(None, ("PDF", layouts.get(artifact.layout, ""), paper)))

"""The web edition: one page, with its style, its fonts and its script inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from markupsafe import Markup

from ..languages import language
from ..model import Job, Localized, Rendered
from . import assets, metadata, typefaces, webfonts
from .fragments import sections
from .imprint import imprint
from .lifted import lifted
from .policy import policy
from .runs import title
from .templates import style, template

Address = Callable[[webfonts.Used], str]
"""Gives where a page finds a font."""


def to_html(localized: Localized, job: Job, address: Address | None = None) -> Rendered:
    """Return one page that asks nothing of the network, or only the files beside it.

    Args:
        localized: The sheet in one language.
        job: Of the page.
        address: A preview, which makes the page at every save, has its fonts elsewhere.
    """
    body, placed = lifted(_body(localized, job))
    known = typefaces.stacks(job, localized.sheet.meta.lang)
    faces = webfonts.used(body, job, known)
    shared = assets.of(job, faces) if job.web == "folder" else ()
    where = address or (_beside if shared else webfonts.inlined)
    rules = [webfonts.rule(one, where(one)) for one in faces] + [*webfonts.families(known)]
    styles, scripts = _own("\n".join(rules), job.css, placed, linked=bool(shared))
    text = template("web.html.j2").render(
        lang=language(job.lang),
        policy=policy(styles, scripts, assets.SHARED if shared else ()),
        styles=styles,
        scripts=scripts,
        links=[assets.address(one) for one in shared if not one.font],
        body=Markup(body),  # noqa: S704 (our own templates wrote it)
        **_head(localized, job),
    )
    return Rendered(text.encode(), assets=shared)


def _beside(one: webfonts.Used) -> str:
    return assets.address(assets.font(one.face)) if one.is_own else webfonts.inlined(one)


def _own(faces: str, css: str, placed: str, *, linked: bool) -> tuple[list[str], list[str]]:
    """Return the styles and the scripts that are in the page; a linked style sheet is between."""
    if linked:
        return [faces, placed], [webfonts.LOAD]
    return [f"{faces}\n{css}\n{placed}"], [webfonts.LOAD, style("web.js")]


def _head(localized: Localized, job: Job) -> dict[str, object]:
    """Return what the head says of the page."""
    meta = localized.sheet.meta
    return {
        "title": localized.title,
        "title_lang": _marked(localized, meta.title),
        "description": metadata.description(localized),
        "description_lang": _marked(localized, meta.subtitle or meta.title),
        "authors": ", ".join(meta.authors),
        "address": metadata.address(meta, job.lang),
        "alternates": list(metadata.alternates(meta, job.siblings)),
        "graph": list(metadata.open_graph(localized, job)),
        "data": metadata.learning_resource(localized, job),
    }


def _marked(localized: Localized, source: str) -> str:
    """Return the language of a text that stayed in it; empty for one that is translated."""
    return localized.sheet.meta.lang if ("", source) in localized.missing else ""


def _body(localized: Localized, job: Job) -> str:
    meta = localized.sheet.meta
    return template("web_body.html.j2").render(
        lang=language(job.lang),
        name=job.sheet,
        heading=title(localized, meta.title, localized.title),
        subtitle=title(localized, meta.subtitle, localized.subtitle),
        meta=meta,
        parts=sections(localized, job, printed=False),
        imprint=imprint(localized, job),
        siblings=[language(tag) for tag in job.siblings],
        files=list(_files(job)),
    )


def _files(job: Job) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of the links to the other files of the edition."""
    words = dict(job.ui)
    layouts = {"sheet": words["sheet"], "handout": words["handout"]}
    for file in job.downloads:
        kind = {"pdf": "PDF", "md": "Markdown"}[file.form]
        parts = (kind, layouts.get(file.layout, ""), file.paper)
        yield file.name, " · ".join(filter(None, parts))

"""What a page says of itself to search engines, to other sites and to catalogues of courses."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..languages import PSEUDO, locale_of
from ..model import Job, Localized, Meta
from .imprint import imprint

_TYPES = {"md": "text/markdown", "pdf": "application/pdf"}


def address(meta: Meta, tag: str) -> str:
    """Return the canonical address of an edition; empty when the sheet has none."""
    return meta.url.replace("{lang}", tag)


def alternates(meta: Meta, tags: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield (tag, address) of every edition, `x-default` last; none where they share one address.

    Source: RFC 5646 for the tags; the HTML Standard, "link type alternate".
    """
    public = [tag for tag in tags if tag not in PSEUDO]
    if "{lang}" not in meta.url:
        return
    yield from ((tag, address(meta, tag)) for tag in public)
    if meta.lang in public:
        yield "x-default", address(meta, meta.lang)


def open_graph(localized: Localized, job: Job) -> Iterator[tuple[str, str]]:
    """Yield (property, content) of the Open Graph protocol; a picture where there is a PDF."""
    meta = localized.sheet.meta
    yield "og:type", "article"
    yield "og:title", localized.title
    yield "og:description", description(localized)
    if meta.url:
        yield "og:url", address(meta, job.lang)
    yield "og:locale", locale(job.lang)
    others = (tag for tag in job.siblings if tag not in PSEUDO and tag != job.lang)
    yield from (("og:locale:alternate", locale(tag)) for tag in others)
    yield from _image(localized, job)


def _image(localized: Localized, job: Job) -> Iterator[tuple[str, str]]:
    """Yield what is said of the picture of the PDF, which has an address beside the page's."""
    folder = address(localized.sheet.meta, job.lang).rpartition("/")[0]
    size = next((file.picture for file in job.downloads if any(file.picture)), None)
    if not folder or not size:
        return
    yield "og:image", f"{folder}/{job.sheet}.png"
    yield "og:image:type", "image/png"
    yield "og:image:width", str(size[0])
    yield "og:image:height", str(size[1])
    yield "og:image:alt", localized.title


def description(localized: Localized) -> str:
    """Return what the page is about, in one line."""
    return localized.subtitle or localized.title


def locale(tag: str) -> str:
    """Return *tag* as Open Graph writes it, with the likely territory: `zh-Hans` is `zh_CN`."""
    from babel.core import Locale, get_global

    known = Locale.parse(locale_of(PSEUDO.get(tag, tag)))
    likely = get_global("likely_subtags")
    found = str(likely.get(str(known)) or likely.get(known.language) or "")
    territory = known.territory or found.rpartition("_")[2]
    return "_".join(filter(None, (known.language, territory)))


def learning_resource(localized: Localized, job: Job) -> str:
    """Return the JSON-LD of the page, safe inside a script element.

    Source: schema.org, "LearningResource"; the HTML Standard, "Restrictions for contents of
    script elements".
    """
    meta = localized.sheet.meta
    content = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        **_identity(meta, job.lang),
        "name": localized.title,
        "description": description(localized),
        "inLanguage": job.lang,
        "learningResourceType": "cheat sheet",
        "isAccessibleForFree": True,
        "license": imprint(localized, job).licence_url or meta.licence,
        "version": meta.version,
        "dateModified": meta.date,
        "author": [{"name": name} for name in meta.authors],
        **_translations(localized, job),
        "encoding": list(_files(meta, job)),
        "citation": [
            {"@type": "CreativeWork", "name": s.label, "url": s.href} for s in meta.sources
        ],
    }
    kept = {name: value for name, value in content.items() if value not in ("", [])}
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _identity(meta: Meta, tag: str) -> dict[str, object]:
    where = address(meta, tag)
    return {"@id": where, "url": where} if where else {}


def _translations(localized: Localized, job: Job) -> dict[str, object]:
    """Return of which work this is a translation, or which are its translations."""
    meta = localized.sheet.meta
    if job.lang != meta.lang:
        return {"translationOfWork": _work(meta, meta.lang, meta.title)}
    others = [t for t in job.siblings if t != job.lang and t not in PSEUDO and "{lang}" in meta.url]
    return {"workTranslation": [_work(meta, tag, "") for tag in others]}


def _work(meta: Meta, tag: str, name: str) -> dict[str, object]:
    said = {"@type": "LearningResource", **_identity(meta, tag), "name": name, "inLanguage": tag}
    return {key: value for key, value in said.items() if value}


def _files(meta: Meta, job: Job) -> Iterator[dict[str, object]]:
    """Yield the other forms of the edition, where they can be named from afar."""
    folder = address(meta, job.lang).rpartition("/")[0]
    for file in job.downloads if folder else ():
        yield {
            "@type": "MediaObject",
            "encodingFormat": _TYPES[file.form],
            "contentUrl": f"{folder}/{file.name}",
        }

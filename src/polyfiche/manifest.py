"""What a build says of itself: `manifest.json` for programs, `index.html` for people."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from .languages import language
from .model import Artifact

SCHEMA = 1
"""Version of the manifest's form; grows when a field changes its meaning."""


def manifest(artifacts: Iterable[Artifact], toolchain: Mapping[str, str]) -> bytes:
    """Return `manifest.json`: one object for each artifact, sorted by path, and the toolchain."""
    content = {
        "schema": SCHEMA,
        "toolchain": dict(sorted(toolchain.items())),
        "artifacts": [_row(artifact) for artifact in sorted(artifacts, key=lambda a: a.path)],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def _row(artifact: Artifact) -> dict[str, object]:
    return {
        "path": artifact.path,
        "sheet": artifact.sheet,
        "lang": artifact.lang,
        "format": artifact.format,
        "layout": artifact.layout,
        "paper": artifact.paper,
        "sha256": hashlib.sha256(artifact.data).hexdigest(),
        "bytes": len(artifact.data),
        "pages": artifact.pages or None,
        "size_pt": artifact.size_pt or None,
        "layouts": artifact.layouts or None,
        "translated": artifact.counts.translated,
        "fuzzy": artifact.counts.fuzzy,
        "missing": artifact.counts.missing,
    }


def index(
    artifacts: Sequence[Artifact], titles: Mapping[str, Mapping[str, str]], css: str
) -> bytes:
    """Return `index.html`: every sheet in every language, in every format.

    Args:
        artifacts: Of the whole build.
        titles: Title of each sheet by language.
        css: Style sheet of the page.
    """
    from .render.templates import template

    sheets = [
        {
            "name": name,
            "title": next(iter(by_lang.values())),
            "editions": [_edition(artifacts, name, lang, by_lang) for lang in by_lang],
        }
        for name, by_lang in titles.items()
    ]
    return template("index.html.j2").render(sheets=sheets, css=css).encode()


def _edition(
    artifacts: Iterable[Artifact], name: str, lang: str, titles: Mapping[str, str]
) -> dict[str, object]:
    own = [a for a in artifacts if (a.sheet, a.lang) == (name, lang) and a.format != "svg"]
    counts = own[0].counts
    return {
        "lang": language(lang),
        "title": titles[lang],
        "percent": 100 * counts.translated // max(1, counts.total),
        "files": [
            {
                "path": artifact.path,
                "format": _name(artifact),
                "kilobytes": max(1, round(len(artifact.data) / 1000)),
                "pages": artifact.pages,
            }
            for artifact in sorted(own, key=_place)
        ],
    }


def _place(artifact: Artifact) -> tuple[int, bool, str]:
    """Return what sorts the files of an edition: what is read first, first."""
    place = ("html", "pdf", "md").index(artifact.format)
    return place, artifact.layout == "handout", artifact.path


def _name(artifact: Artifact) -> str:
    if artifact.format != "pdf":
        return {"md": "Markdown", "html": "HTML"}[artifact.format]
    return "PDF handout" if artifact.layout == "handout" else "PDF"

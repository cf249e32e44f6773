"""What a build says of itself to programs: `manifest.json`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import msgspec

from .model import Artifact

SCHEMA = 1
"""Version of the manifest's form; grows when a field changes its meaning."""


@dataclass(frozen=True, slots=True)
class Row:
    """One file of a build, told without its bytes: a thousand sheets must not be held at once."""

    artifact: Artifact
    """Its data, its picture and its problems are left out."""
    sha256: str
    size: int
    """In bytes."""


def row(artifact: Artifact) -> Row:
    """Return what is told of *artifact*."""
    digest = hashlib.sha256(artifact.data).hexdigest()
    told = replace(artifact, data=b"", picture=b"", problems=())
    return Row(told, digest, len(artifact.data))


def manifest(
    rows: Iterable[Row], toolchain: Mapping[str, str], assets: Mapping[str, bytes] | None = None
) -> bytes:
    """Return `manifest.json`: one object for each artifact, sorted by path, and the toolchain.

    Args:
        rows: Of the artifacts.
        toolchain: What made them.
        assets: The files that web pages share, by path; they are named where there are any.
    """
    content: dict[str, object] = {
        "schema": SCHEMA,
        "toolchain": dict(sorted(toolchain.items())),
        "artifacts": [_told(row) for row in sorted(rows, key=lambda row: row.artifact.path)],
    }
    if assets:
        content["assets"] = [_file(path, data) for path, data in sorted(assets.items())]
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def _file(path: str, data: bytes) -> dict[str, object]:
    return {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def _told(row: Row) -> dict[str, object]:
    artifact = row.artifact
    return {
        "path": artifact.path,
        "sheet": artifact.sheet,
        "lang": artifact.lang,
        "format": artifact.format,
        "layout": artifact.layout,
        "paper": artifact.paper,
        "sha256": row.sha256,
        "bytes": row.size,
        "pages": artifact.pages or None,
        "size_pt": artifact.size_pt or None,
        "layouts": artifact.layouts or None,
        "translated": artifact.counts.translated,
        "fuzzy": artifact.counts.fuzzy,
        "missing": artifact.counts.missing,
    }

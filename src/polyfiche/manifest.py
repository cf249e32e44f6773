"""What a build says of itself to programs: `manifest.json`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

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

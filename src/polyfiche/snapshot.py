"""The source that a catalog was merged from: recorded in its header, compared with today's.

`X-Source-Version: 1.0 2026-11-24 3f1c0a9be2d4` is the version and date of the sheet, and a hash of
its messages. It is written when the messages change and never otherwise, so it ticks with nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .catalogs import Catalog
from .model import Key

FIELD = "X-Source-Version"
"""The header field of the record."""


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the source has moved from what a catalog holds, in messages."""

    added: int
    """In the source, not in the catalog."""
    vanished: int
    """In the catalog, no longer in the source."""

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.added or self.vanished)


def digest(keys: Iterable[Key]) -> str:
    """Return 12 hex digits that change when a message does; their order does not matter."""
    text = "\0".join(f"{context}\4{text}" for context, text in sorted(set(keys)))
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def stamped(merged: Catalog, before: Catalog | None, template: Catalog) -> Catalog:
    """Return *merged* with the record of *template*, where the merge changed a message.

    Args:
        merged: What `merge` made of *before* and *template*.
        before: The catalog as it was; None when it was started just now.
        template: What the source says.
    """
    if before and digest(_live(before)) == digest(_live(merged)):
        return merged
    return _with_field(merged, _record(template))


def recorded(catalog: Catalog) -> str:
    """Return the version, date and hash that *catalog* was merged from, as far as it says so."""
    fields = catalog.fields
    if known := fields.get(FIELD):
        return known
    version = fields.get("Project-Id-Version", "").partition(" ")[2]
    return f"{version} {fields.get('POT-Creation-Date', '')[:10]}".strip()


def drift(catalog: Catalog, keys: Iterable[Key]) -> Drift:
    """Return how far the messages *keys* of the source are from *catalog*."""
    wanted, held = set(keys), set(_live(catalog))
    return Drift(len(wanted - held), len(held - wanted))


def _live(catalog: Catalog) -> Iterable[Key]:
    return (entry.key for entry in catalog.entries if not entry.obsolete)


def _record(template: Catalog) -> str:
    version = template.fields.get("Project-Id-Version", "").partition(" ")[2]
    date = template.fields.get("POT-Creation-Date", "")[:10]
    return " ".join(filter(None, (version, date, digest(_live(template)))))


def _with_field(catalog: Catalog, value: str) -> Catalog:
    """Return *catalog* with the record as the last field of its header, or in its old place."""
    lines = catalog.header.msgstrs[0].splitlines()
    line = f"{FIELD}: {value}"
    at = next((n for n, old in enumerate(lines) if old.startswith(f"{FIELD}:")), len(lines))
    lines[at : at + 1] = [line]
    text = "".join(f"{one}\n" for one in lines)
    return replace(catalog, header=replace(catalog.header, msgstrs=(text,), raw=""))

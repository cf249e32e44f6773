"""Repairs: what is mechanical, put in its place; every other byte of the files stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .. import catalogs
from ..entries import Entry
from ..model import Key
from ..workspace import Project
from ..writing import write as write_file
from . import passages
from .kinds import Hit, Passage

_LINE_END = re.compile(r"(\r\n|\n|\r)")
Repair = tuple[Passage, Hit]


def write(project: Project, repairs: Iterable[Repair]) -> list[str]:
    """Write *repairs*; return the paths of the files that changed, sorted."""
    by_path: dict[str, list[Repair]] = {}
    for passage, hit in repairs:
        by_path.setdefault(passage.path, []).append((passage, hit))
    changed = []
    for path, found in sorted(by_path.items()):
        full = project.root / path
        before = full.read_bytes()
        after = _catalog(before, path, found) if found[0][0].entry else _source(before, found)
        if after != before:
            write_file(full, after, within=project.root)
            changed.append(path)
    return changed


def _catalog(data: bytes, path: str, repairs: Iterable[Repair]) -> bytes:
    """Return a catalog with the repaired entries written anew, the others as they were."""
    catalog = catalogs.load(data, path)
    texts: dict[Key, dict[int, list[Hit]]] = {}
    for passage, hit in repairs:
        if passage.entry:
            texts.setdefault(passage.entry.key, {}).setdefault(passage.form, []).append(hit)
    entries = tuple(
        _entry(entry, texts[entry.key]) if entry.key in texts else entry
        for entry in catalog.entries
    )
    return catalogs.dump(replace(catalog, entries=entries))


def _entry(entry: Entry, hits: dict[int, list[Hit]]) -> Entry:
    msgstrs = tuple(fixed(text, hits.get(form, [])) for form, text in enumerate(entry.msgstrs))
    return entry if msgstrs == entry.msgstrs else replace(entry, msgstrs=msgstrs, raw="")


def _source(data: bytes, repairs: Iterable[Repair]) -> bytes:
    """Return a source or a figure with each repair at its line and column."""
    text = data.decode("utf-8-sig")
    mark = data[: len(data) - len(text.encode())]
    parts = _LINE_END.split(text)  # line, line end, line, …
    for number, hits in _by_line(repairs).items():
        parts[2 * (number - 1)] = fixed(parts[2 * (number - 1)], hits)
    return mark + "".join(parts).encode()


def _by_line(repairs: Iterable[Repair]) -> dict[int, list[Hit]]:
    """Return the repairs of each line, their places counted in that line."""
    lines: dict[int, list[Hit]] = {}
    for passage, hit in repairs:
        line, first = passages.locate(passage, hit.start)
        if first and "\n" not in passage.text[hit.start : hit.end]:
            start = first - 1
            moved = replace(hit, start=start, end=start + hit.end - hit.start)
            lines.setdefault(line, []).append(moved)
    return lines


def fixed(text: str, hits: Sequence[Hit]) -> str:
    """Return *text* with the replacements of *hits*; of two that overlap the first one counts."""
    parts: list[str] = []
    end = 0
    for hit in sorted(set(hits), key=lambda one: (one.start, one.end)):
        if hit.start >= end and hit.replacement is not None:
            parts += text[end : hit.start], hit.replacement
            end = hit.end
    return "".join([*parts, text[end:]])

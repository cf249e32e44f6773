"""Bring the program's own words (src/polyfiche/locales) to what its templates and code use.

    python tools/extract_ui.py            write the template and every catalog
    python tools/extract_ui.py --check    write nothing; exit 1 when something is not current

A word is a key: `{{ imprint.words.skip }}` in a template, `words["skip"]`, `ui["skip"]` in Python.
Its English text is the msgid in polyfiche.pot, with the key as msgctxt. A key that is used and not
there yet comes in with its own name as text, to be reworded by hand; a key that nothing uses goes.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from polyfiche import catalogs, merge
from polyfiche.catalogs import Catalog
from polyfiche.entries import Entry
from polyfiche.languages import tag_of
from polyfiche.writing import write

SOURCE = Path(__file__).parents[1] / "src" / "polyfiche"
FOLDER = SOURCE / "locales"
_IN_TEMPLATE = re.compile(r"\bwords\.([a-z][a-z_]*)")
_IN_CODE = re.compile(r"""\b(?:words|ui)\[["']([a-z][a-z_]*)["']\]""")
_ALERTS = ("note", "tip", "important", "warning", "caution")
"""Looked up by the kind of the alert, in render/shape.py."""


def used(source: Path = SOURCE) -> list[str]:
    """Return the keys that templates and code use, sorted."""
    return sorted({*_ALERTS, *_found(source)})


def template(old: Catalog, keys: list[str]) -> Catalog:
    """Return the template *old* with an entry for each of *keys*, and no other."""
    kept = [entry for entry in old.entries if entry.msgctxt in keys]
    known = {entry.msgctxt for entry in kept}
    new = [_entry(key) for key in keys if key not in known]
    return replace(old, entries=(*kept, *new))


def current(folder: Path = FOLDER, source: Path = SOURCE) -> dict[Path, bytes]:
    """Return what the template and the catalogs in *folder* should be, by path."""
    path = folder / "polyfiche.pot"
    new = template(_load(path), used(source))
    made = {path: catalogs.dump(new)}
    for own in sorted(folder.glob("*.po")):
        made[own] = catalogs.dump(merge.merge(new, _load(own), tag_of(own.stem)))
    return made


def main() -> int:
    """Write, or check; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    is_check = parser.parse_args().check
    stale = {path: data for path, data in current().items() if path.read_bytes() != data}
    for path, data in stale.items():
        print(f"{'would change' if is_check else 'wrote'} {path.relative_to(SOURCE)}")
        if not is_check:
            write(path, data)
    return 1 if is_check and stale else 0


def _found(source: Path) -> Iterator[str]:
    for path in sorted(source.rglob("*")):
        if path.suffix == ".j2":
            yield from _IN_TEMPLATE.findall(path.read_text("utf-8"))
        elif path.suffix == ".py":
            yield from _IN_CODE.findall(path.read_text("utf-8"))


def _entry(key: str) -> Entry:
    return Entry(key.replace("_", " ").capitalize(), msgctxt=key)


def _load(path: Path) -> Catalog:
    return catalogs.load(path.read_bytes(), path.name)


if __name__ == "__main__":
    sys.exit(main())

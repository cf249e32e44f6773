"""Cook for a project: what its sheets print and no font draws, from the packages that we pin."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import alphabets, fontlock, fonts, glyphs, kitchen
from .fontlock import Font
from .kitchen import Dish, Package
from .places import WORK
from .workspace import Project
from .writing import write

Fetch = Callable[[str], Package]
"""(`name@version`) to the package."""
_TOOL = "tools/cook_fonts.py"
_IDEOGRAPHS = 0x2E80
"""From here on a character comes alone; before, its row of 256 comes with it: an alphabet."""


_ALWAYS = frozenset(fonts.points("20-40 5B-60 7B-7E A0-BF 2000-2027 202F-203F 2060-2069 25CC"))
"""Spaces, digits and marks. Pango draws a space with the font of the character before it."""


@dataclass(frozen=True, slots=True)
class Cooked:
    """What came of it."""

    fonts: tuple[Font, ...]
    missing: frozenset[str]
    """Characters that no pinned package draws."""


def own_kitchen(project: Project) -> Path | None:
    """Return the tool that cooks the package's own fonts, where *project* is its repository."""
    tool = (project.root / _TOOL).resolve()
    shipped = project.root / "src" / "polyfiche" / "data" / "fonts"
    is_ours = Path(fonts.folder()).resolve() == shipped.resolve()
    return tool if is_ours and tool.is_file() else None


def run(tool: Path) -> int:
    """Run the package's own kitchen; return its exit code."""
    return subprocess.run([sys.executable, str(tool)], check=False).returncode  # noqa: S603 (ours)


def cook(project: Project, fetch: Fetch | None = None) -> Cooked:
    """Cook what *project* lacks into its `fonts/` folder; what was cooked before gives way.

    Raises:
        FontError: A package cannot be had, or the project's `fonts.lock` is wrong.
        PolyficheError: A sheet or a catalog is wrong.
    """
    root = project.root
    before = fontlock.peek(root)
    known = [font for font in before if font.by == "user"]
    for font in known:
        fontlock.verify(root, font)
    orders, missing = _orders(glyphs.by_script(project, known), fetch or fetcher(root))
    made = [
        _font(root, entry, package, wanted)
        for family, (package, wanted) in sorted(orders.items())
        for entry in _entries(family)
    ]
    if made or before:
        fontlock.save(root, [*known, *made])
    fontlock.clear(root, [font for font in before if font.by == "cook"])
    return Cooked(tuple(made), missing)


def fetcher(root: Path) -> Fetch:
    """Return what gets the packages of the package's own fonts.lock, kept under *root*."""
    pins = {
        f"{entry['name'].rpartition('/')[2]}@{entry['version']}": entry["integrity"]
        for entry in fonts.lock()["packages"]
    }
    return lambda spec: kitchen.fetch(spec, root / WORK / "npm", pins[spec])


def _orders(
    lacks: Mapping[str, AbstractSet[str]], fetch: Fetch
) -> tuple[dict[str, tuple[Package, frozenset[int]]], frozenset[str]]:
    """Return (package, code points) by family, and the characters that no family draws."""
    orders: dict[str, tuple[Package, frozenset[int]]] = {}
    left: set[str] = set()
    for script, lacking in lacks.items():
        todo = {ord(char) for char in lacking}
        for family in fonts.families(script):
            if not todo:
                break
            regular = _entries(family)[0]
            package = fetch(regular["package"])
            has = kitchen.drawn(package.read(regular["member"]))
            if got := todo & has:
                before = orders.get(family, (package, frozenset()))[1]
                orders[family] = package, before | (_with_rows(got) & has)
                todo -= got
        left |= {chr(point) for point in todo}
    return orders, frozenset(left)


def _with_rows(points: AbstractSet[int]) -> frozenset[int]:
    rows = {point >> 8 for point in points if point < _IDEOGRAPHS}
    return frozenset(points).union(*(range(row << 8, (row + 1) << 8) for row in rows))


def _entries(family: str) -> Sequence[Mapping[str, Any]]:
    """Return the faces of *family* in the package's lock, regular first."""
    return [entry for entry in fonts.lock()["fonts"] if entry["family"] == family]


def _font(root: Path, entry: Mapping[str, Any], package: Package, wanted: AbstractSet[int]) -> Font:
    """Cook one face into the project; return its entry in the lock."""
    stem, _, rest = entry["file"].partition("-")
    dish = Dish(f"{stem}Cooked-{rest}", entry["family"], entry["weight"], entry["style"])
    data, points = kitchen.cook(package.read(entry["member"]), wanted | _ALWAYS, dish)
    write(root / fontlock.FOLDER / dish.file, data, within=root)
    name, _, version = package.spec.rpartition("@")
    font = Font(
        file=dish.file,
        family=f"{dish.family} Cooked",
        weight=dish.weight,
        style=dish.style,
        version=version,
        sha512=hashlib.sha512(data).hexdigest(),
        scripts=_scripts(dish.family, points),
        characters=fonts.ranges(points),
        by="cook",
    )
    return replace(font, package=f"{kitchen.SCOPE}/{name}@{version}", member=entry["member"])


def _scripts(family: str, points: Iterable[int]) -> tuple[str, ...]:
    """Return the scripts of a cooked font: a few ideographs have the shapes of their family's."""
    home = {script for script, names in fonts.FAMILIES.items() if names[0] == family} - {"Latn"}
    return tuple(sorted({*alphabets.scripts_of(frozenset(map(chr, points))), *home}))

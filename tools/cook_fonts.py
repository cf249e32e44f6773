"""Cook the fonts that polyfiche ships: pinned upstream packages in, small static TrueType out.

    python tools/cook_fonts.py            cook all, write the folder and its fonts.lock
    python tools/cook_fonts.py --check    cook to a temporary folder, compare with the committed one

The same table, the same lock, the same texts and the same fontTools give the same bytes.
Needs npm (it only downloads, unpacks nothing) and the `dev` group. See tools/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import fontTools

from polyfiche import fonts
from polyfiche.fonts import Style
from polyfiche.kitchen import SCOPE, Dish, Package, cook, fetch
from polyfiche.languages import language, tag_of

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "src/polyfiche/data/fonts"
CACHE = ROOT / ".polyfiche/npm"

# --- what to cook -------------------------------------------------------------------------

# Hexadecimal code points and ranges; those that a font lacks are left out of it.
SPACES = "20 A0 2002-200A 202F 205F 3000"
MARKS = "AD 200B-200F 202A-202E 2060 2066-2069 FEFF 25CC"
PUNCTUATION = "21-40 5B-60 7B-7E A1-BF D7 F7 2010-2027 2030-203F 2044 2052"
SUPERSCRIPTS = "2070-2071 2074-208E 2090-209C"
LATIN = f"""{SPACES} {MARKS} {PUNCTUATION} {SUPERSCRIPTS} 41-5A 61-7A C0-24F 259 2B9-2DD 300-338
    1E00-1EFF 20A0-20C0 2116 2117 2120-2122 2126 212E 2150-215F A78B-A78C FB00-FB06 FFFD"""
GREEK = "370-3FF"
ARABIC = f"{SPACES} {MARKS} {PUNCTUATION} 600-6FF 750-77F FD3E-FD3F FDF0-FDFD"
DEVANAGARI = f"{SPACES} {MARKS} {PUNCTUATION} 900-97F 1CD0-1CF9 20B9 A830-A839 A8E0-A8FF"
# Pango draws a space with the font of the character before it: every family needs one.
MATH = f"{SPACES} 2190-21FF 2200-22FF 25A0-25FF 27F5-27FF"
SYMBOLS = f"""{SPACES} 2139 25A0-25FF 2610-2612 2605-2606 2690-2691 26A0-26A1 2713-2718 2794 279C
    27A1 2B50"""
CJK = f"""{SPACES} 21-7E {PUNCTUATION} C0-17F 2022 2026 2030-203F 2070-2089 20AC 2103 2116 2121-2122
    2150-2179 2190-2199 21D2 21D4 2200-2237 223D 2252 2260-226B 2282-2287 22A5 22BF 2460-2473
    2500-2503 25A0-25EF 2605-2606 26A0 2713-2714 3001-3030 3036 303D 3220-3229 3231-3232 338E-339E
    33A1 FE30-FE4F FF01-FF65 FFE0-FFE6"""
KANA = "3041-3096 3099-309F 30A0-30FF 31F0-31FF FF66-FF9F"
BOPOMOFO = "3105-312F"
MAGNITUDES = "".join(
    map(chr, (0x4E07, 0x5104, 0x5146, 0x4EBF, 0x5E74, 0x6708, 0x65E5))
)  # 万億兆亿年月日


def none() -> str:
    """Return no ideograph."""
    return ""


def jis_level_1() -> str:
    """Return the 2,965 kanji of JIS X 0208 level 1, rows 16 to 47."""
    return square("euc_jp", 16, 47)


def gb_level_1() -> str:
    """Return the 3,755 hanzi of GB/T 2312 level 1, rows 16 to 55."""
    return square("gb2312", 16, 55)


def square(codec: str, first: int, last: int) -> str:
    """Return the characters of rows *first* to *last* of a 94 × 94 set, by Python's *codec*."""
    cells = itertools.product(range(first, last + 1), range(1, 95))
    return "".join(bytes((0xA0 + r, 0xA0 + c)).decode(codec, "ignore") for r, c in cells)


@dataclass(frozen=True, slots=True)
class Family:
    """One row of the table."""

    name: str
    package: str
    """`name@version` in the kitchen's SCOPE; its integrity is in fonts.lock."""
    faces: tuple[str, ...]
    """As the package names them: `400Regular`, `700Bold`, `400Regular_Italic`."""
    characters: str
    """Code points, always in."""
    ideographs: Callable[[], str] = none
    """The frequent ones, so that a small edit of a translation needs no cooking."""
    locale: str = ""
    """Where ideographs are too many: the folder of locales/ whose characters are in too."""


PAIR = ("400Regular", "700Bold")
FAMILIES = (
    Family("Noto Sans", "noto-sans@0.4.2", (*PAIR, "400Regular_Italic"), f"{LATIN} {GREEK}"),
    Family("Noto Sans Arabic", "noto-sans-arabic@0.4.3", PAIR, ARABIC),
    Family("Noto Sans Devanagari", "noto-sans-devanagari@0.4.1", PAIR, DEVANAGARI),
    Family("Noto Sans JP", "noto-sans-jp@0.4.3", PAIR, f"{CJK} {KANA}", jis_level_1, "ja"),
    Family("Noto Sans SC", "noto-sans-sc@0.4.3", PAIR, f"{CJK} {BOPOMOFO}", gb_level_1, "zh_Hans"),
    Family("Noto Sans Math", "noto-sans-math@0.4.2", ("400Regular",), MATH),
    Family("Noto Sans Symbols 2", "noto-sans-symbols-2@0.4.1", ("400Regular",), SYMBOLS),
)


# --- cooking ------------------------------------------------------------------------------


def main(argv: list[str] | None = None) -> int:
    """Cook, or compare; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare with the committed fonts")
    if parser.parse_args(argv).check:
        with tempfile.TemporaryDirectory() as folder:
            cook_all(Path(folder))
            return compare(Path(folder), SHIPPED)
    cook_all(SHIPPED)
    fonts.lock.cache_clear()
    return report_missing()


def cook_all(folder: Path) -> None:
    """Write every font, the licence and the lock into *folder*."""
    pins = locked_pins()
    families, packages, made, licences = {}, [], [], []
    for family in FAMILIES:
        package = fetch(family.package, CACHE, pins.get(family.package, ""))
        packages.append(pin_of(package))
        licences.append(package.read("LICENSE_FONT").decode())
        wanted = wanted_by(family)
        covers = []
        for face in family.faces:
            dish = dish_of(family, face)
            data, covered = cook(package.read(member_of(family, face)), wanted, dish)
            (folder / dish.file).write_bytes(data)
            covers.append(covered)
            made.append(entry(dish, data, family, face))
            print(f"{dish.file:32}{len(data):>10,} bytes {len(covered):>6,} characters")
        families[family.name] = textwrap.wrap(fonts.ranges(set.intersection(*covers)), 92)
    write(folder / "OFL.txt", licence_text(licences))
    lock = {
        "fonttools": fontTools.version,
        "packages": packages,
        "fonts": made,
        "characters": families,
    }
    write(folder / "fonts.lock", json.dumps(lock, indent=1, ensure_ascii=False) + "\n")


def wanted_by(family: Family) -> set[int]:
    """Return the code points that *family* should have."""
    fixed = set(fonts.points(family.characters))
    if not family.locale:
        return fixed
    texts = "".join(path.read_text("utf-8") for path in texts_of(family.locale))
    return fixed | {ord(c) for c in family.ideographs() + MAGNITUDES + texts}


def texts_of(locale: str) -> Iterator[Path]:
    """Yield every file whose characters an edition in *locale* may show."""
    yield from sorted((ROOT / "locales" / locale).rglob("*.po"))
    yield from sorted((ROOT / "src/polyfiche/locales").glob(f"{locale}.po"))
    yield from sorted((ROOT / "content").rglob("*.md"))
    yield from sorted((ROOT / "content").rglob("*.svg"))


# --- packages -----------------------------------------------------------------------------


def pin_of(package: Package) -> dict[str, str]:
    """Return a package's entry in the lock."""
    name, _, version = package.spec.rpartition("@")
    return {"name": f"{SCOPE}/{name}", "version": version, "integrity": package.integrity}


def locked_pins() -> dict[str, str]:
    """Return the integrity of each package that the committed lock knows."""
    path = SHIPPED / "fonts.lock"
    known = json.loads(path.read_text("utf-8"))["packages"] if path.exists() else []
    return {f"{p['name'].rpartition('/')[2]}@{p['version']}": p["integrity"] for p in known}


# --- names --------------------------------------------------------------------------------


def dish_of(family: Family, face: str) -> Dish:
    """Return what a cooked face is called: `400Regular_Italic` has weight 400 and is italic."""
    style: Style = "italic" if face.endswith("_Italic") else "normal"
    return Dish(file_of(family, face), family.name, int(face[:3]), style)


def file_of(family: Family, face: str) -> str:
    """Return `NotoSans-Italic.ttf`."""
    style = face[3:].replace("_", "").replace("RegularItalic", "Italic")
    return f"{family.name.replace(' ', '')}-{style}.ttf"


def member_of(family: Family, face: str) -> str:
    """Return where a package keeps a face."""
    return f"{face}/{family.name.replace(' ', '')}_{face}.ttf"


def entry(dish: Dish, data: bytes, family: Family, face: str) -> dict[str, object]:
    """Return a font's entry in the lock."""
    return {
        "file": dish.file,
        "family": dish.family,
        "weight": dish.weight,
        "style": dish.style,
        "licence": "OFL-1.1",
        "package": family.package,
        "member": member_of(family, face),
        "bytes": len(data),
        "sha512": hashlib.sha512(data).hexdigest(),
    }


def licence_text(licences: list[str]) -> str:
    """Return the copyright line of each upstream, once, then the licence that they share."""
    heads, bodies = zip(*(text.split("\n", 1) for text in licences), strict=True)
    assert all("SIL Open Font License, Version 1.1" in body for body in bodies)
    return "\n".join(dict.fromkeys(map(str.rstrip, heads))) + "\n" + bodies[0].rstrip() + "\n"


# --- reports ------------------------------------------------------------------------------


def write(path: Path, text: str) -> None:
    """Write UTF-8 with LF."""
    path.write_text(text, encoding="utf-8", newline="\n")


def compare(fresh: Path, committed: Path) -> int:
    """Say which files differ; return 1 if any does."""
    names = sorted({p.name for p in (*fresh.iterdir(), *committed.iterdir())} - {"README.md"})
    bad = [n for n in names if read(fresh / n) != read(committed / n)]
    print("\n".join(f"differs: {n}" for n in bad) or f"{len(names)} files are the same")
    return 1 if bad else 0


def read(path: Path) -> bytes:
    """Return the bytes of a file, none when it is not there."""
    return path.read_bytes() if path.exists() else b""


def report_missing() -> int:
    """Name the characters of our own texts that no shipped font draws; return 1 if any."""
    status = 0
    for folder in sorted((ROOT / "locales").glob("*/")):
        script = language(tag_of(folder.name)).script
        for path in texts_of(folder.name):
            lacking = fonts.missing(path.read_text("utf-8"), script)
            if lacking:
                status = 1
                shown = " ".join(f"{c!r} U+{ord(c):04X}" for c in sorted(lacking))
                print(f"{path.relative_to(ROOT)} ({script}): no glyph for {shown}")
    return status


if __name__ == "__main__":
    sys.exit(main())

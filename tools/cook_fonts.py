"""Cook the fonts that polyfiche ships: pinned upstream packages in, small static TrueType out.

    python tools/cook_fonts.py            cook all, write the folder and its fonts.lock
    python tools/cook_fonts.py --check    cook to a temporary folder, compare with the committed one

The same table, the same lock, the same texts and the same fontTools give the same bytes.
Needs npm (it only downloads, unpacks nothing) and the `dev` group. See tools/README.md.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import itertools
import json
import subprocess
import sys
import tarfile
import tempfile
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont

from polyfiche import fonts
from polyfiche.languages import language, tag_of

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "src/polyfiche/data/fonts"
CACHE = ROOT / ".polyfiche/npm"
SCOPE = "@expo-google-fonts"

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
MATH = "2190-21FF 2200-22FF 25A0-25FF 27F5-27FF"
SYMBOLS = "2139 25A0-25FF 2610-2612 2605-2606 2690-2691 26A0-26A1 2713-2718 2794 279C 27A1 2B50"
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
    """`name@version` in SCOPE; its integrity is in fonts.lock."""
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

# Joining, conjuncts, marks, kerning, figures: fontTools' default. Beside them, narrow CJK
# punctuation. Without vertical forms: no renderer here writes top to bottom.
FEATURES = sorted(
    {*subset.Options._layout_features_default, "palt", "halt"}  # noqa: SLF001
    - set(subset.Options._layout_features_groups["vertical"])  # noqa: SLF001
)
# One height of line for all families, Noto Sans's own, in thousandths: a line that mixes fonts
# keeps its baseline.
LINE = {
    "hhea": {"ascent": 1069, "descent": -293, "lineGap": 0},
    "OS/2": {"sTypoAscender": 1069, "sTypoDescender": -293, "sTypoLineGap": 0},
}
DROPPED = ["BASE", "DSIG", "MATH", "STAT", "VORG", "gasp", "vhea", "vmtx"]
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]


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
        package = Package.fetch(family.package, pins)
        packages.append(package.pin())
        licences.append(package.read("LICENSE_FONT").decode())
        wanted = wanted_by(family)
        covers = []
        for face in family.faces:
            data, covered = cook(package.read(member_of(family, face)), wanted, family, face)
            name = file_of(family, face)
            (folder / name).write_bytes(data)
            covers.append(covered)
            made.append(entry(name, data, family, face))
            print(f"{name:32}{len(data):>10,} bytes {len(covered):>6,} characters")
        families[family.name] = textwrap.wrap(ranges(set.intersection(*covers)), 92)
    write(folder / "OFL.txt", licence_text(licences))
    lock = {
        "fonttools": fontTools.version,
        "packages": packages,
        "fonts": made,
        "characters": families,
    }
    write(folder / "fonts.lock", json.dumps(lock, indent=1, ensure_ascii=False) + "\n")


def cook(data: bytes, wanted: set[int], family: Family, face: str) -> tuple[bytes, set[int]]:
    """Return the small font, and the code points that it covers."""
    options = subset.Options(
        layout_features=FEATURES,
        drop_tables=[*subset.Options._drop_tables_default, *DROPPED],  # noqa: SLF001
        name_IDs=NAMES,
        hinting=False,
        notdef_outline=True,
        glyph_names=False,
        recalc_timestamp=False,
        harfbuzz_repacker=False,
        prune_codepage_ranges=True,
    )
    font = TTFont(io.BytesIO(data), recalcTimestamp=False, lazy=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted & set(font.getBestCmap()))
    subsetter.subset(font)
    settle(font, family, face)
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue(), set(font.getBestCmap())


def settle(font: Any, family: Family, face: str) -> None:  # noqa: ANN401 (untyped)
    """Fix what could differ between two cooks, and what must agree with the table."""
    weight, style = weight_of(face), style_of(face)
    font["head"].modified = font["head"].created
    for table, names in LINE.items():
        for name, value in names.items():
            setattr(font[table], name, value)
    font["name"].setName(f"polyfiche;{file_of(family, face)}", 3, 3, 1, 0x409)
    seen = font["name"].getDebugName(1), font["OS/2"].usWeightClass
    assert seen == (family.name, weight), f"{family.name} {face} calls itself {seen}"
    assert bool(font["OS/2"].fsSelection & 1) == (style == "italic"), face
    assert font["head"].unitsPerEm == 1000, face  # noqa: PLR2004 (LINE is in thousandths)
    assert "fvar" not in font, f"{family.name} {face} is variable"


def wanted_by(family: Family) -> set[int]:
    """Return the code points that *family* should have."""
    fixed = {c for a, b in spans(family.characters) for c in range(a, b + 1)}
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


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package, verified."""

    spec: str
    data: bytes
    integrity: str

    @classmethod
    def fetch(cls, spec: str, pins: dict[str, str]) -> Package:
        """Return the package *spec* from the cache or from npm; it must match its pin."""
        name, _, version = spec.rpartition("@")
        archive = CACHE / f"{SCOPE[1:]}-{name}-{version}.tgz"
        if not archive.exists():
            CACHE.mkdir(parents=True, exist_ok=True)
            command = ["npm", "pack", "--silent", f"{SCOPE}/{spec}"]
            subprocess.run(command, cwd=CACHE, check=True, stdout=subprocess.DEVNULL)
        data = archive.read_bytes()
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
        if pins.setdefault(spec, integrity) != integrity:
            sys.exit(f"{archive} is not what fonts.lock pins: remove it and cook again")
        return cls(spec, data, integrity)

    def read(self, member: str) -> bytes:
        """Return one file of the package."""
        with tarfile.open(fileobj=io.BytesIO(self.data)) as tar:
            file = tar.extractfile(f"package/{member}")
            assert file, member
            return file.read()

    def pin(self) -> dict[str, str]:
        """Return the package's entry in the lock."""
        name, _, version = self.spec.rpartition("@")
        return {"name": f"{SCOPE}/{name}", "version": version, "integrity": self.integrity}


def locked_pins() -> dict[str, str]:
    """Return the integrity of each package that the committed lock knows."""
    path = SHIPPED / "fonts.lock"
    known = json.loads(path.read_text("utf-8"))["packages"] if path.exists() else []
    return {f"{p['name'].rpartition('/')[2]}@{p['version']}": p["integrity"] for p in known}


# --- names --------------------------------------------------------------------------------


def weight_of(face: str) -> int:
    """Return 400 for `400Regular_Italic`."""
    return int(face[:3])


def style_of(face: str) -> str:
    """Return `italic` for `400Regular_Italic`."""
    return "italic" if face.endswith("_Italic") else "normal"


def file_of(family: Family, face: str) -> str:
    """Return `NotoSans-Italic.ttf`."""
    style = face[3:].replace("_", "").replace("RegularItalic", "Italic")
    return f"{family.name.replace(' ', '')}-{style}.ttf"


def member_of(family: Family, face: str) -> str:
    """Return where a package keeps a face."""
    return f"{face}/{family.name.replace(' ', '')}_{face}.ttf"


def entry(name: str, data: bytes, family: Family, face: str) -> dict[str, object]:
    """Return a font's entry in the lock."""
    return {
        "file": name,
        "family": family.name,
        "weight": weight_of(face),
        "style": style_of(face),
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


# --- sets of characters -------------------------------------------------------------------


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield first and last of each range: `20-7E A0` gives (32, 126), (160, 160)."""
    for word in text.split():
        first, _, last = word.partition("-")
        yield int(first, 16), int(last or first, 16)


def ranges(points: Iterable[int]) -> str:
    """Return the inverse of `spans`, sorted."""
    words = []
    for _, group in itertools.groupby(enumerate(sorted(points)), lambda pair: pair[1] - pair[0]):
        run = [point for _, point in group]
        words.append(f"{run[0]:X}-{run[-1]:X}" if len(run) > 1 else f"{run[0]:X}")
    return " ".join(words)


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

"""The kitchen: pinned packages of fonts in, small static TrueType out, the same bytes each time.

The same package, the same characters and the same fontTools give the same font.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import subprocess
import tarfile
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .fonts import Style
from .problems import FontError, Problem

SCOPE = "@expo-google-fonts"
"""The npm scope of all packages: one package for each family, static TrueType, OFL-1.1."""
Npm = Callable[[Path, str], int]
"""Downloads a package of npm to a folder; gives the exit code. Code 127: there is no npm."""
_NO_NPM = 127

# One height of line for all families, Noto Sans's own, in thousandths: a line that mixes fonts
# keeps its baseline.
_LINE = {
    "hhea": {"ascent": 1069, "descent": -293, "lineGap": 0},
    "OS/2": {"sTypoAscender": 1069, "sTypoDescender": -293, "sTypoLineGap": 0},
}
_EM = 1000
_DROPPED = ("BASE", "DSIG", "MATH", "STAT", "VORG", "gasp", "vhea", "vmtx")
_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)


@dataclass(frozen=True, slots=True)
class Dish:
    """What a cooked font is called."""

    file: str
    family: str
    """As the package's font calls itself."""
    weight: int
    style: Style


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package, verified."""

    spec: str
    """`name@version` in the scope."""
    data: bytes
    integrity: str

    def read(self, member: str) -> bytes:
        """Return one file of the package."""
        with tarfile.open(fileobj=io.BytesIO(self.data)) as tar:
            file = tar.extractfile(f"package/{member}")
            assert file, member
            return file.read()


def run_npm(folder: Path, spec: str) -> int:
    """Download a package to *folder*; nothing of it is run or unpacked."""
    command = ["npm", "pack", "--silent", spec]
    try:
        return subprocess.run(  # noqa: S603 (no shell)
            command, cwd=folder, check=False, stdout=subprocess.DEVNULL
        ).returncode
    except FileNotFoundError:
        return _NO_NPM


def fetch(spec: str, cache: Path, pin: str = "", npm: Npm = run_npm) -> Package:
    """Return a package, from the *cache* or from npm.

    Args:
        spec: `name@version` in the scope.
        cache: A folder; made when it is not there.
        pin: The integrity that it must have; empty where none is known yet.
        npm: What downloads.

    Raises:
        FontError: `font-npm`, it cannot be had; `font-pin`, it is not what is pinned.
    """
    name, _, version = spec.rpartition("@")
    archive = cache / f"{SCOPE[1:]}-{name}-{version}.tgz"
    if not archive.exists():
        cache.mkdir(parents=True, exist_ok=True)
        code = npm(cache, f"{SCOPE}/{spec}")
        if code or not archive.exists():
            raise _not_had(spec, code)
    data = archive.read_bytes()
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
    if pin and integrity != pin:
        message, hint = "is not the package that fonts.lock pins", "delete it, and cook again"
        raise FontError(Problem(str(archive), 0, "font-pin", message, hint))
    return Package(spec, data, integrity)


def cook(data: bytes, wanted: AbstractSet[int], dish: Dish) -> tuple[bytes, set[int]]:
    """Return a small font with the *wanted* code points that *data* has, and which those are."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        layout_features=features(),
        drop_tables=[*subset.Options._drop_tables_default, *_DROPPED],  # noqa: SLF001
        name_IDs=list(_NAMES),
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
    _settle(font, dish)
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue(), set(font.getBestCmap())


def drawn(data: bytes) -> frozenset[int]:
    """Return the code points that the font *data* has."""
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(io.BytesIO(data), lazy=True).getBestCmap())


@functools.cache
def features() -> list[str]:
    """Return the OpenType features that are kept.

    Joining, conjuncts, marks, kerning, figures: fontTools' default. Beside them, narrow CJK
    punctuation. Without vertical forms: no renderer here writes top to bottom.
    """
    from fontTools import subset

    usual = {*subset.Options._layout_features_default, "palt", "halt"}  # noqa: SLF001
    return sorted(usual - set(subset.Options._layout_features_groups["vertical"]))  # noqa: SLF001


def _settle(font: Any, dish: Dish) -> None:  # noqa: ANN401 (fontTools has no types)
    """Fix what could differ between two cooks, and what must agree with the lock."""
    font["head"].modified = font["head"].created
    for table, values in _LINE.items():
        for name, value in values.items():
            setattr(font[table], name, value)
    font["name"].setName(f"polyfiche;{dish.file}", 3, 3, 1, 0x409)
    seen = font["name"].getDebugName(1), font["OS/2"].usWeightClass
    assert seen == (dish.family, dish.weight), f"{dish.file} calls itself {seen}"
    assert bool(font["OS/2"].fsSelection & 1) == (dish.style == "italic"), dish.file
    assert font["head"].unitsPerEm == _EM, dish.file  # _LINE is in thousandths
    assert "fvar" not in font, f"{dish.file} is variable"


def _not_had(spec: str, code: int) -> FontError:
    if code == _NO_NPM:
        message, hint = "cooking needs npm, to get the pinned fonts", "install npm"
    else:
        message = f"npm could not get {SCOPE}/{spec} (exit code {code})"
        hint = "look at what npm says above"
    hint += "; or run: polyfiche fonts add FILE"
    return FontError(Problem("", 0, "font-npm", message, hint))

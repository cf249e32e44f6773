"""The fonts of a project: files in `fonts/`, each pinned by `fonts/fonts.lock`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from . import alphabets, fontfile, fonts
from .fonts import Family, Style
from .model import AddedFont
from .problems import FontError, Problem, did_you_mean
from .writing import write

FOLDER = "fonts"
LOCK = f"{FOLDER}/fonts.lock"
_FILE = re.compile(r"[^/\\\0]+\.(ttf|otf)", re.IGNORECASE)
_FAMILY = re.compile(r"[\w .+;-]{1,90}")
_POINT = "(?:10|[1-9A-F])?[0-9A-F]{1,4}"
_RANGES = re.compile(rf"(?:{_POINT}(?:-{_POINT})?(?: |$))*")


@dataclass(frozen=True, slots=True)
class Font:
    """One font of the project."""

    file: str
    """Its name in `fonts/`."""
    family: str
    """What polyfiche calls it: never the name of a family of the package."""
    weight: int
    style: Style
    version: str
    sha512: str
    """Hexadecimal."""
    scripts: tuple[str, ...]
    """ISO 15924, those that it can write."""
    characters: str
    """Hexadecimal code points and ranges."""
    by: Literal["user", "cook"]
    package: str = ""
    """Where the kitchen took it: `@scope/name@version`."""
    member: str = ""
    """Its path in that package."""


class _Lock(msgspec.Struct):
    fonts: tuple[Font, ...]


def load(root: Path) -> tuple[Font, ...]:
    """Return the fonts of the project, in the order of their files; none without a lock.

    Raises:
        FontError: `font-lock`, the lock cannot be read; `font-changed`, a file is not what it pins.
    """
    known = peek(root)
    for font in known:
        verify(root, font)
    return known


def peek(root: Path) -> tuple[Font, ...]:
    """Return what the lock says, whatever became of the files.

    Raises:
        FontError: `font-lock`, it cannot be read.
    """
    try:
        data = (root / LOCK).read_bytes()
    except FileNotFoundError:
        return ()
    try:
        known = msgspec.json.decode(data, type=_Lock).fonts
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _broken(str(error)) from error
    for font in known:
        _believable(font)
    return known


def verify(root: Path, font: Font) -> None:
    """Refuse a font whose file is not what the lock says.

    Raises:
        FontError: `font-changed`.
    """
    path = f"{FOLDER}/{font.file}"
    found = _hash(root / path)
    if found != font.sha512:
        message = f"is not the file that {LOCK} pins" if found else "is missing"
        hint = f"put it back, or run: polyfiche fonts {_again(font)}"
        raise FontError(Problem(path, 0, "font-changed", message, hint))


def save(root: Path, known: Iterable[Font]) -> None:
    """Write the lock of *known* fonts."""
    ordered = tuple(sorted(known, key=lambda font: font.file))
    data = msgspec.json.format(msgspec.json.encode(_Lock(ordered)), indent=1)
    write(root / LOCK, data + b"\n", within=root)


def add(root: Path, path: Path) -> Font:
    """Take the font file at *path* into the project; one of the same family and style gives way.

    Raises:
        FontError: `font-*`, the file cannot be used.
    """
    data = _data(path)
    face = fontfile.read(data, str(path))
    font = Font(
        file=path.name if _FILE.fullmatch(path.name) else f"{path.stem}.{face.suffix}",
        family=name_of(face.family or path.stem, "Added"),
        weight=face.weight,
        style=face.style,
        version=face.version,
        sha512=hashlib.sha512(data).hexdigest(),
        scripts=alphabets.scripts_of(face.characters),
        characters=fonts.ranges(map(ord, face.characters)),
        by="user",
    )
    known = _without(peek(root), font)
    for other in known:
        verify(root, other)
    write(root / FOLDER / font.file, data, within=root)
    save(root, [*known, font])
    return font


def remove(root: Path, family: str) -> tuple[Font, ...]:
    """Take a *family* out of the project again: its entries in the lock, and its files.

    A file that is not the one that was added stays where it is.

    Raises:
        FontError: `font-unknown`, the project has no such family; `font-lock`.
    """
    known = peek(root)
    gone = tuple(font for font in known if font.family.casefold() == family.casefold())
    if not gone:
        hint = did_you_mean(family, sorted({font.family for font in known}))
        message = f"the project has no family {family!r}"
        raise FontError(Problem(LOCK, 0, "font-unknown", message, hint))
    save(root, [font for font in known if font not in gone])
    clear(root, gone)
    return gone


def clear(root: Path, old: Iterable[Font]) -> None:
    """Remove the files of *old* fonts that the lock names no more, if they are as we left them."""
    kept = {font.file for font in peek(root)}
    for font in old:
        path = root / FOLDER / font.file
        if font.file not in kept and _hash(path) == font.sha512:
            path.unlink()


def name_of(family: str, word: str) -> str:
    """Return *family*, with *word* after it where the package has a family of this name."""
    return f"{family} {word}" if family in fonts.lock()["characters"] else family


def families(known: Iterable[Font]) -> tuple[Family, ...]:
    """Return the families of *known* fonts, by name: what any of their fonts can do."""
    return fonts.gathered(map(added, known))


def added(font: Font) -> AddedFont:
    """Return what a job holds of *font*."""
    return AddedFont(
        font.family, font.weight, font.style, font.sha512, font.scripts, font.characters
    )


def digest(known: Iterable[Font]) -> str:
    """Return the SHA-256 of everything that the lock says of *known* fonts."""
    return hashlib.sha256(msgspec.json.encode(tuple(known))).hexdigest()


def _without(known: Iterable[Font], font: Font) -> list[Font]:
    """Return *known* without what *font* takes the place of.

    Raises:
        FontError: `font-name`, its file is another font's.
    """
    kept = []
    for other in known:
        is_same = (other.family, other.weight, other.style) == (
            font.family, font.weight, font.style
        )  # fmt: skip
        if is_same:
            continue
        if other.file == font.file and other.sha512 != font.sha512:
            message = f"{other.file!r} is {other.family} {other.weight} {other.style} already"
            hint = "rename your file, then add it"
            raise FontError(Problem(f"{FOLDER}/{other.file}", 0, "font-name", message, hint))
        kept.append(other)
    return kept


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise FontError(Problem(str(path), 0, "font-broken", message, "check the path")) from error


def _hash(path: Path) -> str:
    """Return the SHA-512 of a file; nothing when it cannot be read."""
    try:
        return hashlib.sha512(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _believable(font: Font) -> None:
    """Refuse what only a hand can have written into the lock."""
    if not _FILE.fullmatch(font.file) or not _FAMILY.fullmatch(font.family):
        raise _broken(f"{font.file!r}, {font.family!r} cannot be names of a font")
    if not _RANGES.fullmatch(font.characters):
        raise _broken(f"the characters of {font.file!r} are no ranges such as 41-5A E9")


def _again(font: Font) -> str:
    return "cook" if font.by == "cook" else f"add {FOLDER}/{font.file}"


def _broken(said: str) -> FontError:
    hint = "put it back as it was, or delete it and add the fonts again"
    return FontError(Problem(LOCK, 0, "font-lock", f"cannot be read: {said}", hint))

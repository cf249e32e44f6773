"""What fontconfig sees: the configuration that we write for it, and what it lists then."""

from __future__ import annotations

import ctypes
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from . import fontlock, fonts
from .model import FontSource

_HEAD = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
_ENV = "FONTCONFIG_FILE"


@dataclass(frozen=True, slots=True)
class FontSet:
    """The fonts that a render may see."""

    package: tuple[str, ...]
    """Paths."""
    added: tuple[tuple[str, str], ...] = ()
    """(path, family) of each font of the project; other files beside them are not seen."""
    machine: str = ""
    """The machine's own configuration, where its fonts are wanted too."""


def show(root: Path, source: FontSource, listing: Callable[[bytes], tuple[str, ...]]) -> Path:
    """Point fontconfig at the fonts of *source* and of the project; return its configuration.

    WeasyPrint takes two fonts of one name for one and draws wrong glyphs. So a family of the
    package hides behind the machine's of that name, and the machine's behind the project's.

    Args:
        root: Of the project.
        source: `package` hides every font of the machine.
        listing: Gives every `family` that the environment's configuration shows.

    Raises:
        FontError: The project's `fonts.lock` is wrong.
    """
    usual = _machine()
    machine = usual if source == "system" else ""
    os.environ[_ENV] = usual
    theirs = set(listing(b"family")) if machine else set()
    known, folder = fontlock.load(root), (root / fontlock.FOLDER).resolve()
    provide(root)
    ours = tuple(
        str(Path(fonts.folder()) / font.file) for font in fonts.files() if font.family not in theirs
    )
    added = tuple((str(folder / font.file), font.family) for font in known)
    path = _written(FontSet(ours, added, machine), f"{fonts.digest()}{fontlock.digest(known)}")
    os.environ[_ENV] = str(path)
    return path


def provide(root: Path) -> None:
    """Tell this process where the fonts of the project at *root* are.

    Raises:
        FontError: The project's `fonts.lock` is wrong.
    """
    folder = (root / fontlock.FOLDER).resolve()
    fonts.provide({font.sha512: folder / font.file for font in fontlock.peek(root)})


def conf(seen: FontSet, cache: str) -> str:
    """Return a fonts.conf that shows the fonts *seen*, drawn as they are.

    Source: fontconfig 2.14, fonts-conf(5): `selectfont`, `match target="scan"`.
    """
    paths = [*seen.package, *(path for path, _ in seen.added)]
    folders = dict.fromkeys(str(Path(path).parent) for path in paths)
    lines = [_tag("cachedir", cache)]  # ours first: scans are written to it
    if seen.machine:
        lines.append(f'<include ignore_missing="yes">{escape(seen.machine)}</include>')
    lines += [_tag("dir", folder) for folder in folders]
    lines += [f"<selectfont>{rule}</selectfont>" for rule in _selected(seen, paths, folders)]
    lines += [_renamed(escape(path), escape(family)) for path, family in seen.added]
    unhinted = '<edit name="hinting" mode="assign"><bool>false</bool></edit>'
    lines.append(f'<match target="font">{unhinted}</match>')
    body = "\n".join(lines)
    return f"{_HEAD}<fontconfig>\n{body}\n</fontconfig>\n"


def listed(library: ctypes.CDLL, what: bytes) -> tuple[str, ...]:
    """Return every `family` or `file` of the configuration that the environment names now.

    Args:
        library: libfontconfig.
        what: The name of a property that is text.

    Source: fontconfig 2.14, "FcFontList", "FcInitLoadConfigAndFonts".
    """
    _declare(library)
    wanted = library.FcObjectSetCreate()
    library.FcObjectSetAdd(wanted, what)
    config = library.FcInitLoadConfigAndFonts()
    found = library.FcFontList(config, library.FcPatternCreate(), wanted)
    names = set()
    for index in range(found.contents.nfont if found else 0):
        text = ctypes.c_char_p()
        library.FcPatternGetString(found.contents.fonts[index], what, 0, ctypes.byref(text))
        names.add((text.value or b"").decode("utf-8", "surrogateescape"))
    library.FcConfigDestroy(config)
    return tuple(sorted(names - {""}))


def digest(paths: Iterable[str]) -> str:
    """Return the SHA-256 of the files at *paths*: of what is in them, not of where they are."""
    hashes = []
    for path in paths:
        with Path(path).open("rb") as file:
            hashes.append(hashlib.file_digest(file, "sha256").hexdigest())
    return hashlib.sha256("".join(sorted(hashes)).encode()).hexdigest()


def _machine() -> str:
    """Return the configuration that fontconfig reads without us; workers are told it."""
    usual = os.environ.get(_ENV, "") or "fonts.conf"
    return os.environ.setdefault("POLYFICHE_FONTCONFIG", usual)


def _written(seen: FontSet, state: str) -> Path:
    """Return the path of the configuration, in a folder for this *state* of the fonts."""
    name = hashlib.blake2b(f"{seen}{state}".encode(), digest_size=8).hexdigest()
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    cache = Path(tempfile.gettempdir()) / f"polyfiche-fonts-{user}-{name}"
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = cache / "polyfiche.conf"
    text = conf(seen, str(cache / "cache"))
    if not path.is_file() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
    return path


def _selected(seen: FontSet, paths: Iterable[str], folders: Iterable[str]) -> Iterator[str]:
    """Yield the rules that show of our folders what we name, and nothing else."""
    for folder in folders:
        yield _tag("rejectfont", glob=f"{folder}/*")
    for path in paths:
        yield _tag("acceptfont", glob=path)
    for family in dict.fromkeys(family for _, family in seen.added if seen.machine):
        yield f"<rejectfont>{_pattern('family', family)}</rejectfont>"
    for path, _ in seen.added if seen.machine else ():
        yield f"<acceptfont>{_pattern('file', path)}</acceptfont>"


def _tag(name: str, text: str = "", *, glob: str = "") -> str:
    inside = f"<glob>{escape(glob)}</glob>" if glob else escape(text)
    return f"<{name}>{inside}</{name}>"


def _pattern(name: str, text: str) -> str:
    value = _tag("string", text)
    return f'<pattern><patelt name="{name}">{value}</patelt></pattern>'


def _renamed(path: str, family: str) -> str:
    """Return the rule that gives a file the family that the lock gives it."""
    test = f'<test name="file" compare="eq"><string>{path}</string></test>'
    edit = f'<edit name="family" mode="assign"><string>{family}</string></edit>'
    return f'<match target="scan">{test}{edit}</match>'


class _Found(ctypes.Structure):
    """FcFontSet."""

    _fields_ = [  # type: ignore[mutable-override] # typeshed has it mutable
        ("nfont", ctypes.c_int),
        ("sfont", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    ]


def _declare(library: ctypes.CDLL) -> None:
    pointer = ctypes.c_void_p
    library.FcInitLoadConfigAndFonts.restype = pointer
    library.FcPatternCreate.restype = pointer
    library.FcObjectSetCreate.restype = pointer
    library.FcObjectSetAdd.argtypes = [pointer, ctypes.c_char_p]
    library.FcFontList.argtypes = [pointer] * 3
    library.FcFontList.restype = ctypes.POINTER(_Found)
    library.FcConfigDestroy.argtypes = [pointer]
    library.FcPatternGetString.argtypes = [
        pointer, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_char_p)
    ]  # fmt: skip

"""Native libraries: find, preload and describe what WeasyPrint opens. Never crashes."""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import importlib.metadata
import io
import os
import shutil
import sys
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from . import fontlock, fonts, fontset, version
from .model import FontSource
from .problems import NativeError, Problem

SONAMES: Mapping[str, tuple[str, ...]] = {
    "gobject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    "pango": ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"),
    "pangoft2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0.dll"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "harfbuzz-subset": (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
}
"""What WeasyPrint 70 opens, by the names it opens it under."""
OLDEST_PANGO = (1, 44)
PACKAGES = (
    *("weasyprint", "markdown-it-py", "mdit-py-plugins", "mdformat", "babel", "pydyf"),
    *("mdformat-deflist", "mdformat-footnote", "mdformat-gfm"),
    *("jinja2", "segno", "pyphen", "fonttools", "brotli", "pypdfium2"),
)
"""Python packages whose version may change the bytes of an artifact."""
_MODULES = ("polyfiche.batches", "polyfiche.render.markdown", "polyfiche.render.html")
_MODULES_OF_PDF = ("polyfiche.render.pdf", "fontTools.ttLib")
_APT = "apt-get install --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0"
LINES = {
    "apt-get": _APT,
    "dnf": "dnf install pango harfbuzz",
    "apk": "apk add pango harfbuzz-subset fontconfig",
    "pacman": "pacman -S --needed pango",
    "zypper": "zypper install libpango-1_0-0 libharfbuzz-subset0",
    "brew": "brew install pango",
}
"""The line that installs what is missing, by package manager."""


@dataclass(frozen=True, slots=True)
class Report:
    """What this machine has for PDF."""

    python: str
    packages: tuple[tuple[str, str], ...]
    """(name, version); an empty version means that it is not installed."""
    libraries: tuple[tuple[str, str], ...]
    """(name, version or `present`); empty means missing."""
    families: tuple[str, ...]
    """Font families that the renderer sees."""
    line: str
    """What to run when something is missing."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What PDF needs and this machine lacks."""
        lacking = [name for name, version in (*self.packages, *self.libraries) if not version]
        pango = dict(self.libraries).get("pango", "")
        if pango and _numbers(pango) < OLDEST_PANGO:
            lacking.append(f"pango 1.44 (this is {pango})")
        return (*lacking, *(() if self.families or lacking else ("fonts",)))


def report(root: Path, source: FontSource = "package") -> Report:
    """Return what this machine has; *root* may hold libraries unpacked under `.native/`."""
    prepare(root, source)
    python = ".".join(map(str, sys.version_info[:3]))
    return Report(python, packages(), libraries(), families(), install_line())


def prepare(root: Path, source: FontSource = "package") -> None:
    """Make the fonts of *source* the only ones, and libraries under `.native/` findable.

    Raises:
        FontError: The project's `fonts.lock` is wrong.
    """
    folder = root / ".native" / "root"
    if folder.is_dir() and any(_open(names) is None for names in SONAMES.values()):
        preload(folder)
    fontset.show(root, source, _listed)


def weasyprint(root: Path, source: FontSource = "package") -> ModuleType:
    """Return WeasyPrint, ready to draw with the fonts of *source* and of the project only.

    Raises:
        NativeError: `native-missing`, with the line that installs what is missing.
    """
    found = require(root, source)
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # its banner goes to stdout
            return importlib.import_module("weasyprint")
    except OSError as error:
        message = f"WeasyPrint cannot load a library: {str(error).splitlines()[0]}"
        problem = Problem("", 0, "native-missing", message, f"run: {found.line}")
        raise NativeError(problem) from error


def warm(root: Path, *, pdf: bool) -> None:
    """Import what every worker needs, WeasyPrint for *pdf*; open no font, start no thread.

    A process that did this can be forked: fontconfig and Pango start at the first document.
    """
    fontset.provide(root)
    modules: tuple[str, ...] = _MODULES
    if pdf:
        folder = root / ".native" / "root"
        if folder.is_dir() and any(_open(names) is None for names in SONAMES.values()):
            preload(folder)
        modules = (*_MODULES, "weasyprint", *_MODULES_OF_PDF)
    with contextlib.redirect_stdout(io.StringIO()):
        for module in modules:
            importlib.import_module(module)


def require(root: Path, source: FontSource = "package") -> Report:
    """Return what this machine has, when that is all that PDF needs.

    Raises:
        NativeError: `native-missing`, with the line that installs what is missing.
    """
    found = report(root, source)
    if found.missing:
        message = f"PDF needs {', '.join(found.missing)}; Markdown and HTML do not"
        raise NativeError(Problem("", 0, "native-missing", message, f"run: {found.line}"))
    return found


def toolchain(root: Path, source: FontSource = "package") -> tuple[tuple[str, str], ...]:
    """Return (name, version) of what turns sources into bytes; absent parts are left out.

    Fonts are named by the start of their hash; those of the machine by that of all its files; our
    own code too, so that whoever changes it never sees an artifact of the old one.
    """
    named = {f"lib{name}": version for name, version in libraries()}
    known = {"polyfiche": _version("polyfiche"), **dict(packages()), **named}
    known["polyfiche-code"] = version.code()
    known["libz"] = zlib.ZLIB_RUNTIME_VERSION
    known["python"] = ".".join(map(str, sys.version_info[:2]))
    known["fonts"] = source if source == "system" else fonts.digest()[:16]
    if source == "system":
        known["fonts-system"] = fontset.digest(files())[:16]
    if added := fontlock.load(root):
        known["fonts-project"] = fontlock.digest(added)[:16]
    return tuple(sorted((name, version) for name, version in known.items() if version))


def packages() -> tuple[tuple[str, str], ...]:
    """Return (name, version) of the Python packages; an empty version means missing."""
    return tuple((name, _version(name)) for name in PACKAGES)


def libraries() -> tuple[tuple[str, str], ...]:
    """Return (name, version) of the native libraries; an empty version means missing."""
    return tuple((name, _library(name)) for name in SONAMES)


def families() -> tuple[str, ...]:
    """Return the families that fontconfig shows; an empty font set would end the process."""
    return _listed(b"family")


def files() -> tuple[str, ...]:
    """Return the paths of all fonts that fontconfig shows."""
    return _listed(b"file")


def install_line() -> str:
    """Return the line that installs what is missing, for the package manager that is here."""
    for tool, line in LINES.items():
        if shutil.which(tool):
            is_root = not hasattr(os, "geteuid") or os.geteuid() == 0
            return line if tool == "brew" or is_root else f"sudo {line}"
    return "install Pango 1.44 or later with PangoFT2, HarfBuzz-subset and fontconfig"


def preload(folder: Path) -> bool:
    """Load every library under *folder* by its path; return whether all could be loaded.

    A later open by name then finds the library that is already in the process.
    """
    todo = sorted(path for path in folder.rglob("*.so.*") if path.is_file())
    while todo:
        left = [path for path in todo if not _loads(path)]
        if len(left) == len(todo):
            return False
        todo = left
    return True


def _listed(what: bytes) -> tuple[str, ...]:
    library = _open(SONAMES["fontconfig"])
    if library is not None:
        with contextlib.suppress(AttributeError, OSError, ValueError):
            return fontset.listed(library, what)
    return ()


def _loads(path: Path) -> bool:
    try:
        ctypes.CDLL(str(path), mode=getattr(ctypes, "RTLD_GLOBAL", 0))
    except OSError:
        return False
    return True


def _open(names: Iterable[str]) -> ctypes.CDLL | None:
    for name in names:
        with contextlib.suppress(OSError):
            return ctypes.CDLL(name)
    return None


def _library(name: str) -> str:
    library = _open(SONAMES[name])
    if library is None:
        return ""
    with contextlib.suppress(AttributeError, OSError, ValueError):
        if name == "fontconfig":
            number = int(library.FcGetVersion())
            return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
        if name in {"pango", "harfbuzz"}:
            ask = library.pango_version_string if name == "pango" else library.hb_version_string
            ask.restype = ctypes.c_char_p
            return (ask() or b"").decode("ascii", "replace")
    return "present"


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())

"""Names: what a file of a project may be called, so that it is one file on every machine.

A name becomes part of a path in build/, of an address on the web, and of a command line.

Sources: Microsoft, "Naming Files, Paths, and Namespaces"; Unicode 16, UAX 15.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from .problems import Problem

LONGEST = 100
"""Characters of one name: with a prefix and an extension it stays under 255 bytes."""
_DEVICES = frozenset(
    [
        *("con", "prn", "aux", "nul", "conin$", "conout$"),
        *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
    ]
)
_ODD = re.compile(r'[<>:"/\\|?*%#{}\x00-\x1f\x7f-\x9f]')


def fault(name: str) -> str:
    """Return why *name*, without its extension, cannot be that of a file; empty when it can."""
    odd = next((c for c in name if _ODD.match(c) or not (c.isprintable() or c == " ")), "")
    edge = next((c for c in (name[:1], name[-1:]) if c and c in " .-"), "")
    faults = (
        (not name, "is empty"),
        (len(name) > LONGEST, f"has {len(name)} characters, the most is {LONGEST}"),
        (unicodedata.normalize("NFC", name) != name, "is not in Unicode's form NFC"),
        (odd, f"holds {odd!r}"),
        (edge, f"begins or ends with {edge!r}"),
        (".." in name, "holds two dots"),
        (name.partition(".")[0].casefold() in _DEVICES, "is the name of a device on Windows"),
    )
    return next((why for is_wrong, why in faults if is_wrong), "")


def path_fault(path: str) -> str:
    """Return why *path*, relative and with forward slashes, cannot be used; empty when it can."""
    if path.startswith("/"):
        return "is absolute"
    for part in path.split("/"):
        if part in {"", ".", ".."}:
            return f"has the part {part!r}"
        if why := fault(part):
            return f"has a part that {why}"
    return ""


def folded(name: str) -> str:
    """Return what a file system that keeps no case and one form of Unicode takes *name* for."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def collisions(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of *names* that are one file on macOS or Windows, the second one in order."""
    seen: dict[str, str] = {}
    for name in sorted(names):
        first = seen.setdefault(folded(name), name)
        if first != name:
            yield first, name


def problems(paths: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Yield what is wrong with files, each given as (name, path relative to the project)."""
    known = dict(paths)
    for name, path in known.items():
        if why := fault(name):
            hint = "rename it with small letters, digits and hyphens"
            yield Problem(path, 0, "name-invalid", f"the name {name!r} {why}", hint)
    for first, second in collisions(known):
        message = f"{known[first]!r} is the same file on macOS and Windows"
        yield Problem(known[second], 0, "name-collision", message, "rename one of the two")

"""One message of a catalog, and its canonical text: that of `msgcat --no-wrap` (gettext 0.21)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .model import Key

ESCAPES = dict(zip('nt"\\rabfv', '\n\t"\\\r\a\b\f\v', strict=True))
"""What the letter after a backslash means."""
_TO_ESCAPE = str.maketrans({char: f"\\{letter}" for letter, char in ESCAPES.items()})


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a catalog; equal when it says the same, however it is laid out."""

    msgid: str
    msgstrs: tuple[str, ...] = ("",)
    """One, or one for each plural form."""
    msgctxt: str | None = None
    msgid_plural: str | None = None
    comments: tuple[str, ...] = ()
    """The translator's (`#`), one for each line."""
    extracted: tuple[str, ...] = ()
    """The author's (`#.`), one for each line."""
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: tuple[tuple[str, str], ...] = ()
    """What a fuzzy entry was a translation of (`#|`): (keyword, text), in order."""
    obsolete: bool = False
    line: int = field(default=0, compare=False)
    """1-based, of the first keyword; 0 when the entry was not read."""
    raw: str = field(default="", compare=False, repr=False)
    """The block as it was read; empty when the entry was made or changed here."""
    gap: str = field(default="\n", compare=False, repr=False)
    """What stands between the entry before and this one."""

    @property
    def key(self) -> Key:
        """What identifies the message."""
        return self.msgctxt or "", self.msgid

    @property
    def is_fuzzy(self) -> bool:
        """A human has to confirm the translation."""
        return "fuzzy" in self.flags

    @property
    def is_translated(self) -> bool:
        """An edition may print the translation."""
        return not self.obsolete and not self.is_fuzzy and all(self.msgstrs)


def block(entry: Entry, newline: str) -> str:
    """Return the canonical form of *entry*, with the gap before it."""
    text = "".join(line + "\n" for line in _block_lines(entry))
    return (entry.gap.replace("\r\n", "\n") + text).replace("\n", newline)


def _block_lines(entry: Entry) -> Iterator[str]:
    yield from (f"# {line}" if line else "#" for line in entry.comments)
    yield from (f"#. {line}" if line else "#." for line in entry.extracted)
    yield from (f"#: {reference}" for reference in entry.references)
    if entry.flags:
        yield f"#, {', '.join(entry.flags)}"
    mark = "#~" if entry.obsolete else "#"
    for name, text in entry.previous:
        yield from (f"{mark}| {line}" for line in _strings(name, text))
    mark = "#~ " if entry.obsolete else ""
    yield from (mark + line for name, text in _texts(entry) for line in _strings(name, text))


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.msgctxt is not None:
        yield "msgctxt", entry.msgctxt
    yield "msgid", entry.msgid
    if entry.msgid_plural is None:
        yield "msgstr", entry.msgstrs[0]
    else:
        yield "msgid_plural", entry.msgid_plural
        yield from ((f"msgstr[{index}]", text) for index, text in enumerate(entry.msgstrs))


def _strings(name: str, text: str) -> Iterator[str]:
    """Yield the lines of one keyword; a text of several lines gets a line for each."""
    lines = text.split("\n")
    quoted = [f'"{line.translate(_TO_ESCAPE)}\\n"' for line in lines[:-1]]
    if lines[-1] or not quoted:
        quoted.append(f'"{lines[-1].translate(_TO_ESCAPE)}"')
    yield f'{name} ""' if len(quoted) > 1 else f"{name} {quoted[0]}"
    yield from quoted if len(quoted) > 1 else ()

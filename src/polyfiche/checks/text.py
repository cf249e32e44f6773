"""Characters of any text, in the source and in catalogs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ..characters import invisible, name_of
from .kinds import Hit, Passage


def nfc(passage: Passage) -> Iterator[Hit]:
    """Find letters that are not composed as Unicode's form C has them.

    Two strings that look the same are then not the same: a search does not find them, a term does
    not match, and a font may draw the accent beside its letter.

    For example: `é` stored as `e` and U+0301.

    To mend it: run `polyfiche check --fix`, or type the letter again.
    """
    wanted = unicodedata.normalize("NFC", passage.text)
    if wanted != passage.text:
        pairs = enumerate(zip(passage.text, wanted, strict=False))
        at = next((n for n, (one, other) in pairs if one != other), len(wanted))
        message = f"{passage.text[at : at + 2]!r} is not in Unicode's form NFC"
        hint = "run: polyfiche check --fix"
        yield Hit(message, hint, start=at, end=len(passage.text), replacement=wanted[at:])


def unseen(passage: Passage) -> Iterator[Hit]:
    """Find zero-width characters that the language has no use for.

    They come with text copied from web pages; they split words for a search and a screen reader,
    and break a line where none should. Joiners beside Arabic and Indic letters, and marks of
    direction in right-to-left text, are left alone.

    For example: U+200B between two letters of a French word.

    To mend it: run `polyfiche check --fix`, which deletes them.
    """
    for at in invisible(passage.text, passage.lang):
        message = f"holds {name_of(passage.text[at])}, which nobody sees"
        yield Hit(message, "delete it: polyfiche check --fix", start=at, end=at + 1, replacement="")

"""Catalogs to measure with: the French messages of Django and Sphinx, and edits of them.

The same seed gives the same bytes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from wheels import catalogs_of, wheels

from polyfiche import catalogs
from polyfiche.catalogs import Catalog
from polyfiche.entries import Entry

HEADER = 'Content-Type: text/plain; charset=UTF-8\nLanguage: fr\nProject-Id-Version: "bench 1"\n'


@dataclass
class Case:
    """An old catalog, the template it is brought to, and who was whose old self."""

    name: str
    old: Catalog
    new: Catalog
    truth: dict[str, str] = field(default_factory=dict)
    """Edited msgid to the msgid it was made of."""
    kinds: dict[str, str] = field(default_factory=dict)
    """Edited msgid to the kind of edit."""
    fresh: set[str] = field(default_factory=set)
    """Msgids that come from nowhere: a match is wrong."""

    def knows(self, msgid: str) -> bool:
        """Tell whether *msgid* is taken."""
        return msgid in self.truth or self.old.get(("", msgid)) is not None


def pool(most: int = 1_467) -> list[tuple[str, str]]:
    """Return (msgid, French) of the first messages in the wheels, in their order."""
    found: dict[str, str] = {}
    for wheel in wheels():
        for path, data in catalogs_of(wheel):
            if "/fr/" in path:
                found |= _messages(path, data)
    return list(found.items())[:most]


def grown(name: str, size: int, edited: float, deleted: float, *, seed: int = 5) -> Case:
    """Return the pool of messages as a catalog, and a template of *size* messages.

    Args:
        name: Of the case.
        size: Of the template; what edits do not fill are fresh messages of random words.
        edited: Share of the old messages that changed.
        deleted: Share that is gone.
        seed: Of the random numbers.
    """
    return _case(name, pool(), size, (edited, deleted), random.Random(seed))


def large(name: str, size: int, edited: float, *, seed: int = 5) -> Case:
    """Return a catalog of *size* messages, and its template with a share of them *edited*."""
    chance = random.Random(seed)
    messages = dict(pool())
    known = list(messages.items())
    while len(messages) < size:
        parts = chance.sample(known, chance.randint(2, 3))
        messages[" ".join(msgid for msgid, _ in parts)] = " ".join(text for _, text in parts)
    return _case(name, list(messages.items()), size, (edited, 0.0), chance)


def _messages(path: str, data: bytes) -> Iterator[tuple[str, str]]:
    for entry in catalogs.load(data, path, safe=False).entries:
        if entry.is_translated and entry.msgid_plural is None:
            yield entry.msgid, entry.msgstrs[0]


def _case(
    name: str,
    messages: list[tuple[str, str]],
    size: int,
    shares: tuple[float, float],
    chance: random.Random,
) -> Case:
    case = Case(name, _catalog(messages), _catalog([]))
    words = [word for msgid, _ in messages for word in msgid.split()]
    every = max(0, size - len(messages)) / len(messages)
    order: dict[str, None] = {}
    for msgid, _ in messages:
        order |= dict.fromkeys(_kept(case, msgid, words, shares, chance))
        for _ in range(int(every) + (chance.random() < every % 1)):
            text = " ".join(chance.choices(words, k=chance.randint(3, 25)))
            case.fresh.add(text)
            order[text] = None
    case.new = _catalog([(msgid, "") for msgid in order])
    return case


def _kept(
    case: Case,
    msgid: str,
    words: list[str],
    shares: tuple[float, float],
    chance: random.Random,
) -> Iterator[str]:
    """Yield *msgid*, an edit of it, or nothing."""
    share = chance.random()
    if share >= sum(shares):
        yield msgid
    elif share < shares[0]:
        kind, text = edit(msgid, words, chance)
        if text.strip() and not case.knows(text):
            case.truth[text], case.kinds[text] = msgid, kind
            yield text
        else:
            yield msgid


def _catalog(messages: list[tuple[str, str]]) -> Catalog:
    entries = tuple(Entry(msgid, (text,)) for msgid, text in messages)
    return Catalog("bench.po", Entry("", (HEADER,), gap=""), entries)


def edit(text: str, words: list[str], chance: random.Random) -> tuple[str, str]:
    """Return the kind of an edit, and *text* after it."""
    kind = chance.choice([*_EDITS])
    return kind, _EDITS[kind](text, words, chance)


def _replaced(text: str, words: list[str], chance: random.Random) -> str:
    parts = text.split(" ")
    parts[chance.randrange(len(parts))] = chance.choice(words)
    return " ".join(parts)


def _inserted(text: str, words: list[str], chance: random.Random) -> str:
    parts = text.split(" ")
    parts.insert(chance.randrange(len(parts) + 1), chance.choice(words))
    return " ".join(parts)


def _deleted(text: str, words: list[str], chance: random.Random) -> str:
    parts = text.split(" ")
    if len(parts) > 2:  # noqa: PLR2004
        del parts[chance.randrange(len(parts))]
    return " ".join(parts)


def _two(text: str, words: list[str], chance: random.Random) -> str:
    return _replaced(_replaced(text, words, chance), words, chance)


def _appended(text: str, words: list[str], chance: random.Random) -> str:
    return f"{text} {_some(text, words, chance)}"


def _prepended(text: str, words: list[str], chance: random.Random) -> str:
    return f"{_some(text, words, chance)} {text}"


def _some(text: str, words: list[str], chance: random.Random) -> str:
    return " ".join(chance.choices(words, k=max(2, len(text.split(" ")) // 3)))


def _halved(text: str, words: list[str], chance: random.Random) -> str:
    parts = text.split(" ")
    return " ".join(parts[: max(4, len(parts) * 2 // 3)])


def _punctuated(text: str, words: list[str], chance: random.Random) -> str:
    return text.rstrip(".!:") + chance.choice([".", "!", " :", "…"])


def _cased(text: str, words: list[str], chance: random.Random) -> str:
    return text.upper() if len(text) < 20 else text[:1].swapcase() + text[1:]  # noqa: PLR2004


def _mistyped(text: str, words: list[str], chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("abcdef") + text[at:]


_EDITS: dict[str, Callable[[str, list[str], random.Random], str]] = {
    "word replaced": _replaced,
    "word inserted": _inserted,
    "word deleted": _deleted,
    "two words replaced": _two,
    "words appended": _appended,
    "words prepended": _prepended,
    "shortened": _halved,
    "punctuation": _punctuated,
    "case": _cased,
    "letter": _mistyped,
}

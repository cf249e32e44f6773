"""Fuzzy matching: which translation a new message gets, for a human to confirm.

In this order, each for the messages that the stages before left open:

1. a memory has the very message: its translation is taken as it is, as `msgmerge -C` does;
2. the same text in another context: vanished, then live, then of a memory;
3. the same text but for case, spaces and quotes, from the same places;
4. a vanished text that is similar (`ratio`, 65 of 100), one to one, best first; standing between
   the same neighbours counts, and texts under 12 characters must be more alike (80);
5. a text of a memory that is similar (75): nothing vanished there, so the proof must be better.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, product

from .alike import letters, normalised, same_but_typography, same_message
from .catalogs import Catalog
from .entries import Entry
from .merge import Matcher
from .model import Key
from .revise import Same

_SIMILAR, _SIMILAR_IN_MEMORY, _SIMILAR_WHEN_SHORT = 65.0, 75.0, 80.0
_SHORT = 12  # characters
_ONE, _BOTH = 12.0, 20.0  # for the same neighbour on one side, on both
_MOST_BETWEEN = 4_000  # pairs between two neighbours: more say nothing, and cost
_MOST_CHOICES = 30  # similar texts that are looked at for one message


def memory_of(catalog: Catalog) -> tuple[Entry, ...]:
    """Return what *catalog* remembers for others: confirmed translations, also obsolete ones.

    Notes and flags stay behind: they speak of another place.
    """
    return tuple(
        Entry(entry.msgid, entry.msgstrs, entry.msgctxt, entry.msgid_plural)
        for entry in catalog.entries
        if not entry.is_fuzzy and all(entry.msgstrs)
    )


def matcher(template: Catalog, catalog: Catalog | None, memory: Sequence[Entry] = ()) -> Matcher:
    """Return what pairs the messages that are new in *template*.

    Args:
        template: Gives the neighbours of the new messages.
        catalog: Gives those of the vanished ones.
        memory: Translations from elsewhere, in order of preference.
    """

    def match(new: Sequence[Entry], vanished: Sequence[Entry]) -> Mapping[Key, Entry]:
        live = [entry for entry in catalog.entries if entry.is_translated] if catalog else []
        pairs = _known(new, memory)
        for key in (_text, _normalised):
            pairs |= _equal(_open(new, pairs), chain(vanished, live, memory), key)
        used = set(map(id, pairs.values()))
        rest = [entry for entry in vanished if id(entry) not in used]
        pairs |= _similar(_open(new, pairs), rest, template, catalog)
        return pairs | _remembered(_open(new, pairs), memory)

    return match


def only_certain(match: Matcher, same: Same) -> Matcher:
    """Return a matcher that gives of what *match* finds only what nobody has to confirm."""

    def certain(new: Sequence[Entry], vanished: Sequence[Entry]) -> Mapping[Key, Entry]:
        pairs = match(new, vanished)
        wanted = {entry.key: entry for entry in new}
        return {key: old for key, old in pairs.items() if same(wanted[key], old)}

    return certain


def _open(new: Iterable[Entry], pairs: Mapping[Key, Entry]) -> list[Entry]:
    return [entry for entry in new if entry.key not in pairs]


# Equal texts


def _text(entry: Entry) -> str:
    return entry.msgid


def _normalised(entry: Entry) -> str:
    return normalised(entry.msgid)


def _known(new: Iterable[Entry], memory: Sequence[Entry]) -> dict[Key, Entry]:
    known = {(entry.key, entry.msgid_plural): entry for entry in reversed(memory)}
    found = ((entry, known.get((entry.key, entry.msgid_plural))) for entry in new)
    return {entry.key: old for entry, old in found if old}


def _equal(
    new: Sequence[Entry], old: Iterable[Entry], text_of: Callable[[Entry], str]
) -> dict[Key, Entry]:
    """Return pairs of equal texts; one old text may serve in several contexts."""
    texts = {text_of(entry) for entry in new}
    hints = {letters(entry.msgid) for entry in new}
    choices: dict[str, list[Entry]] = {}
    for entry in old if texts else ():
        if letters(entry.msgid) in hints and (text := text_of(entry)) in texts:
            choices.setdefault(text, []).append(entry)
    pairs: dict[Key, Entry] = {}
    used: set[int] = set()
    for entry in new:
        if known := choices.get(text_of(entry)):
            pairs[entry.key] = best = min(known, key=lambda old: _distance(entry, old, used))
            used.add(id(best))
    return pairs


def _distance(entry: Entry, old: Entry, used: set[int]) -> tuple[bool, ...]:
    """Return what makes *old* a worse choice for *entry* than another of the same text."""
    return (
        not same_message(entry, old),
        not same_but_typography(entry, old),
        old.is_fuzzy,
        id(old) in used,
    )


# Similar texts


def _similar(
    new: Sequence[Entry], old: Sequence[Entry], template: Catalog, catalog: Catalog | None
) -> dict[Key, Entry]:
    """Return pairs of similar texts, one to one, the most similar first."""
    if not new or not old or not catalog:
        return {}
    texts, choices = list(map(_normalised, new)), list(map(_normalised, old))
    near = _near(new, old, template, catalog)
    scored = [(score, at, which) for at, which, score in _alike(texts, choices, _SIMILAR)]
    scored += _alike_and_near(texts, choices, near)
    scored.sort(key=lambda found: (-found[0], new[found[1]].key[0] != old[found[2]].key[0]))
    pairs: dict[Key, Entry] = {}
    used: set[int] = set()
    for _, at, which in scored:
        if new[at].key not in pairs and which not in used:
            pairs[new[at].key] = old[which]
            used.add(which)
    return pairs


def _remembered(new: Sequence[Entry], memory: Sequence[Entry]) -> dict[Key, Entry]:
    """Return for each new message the most similar of the memory; each may serve many."""
    if not new or not memory:
        return {}
    known = {_normalised(entry): entry for entry in reversed(memory)}
    choices = list(known)
    pairs: dict[Key, Entry] = {}
    for at, which, _ in _alike(list(map(_normalised, new)), choices, _SIMILAR_IN_MEMORY):
        pairs.setdefault(new[at].key, known[choices[which]])
    return pairs


def _alike(
    texts: Sequence[str], choices: Sequence[str], cutoff: float
) -> Iterator[tuple[int, int, float]]:
    """Yield (index in *texts*, index in *choices*, score), for each text the best first.

    A ratio of 65 needs lengths of at most 1 to 2.08, so each text meets its size only.
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    order = sorted(range(len(choices)), key=lambda which: len(choices[which]))
    ordered = [choices[which] for which in order]
    lengths = list(map(len, ordered))
    widest = (200 - cutoff) / cutoff
    for at, text in enumerate(texts):
        low = bisect_left(lengths, len(text) / widest)
        window = ordered[low : bisect_right(lengths, len(text) * widest)]
        floor = _SIMILAR_WHEN_SHORT if len(text) < _SHORT else cutoff
        for choice, score, index in extract(
            text, window, scorer=ratio, score_cutoff=floor, limit=_MOST_CHOICES
        ):
            if len(choice) >= _SHORT or score >= _SIMILAR_WHEN_SHORT:
                yield at, order[low + index], score


def _alike_and_near(
    texts: Sequence[str], choices: Sequence[str], near: Mapping[tuple[int, int], float]
) -> Iterator[tuple[float, int, int]]:
    """Yield (score, index in *texts*, index in *choices*) of those that neighbours speak for."""
    from rapidfuzz.fuzz import ratio

    for (at, which), bonus in near.items():
        text, choice = texts[at], choices[which]
        is_short = min(len(text), len(choice)) < _SHORT
        floor = (_SIMILAR_WHEN_SHORT if is_short else _SIMILAR) - bonus
        score = ratio(text, choice, score_cutoff=floor)
        if score >= floor:
            yield score + bonus, at, which


# Neighbours


def _near(
    new: Sequence[Entry], old: Sequence[Entry], template: Catalog, catalog: Catalog
) -> dict[tuple[int, int], float]:
    """Return what is added to the score of (index in *new*, index in *old*): same neighbours."""
    sides: Counter[tuple[int, int]] = Counter()
    keys, was = _live(template), _live(catalog)
    kept = set(keys) & set(was)
    for step in (1, -1):
        places, before = _after(keys[::step], kept), _after(was[::step], kept)
        between: dict[Key, tuple[list[int], list[int]]] = {}
        for entries, where, side in ((new, places, 0), (old, before, 1)):
            for index, entry in enumerate(entries):
                if (neighbour := where.get(entry.key)) is not None:
                    between.setdefault(neighbour, ([], []))[side].append(index)
        for here, there in between.values():
            if len(here) * len(there) <= _MOST_BETWEEN:
                sides.update(product(here, there))
    return {pair: _BOTH if count > 1 else _ONE for pair, count in sides.items()}


def _live(catalog: Catalog) -> list[Key]:
    return [entry.key for entry in catalog.entries if not entry.obsolete]


def _after(keys: Sequence[Key], kept: set[Key]) -> dict[Key, Key | None]:
    """Return for each key the last one before it that is *kept*."""
    last: Key | None = None
    found: dict[Key, Key | None] = {}
    for key in keys:
        found[key] = last
        if key in kept:
            last = key
    return found

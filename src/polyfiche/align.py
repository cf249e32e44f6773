"""An existing translation beside its source: which block is a translation of which.

The two texts share their structure and little else, so blocks are compared by kind, depth, place
in a table or list, length, and by what no translator changes: numbers, link targets, code, names in
capitals, emphasis. The best sequence of pairs is found by dynamic programming.

Source: Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora", 1993 (lengths);
Needleman and Wunsch, 1970 (the alignment).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .blocks import Block, of_sheet, of_text
from .dialect import facts_in
from .model import Key, Sheet, SourceFile
from .problems import Problem

_ANCHOR = re.compile(
    r"\]\(\s*<?([^()\s<>]+)|(`+[^`]+`+)|(\[\^[^\]]+\])|(https?://[^\s)>]+)"
    r"|(\d+)|(?<![A-Za-z])([A-Z]{2,}(?![a-z])|[A-Z][a-z]*[A-Z][A-Za-z]*)|(\*\*|(?<!\w)_(?=\w))"
)
_GAP = -0.2
"""What leaving one block alone costs."""
_BOND = 0.3
"""What it is worth that a block follows the one before it in both texts, within a card: where a
card is gone, its heading goes with it, not with the next card's text."""
_NEVER = -1e9
_LEAST = 0.75
"""What a pair must score; two blocks of one kind score 1 for that alone."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_WORD = re.compile(r"[^\W\d_]+")
_NAMES = 5
"""Equal texts of more words are not translated: `GPT-4, DALL·E, CLIP, Whisper` has five."""
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class Aligned:
    """What an existing translation gives."""

    texts: Mapping[Key, str]
    """Translations by key, facts put back as `{name}`."""
    problems: tuple[Problem, ...]
    """What has no partner, and facts that were not found; by path and line."""


def align(
    sheet: Sheet, target: SourceFile, shown: Mapping[str, str], furniture: Iterable[str]
) -> Aligned:
    """Return the translations of *sheet* that the Markdown text *target* holds.

    Args:
        sheet: The source.
        target: With or without a head, directives, and what an edition adds to the body.
        shown: Every fact as text of the target's language.
        furniture: Texts by which to know what an edition adds: the heading of its sources, the
            beginning of its last line.
    """
    ours = of_sheet(sheet, shown)
    theirs = list(_without_furniture(sheet, of_text(target), tuple(furniture)))
    pairs = dict(_pairs(ours, theirs))
    texts: dict[Key, str] = {}
    problems = list(_alone(sheet, target, ours, theirs, pairs))
    for first, second in pairs.items():
        block, other = ours[first], theirs[second]
        if block.key and not other.is_untranslated and _is_other(block, other):
            text = _restored(block, other, shown)
            texts.setdefault(block.key, text)
            problems += _lost_facts(target, block, other, text)
    return Aligned(texts, tuple(sorted(problems)))


# Finding pairs


def _pairs(ours: Sequence[Block], theirs: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of the best sequence of pairs, last first."""
    gains = _gains(ours, theirs)
    best, paired = _tables(ours, gains, len(theirs))
    i, j, is_paired = len(ours), len(theirs), False
    while i and j:
        if is_paired or best[i][j] == paired[i][j]:
            i, j = i - 1, j - 1
            yield i, j
            alone = gains[i][j] + best[i][j]
            is_paired = paired[i + 1][j + 1] != alone  # the pair before was a neighbour
        elif best[i][j] == best[i - 1][j] + _GAP:
            i -= 1
        else:
            j -= 1


def _gains(ours: Sequence[Block], theirs: Sequence[Block]) -> list[list[float]]:
    """Return for each two blocks what pairing them is worth; below zero, leave them alone."""
    source, target = ([_Traits.of(block) for block in blocks] for blocks in (ours, theirs))
    lengths = [sum(traits.width for traits in side) for side in (source, target)]
    growth = lengths[1] / lengths[0] if lengths[0] else 1.0
    return [
        [
            _score(one, other, growth) - _LEAST if one.kind == other.kind else -1.0
            for other in target
        ]
        for one in source
    ]


def _tables(
    ours: Sequence[Block], gains: Sequence[Sequence[float]], width: int
) -> tuple[list[list[float]], list[list[float]]]:
    """Return the best sums for each pair of beginnings: of any end, and ending with a pair."""
    best, paired = [[_GAP * j for j in range(width + 1)]], [[_NEVER] * (width + 1)]
    for number, row in enumerate(gains, 1):
        bond = 0.0 if ours[number - 1].is_heading else _BOND
        above, before = best[-1], paired[-1]
        line, pairs = [_GAP * number], [_NEVER]
        for j, gain in enumerate(row):
            pair = gain + max(above[j], before[j] + bond) if gain > 0 else _NEVER
            pairs.append(pair)
            line.append(max(pair, above[j + 1] + _GAP, line[j] + _GAP))
        best.append(line)
        paired.append(pairs)
    return best, paired


@dataclass(frozen=True, slots=True)
class _Traits:
    """What two blocks are compared by."""

    kind: str
    path: tuple[str, ...]
    place: int
    text: str
    anchors: frozenset[str]
    width: float

    @classmethod
    def of(cls, block: Block) -> _Traits:
        width = sum(unicodedata.category(char)[0] != "M" for char in block.shown)
        anchors = _anchors(block.shown)
        return cls(block.kind, block.path, block.place, block.shown, anchors, float(width))


def _score(one: _Traits, other: _Traits, growth: float) -> float:
    """Return how well two blocks of one kind go together; 3 is certain."""
    score = 1.0 if one.path == other.path else 0.6
    score += 0.2 if one.place == other.place else 0.0
    if one.anchors or other.anchors:
        shared = len(one.anchors & other.anchors) / len(one.anchors | other.anchors)
        score += 1.2 * shared - 0.3
    wanted, found = growth * one.width, other.width
    score += 0.6 * min(wanted, found) / max(wanted, found, 1.0) - 0.2
    return score + (0.5 if one.text == other.text else 0.0)


def _anchors(text: str) -> frozenset[str]:
    """Return what a translator keeps, each with its number where it comes more than once."""
    seen: dict[str, int] = {}
    found = set()
    for match in _ANCHOR.finditer(_digits(text)):
        word = next(filter(None, match.groups()))
        seen[word] = seen.get(word, 0) + 1
        found.add(f"{word}\0{seen[word]}")
    return frozenset(found)


def _digits(text: str) -> str:
    """Return *text* with the digits of every script as ASCII."""
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


# What an edition adds


def _without_furniture(
    sheet: Sheet, blocks: Iterable[Block], furniture: tuple[str, ...]
) -> Iterator[Block]:
    """Yield *blocks* without links to the other editions, the works cited, and the last line."""
    links = [f"]({source.href})" for source in sheet.meta.sources]
    links.append(f"/{sheet.name}.md)")
    for block in blocks:
        is_added = any(link in block.text for link in links)
        is_said = any(block.text == text or f" · {text}" in block.text for text in furniture)
        if not (is_added or is_said):
            yield block


# What comes out


def _is_other(block: Block, other: Block) -> bool:
    """Tell whether the two texts differ, or are names that stay the same in both languages."""
    return block.text != other.text or len(_WORD.findall(block.text)) <= _NAMES


def _restored(block: Block, other: Block, shown: Mapping[str, str]) -> str:
    """Return the text of *other* as a translation of *block*: facts are names again."""
    text = _ESCAPED.sub(r"\1", other.text) if block.is_plain else other.text
    if block.is_plain and len(text) > 1 and text[0] == text[-1] and text[0] in "*_":
        text = text[1:-1]
    for name in facts_in(block.text):
        if value := shown.get(name):
            loose = r"[\s\u00a0\u202f]+".join(map(re.escape, _SPACES.split(value)))
            text = re.sub(rf"(?<!\d){loose}(?!\d)", f"{{{name}}}", text, count=1)
    return text


def _lost_facts(target: SourceFile, block: Block, other: Block, text: str) -> Iterator[Problem]:
    found = facts_in(text)
    if lost := [name for name in facts_in(block.text) if name not in found]:
        names = ", ".join(f"{{{name}}}" for name in lost)
        message = f"{other.text[:60]!r} does not show {names} as it is written now"
        hint = "write the name in the place of the value, in the catalog"
        yield Problem(target.path, other.line, "import-fact", message, hint, "warning")


def _alone(
    sheet: Sheet,
    target: SourceFile,
    ours: Sequence[Block],
    theirs: Sequence[Block],
    pairs: Mapping[int, int],
) -> Iterator[Problem]:
    """Yield one problem for each block without partner that has something to translate."""
    for index, block in enumerate(ours):
        if index not in pairs and block.key:
            message = f"{block.text[:60]!r} has no translation in {target.path}"
            hint = "translate it in the catalog"
            yield Problem(
                sheet.source.path, block.line, "import-source-alone", message, hint, "warning"
            )
    used = set(pairs.values())
    for index, block in enumerate(theirs):
        if index not in used and block.has_words:
            message = f"{block.text[:60]!r} is a translation of nothing in {sheet.source.path}"
            hint = "use it by hand, or leave it out"
            yield Problem(target.path, block.line, "import-target-alone", message, hint, "warning")

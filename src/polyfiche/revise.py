"""One entry of a catalog, brought to what the template says now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from .alike import OF_TEMPLATE
from .entries import Entry

Same = Callable[[Entry, Entry], bool]
"""Tells whether a translation of the second, old one needs nobody to confirm it for the first."""


def revised(
    entry: Entry, known: Entry | None, close: Entry | None, plurals: int, same: Same
) -> Entry:
    """Return *entry* of the template with the translation of its old self, or of a close one.

    Args:
        entry: What the template says.
        known: The entry that the catalog has of this message.
        close: An entry whose translation it gets instead.
        plurals: The forms of a plural message in the language.
        same: Tells whether the translation is certain.
    """
    if known and not close and _is_current(entry, known):
        return known
    old = _noted(close, known) if close and known else close or known
    if not old:
        count = plurals if entry.msgid_plural is not None else 1
        return replace(entry, msgstrs=("",) * count, line=0, raw="", gap="\n")
    is_sure = same(entry, old)
    flags = tuple(_flags(entry, old, is_fuzzy=old.is_fuzzy or (not is_sure and any(old.msgstrs))))
    changed = replace(
        entry,
        msgstrs=old.msgstrs if known is old and is_sure else _fitted(old, entry, plurals),
        comments=old.comments,
        flags=flags,
        previous=old.previous if is_sure else tuple(_previous(old)),
        line=old.line,
        raw="",
        gap=old.gap,
    )
    return old if changed == old else changed


def vanished(entry: Entry) -> Entry:
    """Return *entry* as obsolete: kept in case its message comes back."""
    changed = replace(entry, extracted=(), references=(), obsolete=True)
    return entry if changed == entry else replace(changed, raw="")


def _is_current(entry: Entry, known: Entry) -> bool:
    """Tell whether *known* says what the template's *entry* does: so do nearly all."""
    return (
        not known.obsolete
        and known.extracted == entry.extracted
        and known.references == entry.references
        and known.msgid_plural == entry.msgid_plural
        and known.flags == entry.flags
    )


def _noted(close: Entry, known: Entry) -> Entry:
    """Return *close* with what the translator noted at the empty entry that it fills."""
    comments = tuple(dict.fromkeys(known.comments + close.comments))
    flags = tuple(dict.fromkeys(close.flags + known.flags))
    return replace(close, comments=comments, flags=flags, line=known.line, gap=known.gap)


def _fitted(old: Entry, entry: Entry, plurals: int) -> tuple[str, ...]:
    """Return the translations of *old*, as many as *entry* needs."""
    if entry.msgid_plural is None:
        return old.msgstrs[:1]
    return (old.msgstrs + old.msgstrs[-1:] * plurals)[: max(plurals, 1)]


def _flags(entry: Entry, old: Entry, *, is_fuzzy: bool) -> Iterator[str]:
    own = [flag for flag in old.flags if flag != "fuzzy" and not OF_TEMPLATE.fullmatch(flag)]
    wanted = dict.fromkeys([*(["fuzzy"] if is_fuzzy else []), *entry.flags, *own])
    if wanted.keys() == set(old.flags):
        yield from old.flags
    else:
        yield from wanted


def _previous(old: Entry) -> Iterator[tuple[str, str]]:
    if old.is_fuzzy and old.previous:
        yield from old.previous
        return
    if old.msgctxt is not None:
        yield "msgctxt", old.msgctxt
    yield "msgid", old.msgid
    if old.msgid_plural is not None:
        yield "msgid_plural", old.msgid_plural

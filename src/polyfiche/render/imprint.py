"""What every edition says of itself: licence, version, date, sources, state, address."""

from __future__ import annotations

from dataclasses import dataclass

from .. import facts
from ..model import Fact, Job, Localized, Reference

_LICENCES = {
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


@dataclass(frozen=True, slots=True)
class Imprint:
    """The words of an edition's last lines, in its own language."""

    words: dict[str, str]
    """The program's own words, by key."""
    licence: str
    licence_url: str
    version: str
    date: str
    """The date of the data, written out."""
    authors: str
    url: str
    """Canonical address of this edition; empty when the sheet has none."""
    state: str
    """Empty for a complete translation."""
    sources: tuple[tuple[int, Reference, str], ...]
    """(number, reference, what is printed of its address)."""


def imprint(localized: Localized, job: Job) -> Imprint:
    """Return what *localized* says of itself."""
    meta, words = localized.sheet.meta, dict(job.ui)
    name, address = _LICENCES.get(meta.licence, (meta.licence, ""))
    return Imprint(
        words=words,
        licence=name,
        licence_url=address,
        version=meta.version,
        date=written(meta.date, job.lang),
        authors=", ".join(meta.authors),
        url=meta.url.replace("{lang}", job.lang),
        state=_state(job, words),
        sources=tuple((n, s, _short(s)) for n, s in enumerate(meta.sources, 1)),
    )


def written(date: str, lang: str) -> str:
    """Return an ISO *date* written out in *lang*."""
    return facts.formatted({"date": Fact(date, "date")}, lang)["date"]


def _state(job: Job, words: dict[str, str]) -> str:
    counts = job.counts
    if not counts.fuzzy and not counts.missing:
        return ""
    done = f"{counts.translated}/{counts.total}"
    return f"{words['incomplete']} ({words['translated']} {done})"


def _short(source: Reference) -> str:
    """Return an address as short as print wants it."""
    if source.doi.lower().startswith("10.48550/arxiv."):
        return "arXiv:" + source.doi.rpartition("arXiv.")[2]
    return f"doi:{source.doi}" if source.doi else source.url.removeprefix("https://")

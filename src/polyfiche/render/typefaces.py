"""Which face draws which characters of a web page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from .. import fonts
from ..languages import language
from ..model import AddedFont, Job

Face = fonts.FontFile | AddedFont
_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)")
"""Our own writers escape `>` in attributes and text."""
_LANG = re.compile(r'\slang="([^"]*)"')
_CLASS = re.compile(r'\sclass="([^"]*)"')
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_BOLD = frozenset({"b", "dt", "h1", "h2", "h3", "strong", "th"})
_BOLD_CLASSES = frozenset({"alert-title", "bold", "fm", "gen", "llm", "ml"})
"""Of labels and of titles of alerts; the rules are in web.css."""
_ALWAYS = frozenset(" -0123456789\u00a0\u2010\u2022")
"""Spaces, hyphens that the browser puts in, and the markers of lists."""
REGULAR, BOLD, ITALIC = (400, "normal"), (700, "normal"), (400, "italic")


@dataclass(frozen=True, slots=True)
class _Run:
    """What the elements around a text say of it."""

    tag: str
    lang: str
    latin: bool
    bold: bool
    italic: bool


def stacks(job: Job, source: str) -> dict[str, tuple[str, ...]]:
    """Return the families of every language of a page, by tag, the first one first.

    Args:
        job: Of the page; its own language comes first.
        source: The language of what is not translated.
    """
    families = fonts.gathered(job.added)
    made = {job.lang: fonts.stack(language(job.lang).script, language(source).script, families)}
    for tag in (source, *job.siblings):
        made.setdefault(tag, fonts.stack(language(tag).script, "", families))
    return made


def wanted(html: str, lang: str, known: Mapping[str, Sequence[str]]) -> Iterator[
    tuple[str, tuple[int, str], frozenset[str]]
]:  # fmt: skip
    """Yield (language, (weight, style), characters) of the texts of a page.

    Args:
        html: What is inside the body, as our own templates write it.
        lang: Of the page.
        known: Families by language. The empty tag is Latin text inside another script.
    """
    found: defaultdict[tuple[str, tuple[int, str]], set[str]] = defaultdict(set)
    for run, text in _runs(html, lang):
        tag = "" if run.latin else run.lang if run.lang in known else lang
        found[tag, _style(run)] |= set(text)
    for (tag, style), chars in found.items():
        more = _ALWAYS if tag == lang else frozenset[str]()
        yield tag, style, frozenset(char for char in chars if char >= " ") | more


def faces(added: Iterable[AddedFont]) -> dict[str, dict[tuple[int, str], Face]]:
    """Return every face there is, by family, then by (weight, style)."""
    found: defaultdict[str, dict[tuple[int, str], Face]] = defaultdict(dict)
    every: list[Face] = [*fonts.files(), *added]
    for face in every:
        found[face.family][weight(face), face.style] = face
    return found


def weight(face: Face) -> int:
    """Return the weight for which the page takes *face*: 400 or 700."""
    return 700 if face.weight >= 600 else 400  # noqa: PLR2004 (CSS Fonts 4, 5.2: bold)


def _style(run: _Run) -> tuple[int, str]:
    """Return what the style sheet gives: emphasis is italic in Latin, bold elsewhere."""
    is_latin = run.latin or language(run.lang).script == "Latn"
    if run.bold or (run.italic and not is_latin):
        return BOLD
    return ITALIC if run.italic else REGULAR


def _runs(html: str, lang: str) -> Iterator[tuple[_Run, str]]:
    """Yield every text with what is said of it."""
    around = [_Run("", lang, latin=False, bold=False, italic=False)]
    for end, tag, attrs, text in _TOKEN.findall(html):
        if text:
            yield around[-1], unescape(text)
        elif end:
            while len(around) > 1 and around.pop().tag != tag:
                pass
        elif tag not in _VOID:
            around.append(_inner(around[-1], tag, attrs))


def _inner(outer: _Run, tag: str, attrs: str) -> _Run:
    lang, classes = _LANG.search(attrs), _CLASS.search(attrs)
    names = set(classes[1].split()) if classes else set[str]()
    is_bold = tag in _BOLD or (tag in {"span", "p"} and bool(names & _BOLD_CLASSES))
    return _Run(
        tag,
        lang[1] if lang else outer.lang,
        latin=outer.latin or "latin" in names,
        bold=outer.bold or is_bold,
        italic=outer.italic or tag in {"em", "i"},
    )

"""Typography: laws of the rules; the cases are in tests/cases/checks/typography-*.tsv."""

import pytest
from editions import ROOT, SHEET
from hypothesis import given
from hypothesis import strategies as st

from polyfiche import typography
from polyfiche.checks.kinds import Hit
from polyfiche.checks.repair import fixed
from polyfiche.typography.masking import mask
from polyfiche.typography.spacing import _PERCENT
from polyfiche.workspace import Project

TAGS = ("fr", "fr-CA", "fr-CH", "de", "pl", "en", "es", "ar", "zh-Hans", "ja", "hi", "tr", "ko")
PIECES = st.sampled_from([
    *("mot", "don't", "中文", "日本の", "نص", "मॉडल", "50", "{fact}"),
    *('`a ? "b"`', "**gras**", "_it_"),
    *(" ", "  ", "\u00a0", "\u202f", ",", ";", ":", "!", "?", ".", "...", "%"),
    *('"', "“", "”", "«", "»"),
    *("(", ")", '[a](https://a.org/?b=c "t")', "[^n]", "\\*", "&nbsp;", "। ", "|", "，", "。", "¿"),
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join)


def repaired(text: str, lang: str) -> str:
    hits = [
        Hit("", "", start=f.start, end=f.end, replacement=f.replacement)
        for code in typography.RULES
        for f in typography.findings(text, lang, code)
    ]
    return fixed(text, hits)


@given(TEXTS, st.sampled_from(TAGS))
def test_findings_lie_inside_the_text(text, lang):
    """A caret would stand outside its line."""
    for code in typography.RULES:
        for found in typography.findings(text, lang, code):
            assert 0 <= found.start <= found.end <= len(text)


@given(TEXTS)
def test_a_mask_keeps_every_place(text):
    assert len(mask(text)) == len(text)


@given(TEXTS, st.sampled_from(TAGS))
def test_repairs_come_to_an_end(text, lang):
    """Every run of --fix would be another diff."""
    for _ in range(4):
        text = repaired(text, lang)
    assert repaired(text, lang) == text


@given(TEXTS, st.sampled_from(TAGS))
def test_repairs_leave_code_and_addresses(text, lang):
    """A command would no longer run, a link lead nowhere."""
    kept = ('`a ? "b"`', "https://a.org/?b=c", "{fact}", "[^n]")
    for piece in kept:
        assert repaired(text, lang).count(piece) == text.count(piece)


@pytest.mark.all_languages("fr-CA", "fr-CH", "pl", "tr")
def test_plain_sentences_are_left_alone(lang):
    """A rule that finds something in everything is switched off."""
    for text in (
        "GPT-3, BERT (2018).",
        "{params}",
        "`x ? y`",
        "<https://a.org/?a=1,2>",
        "1.5, 2:30",
    ):
        for code in typography.RULES:
            assert list(typography.findings(text, lang, code)) == []


def test_the_percent_signs_are_those_of_cldr():
    """The table would be somebody's memory of CLDR."""
    from babel import Locale

    for base, wanted in _PERCENT.items():
        pattern = Locale.parse(base).percent_formats[None].pattern
        blank = pattern.partition(";")[0].split("0")[-1].strip("%\u200e\u200f\u061c")
        assert (blank in wanted) or (blank == "\u00a0" and "\u202f" in wanted), base


@pytest.mark.all_languages
def test_the_own_sheets_are_set_right(lang):
    """Issue 3: no unexplained problem on the repository's own catalogs."""
    catalog = Project(ROOT).catalog(SHEET, lang)
    found = [
        (entry.line, code, one.message)
        for entry in (catalog.entries if catalog else ())
        for code in typography.RULES
        for one in typography.findings(entry.msgstrs[0], lang, code)
    ]
    assert found == []

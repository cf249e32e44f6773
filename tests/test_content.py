"""The first sheet: what it must say, how long it may be, how it is set."""

import re

import pytest
from editions import LANGUAGES, ROOT, SHEET

from polyfiche import dialect
from polyfiche.facts import formatted
from polyfiche.localize import localize
from polyfiche.workspace import Project

PROJECT = Project(ROOT)
STATEMENTS = {f"S{number:02}" for number in range(1, 60)}
"""Of the seed text; S60 and S61 speak of its form."""
MOST = 3300
"""Characters on a page that still looks like a sheet."""


def sheet():
    return PROJECT.sheet(SHEET)


def test_every_statement_of_the_seed_is_on_a_card():
    """The sheet would say less than the text that it replaces."""
    covered = {statement for card in sheet().cards for statement in card.covers}
    assert covered == STATEMENTS


def test_a_page_has_room_to_breathe():
    """A sheet that says everything is not read."""
    made = sheet()
    french = localize(made, "fr", {}, formatted(made.meta.facts, "fr"))
    for section in french.sections:
        cards = [*section.heading, *(t for c in section.cards for t in (*c.heading, *c.body))]
        text = " ".join(shown(token) for token in cards if token.type == "inline")
        assert len(text) <= MOST, section.id


def shown(token):
    """Return the text that a reader sees of an inline token; an image has none."""
    kinds = {"text", "code_inline"}
    return "".join(child.content for child in token.children or () if child.type in kinds)


def test_french_is_set_as_the_imprimerie_nationale_does():
    """A line would end before a colon, and a straight apostrophe would look typed."""
    for unit in PROJECT.units(sheet()):
        assert not re.search(
            r"[^\u00a0]:(?=\s|$)|[^\u202f][;!?]|'|«[^\u00a0]|[^\u00a0]»", unit.msgid
        )


def test_numbers_are_facts():
    """A number typed into a sentence is written the French way in every language."""
    law = {"2024", "1689", "3", "63", "4"}  # names: the regulation's, and GPT-3, GPT-4
    for unit in PROJECT.units(sheet()):
        plain = re.sub(r"\{\w+\}|figures/\S+", "", unit.msgid)
        assert set(re.findall(r"\d+", plain)) <= law


@pytest.mark.all_languages
def test_every_catalog_is_complete(lang):
    """French would stand in the middle of a sheet."""
    if lang == "fr":
        return
    units = PROJECT.units(sheet())
    catalog = PROJECT.catalog(SHEET, lang)
    known = catalog.translations()
    assert [unit.msgid for unit in units if unit.key not in known] == []
    assert catalog.fuzzy() == frozenset()


@pytest.mark.all_languages
def test_every_translation_keeps_the_facts(lang):
    """A number would be missing, or stand twice."""
    catalog = PROJECT.catalog(SHEET, lang)
    for entry in catalog.entries if catalog else ():
        wanted = sorted(dialect.facts_in(entry.msgid))
        assert sorted(dialect.facts_in(entry.msgstrs[0])) == wanted


def test_all_eight_languages_are_there():
    assert sorted([*PROJECT.languages(SHEET), "fr"]) == sorted(LANGUAGES)

"""Phase 2: a sheet in one language."""

import pytest
from sheets import HEAD, edition, html, sheet

from polyfiche.model import Card
from polyfiche.problems import SourceError

BODY = """\
Avant.

<!-- section: un -->
## Un

Entre.

<!-- card: b kind=fm span=2 -->
### B

Texte de b[^n].

<!-- card: a -->
### A

- a1
- a2

<!-- section: deux -->
## Deux

<!-- card: c -->
### C

Fin.

[^n]: Une note.
"""


def text(tokens) -> list[str]:
    """Return the content of every inline, in order."""
    return [token.content for token in tokens if token.type == "inline"]


def test_an_untranslated_block_carries_the_language_of_the_source():
    """A screen reader would read French with an Arabic voice, and from the wrong side."""
    made = edition(sheet("Un **mot**.\n\nDeux.\n"), "ar", {("", "Deux."): "اثنان."})
    lost = '<p><span lang="fr" dir="ltr">Un <strong>mot</strong>.</span></p>\n'
    assert html(made) == f"{lost}<p>اثنان.</p>\n"


def test_a_source_from_right_to_left_says_so():
    """An Arabic sentence in an English edition would end on the wrong side."""
    head = HEAD.replace("title: Titre", "title: Titre\nlang: ar")
    made = edition(sheet("نص.", head), "en")
    assert html(made) == '<p><span lang="ar" dir="rtl">نص.</span></p>\n'


def test_the_missing_units_are_known():
    """An edition would be released with French in it."""
    head = HEAD.replace("title: Titre", "title: Titre\nsubtitle: Sous-titre")
    made = sheet("<!-- i18n:context: menu -->\nUn.\n\nUn.\n\n12\n", head)
    found = edition(made, "de", {("", "Un."): "Eins.", ("", "Titre"): "Titel"})
    assert found.missing == {("menu", "Un."), ("", "Sous-titre")}
    assert (found.title, found.subtitle) == ("Titel", "Sous-titre")


def test_the_source_misses_nothing_and_is_not_marked():
    """The French edition would be marked as French in French, and never be complete."""
    made = edition(sheet("Un."), "fr", {("", "Un."): "never used"})
    assert html(made) == "<p>Un.</p>\n"
    assert made.missing == frozenset()


@pytest.mark.parametrize(
    ("msgstr", "hint"), [("{parms} mal", "did you mean 'params'"), ("**{zz}**", "use one of")]
)
def test_a_translation_that_names_an_unknown_fact_is_refused(msgstr, hint):
    """Braces would be printed in the place of a number."""
    with pytest.raises(SourceError) as caught:
        edition(sheet("{params} fois"), "de", {("", "{params} fois"): msgstr})
    (problem,) = caught.value.problems
    assert problem.code == "fact-unknown"
    assert "de translation" in problem.message
    assert hint in problem.hint


def test_sections_and_cards_keep_their_order():
    """A reader would find the cards of another page."""
    sections = edition(sheet(BODY)).sections
    found = [(s.id, text(s.heading), [c.card.id for c in s.cards]) for s in sections]
    assert found == [
        ("", [], [""]),
        ("un", ["Un"], ["", "b", "a"]),
        ("deux", ["Deux"], ["c"]),
    ]


def test_a_card_holds_its_heading_and_its_body():
    """A card would be printed under the title of another."""
    first, second, _ = edition(sheet(BODY)).sections[1].cards
    assert first.card == Card("")
    assert (text(first.heading), text(first.body)) == ([], ["Entre."])
    assert (second.card.kind, second.card.span) == ("fm", 2)
    assert (text(second.heading), text(second.body)) == (["B"], ["Texte de b[^n]."])


def test_footnotes_are_last_and_in_no_card():
    """A note would be printed twice, or not at all."""
    made = edition(sheet(BODY), "de", {("", "Une note."): "Eine Notiz."})
    assert text(made.footnotes) == ["Eine Notiz."]
    assert made.tokens[len(made.tokens) - len(made.footnotes) :] == made.footnotes
    inside = [text(card.body) for section in made.sections for card in section.cards]
    assert ["Eine Notiz."] not in inside


@pytest.mark.parametrize(
    ("msgstr", "expected"),
    [
        ("1986. Jahr", "<p>1986. Jahr</p>\n"),
        ("# Titel", "<p># Titel</p>\n"),
        ("- un\n- deux", "<p>- un\n- deux</p>\n"),
        ("un\n\ndeux", "<p>un\ndeux</p>\n"),
        ("<b>fett</b>", "<p>&lt;b&gt;fett&lt;/b&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("<!-- card: z -->", "<p>&lt;!-- card: z --&gt;</p>\n"),
        ("**太字「強」**の", "<p><strong>太字「強」</strong>の</p>\n"),
        ("Text", "<p>Text</p>\n"),
    ],
)
def test_a_translation_stays_inside_its_block(msgstr, expected):
    """A translation that begins with a number would become a list, or run a script."""
    assert html(edition(sheet("Texte."), "de", {("", "Texte."): msgstr})) == expected


def test_two_languages_do_not_share_their_footnotes():
    """The second edition would count the notes of the first."""
    made = sheet(BODY)
    first = html(edition(made, "de"))
    edition(made, "ar", {("", "Texte de b[^n]."): "[^n] [^n]"})
    assert html(edition(made, "de")) == first


def test_a_note_that_a_translation_drops_is_not_printed():
    """A note would stand at the end that nothing refers to."""
    made = edition(sheet(BODY), "de", {("", "Texte de b[^n]."): "Text von b."})
    assert made.footnotes == ()

"""The pseudo-locales en-XA and ar-XB."""

import re
import string
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from polyfiche.languages import PSEUDO
from polyfiche.model import Unit
from polyfiche.problems import UsageError
from polyfiche.pseudo import accented, entries, forced_rtl

CHANGES = (accented, forced_rtl)
FACT = re.compile(r"(?<!\\)\{[a-z_]+\}|\[\^[a-z]+\]|&[a-z]+;|</?[0-9]>")
WORDS = st.text("abcdeéèàçœxyzW", min_size=1, max_size=6)
PHRASES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
PIECES = st.one_of(
    PHRASES,
    PHRASES.map("**{}**".format),
    PHRASES.map("*{}*".format),
    PHRASES.map("_{}_".format),
    PHRASES.map("~~{}~~".format),
    PHRASES.map("`{}`".format),
    PHRASES.map("`` a`{} ``".format),
    PHRASES.map('[{}](https://ex.org/a_(b)?c=d "le titre) x")'.format),
    PHRASES.map("[{}](<a b.md#c>)".format),
    PHRASES.map("[{}][mot clé]".format),
    PHRASES.map("![{}](figures/emboitement.svg)".format),
    PHRASES.map("<0>{}</0>".format),
    st.sampled_from(
        [
            r"{date_gpt}",
            r"[^note]",
            r"&eacute;",
            r"&#233;",
            r"<https://ex.org/x>",
            r"\*",
            r"\{a}",
            r"2017",
            r"1.",
            r"<a@ex.org>",
            r"https://ex.org/b",
            r"«",
            r"»",
            r"<",
        ]
    ),
)
TEXTS = st.lists(PIECES | st.just("\\\n"), min_size=1, max_size=8).map(" ".join)


def structure(text: str) -> list[tuple[object, ...]]:
    """Return everything that Markdown sees but the text itself."""
    md = MarkdownIt("commonmark").enable("strikethrough")
    tokens = md.parseInline(text, {"references": {"MOT CLÉ": {"href": "x", "title": ""}}})
    return [
        (token.type, token.attrs, token.content if token.type == "code_inline" else "")
        for token in tokens[0].children or ()
        if token.type != "text"
    ]


@settings(deadline=None)
@given(text=TEXTS, change=st.sampled_from(CHANGES))
def test_markup_code_targets_and_facts_survive(text: str, change: Callable[[str], str]) -> None:
    """A pseudo-locale that breaks links would hide the faults that it is there to show."""
    got = structure(change(text))
    expected = structure(text)
    for _, attrs, _ in [*got, *expected]:
        assert isinstance(attrs, dict)
        attrs.pop("alt", None)
    assert got == expected
    assert FACT.findall(change(text)) == FACT.findall(text)


def test_a_sentence_grows_by_a_third() -> None:
    """German and Finnish need that much more room than English."""
    text = "Les grands modèles de langue prédisent la suite du texte"
    assert 1.35 <= len(accented(text)) / len(text) <= 1.40


@settings(deadline=None)
@given(text=st.text(string.ascii_letters + "éèàçœæßÉ ,;:!?’«»0123456789"))
def test_only_letters_that_our_fonts_have(text: str) -> None:
    """Tofu in a pseudo-locale would be noise."""
    assert all(ord(char) < 0x180 or not char.isalpha() for char in accented(text).replace("’", ""))
    assert all("\u0600" <= c <= "\u06ff" for c in forced_rtl(text) if c.isalpha())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Texte", "[Ţéxxţé]"),
        ("[x] faire", "[x] [fåîîŕé]"),
        ("`code` et {n}", "[`code` éţţ {n}]"),
        ("", "[]"),
        ("![un ours](a.svg)", "![[ûñ ööûŕŕš]](a.svg)"),
    ],
)
def test_accented(text: str, expected: str) -> None:
    assert accented(text) == expected


def test_arabic_letters_stand_for_latin_ones() -> None:
    assert forced_rtl("Œuvre **É** `e` [a](a)") == "وحر **ي** `e` [ا](a)"


def test_every_pseudo_locale_has_an_entry_for_every_unit() -> None:
    units = (Unit("un"), Unit("un", "menu"), Unit("deux"))
    for tag in PSEUDO:
        assert list(entries(units, tag)) == [unit.key for unit in units]


def test_a_real_language_is_refused() -> None:
    with pytest.raises(UsageError, match="language-pseudo"):
        entries((), "de")

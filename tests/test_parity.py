"""Parity of markup: what counts as the same, whatever stands between the marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects import BODY
from sheets import sheet

from polyfiche.parity import Difference, compare, shape

ENV = dict(sheet(BODY).env)
PIECES = (
    "**gras**",
    "_it_",
    "~~non~~",
    "`code`",
    "[lien](https://a.org)",
    "[réf][ref]",
    "mot[^note]",
    "{params}",
    "![carte](f.svg)",
    "un\\\ndeux",
    "\\*",
    "&lt;b&gt;",
)
WORDS = st.text("abc é中の", min_size=1, max_size=6)


def differences(msgid: str, msgstr: str) -> list[Difference]:
    return list(compare(shape(msgid, ENV), shape(msgstr, ENV)))


@given(st.lists(st.sampled_from(PIECES), max_size=6).flatmap(
    lambda pieces: st.tuples(st.just(pieces), st.permutations(pieces))
))  # fmt: skip
def test_order_is_free(pair):
    """A language that puts the verb last could not be written."""
    one, other = pair
    assert differences(" x ".join(one), " y ".join(other)) == []


@given(st.sampled_from(PIECES[:10]), st.lists(st.sampled_from(PIECES), max_size=4))
def test_what_is_lost_is_seen(lost, rest):
    """Every kind of markup counts, whatever stands beside it."""
    found = differences(" x ".join([*rest, lost]), " x ".join(rest))
    assert found
    assert all(one.count == -1 for one in found)


@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_a_text_is_like_itself(pieces):
    assert differences(" x ".join(pieces), " x ".join(pieces)) == []


@pytest.mark.parametrize(
    ("msgid", "msgstr", "expected"),
    [
        ("[a](https://a.org)", '[b](https://a.org "t")', []),
        ("[a](https://a.org)", "<https://a.org>", []),
        ("_a_ et __b__", "*a* und **b**", []),
        ("<https://a.org>", "https://a.org", [("link", -1)]),
        ("a", "![](f.svg)", [("image", 1), ("alt", 1)]),
        ("![a {params}](f.svg)", "![b](f.svg)", [("fact", -1)]),
        ("{params}", "`{params}`", [("fact", -1), ("code", 1)]),
        ("snake_case_name", "snake_case_name_", [("literal", 1)]),
        ("a * b", "a * b * c", []),
        ("**a**", "＊＊a＊＊", [("strong", -1)]),
        ("**a**", "**a", [("strong", -1), ("literal", 1)]),
        ("a ** b", "a", []),
    ],
)  # fmt: skip
def test_kinds(msgid, msgstr, expected):
    assert [(one.kind, one.count) for one in differences(msgid, msgstr)] == expected


@given(WORDS, WORDS)
def test_japanese_emphasis_needs_no_spaces(before, after):
    """Every bold term of a Japanese sheet would be called lost."""
    assert differences("**a**", f"{before.strip()}**「語」**{after.strip()}") == []


def test_the_text_is_what_a_reader_sees():
    """A term would be looked for in addresses and code."""
    made = shape("Un **mot**\\\n[lien](https://jeton.org) `jeton` ![alt](f.svg) \\*", ENV)
    assert made.text == "Un mot lien \N{OBJECT REPLACEMENT CHARACTER} alt *"


def test_the_env_stays_as_it_is():
    """A footnote would be counted once more for each language."""
    before = str(ENV)
    shape("mot[^note] mot[^note]", ENV)
    assert str(ENV) == before

"""Facts: numbers, dates and lists, as each language writes them."""

import re
from decimal import Decimal

import pytest
from babel.numbers import parse_decimal
from hypothesis import example, given
from hypothesis import strategies as st
from sheets import HEAD, edition, html, rows, sheet

from polyfiche import dialect
from polyfiche.facts import formatted
from polyfiche.frontmatter import load
from polyfiche.languages import formats_of
from polyfiche.model import Fact, SourceFile
from polyfiche.problems import SourceError
from polyfiche.render.writer import write

KNOWN = rows("facts/known.tsv")
MAGNITUDES = {(lang, word): int(power) for lang, word, power in rows("facts/magnitudes.tsv")}
SPACES = re.compile(r"[\s\u00a0\u202f\u200e\u200f\u061c]+")
STYLES = ("compact", "integer", "percent", "date", "month", "year", "power", "list")


def shown(lang: str, style: str, value: object) -> str:
    """Return one fact as text."""
    return formatted({"n": Fact(value, style)}, lang)["n"]


def value_of(style: str, text: str) -> object:
    if style == "list":
        return tuple(text.split())
    is_text = style in {"date", "month", "year"} and "-" in text
    return text if is_text else int(text)


def read_back(text: str, lang: str) -> Decimal:
    """Return the number that a reader of *lang* understands."""
    match = re.fullmatch(r"([\d.,\s]*\d)?(.*)", SPACES.sub(" ", text).strip())
    number = (match[1] or "1").replace(" ", "")  # French says `mille`, not `1 mille`
    word = match[2].strip()
    power = MAGNITUDES[lang, word] if word else 0
    return parse_decimal(number, locale=formats_of(lang)) * 10**power


@pytest.mark.parametrize(("lang", "style", "value", "expected"), KNOWN, ids=str)
def test_known_values(lang, style, value, expected):
    """A number of another magnitude, or a date that nobody there writes, would be printed."""
    found = shown(lang, style, value_of(style, value))
    assert SPACES.sub(" ", found) == SPACES.sub(" ", expected)


@pytest.mark.all_languages
@given(value=st.integers(1, 15).flatmap(lambda n: st.integers(10 ** (n - 1), 10**n)))
@example(value=999_999)
@example(value=999_999_999_999)
@example(value=1_990_000_000)
@example(value=1_004_999)
def test_a_compact_number_reads_back(lang, value):
    """`175 billion` is a thousand times as much in German: a wrong word is a wrong fact."""
    found = read_back(shown(lang, "compact", value), lang)
    assert abs(found - value) <= Decimal(value) / 200


@pytest.mark.all_languages
@given(value=st.integers(-(10**18), 10**18))
def test_an_integer_reads_back(lang, value):
    """A group of digits would be taken for a fraction."""
    text = SPACES.sub("", shown(lang, "integer", value)).replace("−", "-")
    assert parse_decimal(text, locale=formats_of(lang)) == value


@pytest.mark.all_languages
def test_months_are_twelve_words_or_numbers(lang):
    """Two months would look the same."""
    found = {shown(lang, "month", f"2017-{month:02}") for month in range(1, 13)}
    assert len(found) == 12
    assert all("2017" in text for text in found)


@pytest.mark.all_languages
def test_the_items_of_a_list_are_translated(lang):
    """A list would stay in the language of the source."""
    facts = {"n": Fact(("texte", "image"), "list")}
    found = formatted(facts, lang, {"texte": "TEXT"})["n"]
    assert found.startswith("TEXT")
    assert found.endswith("image")


@pytest.mark.parametrize("style", ["compact", "integer", "percent", "power"])
def test_no_float_is_formatted(style):
    """0.1 + 0.2 is not what a source says."""
    with pytest.raises(AssertionError):
        shown("fr", style, 1.5)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("value", ["1.5", "1e3", ".5", ".inf", "1_000.5", "0x1.8p1"])
def test_no_float_is_read(style, value):
    """A float in the head would be shown with digits that no source has."""
    head = HEAD.replace("value: 12, style: integer", f"value: {value}, style: {style}")
    with pytest.raises(SourceError, match="frontmatter-value"):
        load(SourceFile("a.md", head))


def test_a_value_cannot_inject_markup_into_html():
    """The words of a fact would become bold, or a script."""
    found = html(edition(sheet("Avec {kinds}, *{params}* fois.")))
    text = "**gras** et &lt;b&gt;net&lt;/b&gt;"
    assert found == f"<p>Avec {text}, <em>12</em> fois.</p>\n"


@pytest.mark.parametrize(
    "body", ["{kinds}", "- {kinds}", "| a |\n|---|\n| {kinds} |", "{kinds}\n: b"]
)
def test_a_value_cannot_inject_markup_into_markdown(body):
    """The Markdown edition would say something else than the PDF."""
    made = edition(sheet(body))
    plain = dialect.parser("plain")
    assert plain.render(write(plain, made.tokens, dict(made.env))) == html(made)


def test_code_keeps_its_braces():
    """A template shown as code would lose its name."""
    found = html(edition(sheet("`{params}` vaut {params}")))
    assert found == "<p><code>{params}</code> vaut 12</p>\n"

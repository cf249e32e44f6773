"""The guess of a card's height, beside the box that WeasyPrint makes of it."""

import statistics

import pytest
from editions import LANGUAGES, PSEUDO, artifact
from layouts import laid

from polyfiche.render.metrics import Run, lines, longest, width
from polyfiche.render.press import _boxes

EDITIONS = (*LANGUAGES, *PSEUDO)


@pytest.mark.parametrize(
    ("runs", "room", "count"),
    [
        (["one"], 10.0, 1),
        (["one two three"], 3.0, 3),
        (["日本語の文章"], 3.0, 2),
        (["日本語。"], 3.0, 2),
        (["unbreakable"], 3.0, 2),
        (["a ", "long", "er word"], 4.0, 2),
        ([], 3.0, 1),
    ],
)
def test_lines_break_where_a_browser_breaks_them(runs, room, count):
    """A table of many short cells would be guessed half as high as it is."""
    assert lines([Run(text) for text in runs], room) == count


def test_a_word_of_two_weights_is_one_word():
    """A term that is bold up to its hyphen would be given two lines."""
    assert longest([Run("Trans", is_bold=True), Run("former")]) > longest([Run("Transfor")])


def test_a_hyphen_fills_the_line():
    """German would be guessed longer than it is."""
    runs = [Run("die Informationssuche")]
    assert lines(runs, 10.0, is_hyphenated=True) == lines(runs, 10.0)
    long = [Run("Fragenbeantwortung " * 6)]
    assert lines(long, 14.0, is_hyphenated=True) < lines(long, 14.0)


def test_bold_and_joined_letters_have_their_width():
    """Headings, and all of Arabic, would be off by a tenth."""
    assert width("sheet", is_bold=True) > width("sheet")
    assert width("بب") < 2 * width("ب")


@pytest.mark.pdf
@pytest.mark.all_languages(*PSEUDO)
def test_cards_are_as_high_as_they_were_guessed(lang):
    """Each edition would be packed twice, and laid out three times."""
    known = laid(lang)
    press, point = known.press, known.point
    boxes, _ = _boxes(known.document)
    guessed = press._estimates(point)
    off = {name: guessed[name] / tall - 1 for name, tall in boxes.items()}
    assert sum(guessed.values()) == pytest.approx(sum(boxes.values()), rel=0.03)
    assert statistics.mean(map(abs, off.values())) < 0.03, off


@pytest.mark.pdf
def test_most_editions_are_laid_out_once():
    """A build would take twice as long."""
    layouts = [artifact(lang, "pdf").layouts for lang in EDITIONS]
    assert statistics.mean(layouts) <= 1.3
    assert max(layouts) <= 3

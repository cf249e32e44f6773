"""What a text may reach, in every edition, and what a problem may do to a terminal."""

import pytest
from sheets import edition, sheet

from polyfiche.problems import Problem, SourceError
from polyfiche.report import as_text

BODY = "Voir [le site](https://e.org) et [la page](b.md).\n"


def codes(text: str, body: str = BODY) -> list[str]:
    """Return the codes of what keeps a translation from being printed; none when it is."""
    made = sheet(body)
    key = made.units[-1].key
    try:
        edition(made, "de", {key: text})
    except SourceError as error:
        return sorted({problem.code for problem in error.problems})
    return []


def test_the_links_of_the_message_stay_in_any_order():
    """A translator could not say it in the order of the language."""
    assert codes("Auf [der Seite](b.md) oder [im Netz](https://e.org).") == []


def test_a_lost_link_is_left_to_the_check():
    """A build would stop for what is a mistake and no attack."""
    assert codes("Siehe [dort](https://e.org).") == []


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://evil.example)",
        "[a](https://e.org) [b](https://e.org)",
        "<https://evil.example>",
        "[a](mailto:a@evil.example)",
        "[a](#x)",
        "[a](https://e.org?x)",
    ],
)
def test_a_link_of_its_own_is_refused(text):
    """A catalog that nobody checked would send readers elsewhere."""
    assert codes(text) == ["parity-link"]


def test_an_image_of_its_own_is_refused():
    """A catalog would show what no author has drawn."""
    assert codes("![x](figures/x.svg)") == ["figure-foreign"]


@pytest.mark.parametrize("text", ["a\u202eb", "a&#x202E;b", "a&#xE000;b", "a" + "\u0301" * 9])
def test_a_text_shows_what_is_stored(text):
    """A reader would see another text than the reviewer."""
    assert codes(text) == ["source-characters"]


def test_marks_inside_one_another_end_in_a_problem():
    """The writer of the Markdown edition would end in a traceback."""
    assert codes("*a **b " * 60 + "c" + "***" * 60) == ["source-too-deep"]


def test_a_problem_drives_no_terminal():
    """A file name could clear the screen of whoever builds, and write another result."""
    one = Problem("a\x1b[2J.md", 1, "x", "b\u202ec\x07\udc80", "d\x9b")
    assert str(one).isprintable() or not set(str(one)) & set("\x1b\x07\x9b\u202e\udc80")
    text = as_text([one], lambda _: ["e\x1b[31m"])
    assert not set(text) & set("\x1b\x07\x9b\u202e\udc80")

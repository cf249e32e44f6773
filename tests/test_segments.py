"""Phase 1: the messages, cards and figures of a body, and what its author is told."""

import pytest
from sheets import FIRST, HEAD, cases, sheet

from polyfiche.model import Card, SourceFile, Unit
from polyfiche.problems import SourceError
from polyfiche.segments import parse

UNITS = list(cases("segments/units.md"))
PROBLEMS = list(cases("segments/problems.md"))


def line_of(unit: Unit) -> str:
    """Return *unit* as the case files write it."""
    anchors = " ".join(f"@{reference.partition('#')[2]}" for reference in unit.references)
    context = f" ^{unit.msgctxt}" if unit.msgctxt else ""
    flags = "".join(f" +{flag}" for flag in unit.flags)
    msgid = unit.msgid.replace("\n", "⏎")
    return f"{'; '.join(unit.comments)} {anchors}{context}{flags}: {msgid}"


def problems(body: str) -> list[tuple[int, str, str]]:
    """Return (line of the body, code, hint) of what is wrong."""
    with pytest.raises(SourceError) as caught:
        sheet(body)
    return [(p.line - FIRST, p.code, p.hint) for p in caught.value.problems]


@pytest.mark.parametrize(("title", "body", "expected"), UNITS, ids=[case[0] for case in UNITS])
def test_units(title, body, expected):
    """A translator would miss a text, or get one that means something else."""
    found = [line_of(unit) for unit in sheet(body).units[1:]]
    assert "\n".join(found) == expected


@pytest.mark.parametrize(
    ("title", "body", "expected"), PROBLEMS, ids=[case[0] for case in PROBLEMS]
)
def test_problems(title, body, expected):
    """An author would look for a mistake in the wrong place, or find it in print."""
    found = problems(body)
    wanted = [line.partition(": ") for line in expected.split("\n")]
    assert [f"{line} {code}" for line, code, _ in found] == [place for place, _, _ in wanted]
    for (_, _, hint), (_, _, part) in zip(found, wanted, strict=True):
        assert part in hint


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Le code `{nom}` reste.", ["Le code `{nom}` reste."]),
        (r"Le texte \{nom} reste.", [r"Le texte \{nom} reste."]),
        ("    {nom}", []),
    ],
)
def test_braces_in_code_name_no_fact(body, expected):
    """A sheet could not show a template, which code is for."""
    assert [unit.msgid for unit in sheet(body).units[1:]] == expected


def test_the_title_and_the_subtitle_come_first():
    """A translator would not know what the sheet is about."""
    head = HEAD.replace("title: Titre", "title: Titre\nsubtitle: Sous-titre")
    assert [line_of(unit) for unit in sheet("Texte", head).units] == [
        "title @title: Titre",
        "subtitle @title: Sous-titre",
        "paragraph @: Texte",
    ]


def test_a_card_knows_what_its_author_said():
    """The sheet would pack it in the wrong place."""
    body = "\n<!-- card: a kind=llm priority=2 span=3 covers=S04,S09-S11,T1 -->\n### A\n"
    covers = ("S04", "S09", "S10", "S11", "T1")
    assert sheet(body).cards == (Card("a", "llm", 2, covers, 3, FIRST + 2),)


def test_figures_are_named_once_in_order_from_the_project():
    """The figure would not be found, or be drawn in place of another."""
    body = "![b](f/b.svg)\n\n![a](f/a.svg)\n\n![b](f/b.svg)\n"
    assert parse(SourceFile("content/a.md", HEAD + body)).figures == (
        "content/f/b.svg",
        "content/f/a.svg",
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("mot " * 5_001, [(1, "source-unit-too-long")]),
        ("texte\n\n" * 40_000, [(-FIRST, "source-too-large")]),
    ],
    ids=["block", "file"],
)
def test_a_source_of_any_size_is_refused(body, expected):
    """One file could keep every worker busy for hours."""
    assert [found[:2] for found in problems(body)] == expected


def test_the_tokens_know_their_messages():
    """Phase 2 would put no translation in."""
    made = sheet("<!-- i18n:context: menu -->\nFichier\n\n12\n")
    keys = [token.meta.get("key") for token in made.tokens if token.type == "inline"]
    assert keys == [("menu", "Fichier"), None]

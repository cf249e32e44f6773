"""Figures: texts of a drawing, the drawing in another language, drawings that are refused."""

import xml.etree.ElementTree as ET

import pytest
from sheets import CASES, rows

from polyfiche.figures import draw, translated, units
from polyfiche.model import Unit
from polyfiche.problems import SourceError

FOLDER = CASES / "figures"
REFUSED = rows("figures/refused.tsv")
SVG = (FOLDER / "good.svg").read_text("utf-8")
LONG = "Texte long du modèle"
ENTRIES = {("", "Un modèle"): "نموذج", ("", LONG): "نص طويل <b>", ("", "GPT-3"): "no"}
NAME = "{http://www.w3.org/2000/svg}"


def texts(svg: str, name: str = "text") -> list[list[str]]:
    """Return the lines of every text."""
    return [list(element.itertext()) for element in ET.fromstring(svg).iter(f"{NAME}{name}")]


@pytest.mark.parametrize(("name", "code", "word"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_hostile_or_broken_drawing_is_refused(name, code, word):
    """A drawing would run a script at the reader's, or read a file at ours."""
    svg = (FOLDER / f"{name}.svg").read_text("utf-8")
    with pytest.raises(SourceError) as caught:
        draw("a.svg", svg, None, "fr")
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == ("a.svg", code)
    assert word in problem.hint


@pytest.mark.parametrize("name", [row[0] for row in REFUSED if row[1] != "figure-viewbox"])
def test_nothing_is_taken_from_a_drawing_that_is_refused(name):
    """The template would name texts that no edition can show."""
    svg = (FOLDER / f"{name}.svg").read_text("utf-8")
    with pytest.raises(SourceError):
        units("a.svg", svg)
    with pytest.raises(SourceError):
        translated("a.svg", svg, "de", {})


def test_every_refused_drawing_is_in_the_index():
    """A case that nobody runs proves nothing."""
    names = [path.stem for path in FOLDER.glob("*.svg") if path.stem != "good"]
    assert sorted(names) == sorted(row[0] for row in REFUSED)


def test_a_drawing_of_any_size_is_refused():
    """One drawing could keep a worker busy for hours."""
    with pytest.raises(SourceError, match="figure-too-large"):
        units("a.svg", SVG + " " * 512_000)


def test_a_drawing_that_is_not_well_formed_names_the_line():
    svg = (FOLDER / "not_closed.svg").read_text("utf-8")
    with pytest.raises(SourceError) as caught:
        units("a.svg", svg)
    assert caught.value.problems[0].line == 3


def test_the_units_are_what_a_reader_reads():
    """A translator would miss a label, or get the number of a year."""
    assert units("f/a.svg", SVG) == (
        Unit("Un modèle", references=("f/a.svg",), comments=("title of a figure",)),
        Unit("Un rond dans un carré", references=("f/a.svg",), comments=("title of a figure",)),
        Unit(
            LONG,
            references=("f/a.svg",),
            comments=("label in a figure, about 7 characters on a line",),
            flags=("max-length:19",),
        ),
        Unit("Fin & suite", references=("f/a.svg",), comments=("label in a figure",)),
    )


def test_the_art_has_no_text():
    """WeasyPrint would draw Arabic letter by letter under the labels."""
    art = draw("a.svg", SVG, None, "fr").art
    assert [*texts(art), *texts(art, "title"), *texts(art, "desc")] == []
    assert [element.tag for element in ET.fromstring(art)] == [
        f"{NAME}{name}" for name in ("defs", "rect", "use")
    ]


def test_labels_are_shares_of_the_figure():
    """A label would stand beside what it names."""
    figure = draw("a.svg", SVG, None, "fr")
    assert (figure.width, figure.height) == (100.0, 50.0)
    first, second, third, _ = figure.labels
    assert (first.x, first.width, first.size) == (0.1, 0.4, 0.1)
    assert first.y == pytest.approx((20 - 9.3) / 50)
    assert [label.anchor for label in (first, second, third)] == ["start", "middle", "end"]
    assert second.width == 1.0


def test_labels_are_translated_and_know_what_is_missing():
    """French would stand in a figure without anyone being told."""
    figure = draw("a.svg", SVG, ENTRIES, "ar")
    assert [(label.text, label.missing) for label in figure.labels] == [
        ("نص طويل <b>", False),
        ("Fin & suite", True),
        ("GPT-3", False),
        ("2017", False),
    ]
    assert figure.labels[0].kind == "llm"


def test_the_source_misses_nothing():
    figure = draw("a.svg", SVG, None, "fr")
    assert [label.missing for label in figure.labels] == [False] * 4


def test_a_translated_drawing_holds_the_translations():
    """The figure of the Markdown edition would stay French."""
    svg = translated("a.svg", SVG, "de", {("", "Un modèle"): "Ein Modell", ("", LONG): "A & B"})
    assert texts(svg, "title") == [["Ein Modell"]]
    assert texts(svg) == [["A & B"], ["Fin & suite"], ["GPT-3"], ["2017"]]
    assert svg.startswith("<svg ")
    assert 'xml:lang="de"' in svg


def test_text_that_is_not_translatable_stays():
    """A name would be translated that the author protected."""
    assert texts(translated("a.svg", SVG, "ar", ENTRIES))[2] == ["GPT-3"]


def test_a_label_from_right_to_left_starts_at_the_same_place():
    """Arabic would run out of its box to the left."""
    root = ET.fromstring(translated("a.svg", SVG, "ar", ENTRIES))
    first, second, *_ = root.iter(f"{NAME}text")
    assert (first.get("direction"), first.get("text-anchor")) == ("rtl", "end")
    assert (second.get("direction"), second.get("text-anchor")) == (None, "middle")


@pytest.mark.parametrize(
    ("lang", "msgstr", "expected"),
    [
        ("de", "Langer Text des Modells", ["Langer", "Text", "des", "Modells"]),
        ("ja", "言語モデル", ["言語モデ", "ル"]),
        ("de", "Donaudampfschiff", ["Donaudampfschiff"]),
    ],
)
def test_lines_fit_their_box(lang, msgstr, expected):
    """Browsers do not wrap SVG text: a label would run over its neighbour."""
    assert texts(translated("a.svg", SVG, lang, {("", LONG): msgstr}))[0] == expected


ARROW = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" data-mirror="rtl">
<title>Suite</title><path d="M0 0H9"/>
<g><text x="10" y="20" data-width="30">Avant</text></g>
<text x="90" y="20" text-anchor="end" data-width="30">Fin</text></svg>"""


def test_a_drawing_that_asks_is_mirrored_from_right_to_left():
    """An arrow would point back to what comes before it."""
    left, right = draw("a.svg", ARROW, None, "fr"), draw("a.svg", ARROW, {}, "ar")
    assert [(label.x, label.anchor) for label in left.labels] == [(0.1, "start"), (0.9, "end")]
    assert [(label.x, label.anchor) for label in right.labels] == [(0.9, "end"), (0.1, "start")]
    assert ("scale(-1 1)" in left.art, "scale(-1 1)" in right.art) == (False, True)


def test_a_mirrored_drawing_keeps_its_text_readable():
    """Words would be written backwards in the Markdown edition."""
    entries = {("", "Avant"): "قبل", ("", "Fin"): "نهاية"}
    root = ET.fromstring(translated("a.svg", ARROW, "ar", entries))
    turned = [g for g in root.iter(f"{NAME}g") if g.get("transform")]
    assert [len(list(g.iter(f"{NAME}text"))) for g in turned] == [0]
    first, last = root.iter(f"{NAME}text")
    assert (first.get("x"), first.get("text-anchor"), first.get("direction")) == (
        "90",
        "start",
        "rtl",
    )
    assert (last.get("x"), last.get("text-anchor")) == ("10", "end")

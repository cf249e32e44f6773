"""Timelines: what their author is told, where notes stand, what is read aloud."""

import base64
import datetime as dt
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html import unescape

import pytest
from editions import ROOT, artifact, job
from hypothesis import given
from hypothesis import strategies as st
from layouts import bottom, boxes, laid, left, right, top
from sheets import HEAD, sheet

from polyfiche import native
from polyfiche.jobs import run
from polyfiche.languages import language
from polyfiche.problems import RenderError, SourceError
from polyfiche.render import axis
from polyfiche.timeline import Scale, dates, table

FACTS = """\
facts:
  first: {value: 2017-06, style: short-month}
  middle: {value: 2020, style: year}
  last: {value: 2024-08-01, style: date}
"""
DATED = HEAD.replace("facts:\n", FACTS)
FIRST = DATED.count("\n")
ROWS = "| {first} | BERT |\n| {middle} | GPT-3 |\n| {last} | GPT-4 |\n"


def card(rows=ROWS, fields="span=2 view=timeline"):
    return f"<!-- card: a {fields} -->\n### A\n\n| Date | Nom |\n| --- | --- |\n{rows}"


def problems(body):
    with pytest.raises(SourceError) as caught:
        sheet(body, DATED)
    return [(p.line - FIRST, p.code, p.message) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        (card(fields="view=timeline"), 1, "one column"),
        (card("| {first} | BERT |\n"), 1, "no table of two rows"),
        ("<!-- card: a span=2 view=timeline -->\n### A\n\nRien.\n", 1, "no table"),
        (card("| {first} | BERT |\n| 2020 | GPT-3 |\n"), 7, "'2020'"),
        (card("| {first} | BERT |\n| en {middle} | GPT-3 |\n"), 7, "'en {middle}'"),
        (card("| {first} | BERT |\n| {params} | GPT-3 |\n"), 7, "'{params}'"),
        (card("| {middle} | BERT |\n| {first} | GPT-3 |\n"), 7, "earlier than the row above"),
    ],
)
def test_what_cannot_be_drawn_is_said_with_its_line(body, line, said):
    """An author would find a note at the wrong date, or none, in print."""
    ((found, code, message),) = problems(body)
    assert (found, code) == (line, "source-timeline")
    assert said in message


def test_a_view_that_does_not_exist_names_the_closest():
    ((line, code, message),) = problems(card(fields="span=2 view=timelin"))
    assert (line, code) == (1, "source-card")
    assert "'timelin' is not a view" in message


def test_a_date_stands_at_its_share_of_whole_years():
    """January would stand where December is."""
    made = sheet(card(), DATED)
    known = dates(table(made.tokens), made.meta.facts)
    assert known == [dt.date(2017, 6, 1), dt.date(2020, 1, 1), dt.date(2024, 8, 1)]
    scale = Scale(2017, 2024)
    assert scale.share(dt.date(2017, 1, 1)) == 0
    assert scale.share(dt.date(2021, 1, 1)) == pytest.approx(0.5, abs=0.001)
    assert 0.99 < scale.share(dt.date(2024, 12, 31)) < 1


LINES = st.lists(st.text("abc نموذج言語", min_size=1, max_size=30), min_size=3, max_size=3)
NOTES = st.lists(st.tuples(st.floats(0, 1), LINES.map(tuple)), min_size=2, max_size=14)


@given(notes=NOTES, width=st.floats(40, 110))
def test_no_note_is_over_another_or_outside(notes, width):
    """Whatever the language, two texts would be printed one over the other."""
    dated = [axis.Note(at, parts) for at, parts in sorted(notes)]
    placed = axis.plan([axis.Note(None, ("Date", "Nom", "")), *dated], width)
    for is_above in (True, False):
        row = [box for box in placed.boxes if box.is_above == is_above]
        ends = [0.0, *(box.x + box.width for box in row)]
        assert all(box.x >= end - 1e-6 for box, end in zip(row, ends, strict=False))
        assert ends[-1] <= width + 1e-6
    assert len(placed.boxes) == len(placed.dots) + 1
    assert all(0 <= dot <= width for dot in placed.dots)


@given(
    wanted=st.lists(st.floats(0, 100), min_size=1, max_size=8).map(sorted),
    widths=st.lists(st.floats(1, 12), min_size=8, max_size=8),
)
def test_a_note_that_has_room_stands_at_its_date(wanted, widths):
    """A pole would lead away from the year that is meant."""
    starts = axis.place(wanted, widths[: len(wanted)], 100)
    before = 0.0
    for start, width in zip(starts, widths, strict=False):
        assert before - 1e-6 <= start <= 100 - width + 1e-6
        before = start + width
    if len(wanted) == 1:
        assert starts == [min(wanted[0], 100 - widths[0])]


def test_years_are_left_out_where_there_is_no_room():
    """The labels of fifty years would be one grey line."""
    assert [year for year, _ in axis.years(2017, 2024, 70, 2.2)] == [*range(2017, 2025)]
    assert len(axis.years(1970, 2024, 70, 2.2)) <= 28


def drawing(lang):
    """Return the SVG of the timeline of an edition, and its list as (direction, text)."""
    page = artifact(lang, "html").data.decode()
    (found,) = re.findall(r'<div class="timeline">.*?</ol>', page, re.DOTALL)
    (at,) = re.findall(r'class="art" data-at="(\d+)"', found)  # its style stands in the sheet
    (data,) = re.findall(rf'\[data-at="{at}"\][^}}]*base64,([^\')]+)', page)
    items = re.findall(r'<li dir="(\w+)"[^>]*>(.*?)</li>', found)
    said = [(side, unescape(re.sub("<[^>]+>", "", text))) for side, text in items]
    return base64.b64decode(data).decode(), said


@pytest.mark.all_languages
def test_the_list_says_the_table_in_order(lang):
    """Somebody who listens would get dates without names, or in another order."""
    svg, items = drawing(lang)
    text = artifact(lang, "md").data.decode()
    cells = [line.strip("| \n").split("|") for line in text.split("\n") if line.startswith("|")]
    rows = [[cell.strip() for cell in row if cell.strip()] for row in cells[-11:]]
    del rows[1]  # the line of dashes
    assert len(items) == len(rows) == 10
    for (_, said), row in zip(items, rows, strict=True):
        assert re.sub(r"\s|·|\\", "", said) == re.sub(r"\s|·|\\|<[^>]+>", "", "".join(row))
    assert {side for side, _ in items} == {language(lang).direction}
    assert "<text" not in svg


def test_time_runs_as_the_script_does():
    """In Arabic the first event is at the right."""
    xs = {}
    for lang in ("fr", "ar"):
        root = ET.fromstring(drawing(lang)[0])
        xs[lang] = [float(c.get("cx")) for c in root.iter() if c.tag.endswith("circle")]
        width = float(root.get("width"))
        assert sorted(xs[lang], reverse=lang == "ar") == xs[lang]
    assert xs["fr"][0] < width / 2 < xs["ar"][0]


@pytest.mark.pdf
@pytest.mark.all_languages("en-XA", "ar-XB")
@pytest.mark.parametrize("layout", ["sheet", "handout"])
def test_printed_notes_keep_apart(lang, layout):
    """Estimates place the notes; here are the boxes that were laid out."""
    (drawn,) = [
        box for page in laid(lang, layout).document.pages for box in boxes(page, ".timeline")
    ]
    notes = list(boxes(drawn, "li"))
    assert len(notes) == 10
    for at, one in enumerate(notes):
        assert top(one) >= top(drawn) - 1
        assert bottom(one) <= bottom(drawn) + 1
        for other in notes[at + 1 :]:
            apart = right(one) <= left(other) + 1 or right(other) <= left(one) + 1
            assert apart or bottom(one) <= top(other) or bottom(other) <= top(one)


@pytest.mark.pdf
def test_a_note_that_does_not_fit_is_refused():
    """It would run over the bar of years."""
    native.weasyprint(ROOT)
    known = job("de", "pdf")
    entries = tuple((k, t * 9 if k[1] == "assistant" else t) for k, t in known.entries)
    with pytest.raises(RenderError, match=r"figure-overflow.*ChatGPT"):
        run(replace(known, entries=entries))

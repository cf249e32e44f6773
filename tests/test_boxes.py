"""The print, by its layout boxes: nothing split, nothing alone, columns that end together."""

import itertools

import pytest
from editions import PSEUDO, ROOT, job
from layouts import bottom, boxes, laid, left, right, top

from polyfiche import native
from polyfiche.jobs import sheet_of
from polyfiche.render.press import MM

pytestmark = pytest.mark.pdf
LAYOUTS = ("sheet", "handout")
FEW_LINES = 3.0
"""How far apart column ends may be where a card could move."""
CLOSE = 0.5
"""Rounding of the layout, in CSS pixels."""


@pytest.fixture(autouse=True)
def renderer():
    native.weasyprint(ROOT)


def pages(lang, layout="sheet"):
    return laid(lang, layout).document.pages


def columns(band):
    """Return the innermost columns of *band*, in reading order."""
    found = [box for box in boxes(band, ".col") if ".rest" not in classes(box)]
    return [[*boxes(column, "article")] for column in found]


def classes(box):
    return {f".{name}" for name in box.element.get("class", "").split()}


def content(page):
    """Return the edges of the page inside its margins: left, top, right, bottom."""
    box = page._page_box
    x, y = box.content_box_x(), box.content_box_y()
    return x, y, x + box.width, y + box.height


def lines(box):
    """Return the boxes of text inside *box* that are drawn."""
    kinds = boxes(box, kind="TextBox")
    return [text for text in kinds if text.text.strip()]


@pytest.mark.all_languages(*PSEUDO)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_card_is_split(lang, layout):
    """Somebody would read half a card on one page, and look for the rest on the other."""
    ids = [box.element.get("id") for page in pages(lang, layout) for box in boxes(page, "article")]
    assert ids == [card.id for card in sheet_of(job(lang, "pdf").source).cards]


@pytest.mark.all_languages(*PSEUDO)
def test_a_card_stands_in_one_column(lang):
    """A card is one box: all its lines are inside it, so none of them is a widow or an orphan."""
    for page in pages(lang):
        for card in boxes(page, "article"):
            for line in lines(card):
                assert line.position_y >= top(card) - CLOSE, line.text
                assert line.position_y + line.height <= bottom(card) + CLOSE, line.text


@pytest.mark.all_languages(*PSEUDO)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_heading_is_last(lang, layout):
    """A heading would announce what stands elsewhere."""
    for page in pages(lang, layout):
        cards = [*boxes(page, "article")]
        for heading in boxes(page, "h2"):
            under = [*cards, *boxes(page, "ol")]
            assert any(top(box) >= bottom(heading) - CLOSE for box in under)
        for card in cards:
            for heading in boxes(card, "h3"):
                assert any(line.position_y >= bottom(heading) - CLOSE for line in lines(card))


@pytest.mark.all_languages(*PSEUDO)
def test_no_column_is_empty(lang):
    """A third of a page would be white."""
    for page in pages(lang):
        for band in boxes(page, ".band"):
            assert all(columns(band))


@pytest.mark.all_languages(*PSEUDO)
def test_columns_end_together(lang):
    """A ragged foot looks unfinished; only a card that is taller than the hole may leave one."""
    known = laid(lang)
    for page in known.document.pages:
        packed = columns([*boxes(page, ".band")][-1])
        ends = [bottom(column[-1]) for column in packed]
        for (here, end), (after, _) in itertools.pairwise(zip(packed, ends, strict=True)):
            hole = max(ends) - end
            fits = bottom(after[0]) - top(after[0]) < hole and len(after) > 1
            assert hole <= FEW_LINES * known.line or not fits, here[-1].element.get("id")


@pytest.mark.all_languages(*PSEUDO)
def test_the_last_page_is_full(lang):
    """Half an empty page is room for larger type, or for one more card."""
    _, begin, _, end = content(pages(lang)[-1])
    lowest = max(bottom(box) for box in boxes(pages(lang)[-1], "article"))
    assert (lowest - begin) / (end - begin) >= 0.6


@pytest.mark.all_languages(*PSEUDO)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_everything_is_inside_the_margins(lang, layout):
    """A printer cannot reach the edge of the paper."""
    for page in pages(lang, layout):
        first, begin, last, end = content(page)
        if layout == "handout":  # a wide card takes the margin to write in, too
            first, last = 10 * MM, page._page_box.margin_width() - 10 * MM
        for box in [*boxes(page, "article"), *boxes(page, ".sources"), *boxes(page, "header")]:
            assert left(box) >= first - CLOSE
            assert right(box) <= last + CLOSE
            assert top(box) >= begin - CLOSE
            assert bottom(box) <= end + CLOSE


@pytest.mark.all_languages(*PSEUDO)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_text_keeps_inside_its_card(lang, layout):
    """A long word would run over the next column."""
    for page in pages(lang, layout):
        for card in boxes(page, "article"):
            for line in lines(card):
                assert line.position_x >= left(card) - CLOSE, line.text
                assert line.position_x + line.width <= right(card) + CLOSE, line.text


@pytest.mark.all_languages(*PSEUDO)
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_last_line_is_on_the_paper(lang, paper):
    """Licence and page number would be cut off."""
    for page in laid(lang, "sheet", paper).document.pages:
        whole = page._page_box
        inside = {id(line) for box in boxes(page, "body") for line in lines(box)}
        footer = [line for line in lines(page) if id(line) not in inside]
        assert footer
        for line in footer:
            assert line.position_x >= 5 * MM
            assert line.position_x + line.width <= whole.margin_width() - 5 * MM
            assert line.position_y + line.height <= whole.margin_height() - 5 * MM

"""Cards in columns: a pure search, with numbers for heights."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyfiche.model import Card
from polyfiche.render.pack import bands, height, partition

HEIGHTS = st.lists(st.floats(1, 50), min_size=1, max_size=9)


def cards(spans):
    return [Card(f"c{number}", span=span) for number, span in enumerate(map(int, spans))]


def packed(spans, heights):
    made = cards(spans)
    known = {card.id: tall for card, tall in zip(made, heights, strict=True)}
    return bands(made, known), known


@given(heights=HEIGHTS, above=st.lists(st.floats(0, 60), min_size=3, max_size=3))
def test_no_other_cut_is_lower(heights, above):
    """A page would overflow that could have been packed."""

    def tallest(cuts):
        ends = (0, *cuts, len(heights))
        runs = itertools.pairwise(ends)
        return max(a + sum(heights[i:j]) for a, (i, j) in zip(above, runs, strict=True))

    found = tallest(partition(heights, 3, above=above))
    count = len(heights)
    first = [min(1, count), *range(1, count + 1)]
    others = ((a, b) for a in first for b in range(min(a + 1, count), count + 1))
    assert found == pytest.approx(min(map(tallest, others)))


@pytest.mark.parametrize(
    ("spans", "columns", "wide", "lead"),
    [
        ("111", (("c0",), ("c1",), ("c2",)), (), 0),
        ("3", (), ("c0",), 0),
        ("1211", (("c0",), ("c2",), ("c3",)), ("c1",), 1),
        ("12211", (("c0",), ("c3",), ("c4",)), ("c1", "c2"), 1),
        ("2111", (("c1",), ("c2",), ("c3",)), ("c0",), 0),
    ],
)
def test_wide_cards_stand_above_two_columns(spans, columns, wide, lead):
    """A figure would be squeezed into one column, or leave one empty."""
    (band,), _ = packed(spans, [10.0] * len(spans))
    assert (band.columns, band.wide, band.lead) == (columns, wide, lead)


def test_a_column_beside_wide_cards_takes_what_they_leave_no_room_for():
    """Two columns would run off the page beside an empty one."""
    (band,), known = packed("2111111", [40, 10, 10, 10, 10, 10, 10])
    assert [len(column) for column in band.columns] == [1, 1, 4]
    assert height(band, known) == 50


def test_wide_cards_that_come_again_begin_a_band():
    made, known = packed("12112111", [10.0] * 8)
    assert [band.wide for band in made] == [("c1",), ("c4",)]
    assert sum(height(band, known) for band in made) == 40
    assert [i for b in made for c in b.columns for i in c] == ["c0", "c2", "c3", "c5", "c6", "c7"]

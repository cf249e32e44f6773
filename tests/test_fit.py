"""The search for the size at which a sheet fits: pure, so the layout is a function here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyfiche.render.fit import Layout, Point, Range, fit

SIZES = Range(8.7, 8.0, 9.9)
RUNGS = (1.0, 0.98, 0.94, 0.91)


def sheet(fill_at_9, power=1.5):
    """Return the layout of a sheet that fills so much of two pages at 9 pt."""

    def pages(point):
        fill = fill_at_9 * (point.size / 9) ** power * RUNGS[point.rung]
        return Layout(2 if fill <= 1 else 3, fill)

    return pages


def guess(fill_at_9):
    """Return an estimate: what the layout of such a sheet would say."""
    return lambda point: sheet(fill_at_9)(point).fill


def found(pages, expected=lambda _: 0.0):
    return fit(pages, budget=2, sizes=SIZES, rungs=RUNGS, expected=expected)


def test_a_sheet_that_fits_at_once_is_laid_out_once():
    """Every edition of every build would cost twice."""
    assert len(found(sheet(1.0)).tried) == 1


def test_a_short_sheet_grows_to_its_ceiling_and_no_more():
    """Large type in a dense grid looks like a mistake."""
    answer = found(sheet(0.5))
    assert (answer.point, answer.fits) == (Point(0, 9.9), True)


def test_the_size_goes_before_the_spacing():
    """A tight page is harder to read than a slightly smaller type."""
    answer = found(sheet(1.12))
    assert (answer.point.rung, answer.fits) == (0, True)
    assert SIZES.floor <= answer.point.size < SIZES.start


def test_spacing_gets_tighter_only_at_the_floor():
    answer = found(sheet(1.25))
    assert answer.fits
    assert answer.point.rung > 0
    assert answer.point.size == SIZES.floor


def test_what_cannot_fit_says_how_the_tightest_layout_looks():
    """The author would be told of an overflow that spacing had mended."""
    answer = found(sheet(1.6))
    assert (answer.fits, answer.point) == (False, Point(3, SIZES.floor))


def test_only_a_layout_that_was_made_is_accepted():
    """Chinese in three columns takes two pages at one size, and three at a smaller one."""

    def bistable(point):
        fill = 0.97 * (point.size / 8.7) ** 1.5
        return Layout(3 if 8.4 < point.size < 8.75 else 2, fill)

    answer = found(bistable)
    assert answer.fits
    assert dict(answer.tried)[answer.point].pages == 2


def test_an_estimate_saves_the_first_layout():
    assert len(found(sheet(1.2)).tried) > 1
    assert len(found(sheet(1.2), guess(1.2)).tried) == 1


@pytest.mark.parametrize("fill", [0.7, 0.8, 1.0, 1.05, 1.1, 1.15, 1.2, 1.25])
@pytest.mark.parametrize("wrong", [0.98, 0.99, 1.0, 1.01])
def test_a_near_estimate_costs_one_layout(fill, wrong):
    """Every edition of every build would cost twice."""
    answer = found(sheet(fill * wrong), guess(fill))
    assert (answer.fits, len(answer.tried)) == (True, 1)


@pytest.mark.parametrize("expected", [0.0, 0.5, 1.05, 1.2, 2.0])
@given(fill=st.floats(0.3, 2.0), power=st.floats(1.2, 1.9), wrong=st.floats(0.9, 1.1))
def test_the_answer_is_lawful_whatever_the_estimate(expected, fill, power, wrong):
    """Type below the floor, or a fifth layout, or another answer the next time."""
    pages = sheet(fill * wrong, power)
    estimate = guess(expected)
    answer = found(pages, estimate)
    assert len(answer.tried) <= 4
    assert all(SIZES.floor <= point.size <= SIZES.ceiling for point, _ in answer.tried)
    assert answer.fits == (answer.layout.pages <= 2)
    assert answer.layout == pages(answer.point)
    assert found(pages, estimate) == answer
    if fill * wrong < 0.95:
        assert answer.fits

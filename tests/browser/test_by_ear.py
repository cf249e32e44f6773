"""What a screen reader is told of the pages: the accessibility tree of Chromium."""

import itertools

import pytest
from editions import LANGUAGES, PSEUDO, job

pytestmark = pytest.mark.pdf
EDITIONS = (*LANGUAGES, *PSEUDO)
LANDMARKS = {"banner": 1, "main": 1, "contentinfo": 1, "status": 1}
UNNAMED = {"RootWebArea", "main"}
"""What may have the focus and no name of its own."""

every_page = pytest.mark.parametrize("page", ["index", *EDITIONS])
every_edition = pytest.mark.parametrize("page", EDITIONS)


def rows(sight, *roles):
    return [row for row in sight["tree"] if row["role"] in roles]


def within(sight, row):
    """Return what is told inside of *row*."""
    after = itertools.dropwhile(lambda one: one is not row, sight["tree"])
    inside = itertools.islice(after, 1, None)
    return list(itertools.takewhile(lambda one: one["depth"] > row["depth"], inside))


@every_edition
def test_each_landmark_is_there_once(seen, page):
    """A reader who jumps by landmarks would jump past the text."""
    assert {role: len(rows(seen[page], role)) for role in LANDMARKS} == LANDMARKS


@every_edition
def test_landmarks_that_come_twice_have_names(seen, page):
    """A list of landmarks would say: region, region, region."""
    for role in ("region", "navigation", "article", "table", "figure"):
        names = [row["name"] for row in rows(seen[page], role)]
        assert "" not in names, role
        assert len({*names}) == len(names), role


@every_page
def test_headings_go_down_one_step_at_a_time(seen, page):
    """A reader who jumps by headings would look for what is not there."""
    levels = [row["level"] for row in rows(seen[page], "heading")]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise([0, *levels]))
    assert all(row["name"] for row in rows(seen[page], "heading"))


@every_page
def test_what_has_the_focus_has_a_name(seen, page):
    """A reader would hear: link, figure; of what?"""
    silent = [r["role"] for r in seen[page]["tree"] if r.get("focusable") and not r["name"].strip()]
    assert {*silent} <= UNNAMED


@every_edition
def test_links_of_one_name_lead_to_one_place(seen, page):
    """A list of links would say: PDF, PDF, PDF."""
    places = {}
    for row in rows(seen[page], "link"):
        places.setdefault(row["name"], set()).add(row["url"])
    assert {name: urls for name, urls in places.items() if len(urls) > 1} == {}


@every_edition
def test_tables_say_what_their_cells_mean(seen, page):
    """A cell would be a number without a year and without a name."""
    tables = rows(seen[page], "table")
    assert tables
    for table in tables:
        letters = {"row": "|", "columnheader": "c", "rowheader": "r"}
        told = "".join(letters.get(row["role"], "") for row in within(seen[page], table))
        first, *others = told.strip("|").split("|")
        assert set(first) == {"c"}
        assert set(others) == {"r"}


@every_edition
def test_pictures_are_told_by_a_sentence(seen, page):
    """A reader would hear a file name, or every label by itself."""
    pictures = rows(seen[page], "image")
    assert pictures
    assert all(" " in row["name"] or len(row["name"]) > 12 for row in pictures)
    for figure in rows(seen[page], "figure"):
        assert [row["role"] for row in within(seen[page], figure)] == ["image"]


@every_edition
def test_a_note_says_that_it_is_one_and_leads_back(seen, page):
    """A reader would hear: link, one."""
    words = dict(job(page, "html").ui)
    for kind, place in (("noteref", "_note"), ("backlink", "_ref")):
        (link,) = rows(seen[page], f"doc-{kind}")
        assert link["name"] == f"{words[kind]} 1"
        assert link["url"].endswith(f"#{place}-1")


@every_edition
def test_a_phone_is_told_what_a_desk_is_told(seen, page):
    """What is set in another way on a phone would lose its meaning: a table would be lines."""
    assert seen[page]["phone"] == [[row["role"], row["name"]] for row in seen[page]["tree"]]


@every_edition
def test_cards_are_read_in_the_order_they_stand_in(seen, page):
    """The eye and the ear would be in different cards; so would the focus and the eye."""
    start = -1 if page.startswith("ar") else 1
    for width, cards in seen[page]["order"].items():
        places = [(y, start * x) for x, y in cards]
        assert len(places) > 1
        assert places == sorted(places), width


@every_edition
def test_a_card_gives_its_address_by_key_and_says_so(seen, page):
    """A teacher could not send a pupil to one card."""
    words = dict(job(page, "html").ui)
    copied = seen[page]["copied"]
    title = next(row["name"] for row in rows(seen[page], "article"))
    assert copied["name"] == f"{words['copy_link']} {title}"
    assert copied["read"] == copied["written"]
    assert "#" in copied["read"]
    assert copied["said"] == words["copied"]

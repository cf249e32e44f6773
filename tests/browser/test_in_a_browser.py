"""The pages of the web edition in Chromium: by eye, by key and by machine."""

import base64
import io
import re

import pytest
from editions import LANGUAGES, PSEUDO

pytestmark = pytest.mark.pdf
EDITIONS = (*LANGUAGES, *PSEUDO)
PAGES = ("index", *EDITIONS)
VIEWS = ("light 375", "dark 375", "light 1280", "dark 1280")
LEAST_RULE_PX = 3
NEAR = 48
"""How far a channel of a pixel may be from the colour that it has, of 255."""

every_page = pytest.mark.parametrize("page", PAGES)
every_edition = pytest.mark.parametrize("page", EDITIONS)


@every_page
def test_axe_finds_nothing(seen, page):
    """Somebody could not read the page, or not use it."""
    assert seen[page]["axe"] == {view: [] for view in VIEWS}


@every_page
def test_no_request_leaves_the_page(seen, files, page):
    """A reader's address would be told to others, and a page saved would be broken."""
    assert foreign(seen[page], files[page]) == []


def foreign(sight, path):
    own = path.parent.as_uri()
    return [url for url in sight["requests"] if not url.startswith(("data:", own))]


@every_page
def test_the_console_is_silent(seen, page):
    """An error that only readers meet would go unnoticed."""
    assert seen[page]["messages"] == []


@pytest.mark.parametrize("page", LANGUAGES)
def test_the_page_is_drawn_with_its_own_fonts(seen, page):
    """A reader without Noto would see boxes, or letters that were never looked at."""
    assert seen[page]["foreign"] == []


@every_page
def test_nothing_moves_while_loading(seen, page):
    """Readers would lose the line, or hit the wrong link."""
    assert seen[page]["shift"] == 0


@every_page
@pytest.mark.parametrize("view", ["phone", "zoom"])
def test_nothing_is_wider_than_a_narrow_window(seen, page, view):
    """With 320 px, or at 400 %, each line would have to be scrolled."""
    assert seen[page]["reflow"][view] == {"px": 0, "elements": []}


@every_page
def test_each_stop_of_the_tab_key_is_seen(seen, page):
    """A reader without a mouse would not know where they are."""
    assert seen[page]["stops"]
    assert unseen(seen[page]) == []


def unseen(sight):
    return [s["html"] for s in sight["stops"] if not (s["outlined"] and s["uncovered"])]


@every_edition
def test_the_first_stop_skips_to_the_content(seen, page):
    """Each page would begin with all languages, each time."""
    assert seen[page]["skipped"] == {"landed": "main", "inside": True}


@every_edition
def test_every_language_is_a_stop(seen, page):
    """A language would be out of reach."""
    languages = {s["hreflang"] for s in seen[page]["stops"] if s["place"] == "nav"}
    assert languages - {None} == {*EDITIONS} - {page}


@every_edition
def test_the_switcher_leads_to_the_language_it_names(seen, page):
    asked, given = seen[page]["switched"]
    assert asked == given != page


@every_edition
@pytest.mark.parametrize("kind", ["llm", "fm"])
def test_the_rule_of_a_card_stands_where_reading_starts(seen, page, kind):
    """Arabic would be French with other letters."""
    rule = seen[page]["rules"][kind]
    left, right = (coloured(rule[side], rule["colour"]) for side in ("left", "right"))
    start, end = (right, left) if page.startswith("ar") else (left, right)
    assert start >= LEAST_RULE_PX
    assert end == 0


def coloured(png, colour):
    """Return how many columns of a picture have the *colour*."""
    from PIL import Image

    wanted = [int(part) for part in re.findall(r"\d+", colour)[:3]]
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")

    def near(x, y):
        return max(abs(a - b) for a, b in zip(image.getpixel((x, y)), wanted, strict=True)) < NEAR

    return sum(any(near(x, y) for y in range(image.height)) for x in range(image.width))


def test_a_bad_page_is_found_bad(seen, files):
    """Tests that nothing fails would prove nothing."""
    bad = seen["bad"]
    assert all(any("contrast" in line for line in bad["axe"][view]) for view in VIEWS)
    assert foreign(bad, files["bad"]) == ["https://a.example/pixel.png"]
    assert "error: noise" in bad["messages"]
    assert bad["shift"] > 0
    assert bad["foreign"]
    assert all(bad["reflow"][view]["px"] > 0 for view in ("phone", "zoom"))
    assert any("A link without an outline" in html for html in unseen(bad))
    assert bad["skipped"] != {"landed": "main", "inside": True}
    assert bad["switched"] == ["fr", "en"]

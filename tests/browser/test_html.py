"""The pages by the letter: the Nu HTML checker, and where links lead."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from editions import LANGUAGES, PSEUDO

pytestmark = pytest.mark.pdf
EDITIONS = (*LANGUAGES, *PSEUDO)
NEWER = (
    "CSS: “container-type”: Property “container-type” doesn't exist.",
    "CSS: “--w”: Unknown dimension.",
)
"""Container queries (CSS Containment 3): the checker's CSS is older than every browser's."""
HASHED = "violates Content Security Policy (meta tag)"
"""The checker knows no hashes in a policy; the browser does, and its console is silent."""


@pytest.mark.parametrize("page", ["index", *LANGUAGES])
def test_the_checker_finds_nothing(checked, page):
    """What browsers repair, screen readers and feed readers may not."""
    assert [message for _, message in said(checked, page) if message not in NEWER] == []


@pytest.mark.parametrize("page", PSEUDO)
def test_the_checker_finds_no_error_in_a_pseudo_locale(checked, page):
    """It warns that accented French is not English."""
    found = said(checked, page)
    assert [text for kind, text in found if kind == "error" and text not in NEWER] == []


def said(checked, page):
    found = [(kind, message) for name, kind, message in checked if name == page]
    return [(kind, message) for kind, message in found if HASHED not in message]


def test_the_checker_can_say_no(checked):
    assert any("alt" in message for _, message in said(checked, "bad"))


class Page(HTMLParser):
    """The ids and the addresses of a page."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.addresses = set(), []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids |= {values["id"]} if "id" in values else set()
        self.addresses += [values[name] for name in ("href", "src") if values.get(name)]


def broken(path, pages):
    """Return the internal addresses of a page that lead nowhere, or only at one base path."""
    return [address for address in pages[path].addresses if not resolves(path, address, pages)]


def resolves(path, address, pages):
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return parts.scheme in {"https", "mailto", "data"}
    if parts.path.startswith("/"):
        return False
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return False
    return not parts.fragment or target not in pages or unquote(parts.fragment) in pages[target].ids


@pytest.mark.parametrize("page", ["index", *EDITIONS])
def test_every_internal_link_leads_somewhere(files, page):
    """A reader would meet an error where the page promises a PDF, a note or a language."""
    pages = {path: Page(path) for path in files.values()}
    assert pages[files[page]].addresses
    assert broken(files[page], pages) == []


def test_every_page_of_the_build_is_looked_at(site, files):
    """A new kind of page would go unproved."""
    assert {*site.rglob("*.html")} == {path for name, path in files.items() if name != "bad"}


def test_a_broken_link_is_found(files):
    bad = files["bad"]
    assert broken(bad, {bad: Page(bad)}) == ["#nowhere", "missing.html"]


def test_a_page_below_a_path_of_its_own_is_asked_for_nothing_above():
    page = Path("a/b.html")
    assert not resolves(page, "/style.css", {})

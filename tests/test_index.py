"""The index and the sitemap: every edition, with its picture, its state and its sizes."""

import re
import struct
import xml.etree.ElementTree as ET
import zlib
from dataclasses import replace

import pytest
from editions import ROOT, artifact
from projects import catalog, project
from test_web import Page, hashed

from polyfiche import index, native
from polyfiche.index import About
from polyfiche.manifest import row
from polyfiche.model import Artifact, Counts, Meta
from polyfiche.render.picture import picture, size
from polyfiche.workspace import words

META = Meta("Titre", "1.0", "2026-11-24", "CC-BY-4.0", ("Nous",), url="https://a.org/{lang}/a.html")
LANGS = ("fr", "ar", "ja", "en-XA")
FORMS = (("html", ""), ("md", ""), ("pdf", "sheet"), ("pdf", "handout"))


def about(lang, **changes):
    return replace(About(f"Titre {lang}", META, dict(words(lang))), **changes)


WHOLE = Counts(3, 0, 0)


def made(counts=WHOLE):
    """Return the artifacts of a small build, in no useful order."""
    return [
        Artifact(
            path=f"{lang}/a{layout}.{form}", data=bytes(4321), sheet="a", lang=lang, format=form,
            layout=layout, paper="a4" if layout else "", counts=counts,
        )
        for form, layout in reversed(FORMS)
        for lang in reversed(LANGS)
    ]  # fmt: skip


def shown(known=None, artifacts=None, pictures=()):
    known = known or {"a": {lang: about(lang) for lang in LANGS}}
    return index.index(map(row, artifacts or made()), known, pictures).decode()


def test_every_edition_is_there_with_all_its_files():
    """A reader would not find the handout."""
    links = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', shown())
    assert [path for path, _ in links if path.startswith("fr/")] == [
        "fr/a.html", "fr/asheet.pdf", "fr/ahandout.pdf", "fr/a.md",
    ]  # fmt: skip
    assert dict(links)["fr/ahandout.pdf"] == "PDF · Polycopié · A4"
    assert len(links) == len(LANGS) * len(FORMS)


def test_sizes_and_states_are_in_the_language_of_the_edition():
    """A Japanese reader would read French units."""
    text = shown()
    assert "4 ko" in text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Version originale" in text
    assert dict(words("ja"))["unreviewed"] in text


def test_a_reviewed_and_a_partial_translation_say_so():
    """A reader would trust what nobody has read."""
    known = {"a": {"ja": about("ja", is_reviewed=True)}}
    text = shown(known, made(Counts(199, 1, 0)))
    assert dict(words("ja"))["reviewed"] in text
    assert "<strong>99%</strong>" in text


def test_a_whole_translation_shows_no_share():
    assert "<strong>" not in shown()


def test_without_pictures_nothing_is_broken():
    """A build without PDF would show broken images."""
    assert "<img" not in shown()
    assert Page(shown(pictures={"fr/a.png"}).encode()).all("img")[0]["src"] == "fr/a.png"


def test_addresses_are_relative():
    """The page would work at one address only."""
    read = Page(shown(pictures={"fr/a.png"}).encode())
    found = [attrs[name] for _, attrs in read.elements for name in ("href", "src") if name in attrs]
    assert [where for where in found if where.startswith(("/", "http", "file"))] == []


def test_the_policy_of_the_index_allows_its_own_script():
    """The reader's own language would not come first."""
    read = Page(shown().encode())
    ((_, script),) = read.raw["script"]
    assert read.policy["script-src"] == [hashed(script)]
    assert read.policy["default-src"] == ["'none'"]


def test_several_sheets_have_one_title():
    """Two first-level headings would stand on one page."""
    known = {name: {"fr": about("fr")} for name in ("a", "b")}
    both = [*made(), *(replace(one, sheet="b") for one in made())]
    read = Page(shown(known, both).encode())
    assert [len(read.all(tag)) for tag in ("h1", "h2", "h3")] == [1, 2, 2]


# Sitemap


def test_the_sitemap_has_each_page_with_its_languages():
    """Search engines would find one language of four."""
    found = index.sitemap({"a": {lang: about(lang) for lang in LANGS}})
    root = ET.fromstring(found)
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    pages = [where.text for where in root.findall("s:url/s:loc", names)]
    assert pages == [f"https://a.org/{lang}/a.html" for lang in ("fr", "ar", "ja")]
    tags = [link.get("hreflang") for link in root[0] if link.get("hreflang")]
    assert tags == ["fr", "ar", "ja", "x-default"]
    assert {date.text for date in root.findall("s:url/s:lastmod", names)} == {"2026-11-24"}


@pytest.mark.parametrize("url", ["", "https://a.org/a.html"])
def test_without_addresses_of_pages_there_is_no_sitemap(url):
    known = about("fr", meta=replace(META, url=url))
    assert index.sitemap({"a": {"fr": known}}) is None


def test_an_address_cannot_become_markup():
    known = about("fr", meta=replace(META, url='https://a.org/{lang}?a="<&'))
    found = ET.fromstring(index.sitemap({"a": {"fr": known}}))
    assert found[0][0].text == 'https://a.org/fr?a="<&'


# Reviews


def test_a_review_is_what_a_person_wrote_in_the_header(tmp_path):
    """An empty field would count as a reading."""
    one = project(tmp_path, "Texte.\n")
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    for line, wanted in (
        ("", False),
        ('"X-Review: \\n"\n', False),
        ('"X-Review: Ada, 2026\\n"\n', True),
    ):
        catalog(one, head + line)
        assert one.is_reviewed("a", "de") is wanted
    assert one.is_reviewed("a", "ja") is False


# Pictures


@pytest.mark.pdf
def test_a_picture_is_the_first_page_and_the_same_every_time():
    """The index would show something else, or every build another file."""
    native.weasyprint(ROOT)
    made = artifact("fr", "pdf")
    assert made.picture == picture(made.data)
    assert made.picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", made.picture[16:24])
    assert (width, height) == size("a4")  # which pages tell other sites
    assert len(made.picture) < 40_000
    pixels = pixels_of(made.picture, width)
    assert pixels.count(215) > 0.6 * len(pixels)
    assert len(set(pixels)) > 10


def pixels_of(data, width):
    start = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[start - 4 : start])
    rows = zlib.decompress(data[start + 4 : start + 4 + length])
    return b"".join(rows[at + 1 : at + 1 + width] for at in range(0, len(rows), width + 1))

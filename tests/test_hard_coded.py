"""No text reaches a reader past the catalogs: the pseudo-locales show what does."""

import html
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from editions import artifact, job, pdf_text

from polyfiche.facts import formatted
from polyfiche.jobs import run, sheet_of
from polyfiche.languages import language
from polyfiche.localize import localize
from polyfiche.render.imprint import imprint

WORDS = {"en-XA": re.compile(r"\b[A-Za-z]{5,}\b"), "ar-XB": re.compile(r"\b[A-Za-z]{2,}\b")}
"""What no translation into the pseudo-locale has: plain words, Latin letters."""
MARKUP = frozenset(
    re.findall(r"\w+", "lang version date title subtitle licence source url fr html span ltr")
)
"""Keys and tags of the Markdown edition."""


def allowed(one):
    """Return the words that are no sheet's text: facts, names, imprint, the program's own words."""
    sheet = sheet_of(one.source)
    facts = formatted(sheet.meta.facts, one.lang)
    said = imprint(localize(sheet, one.lang, dict(one.entries), facts), one)
    names = [
        "".join(element.itertext())
        for _, svg in one.figures
        for element in ET.fromstring(svg).iter()
        if element.get("translate") == "no"
    ]
    sources = [f"{s.label} {s.href}" for s in sheet.meta.sources]
    others = [language(tag).endonym for tag in one.siblings]
    texts = [*facts.values(), *names, *sources, *others, *dict(one.ui).values()]
    texts += [said.licence, said.licence_url, said.version, said.date, said.authors, said.url]
    return {word for text in texts for word in re.findall("[A-Za-z]+", text)} | MARKUP


def shown(lang, form):
    """Return what a reader reads of an edition."""
    if form == "pdf":
        return pdf_text(lang, "pdfium")
    page = artifact(lang, form).data.decode()
    if form == "md":
        return re.sub(r"\]\([^)]*\)|\[\^\w+\]", "]", page)
    body = page[page.index("<body") :]
    spoken = re.findall(r'(?:alt|title|aria-label|description" content)="([^"]*)"', page)
    return html.unescape(" ".join([re.sub("<[^>]+>", " ", body), *spoken]))


def hard_coded(lang, text, one):
    return sorted(set(WORDS[lang].findall(text)) - allowed(one))


@pytest.mark.pdf
@pytest.mark.parametrize("form", ["md", "html", "pdf"])
@pytest.mark.parametrize("lang", WORDS)
def test_every_text_comes_through_the_catalogs(lang, form):
    """A word in a template would be English in every language."""
    assert hard_coded(lang, shown(lang, form), job(lang, form)) == []


def test_a_text_past_the_catalogs_is_found():
    """A search that finds nothing would prove nothing."""
    one = job("en-XA", "html")
    untranslated = run(replace(one, entries=one.entries[5:])).data.decode()
    assert "grands" in hard_coded("en-XA", untranslated, one)

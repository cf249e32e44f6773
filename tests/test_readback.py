"""The text layer: what is drawn is read, in every script; and what would not be is refused."""

import re
import zlib
from dataclasses import replace

import pytest
from editions import LANGUAGES, PSEUDO, ROOT, artifact, job
from layouts import laid

from polyfiche import native
from polyfiche.jobs import run
from polyfiche.model import Printing
from polyfiche.problems import RenderError
from polyfiche.render import readback

pytestmark = pytest.mark.pdf


@pytest.fixture(autouse=True)
def renderer():
    native.weasyprint(ROOT)


@pytest.fixture
def without_shim(monkeypatch):
    """Put WeasyPrint's own `draw_text` back, as an upgrade that renames it would."""
    from weasyprint import draw
    from weasyprint.draw.text import draw_text

    artifact("ar", "pdf")  # the shim is put in once in a process
    monkeypatch.setattr(draw, "draw_text", draw_text)


def with_text(lang, more):
    """Return the PDF's job with *more* at the end of its first paragraph."""
    known = job(lang, "pdf")
    entries = [*known.entries]
    at = next(i for i, (_, text) in enumerate(entries) if len(text) > 60)
    key, text = entries[at]
    entries[at] = (key, text + more)
    return replace(known, entries=tuple(entries))


@pytest.mark.all_languages(*PSEUDO)
@pytest.mark.parametrize("layout", ["sheet", "handout"])
def test_every_character_that_is_drawn_is_read(lang, layout):
    """Labels of figures, list markers and page numbers are text, too."""
    drawn = readback.laid_out(laid(lang, layout).document)
    read = readback.read_back(artifact(lang, "pdf", layout).data)
    assert readback.lost(drawn, read) == {}


@pytest.mark.all_languages(*PSEUDO)
def test_next_to_nothing_is_read_twice(lang):
    """Whoever copies a paragraph would get some of it two times."""
    drawn = readback.laid_out(laid(lang).document)
    more = readback.lost(readback.read_back(artifact(lang, "pdf").data), drawn)
    assert more.total() <= (0.01 * len(drawn) if lang in {"ar", "ar-XB"} else 0), more


@pytest.mark.parametrize(("lang", "char"), [("ar", "ن"), ("hi", "ा"), ("zh-Hans", "•")])
def test_a_text_layer_without_the_shim_is_refused(lang, char, without_shim):
    """WeasyPrint alone loses letters, and both validators of PDF/UA are content."""
    with pytest.raises(RenderError) as raised:
        run(job(lang, "pdf"))
    (problem,) = raised.value.problems
    assert problem.code == "pdf-text"
    assert f"U+{ord(char):04X}" in problem.message


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # sRGB2014.icc
@pytest.mark.parametrize("lang", ["ar", "hi", "zh-Hans"])
def test_an_archive_has_its_text(lang):
    """PDF/A has no tags, and an archive is searched."""
    made = run(replace(job(lang, "pdf"), printing=Printing(variant="pdf/a-3u")))
    assert made.pages == 2


@pytest.mark.parametrize("lang", [tag for tag in LANGUAGES if tag not in {"ar", "hi", "zh-Hans"}])
def test_latin_and_kana_need_no_actual_text(lang):
    """Marks around text that reads right would only make the file larger."""
    data = artifact(lang, "pdf").data
    assert b"/ActualText" not in uncompressed(data)


def test_a_dotted_circle_is_refused():
    """A vowel sign alone is drawn on a circle: the shaper's mark for a mistake."""
    with pytest.raises(RenderError, match=r"font-dotted-circle.*'ि'"):
        run(with_text("hi", " ि"))


def test_a_dotted_circle_of_the_author_is_drawn():
    """Somebody may write about vowel signs."""
    assert run(with_text("hi", " ◌ि")).pages == 2


@pytest.mark.parametrize(
    ("wanted", "found", "lost"),
    [
        ("Où ?", "Ou ?", "ù"),
        ("a a a", "a a", "a"),
        ("co-op\u00adéré (x)", "coopéré (x(", ""),
        ("لا", "\ufefb", ""),
        ("ab", "ba c", ""),
    ],
)
def test_what_counts_as_lost(wanted, found, lost):
    assert "".join(readback.lost(wanted, found).elements()) == lost


def uncompressed(data):
    """Return the decoded streams of a PDF, one after the other."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    return b"".join(zlib.decompress(s) for s in streams if s[:1] == b"\x78")

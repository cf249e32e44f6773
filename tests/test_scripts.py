"""Hard cases of each script, on a page that was looked at: tests/render/scripts/."""

import functools
import shutil
import statistics

import pytest
from editions import ROOT

from polyfiche import native
from polyfiche.editions import Request, jobs
from polyfiche.jobs import run
from polyfiche.render.scripts import scripts, setting
from polyfiche.workspace import Project

pytestmark = pytest.mark.pdf
SCRIPTS = ROOT / "tests/render/scripts"
NAMES = sorted(path.stem for path in SCRIPTS.glob("*.md"))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    native.weasyprint(ROOT)
    folder = tmp_path_factory.mktemp("scripts")
    shutil.copytree(SCRIPTS, folder / "content")
    return Project(folder)


def printed(project, name):
    (job,) = jobs(project, Request((name,), (), ("pdf",), None, ()))
    return run(job)


def pixels(data):
    import pypdfium2

    return [page.render(scale=2).to_pil().tobytes() for page in pypdfium2.PdfDocument(data)]


def text(data):
    import pypdfium2

    pages = pypdfium2.PdfDocument(data)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


@pytest.mark.parametrize("name", NAMES)
def test_every_hard_case_is_drawn(project, name):
    """Nothing lost, no circle, no box, tagged: the build itself refuses the rest."""
    made = printed(project, name)
    assert (made.pages, made.problems) == (1, ())


@pytest.mark.parametrize("name", NAMES)
def test_the_text_layer_moves_no_glyph(project, name, monkeypatch):
    """Two numbers between vowel marks were written as one, and threw a word out of its line."""
    import weasyprint.draw
    from weasyprint.draw.text import draw_text

    with_layer = pixels(printed(project, name).data)
    monkeypatch.setattr(weasyprint.draw, "draw_text", draw_text)
    monkeypatch.setattr("polyfiche.render.pdf.faults", lambda *_: iter(()))
    assert with_layer == pixels(printed(project, name).data)


@pytest.mark.parametrize("case", ["C++", "10.1000/xyz", "2024/1689", "1.2.3", "W0", "LoRA"])
def test_latin_and_numbers_keep_their_order_in_arabic(project, case):
    """Amidi's Arabic sheet prints 1.2 as 201, and W₀ as "W."."""
    found = text(printed(project, "ar").data).replace("₀", "0")
    assert case in found


@functools.cache
def lines(project, name):
    import pypdfium2

    texts = [p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(
        printed(project, name).data
    )]  # fmt: skip
    return [line.strip() for line in "\n".join(texts).splitlines() if line.strip()]


@pytest.mark.parametrize("name", ["ja", "zh-Hans"])
def test_no_line_begins_or_ends_with_the_wrong_mark(project, name):
    """Kinsoku: a line that begins with a full stop looks like a mistake to every reader."""
    found = lines(project, name)
    assert [line for line in found if line[0] in "、。，）」》”；：？！ーっゃ"] == []
    assert [line for line in found if line[-1] in "（「《“"] == []


MEASURED = {
    "Latn": ("NotoSans-Regular.ttf", "acemnorsuvwxz"),
    "Grek": ("NotoSans-Regular.ttf", "αεικνοπστυω"),
    "Arab": ("NotoSansArabic-Regular.ttf", "دذرزسصعهومحجخ"),
    "Deva": ("NotoSansDevanagari-Regular.ttf", "".join(map(chr, range(0x915, 0x93A)))),
    "Jpan": ("NotoSansJP-Regular.ttf", "言語大規模学習"),
    "Hans": ("NotoSansSC-Regular.ttf", "语言大模型学习"),
}


@pytest.mark.parametrize("script", MEASURED)
def test_letters_are_as_tall_as_the_table_says(script):
    """Sizes that were chosen by a wrong measure would be too small to read."""
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.ttLib import TTFont

    file, letters = MEASURED[script]
    font = TTFont(ROOT / "src/polyfiche/data/fonts" / file)
    glyphs, names, heights = font.getGlyphSet(), font.getBestCmap(), []
    for letter in letters:
        pen = BoundsPen(glyphs)
        glyphs[names[ord(letter)]].draw(pen)
        heights.append((pen.bounds[3] - pen.bounds[1]) / font["head"].unitsPerEm)
    assert statistics.median(heights) == pytest.approx(setting(script).letter, abs=0.03)


@pytest.mark.parametrize("script", scripts())
def test_the_smallest_type_of_every_script_is_legible(script):
    """A child in the last row, and whoever holds the sheet, could not read it."""
    known = setting(script)
    assert known.sizes.floor * known.letter * 25.4 / 72 >= 1.5
    assert known.sizes.floor <= known.sizes.start <= known.sizes.ceiling
    assert known.sizes.ceiling < known.reading.ceiling
    assert known.reading.floor <= known.reading.start <= known.reading.ceiling
    assert known.line >= 1.3


def test_a_script_that_nobody_measured_gets_the_sizes_of_latin():
    assert setting("Cher") == setting("Latn")

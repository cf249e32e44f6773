"""Layouts, papers, inks and marks: what the same sheet is printed as."""

import subprocess
from dataclasses import replace

import pytest
from editions import PSEUDO, ROOT, artifact, job
from support import require

from polyfiche import native
from polyfiche.jobs import run
from polyfiche.languages import language
from polyfiche.model import Printing
from polyfiche.problems import RenderError
from polyfiche.render.scripts import setting

pytestmark = pytest.mark.pdf
MM = 72 / 25.4
"""Points in a millimetre."""
PORTRAIT = {"a4": (210, 297), "letter": (215.9, 279.4), "a5": (148, 210), "a3": (297, 420)}


@pytest.fixture(autouse=True)
def renderer():
    native.weasyprint(ROOT)


def opened(data):
    import pypdfium2

    return pypdfium2.PdfDocument(data)


def printed(lang="en", layout="sheet", paper="", **asked):
    return run(replace(job(lang, "pdf", layout, paper), printing=Printing(**asked)))


def size_mm(made):
    return tuple(round(side / MM, 1) for side in opened(made.data)[0].get_size())


@pytest.mark.all_languages(*PSEUDO)
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("layout", ["sheet", "handout"])
def test_every_language_fits_both_papers(lang, layout, paper):
    """A teacher on the other side of an ocean would print a third page."""
    made = artifact(lang, "pdf", layout, paper)
    known = setting(language(lang).script)
    sizes = known.sizes if layout == "sheet" else known.reading
    assert sizes.floor <= made.size_pt <= sizes.ceiling
    assert made.pages == 2 if layout == "sheet" else 4 <= made.pages <= 8
    assert made.layouts <= 4
    width, tall = PORTRAIT[paper]
    wanted = (tall, width) if layout == "sheet" else (width, tall)
    assert size_mm(made) == pytest.approx(wanted, abs=0.1)


@pytest.mark.all_languages
def test_both_papers_have_the_same_lines(lang):
    """A class where half prints on A4 and half on Letter would not find the same place."""
    texts = []
    for paper in ("a4", "letter"):
        pages = opened(artifact(lang, "pdf", "sheet", paper).data)
        texts.append([page.get_textpage().get_text_bounded() for page in pages])
    assert texts[1] == texts[0]


def test_a_poster_is_the_sheet_enlarged():
    made = printed(paper="a3")
    assert size_mm(made) == (420.0, 297.0)
    assert made.size_pt == pytest.approx(artifact("en", "pdf").size_pt * 2**0.5, abs=0.01)


def test_a_small_handout_has_no_margin_to_write_in():
    assert size_mm(printed(layout="handout", paper="a5")) == (148.0, 210.0)


@pytest.mark.parametrize("layout", ["sheet", "handout"])
def test_black_and_white_has_no_colour(layout):
    """Colours that a printer turns to the same grey would tell nothing."""
    for page in opened(printed(layout=layout, mono=True).data):
        saturation = page.render(scale=1).to_pil().convert("HSV").getchannel("S")
        assert saturation.getextrema() == (0, 0)


def test_marks_and_bleed_are_outside_the_page(tmp_path):
    """A printer's shop would cut through the text, or ask for another file."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(printed(marks=True).data)
    done = subprocess.run(
        [require("pdfinfo"), "-box", path], check=True, capture_output=True, text=True
    )
    boxes = dict(line.split(":") for line in done.stdout.splitlines() if "Box" in line)
    trim, bleed = ([float(n) for n in boxes[name].split()] for name in ("TrimBox", "BleedBox"))
    assert trim[2] - trim[0] == pytest.approx(297 * MM, abs=0.5)
    assert trim[0] - bleed[0] == pytest.approx(3 * MM, abs=0.5)


def test_a_gutter_moves_odd_and_even_pages_apart():
    """Holes would be punched through the text."""
    plain, bound = (opened(printed(gutter_mm=g).data) for g in (0, 5))
    for number, way in ((0, 1), (1, -1)):
        lefts = [first_x(document[number]) for document in (plain, bound)]
        assert lefts[1] - lefts[0] == pytest.approx(way * 5 * MM, abs=0.1)


def first_x(page):
    texts = page.get_textpage()
    return min(texts.get_rect(i)[0] for i in range(texts.count_rects()))


def test_guides_are_drawn():
    plain, guided = (printed(guides=g).data for g in ((), ("fold", "punch")))
    first, second = (opened(d)[0].render(scale=1).to_pil().convert("L") for d in (plain, guided))
    assert first.tobytes() != second.tobytes()


def test_the_source_travels_with_the_file():
    made = printed(attachments=(("llm-et-fm.md", b"# x"), ("llm-et-fm.en.po", b'msgid ""')))
    document = opened(made.data)
    names = [document.get_attachment(i).get_name() for i in range(document.count_attachments())]
    assert sorted(names) == ["llm-et-fm.en.po", "llm-et-fm.md"]
    assert opened(artifact("en", "pdf").data).count_attachments() == 0


@pytest.mark.parametrize("variant", ["pdf/a-2u", "pdf/a-3u"])
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # WeasyPrint leaves its profile open
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_archives_get_their_variant(variant, tmp_path):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(printed(variant=variant).data)
    command = [require("pdfinfo"), "-meta", path]
    metadata = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    part, conformance = variant.removeprefix("pdf/a-")
    assert f'part="{part}"' in metadata or f"part>{part}<" in metadata
    assert (
        f'conformance="{conformance.upper()}"' in metadata or f">{conformance.upper()}<" in metadata
    )


def test_a_preview_may_overflow_with_a_warning():
    """An author in the middle of a text would see nothing at all."""
    known = job("en", "pdf")
    entries = tuple((k, t if "](" in t else t + " word" * 20) for k, t in known.entries)
    long = replace(known, entries=entries)
    with pytest.raises(RenderError, match="fit-overflow"):
        run(long)
    made = run(replace(long, printing=Printing(allow_overflow=True)))
    found = {(problem.code, problem.severity) for problem in made.problems}
    assert found == {("fit-overflow", "warning"), ("figure-overflow", "warning")}
    assert made.pages > 2

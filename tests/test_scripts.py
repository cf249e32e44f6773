"""Hard cases of each script, on a page that was looked at: tests/render/scripts/."""

import functools
import shutil

import pytest
from editions import ROOT

from polyfiche import native
from polyfiche.editions import Request, jobs
from polyfiche.jobs import run
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

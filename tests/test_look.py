"""The printed sheet, by eye: contrast, grey, ink, and a code that a telephone reads."""

import functools

import pytest
from editions import PSEUDO, ROOT, artifact, job
from layouts import boxes, laid

from polyfiche import native
from polyfiche.jobs import sheet_of
from polyfiche.render.press import MM

pytestmark = pytest.mark.pdf
DPI = 300
PX = DPI / 96
"""Pixels of the picture in a CSS pixel."""
MOST_INK = 8
"""Per cent of the page."""
LEAST_SIDE_MM = 15
QUIET_MODULES = 4
NOT_BODY = ("h1", "h2", "h3", ".imprint", ".label")
"""Tags and classes of what is looked at; the rest is read. Marks of lists are neither."""


@pytest.fixture(autouse=True)
def renderer():
    native.weasyprint(ROOT)


@functools.lru_cache(2)
def picture(lang, number, dpi=DPI):
    """Return a page as a picture in RGB."""
    import pypdfium2

    document = pypdfium2.PdfDocument(artifact(lang, "pdf").data)
    return document[number].render(scale=dpi / 72).to_pil().convert("RGB")


def luminance(colour):
    """Return the relative luminance of sRGB parts between 0 and 1. Source: WCAG 2.2."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return sum(c * share for c, share in zip(parts, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, other):
    """Return the contrast of two colours, 1 to 21. Source: WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lightness(colour):
    """Return CIE L*: what is left of a colour on a grey copy."""
    linear = luminance(colour)
    return 116 * linear ** (1 / 3) - 16 if linear > 216 / 24389 else linear * 24389 / 27


def ink_of(text):
    return tuple(round(part, 3) for part in text.style["color"].to("srgb").coordinates)


def paper_under(text, image):
    """Return the colour that most of the picture has where *text* stands."""
    x, y = text.position_x * PX, text.position_y * PX
    area = (int(x), int(y), int(x + text.width * PX) + 1, int(y + text.height * PX) + 1)
    shown = {colour: count for count, colour in image.crop(area).getcolors(1 << 16)}
    ink = tuple(round(part * 255) for part in ink_of(text))
    return tuple(part / 255 for part in max(shown.keys() - {ink}, key=shown.__getitem__))


def pairs(lang):
    """Yield (text, contrast with what is under it, whether it is body) of all that is written."""
    for number, page in enumerate(laid(lang).document.pages):
        image = picture(lang, number)
        other = {id(text) for tag in NOT_BODY for box in boxes(page, tag) for text in texts(box)}
        for text in texts(page):
            if text.text.strip():
                is_body = id(text) not in other and "::" not in text.element_tag
                yield text.text, contrast(ink_of(text), paper_under(text, image)), is_body


def texts(box):
    return boxes(box, kind="TextBox")


@pytest.mark.all_languages(*PSEUDO)
def test_every_text_has_contrast(lang):
    """A tired eye, a weak printer and a lit classroom wall each take some of it away."""
    weak = [(text, found) for text, found, is_body in pairs(lang) if found < (4.5, 7)[is_body]]
    assert weak == []


def test_the_accents_differ_in_grey():
    """A photocopy would make two kinds of cards one."""
    found = {}
    for page in laid("en").document.pages:
        for card in boxes(page, "article"):
            for text in boxes(card, kind="TextBox"):
                if text.element.tag == "h3":
                    found[card.element.get("class").split()[0]] = lightness(ink_of(text))
    assert found["fm"] - found["llm"] >= 15


@pytest.mark.all_languages(*PSEUDO)
@pytest.mark.parametrize("number", [0, 1])
def test_a_page_takes_little_ink(lang, number):
    """A class of thirty would empty the printer."""
    histogram = picture(lang, number, 100).convert("L").histogram()
    ink = sum((255 - grey) * count for grey, count in enumerate(histogram)) / sum(histogram) / 255
    assert 100 * ink <= MOST_INK


@pytest.mark.all_languages
@pytest.mark.parametrize("dpi", [150, DPI])
def test_the_code_leads_to_the_web_edition(lang, dpi):
    """Whoever stands before the wall has a telephone, and no link to follow."""
    (code,) = codes(picture(lang, 0, dpi))
    assert code.text == sheet_of(job(lang, "pdf").source).meta.url.replace("{lang}", lang)


@pytest.mark.all_languages
def test_the_code_is_large_and_has_its_quiet_zone(lang):
    """A telephone takes letters that touch the code for a part of it."""
    image = picture(lang, 0)
    (code,) = codes(image)
    first, last = code.position.top_left, code.position.bottom_right
    module = (last.x - first.x) / modules(code.text)
    zone = QUIET_MODULES * module
    side_mm = (last.x - first.x + 2 * zone) / PX / MM
    assert side_mm == pytest.approx(max(side_mm, LEAST_SIDE_MM), abs=0.1)
    around = image.convert("L").crop((first.x - zone, first.y - zone, last.x + zone, last.y + zone))
    edge, size = int(zone - 0.25 * module), around.size
    for strip in (
        (0, 0, size[0], edge),
        (0, size[1] - edge, size[0], size[1]),
        (0, 0, edge, size[1]),
        (size[0] - edge, 0, size[0], size[1]),
    ):
        assert around.crop(strip).getextrema()[0] > 250


def codes(image):
    import zxingcpp

    return zxingcpp.read_barcodes(image.convert("L"))


def modules(text):
    """Return the modules on a side of the code of *text*, without its quiet zone."""
    import segno

    return segno.make(text, error="m", micro=False).symbol_size(border=0)[0]

"""The printed sheet, by facts: pages, tags, fonts, text, and what the judges say."""

import html
import re
import subprocess
from collections import Counter
from dataclasses import replace

import pytest
from editions import LANGUAGES, PSEUDO, ROOT, artifact, job, letters, pdf_text
from support import require

from polyfiche import fonts, native
from polyfiche.jobs import run, sheet_of
from polyfiche.languages import language
from polyfiche.problems import RenderError
from polyfiche.render.scripts import setting

pytestmark = pytest.mark.pdf
READERS = ("poppler", "pdfium")
BLOCK = re.compile(r"<(p|li|t[hd]|d[td]|h[123])\b[^>]*>(.*?)</\1>", re.DOTALL)


@pytest.fixture(autouse=True)
def renderer():
    native.weasyprint(ROOT)


def pdf(lang):
    import pypdfium2

    return pypdfium2.PdfDocument(artifact(lang, "pdf").data)


def judged(tool, *arguments, data):
    command = [require(tool), *arguments]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def main_text(lang):
    """Return the text that a reader of the web edition sees, figures left out."""
    page = artifact(lang, "html").data.decode()
    page = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"<figure.*?</figure>", "", page, flags=re.DOTALL)


def plain(markup):
    return html.unescape(re.sub("<[^>]+>", "", markup))


@pytest.mark.all_languages(*PSEUDO)
def test_a_sheet_keeps_to_two_pages_above_the_floor(lang):
    """A third page would be lost by whoever prints on both sides of one sheet."""
    made = artifact(lang, "pdf")
    sizes = setting(language(lang).script).sizes
    assert (made.pages, len(pdf(lang))) == (2, 2)
    assert sizes.floor <= made.size_pt <= sizes.ceiling


@pytest.mark.all_languages(*PSEUDO)
def test_a_sheet_is_pdf_ua(lang):
    """A screen reader would find a picture of text."""
    import page as validator

    profile = validator.ValidationProfile.PDF_UA_1
    report = validator.validate_pdf_bytes(artifact(lang, "pdf").data, profile=profile)
    assert [str(failure) for failure in report.failures] == []


@pytest.mark.all_languages
def test_the_file_says_its_language_title_and_author(lang):
    """A viewer would show a file name, and read French with an English voice."""
    document = pdf(lang)
    metadata = document.get_metadata_dict()
    data = artifact(lang, "pdf").data
    title = sheet_of(job(lang, "pdf").source).meta.title
    assert metadata["Title"] == dict(job(lang, "pdf").entries).get(("", title), title)
    assert metadata["Author"] == "Les contributeurs de polyfiche"
    assert judged("pdfinfo", "-", data=data).count("Tagged:          yes") == 1


@pytest.mark.all_languages
def test_the_catalog_of_the_file_holds_the_language(lang, tmp_path):
    """/Lang is what a screen reader goes by."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(artifact(lang, "pdf").data)
    assert f'"/Lang": "u:{lang}"' in judged("qpdf", "--json", str(path), data=b"")


@pytest.mark.all_languages
def test_every_card_has_a_bookmark(lang):
    """Somebody with a screen reader would have to read it all to find a card."""
    titles = [item.get_title() for item in pdf(lang).get_toc()]
    headings = [plain(inside) for tag, inside in BLOCK.findall(main_text(lang)) if tag == "h3"]
    assert [title for title in titles if title in headings] == headings


@pytest.mark.all_languages(*PSEUDO)
def test_fonts_are_ours_embedded_and_subset(lang):
    """Another machine would draw other letters, or boxes."""
    lines = judged("pdffonts", "-", data=artifact(lang, "pdf").data).splitlines()[2:]
    allowed = {name.replace(" ", "-") for name in fonts.FAMILIES[language(lang).script]}
    for line in lines:
        name = re.sub("-(Bold|Italic)$", "", line.split()[0].partition("+")[2])
        assert name in allowed
        assert line.split()[-5:-2] == ["yes", "yes", "yes"]


@pytest.mark.all_languages(*PSEUDO)
def test_qpdf_finds_no_error(lang, tmp_path):
    """A damaged file prints on one machine and fails on the next."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(artifact(lang, "pdf").data)
    subprocess.run([require("qpdf"), "--check", path], check=True, capture_output=True)


@pytest.mark.all_languages
@pytest.mark.parametrize("reader", READERS)
def test_no_character_is_lost(lang, reader):
    """Search, copy and a screen reader would get other words than the eye."""
    wanted = Counter(letters(plain(main_text(lang))))
    assert wanted - Counter(letters(pdf_text(lang, reader))) == Counter()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("lang", [tag for tag in LANGUAGES if tag != "ar"])
def test_text_is_in_reading_order(lang, reader):
    """Columns read across would be nonsense aloud."""
    text, at = letters(pdf_text(lang, reader)), 0
    for _, inside in BLOCK.findall(main_text(lang)[: main_text(lang).index('class="sources"')]):
        block = letters(plain(re.sub(r"<(ul|ol|p).*", "", inside, flags=re.DOTALL)))
        found = text.find(block, at)
        assert (found >= at, block) == (True, block)
        at = found + len(block)


@pytest.mark.all_languages
def test_tables_lists_and_figures_are_tagged(lang):
    """Tags that are all paragraphs pass a validator and help nobody."""
    tree = judged("pdfinfo", "-struct", "-", data=artifact(lang, "pdf").data)
    count = Counter(line.split()[0].rstrip(":") for line in tree.splitlines() if line.strip())
    assert count["H1"] == 1
    assert count["H2"] == 2
    assert count["H3"] == main_text(lang).count("<h3")
    assert count["Table"] == 1
    assert count["TH"] == 3 + 9
    assert count["TD"] == 2 * 9
    assert count["Figure"] == 3


def test_a_character_without_a_glyph_is_refused():
    """Tofu would be printed."""
    known = job("en", "pdf")
    entries = with_more(known, " ꙮ")
    with pytest.raises(RenderError, match=r"font-missing-glyph.*U\+A66E"):
        run(replace(known, entries=entries))


def test_what_does_not_fit_is_refused():
    """A third page, or type too small to read, would be printed."""
    known = job("en", "pdf")
    with pytest.raises(RenderError, match="fit-overflow") as raised:
        run(replace(known, entries=with_more(known, " word" * 20)))
    problem = raised.value.problems[0]
    assert " mm too long" in problem.message
    assert problem.hint.count("+") == 10  # the longest units, each against its source


def with_more(known, more):
    """Return the entries with *more* at the end of each, but for that of the figure."""
    return tuple((key, text if "](" in text else text + more) for key, text in known.entries)


def test_a_warning_of_the_renderer_is_refused():
    """WeasyPrint drops what it does not understand, and says so in a log that nobody reads."""
    known = job("en", "pdf")
    with pytest.raises(RenderError, match="pdf-log"):
        run(replace(known, css=known.css + "p { colour: red }"))


def test_nothing_outside_the_job_is_read():
    """A theme or a catalog could carry a file of the machine away."""
    known = job("en", "pdf")
    with pytest.raises(RenderError, match="pdf-outside"):
        run(replace(known, css=known.css + "h1 { background: url(file:///etc/hostname) }"))


@pytest.mark.parametrize("lang", ["fr", "ar", "ja"])
def test_the_same_job_gives_the_same_bytes(lang):
    """A release could not be checked by building it again."""
    assert run(job(lang, "pdf")).data == artifact(lang, "pdf").data


def test_a_label_that_leaves_its_box_is_refused():
    """It would run over the drawing, or over another label."""
    known = job("de", "pdf")
    long = "Grundlagenmodellsammlungsverwaltungsvorschrift der Basismodelle"
    entries = tuple((k, long if k[1] == "IA générative" else t) for k, t in known.entries)
    with pytest.raises(RenderError, match=r"figure-overflow.*takes 2 lines of 1"):
        run(replace(known, entries=entries))

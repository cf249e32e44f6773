"""Import of translated Markdown: which block is a translation of which."""

import functools
import itertools
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import LANGUAGES
from editions import ROOT, SHEET, artifact
from sheets import FIRST, HEAD, sheet

from polyfiche import align, blocks, facts, figures, workspace
from polyfiche.cli import main
from polyfiche.model import SourceFile
from polyfiche.problems import SourceError
from polyfiche.workspace import Project

TARGETS = [lang for lang in LANGUAGES if lang != "fr"]
PROJECT = Project(ROOT)
LINES = sorted(  # of what goes with a card; its footnotes stay at the end of an edition
    block.line
    for block in blocks.of_sheet(PROJECT.sheet(SHEET), {})
    if block.key and block.kind != "footnote_reference"
)
BODY = """\
<!-- card: un -->
### Le levain

Un mélange qui fermente. Il y en a {params}.

- **Farine** de blé
- **Eau** à 30 °C, voir [la page](https://example.org/eau)
- **Sel** de mer

| Nom | Poids |
| --- | --- |
| Farine | 500 g |
| Eau | 350 g |
"""
GERMAN = """\
# Titel

### Der Sauerteig

Eine Mischung, die gärt. Es gibt 12 davon.

- **Mehl** aus Weizen
- **Wasser** von 30 °C, siehe [die Seite](https://example.org/eau)
- **Salz** aus dem Meer

| Name | Gewicht |
| --- | --- |
| Mehl | 500 g |
| Wasser | 350 g |
"""


@functools.cache
def known(lang):
    """Return the translations of the sheet's body, and its title's."""
    found = PROJECT.catalog(SHEET, lang).translations()
    return {u.key: found[u.key] for u in PROJECT.sheet(SHEET).units if u.key in found}


def edition(lang):
    return artifact(lang, "md").data.decode()


def aligned(lang, text):
    source = PROJECT.sheet(SHEET)
    ui = dict(workspace.words(lang))
    furniture = (ui["sources"], f"{ui['version']} {source.meta.version}")
    shown = facts.formatted(source.meta.facts, lang)
    return align.align(source, SourceFile("old.md", text), shown, furniture)


def small(text, body=BODY):
    made = sheet(body)
    shown = facts.formatted(made.meta.facts, "de")
    return align.align(made, SourceFile("old.md", text), shown, ())


def said(found):
    return [(problem.code, problem.path, problem.line) for problem in found.problems]


def cards(text):
    """Return (start, end) of each card of an edition that other cards follow."""
    starts = [match.start() for match in re.finditer(r"^#{2,3} ", text, re.MULTILINE)]
    return [
        (start, end) for start, end in itertools.pairwise(starts) if text.startswith("### ", start)
    ]


@pytest.mark.parametrize("lang", TARGETS)
def test_our_own_edition_comes_back(lang):
    """A translation made by hand years ago is worth at most what this gives."""
    wanted, found = known(lang), aligned(lang, edition(lang))
    right = sum(found.texts.get(key) == text for key, text in wanted.items())
    assert right >= 0.95 * len(wanted)
    assert found.problems == ()


@pytest.mark.parametrize("lang", TARGETS)
def test_a_card_that_was_removed_is_what_is_told(lang):
    """A report of other blocks would send the translator to the wrong place."""
    text, source = edition(lang), f"{PROJECT.sheet(SHEET).source.text}END".split("\n")
    for card, (start, end) in zip(PROJECT.sheet(SHEET).cards, cards(text), strict=False):
        assert known(lang)["", source[card.line].removeprefix("### ")] in text[start:end]
        last = next(
            number
            for number, line in enumerate(source[card.line + 1 :], card.line + 1)
            if line.startswith(("<!-- card", "<!-- section", "END"))
        )
        found = aligned(lang, text[:start] + text[end:])
        inside = [line for line in LINES if card.line < line <= last]
        assert said(found) == [("import-source-alone", f"content/{SHEET}.md", n) for n in inside]


@pytest.mark.parametrize("lang", TARGETS)
def test_a_paragraph_that_was_added_is_what_is_told(lang):
    text = edition(lang)
    for start, _ in cards(text):
        line = text.count("\n", 0, start) + 1
        found = aligned(
            lang, f"{text[:start]}{known(lang)[('', 'Comprendre')]} 123.\n\n{text[start:]}"
        )
        assert said(found) == [("import-target-alone", "old.md", line)]


@pytest.mark.parametrize("lang", TARGETS)
def test_a_list_item_that_was_split_is_what_is_told(lang):
    """Both halves are candidates; one of them is left."""
    text = edition(lang)
    for match in re.finditer(r"^- (.{12,})$", text, re.MULTILINE):
        middle = match.start() + len(match[0]) * 2 // 3
        line = text.count("\n", 0, match.start()) + 1
        found = aligned(lang, f"{text[:middle]}\n- {text[middle:]}")
        alone = [problem for problem in said(found) if problem[0] != "import-fact"]
        assert alone in (
            [("import-target-alone", "old.md", line)],
            [("import-target-alone", "old.md", line + 1)],
        )


def test_a_plain_translation_needs_no_head_and_no_directives():
    found = small(GERMAN)
    assert found.problems == ()
    assert found.texts[("", "Titre")] == "Titel"
    assert found.texts[("", "Farine")] == "Mehl"
    assert found.texts[("", "**Sel** de mer")] == "**Salz** aus dem Meer"


def test_a_value_becomes_a_fact_again():
    """The next change of the number would not reach this language."""
    found = small(GERMAN)
    key = ("", "Un mélange qui fermente. Il y en a {params}.")
    assert found.texts[key] == "Eine Mischung, die gärt. Es gibt {params} davon."


def test_a_value_that_is_not_found_is_told():
    found = small(GERMAN.replace("12 davon", "ein Dutzend"))
    assert said(found) == [("import-fact", "old.md", 5)]


def test_titles_come_from_a_head_too():
    text = '---\ntitle: "Der \\"Titel\\""\nlang: de\n---\n' + GERMAN.partition("\n")[2]
    assert small(text).texts[("", "Titre")] == 'Der "Titel"'


def test_lines_are_those_of_the_files():
    text = GERMAN.replace("- **Salz** aus dem Meer\n", "").replace(
        "\n### Der", "\nEin Wort.\n\n### Der"
    )
    assert said(small(text)) == [
        ("import-source-alone", "a.md", FIRST + BODY.split("\n").index("- **Sel** de mer") + 1),
        ("import-target-alone", "old.md", 3),
    ]


def test_what_an_edition_left_in_the_source_language_is_no_translation():
    text = GERMAN.replace("Der Sauerteig", '<span lang="fr" dir="ltr">Le levain</span>')
    found = small(text)
    assert ("", "Le levain") not in found.texts
    assert found.problems == ()


def test_names_that_stay_the_same_are_translations():
    body = "<!-- card: un -->\n### GPT, BERT\n\nUn long texte que personne n’a encore traduit.\n"
    found = small(f"# T\n\n{body}", body)
    assert dict(found.texts) == {("", "Titre"): "T", ("", "GPT, BERT"): "GPT, BERT"}


@pytest.mark.parametrize("text", ["", "\n", "---\n", "```\n# no\n```\n", "<!-- card: x -->\n"])
def test_a_text_without_blocks_leaves_all_alone(text):
    assert {code for code, _, _ in said(small(text))} == {"import-source-alone"}


def test_a_text_that_is_too_large_is_refused():
    with pytest.raises(SourceError, match="source-too-large"):
        small("x" * 300_000)


# The command


@pytest.fixture
def project(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/pain.md").write_text(HEAD.replace("params", "sorts") + BODY.replace(
        "params", "sorts"), "utf-8")  # fmt: skip
    (tmp_path / "alt.md").write_text(GERMAN, "utf-8")
    return tmp_path


def run(project, *arguments):
    return CliRunner().invoke(main, ["-C", str(project), *map(str, arguments)])


def catalog(project):
    return Project(project).catalog("pain", "de")


def test_import_starts_a_catalog_and_fills_it_as_fuzzy(project):
    result = run(project, "import", project / "alt.md", "de")
    assert result.exit_code == 0, result.output
    assert "12 entries filled as fuzzy, 0 left as they were" in result.output
    entry = catalog(project).get(("", "Le levain"))
    assert (entry.msgstrs, entry.is_fuzzy) == (("Der Sauerteig",), True)


def test_import_keeps_what_is_translated(project):
    """Somebody confirmed it; a file from nowhere must not replace it."""
    run(project, "update", "de")
    path = project / "locales/de/LC_MESSAGES/pain.po"
    path.write_text(path.read_text("utf-8").replace(
        'msgid "Le levain"\nmsgstr ""', 'msgid "Le levain"\nmsgstr "Der Ansatz"'
    ), "utf-8")  # fmt: skip
    run(project, "import", project / "alt.md", "de")
    entry = catalog(project).get(("", "Le levain"))
    assert (entry.msgstrs, entry.is_fuzzy) == (("Der Ansatz",), False)
    before = path.read_bytes()
    run(project, "import", project / "alt.md", "de")
    assert path.read_bytes() == before


def test_import_tells_what_has_no_partner(project):
    (project / "alt.md").write_text(GERMAN + "\nEin Satz ohne Quelle.\n", "utf-8")
    result = run(project, "import", project / "alt.md", "de")
    assert result.exit_code == 0
    assert f"alt.md:{GERMAN.count(chr(10)) + 2}: warning[import-target-alone]" in result.output


DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><title>{}</title>
<text x="5" y="20" data-width="40">{}</text></svg>
"""


@pytest.fixture
def drawn(project):
    """Return the project with a figure in its sheet."""
    (project / "content/four.svg").write_text(DRAWING.format("Four", "Pain chaud"), "utf-8")
    source = project / "content/pain.md"
    text = source.read_text("utf-8").replace("- **Farine**", "![Le four](four.svg)\n\n- **Farine**")
    source.write_text(text, "utf-8")
    return project


def test_import_takes_the_texts_of_the_figures_beside_the_file(drawn):
    """A translator would type them again, though the old edition has them."""
    (drawn / "four.svg").write_text(DRAWING.format("Ofen", "Warmes Brot"), "utf-8")
    run(drawn, "import", drawn / "alt.md", "de")
    found = {e.msgid: (e.msgstrs[0], e.is_fuzzy) for e in catalog(drawn).entries}
    assert found["Four"] == ("Ofen", True)
    assert found["Pain chaud"] == ("Warmes Brot", True)


@pytest.mark.parametrize("other", [None, DRAWING.replace("<text", "<text>x</text><text")])
def test_import_tells_when_it_cannot_take_the_texts_of_a_figure(drawn, other):
    if other:
        (drawn / "four.svg").write_text(other, "utf-8")
    result = run(drawn, "import", drawn / "alt.md", "de")
    assert "four.svg: warning[import-figure]" in result.output
    assert (result.exit_code, catalog(drawn).get(("", "Four")).msgstrs) == (0, ("",))


@pytest.mark.parametrize("lang", TARGETS)
def test_the_texts_of_a_figure_come_back_from_the_edition(lang):
    """The Markdown edition breaks them into lines, which some scripts do without spaces."""
    sheet = PROJECT.sheet(SHEET)
    entries = PROJECT.catalog(SHEET, lang).translations()
    for path, svg in PROJECT.figures(sheet):
        other = SourceFile("alt.svg", figures.translated(path, svg, lang, entries))
        wanted = {key: entries[key] for key in (u.key for u in figures.units(path, svg))}
        taken = figures.paired(path, svg, other)
        assert taken == {key: text for key, text in wanted.items() if text != key[1]}


@pytest.mark.parametrize(
    ("name", "data", "code", "word"),
    [
        ("alt.txt", b"x", 2, "import-kind"),
        ("alt.md", b"\xff\xfe", 1, "source-encoding"),
        ("alt.md", "# A\u202eB\n".encode(), 1, "import-characters"),
    ],
)
def test_a_bad_file_changes_nothing(project, name, data, code, word):
    (project / name).write_bytes(data)
    result = run(project, "import", project / name, "de")
    assert (result.exit_code, word in result.output) == (code, True)
    assert not (project / "locales").exists()


def test_with_several_sheets_the_name_is_asked_for(project):
    source = Path(project / "content/pain.md")
    (project / "content/sel.md").write_text(source.read_text("utf-8"), "utf-8")
    assert "import-sheet" in run(project, "import", project / "alt.md", "de").output
    assert run(project, "import", project / "alt.md", "de", "--sheet", "sel").exit_code == 0
    assert not (project / "locales/de/LC_MESSAGES/pain.po").exists()

"""Every check: it finds what its case file shows, and lets the near miss pass."""

import ast
import re
import runpy
from pathlib import Path

import pytest
from editions import ROOT
from projects import PO, catalog, found, line_in, of_code, passage, project
from sheets import CASES, cases, rows

import polyfiche
from polyfiche import checks, loop
from polyfiche.checks import explain, passages, table
from polyfiche.checks.kinds import Context, Edition
from polyfiche.problems import UsageError
from polyfiche.termbase import Termbase
from polyfiche.workspace import Project

FOLDER = CASES / "checks"
TEXTS = [check.code for check in (*table.OF_TRANSLATION, *table.OF_TEXT)]
SHEETS = [c.code for c in table.OF_SHEET if c.code not in {"figure-text", "source-budget"}]
CATALOGS = [check.code for check in table.OF_CATALOG] + ["catalog-ignore"]
ROWS = [(code, tuple(row)) for code in TEXTS for row in rows(f"checks/{code}.tsv")]
PREFIX = PO.count("\n")


def of_files(*codes):
    return [(code, *case) for code in codes for case in cases(f"checks/{code}.md")]


def plain(text):
    """Return *text* with `\\n`, `\\\\`, `\\uXXXX` read."""
    known = {"n": "\n", "\\": "\\"}

    def character(match):
        return known.get(match[1]) or chr(int(match[1][1:], 16))

    return re.sub(r"\\(n|\\|u[0-9a-f]{4}|U[0-9a-f]{8})", character, text)


def agree(problems, expected):
    lines = [line_in(problem) for problem in problems]
    wanted = [line.partition(": ") for line in expected.split("\n") if line]
    assert [line.partition(": ")[0] for line in lines] == [place for place, _, _ in wanted], lines
    for line, (_, _, part) in zip(lines, wanted, strict=True):
        assert part in line


@pytest.mark.parametrize(("code", "case"), ROWS, ids=str)
def test_texts(code, case):
    """A wrong text would be printed, or a right one be called wrong."""
    lang, msgid, text, expected, fixed = case
    one = passage(lang, plain(msgid), plain(text))
    assert ("hit" if found(code, one) else "miss") == expected
    if fixed:
        check = next(c for c in (*table.OF_TRANSLATION, *table.OF_TEXT) if c.code == code)
        assert checks.repair.fixed(one.text, list(check.run(one))) == plain(fixed)


@pytest.mark.parametrize(("code", "title", "body", "expected"), of_files(*SHEETS))
def test_sheets(code, title, body, expected, tmp_path):
    """An author would find it in print."""
    one = project(tmp_path, body, content__f_svg=SVG)
    agree(of_code(one, code), expected)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Titre</title></svg>'


@pytest.mark.parametrize(("code", "title", "text", "expected"), of_files("figure-text"))
def test_figures(code, title, text, expected, tmp_path):
    """A number would be written the French way in Hindi."""
    one = project(tmp_path, "![Une figure](f.svg)", content__f_svg=text)
    agree(of_code(one, code), expected)


@pytest.mark.parametrize(("code", "title", "text", "expected"), of_files("source-budget"))
def test_budget(code, title, text, expected, tmp_path):
    """A page would have to be set too small."""
    size = int(text.strip().removeprefix("@")) - len("A ")
    body = "\n" * 9 + f"<!-- section: a -->\n## A\n\n{'m' * size}\n"
    agree(of_code(project(tmp_path, body), code), expected)


@pytest.mark.parametrize(("code", "title", "text", "expected"), of_files("source-coverage"))
def test_coverage(code, title, text, expected, tmp_path):
    """A sheet would say less than was promised."""
    body = "\n" * 11 + "<!-- card: a covers=S01-S02 -->\n### A\n"
    one = project(tmp_path, body, content__statements_tsv=f"id\tstatement\n{text}")
    agree(of_code(one, code), expected)


@pytest.mark.parametrize(("code", "title", "text", "expected"), of_files("catalog-stale"))
def test_stale(code, title, text, expected, tmp_path):
    """CI would build from yesterday's template."""
    one = project(tmp_path, "Du pain.\n")
    loop.update(one, ["de"], write=True)
    path = tmp_path / "content/a.md"
    path.write_text(path.read_text("utf-8").replace("Du pain.\n", text), "utf-8")
    agree(of_code(one, code), expected)


@pytest.mark.parametrize(("code", "title", "text", "expected"), of_files(*CATALOGS))
def test_catalogs(code, title, text, expected, tmp_path):
    """A translator's program would take another language, or a hole go unseen."""
    one = project(tmp_path, "Du pain.\n")
    is_header = code in {"catalog-language", "catalog-plural"}
    fields = "".join(f'"{field}\\n"\n' for field in text.strip().split("\\n"))
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    catalog(one, head + fields if is_header else PO + text)
    agree(of_code(one, code), expected)


@pytest.mark.parametrize("code", [*table.CHECKS, "catalog-ignore"])
def test_every_check_has_a_hit_and_a_near_miss(code):
    """A check that was never seen to find, or to pass, does neither."""
    if (FOLDER / f"{code}.tsv").is_file():
        assert {row[3] for row in rows(f"checks/{code}.tsv")} == {"hit", "miss"}
    else:
        expected = [bool(case[2]) for case in cases(f"checks/{code}.md")]
        assert set(expected) == {True, False}


def test_every_case_file_is_of_a_check():
    """A file that nobody reads would look like a test."""
    assert {path.stem for path in FOLDER.iterdir()} == {*table.CHECKS, "catalog-ignore"}


@pytest.mark.parametrize("code", table.CHECKS)
def test_every_docstring_has_an_example_and_what_to_do(code):
    """`polyfiche explain` would name the problem and leave its reader alone with it."""
    text = explain.explain(code)
    assert "For example: " in text
    assert "To mend it: " in text


def codes_in_source():
    """Yield every string of the package that is used as a problem's code."""
    areas = {code.partition("-")[0] for code in explain.codes()}
    others = {"source-language", "text-anchor", "font-size", "font-src", "markdown-it-py"}
    others |= {"markdown-text"}
    for path in Path(polyfiche.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                yield from (a.value for a in node.args[2:3] if isinstance(a, ast.Constant))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                match = re.fullmatch(r"([a-z]+)(-[a-z0-9]+)+", node.value)
                if match and match[1] in areas and node.value not in others:
                    yield node.value


def test_every_code_of_the_package_is_explained():
    """Somebody would be shown a code that nothing explains."""
    assert set(codes_in_source()) - {*explain.codes()} == set()


def test_an_unknown_code_says_the_closest():
    with pytest.raises(UsageError) as caught:
        explain.explain("parity-links")
    assert caught.value.problems[0].hint == "did you mean 'parity-link'?"


def test_the_page_of_the_codes_is_current():
    """The page would explain yesterday's checks; run: python tools/write_checks_doc.py."""
    assert (ROOT / "docs/checks.md").read_text("utf-8") == explain.as_markdown()


def test_the_page_of_the_terms_is_current():
    """The page would name yesterday's terms; run: python tools/write_translations_doc.py."""
    made = runpy.run_path(str(ROOT / "tools/write_translations_doc.py"))
    assert (ROOT / "docs/translations.md").read_text("utf-8") == made["page"]()


def test_the_repository_has_no_problem():
    """Issue 3: 0 unexplained problems on the repository's own catalogs."""
    assert [str(problem) for problem in checks.check(Project(ROOT))] == []


# Places and repairs

ENTRIES = """\
# A translator's note, kept.
#, fuzzy
#| msgid "rien"
msgid "Titre"
msgstr "Titel ..."

#. paragraph
msgid ""
"Du "
"pain."
msgstr ""
"Das \\"Brot\\" "
"ist da..."

msgid   "Autre"
msgstr "ohne ..."
#~ msgid "vieux"
#~ msgstr "alt ..."
"""


def test_a_place_is_found_behind_escapes_and_wrapped_lines(tmp_path):
    """The caret would stand under another word."""
    one = project(tmp_path, "Du pain.\n")
    catalog(one, PO + ENTRIES)
    sheet = one.sheet("a")
    made = Edition(Context(one, sheet, sheet.units, Termbase()), "de", one.catalog("a", "de"))
    (first, _) = passages.of_catalog(made)
    quote, dots = first.text.index('"'), first.text.index("...")
    assert passages.locate(first, quote) == (PREFIX + 12, 6)
    assert passages.locate(first, dots) == (PREFIX + 13, 8)


def test_a_repair_of_a_catalog_touches_nothing_else(tmp_path):
    """A translator would have to read a diff of everything."""
    one = project(tmp_path, "Du pain.\n")
    catalog(one, PO + ENTRIES)
    path = tmp_path / "locales/de/LC_MESSAGES/a.po"
    assert checks.fix(one) == ["locales/de/LC_MESSAGES/a.po"]
    fixed = 'msgid "Du pain."\nmsgstr "Das „Brot“ ist da…"\n'
    wanted = ENTRIES[: ENTRIES.index('msgid ""')] + fixed
    wanted += '\nmsgid "Autre"\nmsgstr "ohne…"\n' + ENTRIES[ENTRIES.index("#~") :]
    assert path.read_text("utf-8") == PO + wanted.replace("ohne…", "ohne …")
    assert checks.fix(one) == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_repair_of_a_source_touches_nothing_else(end, tmp_path):
    """An author's line ends, table and code would change for a space."""
    body = "un l'avion ?  \n> \"deux\" `l'a ?`\n\n| a ? | l'a |\n| --- | --- |\n| a ? | `?` |\n"
    right = "un l’avion\u202f?  \n> «\u00a0deux\u00a0» `l'a ?`\n\n"
    right += "| a\u202f? | l’a |\n| --- | --- |\n| a\u202f? | `?` |\n"
    one = project(tmp_path, "")
    path = tmp_path / "content/a.md"
    head = path.read_bytes().decode()
    path.write_bytes((head + body).replace("\n", end).encode())
    assert checks.fix(one) == ["content/a.md"]
    assert path.read_bytes() == (head + right).replace("\n", end).encode()
    assert checks.fix(one) == []


def test_a_repair_reaches_the_head_and_the_figures(tmp_path):
    """The title is the largest text of the sheet."""
    svg = SVG.replace("Titre", "Qu'est-ce")
    one = project(tmp_path, "![Une figure](f.svg)", content__f_svg=svg)
    path = tmp_path / "content/a.md"
    path.write_text(path.read_text("utf-8").replace("Titre", "L'eau"), "utf-8")
    assert checks.fix(one) == ["content/a.md", "content/f.svg"]
    assert "title: L’eau\n" in path.read_text("utf-8")
    assert (tmp_path / "content/f.svg").read_text("utf-8") == svg.replace("'", "’")


def test_what_an_entry_ignores_is_not_told(tmp_path):
    """A difference that is meant would be told for ever."""
    one = project(tmp_path, "Du **pain**.\n")
    entry = 'msgid "Du **pain**."\nmsgstr "Brot."\n'
    catalog(one, PO + entry)
    assert len(of_code(one, "parity-emphasis")) == 1
    catalog(one, f"{PO}# polyfiche: ignore parity-emphasis\n{entry}")
    assert of_code(one, "parity-emphasis") == []


def test_what_an_entry_ignores_is_not_told_of_its_plurals(tmp_path):
    """The second form would be told for ever."""
    one = project(tmp_path, "Du pain.\n")
    forms = 'msgid "**un**"\nmsgid_plural "**{params}**"\nmsgstr[0] "ein"\nmsgstr[1] "{params}"\n'
    catalog(one, f"{PO}# polyfiche: ignore parity-emphasis\n{forms}")
    assert of_code(one, "parity-emphasis") == of_code(one, "catalog-ignore") == []


def test_one_broken_sheet_does_not_hide_the_others(tmp_path):
    """All problems are told in one run."""
    one = project(tmp_path, "** gras**\n", content__terms_tsv="nom\tfr\n")
    (tmp_path / "content/b.md").write_text("rien", "utf-8")
    catalog(one, "msgid")
    codes = {problem.code for problem in checks.check(one)}
    assert {"source-literal", "frontmatter-none", "terms-header", "catalog-syntax"} <= codes

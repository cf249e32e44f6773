"""The program's own words: every one exists, in every language; and what gettext's tools say."""

import importlib.util
import re
import subprocess
import sys

import pytest
from editions import LANGUAGES, ROOT, SHEET
from support import require

from polyfiche import catalogs
from polyfiche.workspace import Project, words

FOLDER = ROOT / "src/polyfiche/locales"
PROJECT = Project(ROOT)
PATHS = sorted(
    [ROOT / PROJECT.catalog_path(SHEET, tag) for tag in PROJECT.languages(SHEET)]
    + list(FOLDER.glob("*.po"))
)
JUSTIFIED = {
    "W no-report-msgid-bugs-to-header-field",
    "I unable-to-determine-language",
    "I unknown-message-flag",
}
"""docs/translating.md says why, for each of them."""


def tool():
    spec = importlib.util.spec_from_file_location("extract_ui", ROOT / "tools/extract_ui.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load(path):
    return catalogs.load(path.read_bytes(), path.name)


def test_every_word_that_is_used_exists_and_no_other():
    """A template with a word that nobody wrote stops the build; an old word is work for nothing."""
    template = load(FOLDER / "polyfiche.pot")
    assert sorted(entry.msgctxt for entry in template.entries) == tool().used()


def test_the_reader_of_words_sees_them_all():
    """A reader that sees nothing would find every word in its place."""
    assert {"sources", "skip", "incomplete", "version", "note"} <= set(tool().used())


@pytest.mark.all_languages
def test_every_catalog_is_complete(lang):
    """A German page with one English word looks broken."""
    template = load(FOLDER / "polyfiche.pot")
    assert [key for key, _ in words(lang)] == [entry.msgctxt for entry in template.entries]
    if lang == "en":
        return
    own = load(FOLDER / f"{lang.replace('-', '_')}.po")
    assert [entry.key for entry in own.entries] == [entry.key for entry in template.entries]
    assert [entry.msgid for entry in own.entries if not entry.is_translated] == []


def test_the_command_finds_everything_current():
    command = [sys.executable, str(ROOT / "tools/extract_ui.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_new_word_comes_in_and_an_old_one_goes(tmp_path):
    """The way of somebody who adds a line to a template."""
    source, folder = tmp_path, tmp_path / "locales"
    folder.mkdir()
    for path in (FOLDER / "polyfiche.pot", FOLDER / "de.po"):
        (folder / path.name).write_bytes(path.read_bytes())
    (source / "page.html.j2").write_text("{{ imprint.words.sources }} {{ words.see_also }}")
    (source / "code.py").write_text("words['version'], ui[\"data\"], words['sources']")
    made = {path.name: catalogs.load(data, path.name) for path, data in tool().current(
        folder, source).items()}  # fmt: skip
    keys = ["sources", "version", "data", "note", "tip", "important", "warning", "caution"]
    assert [e.msgctxt for e in made["polyfiche.pot"].entries] == [*keys, "see_also"]
    assert made["polyfiche.pot"].entries[-1].msgid == "See also"
    german = {e.msgctxt: (e.msgstrs[0], e.obsolete) for e in made["de.po"].entries}
    assert german["sources"] == ("Quellen", False)
    assert german["see_also"] == ("", False)
    assert german["skip"] == ("Zum Inhalt springen", True)


def test_a_language_of_the_sheet_is_a_language_of_the_program():
    have = {path.stem for path in FOLDER.glob("*.po")} | {"en"}
    assert {tag.replace("-", "_") for tag in (*LANGUAGES, *PROJECT.languages(SHEET))} <= have


# What gettext's own tools say


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(ROOT)))
def test_msgfmt_takes_every_catalog(path):
    """Weblate and Linux distributions would refuse the file."""
    command = [require("msgfmt"), "-c", "-o", "/dev/null", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(ROOT)))
def test_i18nspector_finds_nothing_that_is_not_justified(path):
    command = [require("i18nspector"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = {re.sub(r": .*?: ", " ", line, count=1) for line in done.stdout.splitlines()}
    found = {re.sub(r"(unknown-message-flag) .*'max-length:\d+'", r"\1", line) for line in found}
    assert found - JUSTIFIED == set()


def test_what_is_justified_is_in_the_docs():
    page = (ROOT / "docs/translating.md").read_text("utf-8")
    assert [tag for tag in JUSTIFIED if f"`{tag[2:]}`" not in page] == []

"""What is read once and kept by content says what reading it again would say."""

import shutil

import pytest
from click.testing import CliRunner
from editions import ROOT, SHEET
from test_incremental import edit, project, tree

from polyfiche import catalogs, loop, readings, segments, settled, version
from polyfiche.cli import main
from polyfiche.limits import Limits
from polyfiche.model import Outline, SourceFile
from polyfiche.problems import CatalogError, SourceError
from polyfiche.store import Box
from polyfiche.workspace import Project

__all__ = ["project"]


@pytest.fixture(autouse=True)
def _read_anew():
    readings.outline.cache_clear()
    readings.units.cache_clear()


def kept(folder, data):
    return readings.translations(Box(folder), data, Limits(), lambda: catalogs.load(data, "a.po"))


def test_a_kept_outline_is_what_the_source_says(tmp_path):
    """A build from a warm cache would differ from a cold one."""
    source = SourceFile(f"content/{SHEET}.md", (ROOT / f"content/{SHEET}.md").read_text("utf-8"))
    sheet = segments.parse(source)
    for _ in ("cold", "warm"):
        found = readings.outline(Box(tmp_path), source)
        assert [getattr(found, n) for n in Outline.__dataclass_fields__] == [
            getattr(sheet, n) for n in Outline.__dataclass_fields__
        ]
        readings.outline.cache_clear()
    assert len(list(Box(tmp_path).entries())) == 1


def test_a_changed_figure_gives_other_units(tmp_path):
    """A new label would never reach the translators."""
    source = SourceFile(f"content/{SHEET}.md", (ROOT / f"content/{SHEET}.md").read_text("utf-8"))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>{}</text></svg>'
    for label in ("Une étiquette", "Une autre", "Une étiquette"):
        units = readings.units(Box(tmp_path), source, (("content/a.svg", svg.format(label)),))
        assert units[-1].msgid == label


@pytest.mark.all_languages
def test_kept_translations_are_those_of_the_catalog(tmp_path, lang):
    """An edition would print what the catalog no longer says, or count it otherwise."""
    one = Project(ROOT)
    catalog = one.catalog(SHEET, lang)
    if catalog is None:
        assert lang == "fr"
        return
    units = one.units(one.outline(SHEET))
    data = catalogs.dump(catalog)
    fuzzy = data.replace(b"\n#, ", b"\n#, fuzzy, ", 20)
    for text in (data, fuzzy, fuzzy):
        known = catalogs.load(text, "a.po")
        entries, counts = kept(tmp_path, text).of(units)
        assert dict(entries) == {
            unit.key: known.translations()[unit.key]
            for unit in units
            if unit.key in known.translations()
        }
        assert counts == catalogs.stats(known, units)


def test_what_is_wrong_is_not_kept(tmp_path):
    """A mistake would be told once, and then the sheet would be taken for good."""
    for _ in range(2):
        with pytest.raises(SourceError):
            readings.outline(Box(tmp_path), SourceFile("a.md", "no head"))
        with pytest.raises(CatalogError):
            kept(tmp_path, b"msgid")
    assert list(Box(tmp_path).entries()) == []


def test_the_program_is_part_of_every_name(tmp_path):
    """A new version would read with the eyes of the old one."""
    assert version.code() != version.program()
    assert len(version.program()) == 16


# Templates and catalogs that are known to be current

PO = "locales/de/LC_MESSAGES/pain.po"
EDITS = {
    "nothing": lambda p: None,
    "a sentence": lambda p: edit(p / "content/pain.md", "baguettes", "pains"),
    "the template": lambda p: edit(p / "locales/pain.pot", "#. ", "#. changed "),
    "no template": lambda p: (p / "locales/pain.pot").unlink(),
    "a translation": lambda p: edit(p / PO, "Understand", "Verstehen"),
    "an entry gone": lambda p: edit(p / PO, 'msgid "Comprendre"', 'msgid "Comprendra"'),
    "a catalog gone": lambda p: (p / PO).unlink(),
    "a comment of the author": lambda p: edit(p / PO, "#. heading", "#. other"),
}
COMMANDS = (("extract", "--check"), ("extract",), ("update", "--check"), ("update",))


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_loop_that_remembers_says_what_one_without_memory_says(project, name, command, tmp_path):
    """A template would stay behind its source, or CI would not see it."""
    for before in COMMANDS:  # all that can be remembered is
        CliRunner().invoke(main, ["-C", str(project), *before])
    EDITS[name](project)
    other = tmp_path / "other"
    shutil.copytree(project, other, ignore=shutil.ignore_patterns(".polyfiche", "other"))
    results = [CliRunner().invoke(main, ["-C", str(p), *command]) for p in (project, other)]
    assert results[0].output == results[1].output
    assert results[0].exit_code == results[1].exit_code
    assert tree(project / "locales") == tree(other / "locales")


def test_what_is_known_to_be_current_is_not_read(project):
    """Each commit hook would parse every sheet."""
    loop.update(Project(project), (), write=True)
    known = settled.marks(Project(project), "update True True False")
    assert known.has_template("pain")
    assert known.has_catalog("pain", "de")
    edit(project / PO, "Understand", "Verstehen")
    assert not known.has_catalog("pain", "de")
    edit(project / "content/pain.md", "baguettes", "pains")
    assert not known.has_template("pain")

"""Babel's doors: `pybabel extract` reads sheets and figures, its checkers know our markup."""

import io
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, TranslationError
from babel.messages.checkers import checkers
from babel.messages.extract import extract as babel_extract
from babel.messages.pofile import read_po
from editions import ROOT, SHEET
from sheets import FIRST, HEAD

from polyfiche import extractor
from polyfiche.problems import SourceError
from polyfiche.workspace import Project

MAPPING = "[polyfiche: content/**.md]\n[polyfiche: content/**.svg]\n"
BODY = """\
<!-- card: un -->
### Fin

<!-- i18n:comment: A note. -->
<!-- i18n:context: menu -->
Fin

Un **mot** de
deux lignes, {params}.
"""


def extracted(text, name="content/a.md"):
    file = io.BytesIO(text.encode())
    file.name = name
    return list(babel_extract("polyfiche", file))


def test_pybabel_extracts_what_our_template_has(tmp_path):
    """Projects that have Babel in their build would need a second tool."""
    pybabel = shutil.which("pybabel", path=sysconfig.get_path("scripts"))
    assert pybabel, "Babel's command is not installed"
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "babel.cfg").write_text(MAPPING, "utf-8")
    command = [pybabel, "extract", "-F", "babel.cfg", "-o", "out.pot", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with (tmp_path / "out.pot").open("rb") as file:
        found = {(message.context or "", message.id) for message in read_po(file) if message.id}
    project = Project(ROOT)
    assert found == {unit.key for unit in project.units(project.sheet(SHEET))}


def test_lines_comments_and_contexts_are_given():
    lines = BODY.split("\n")
    assert extracted(HEAD + BODY) == [
        (1, "Titre", ["title"], None),
        (FIRST + lines.index("### Fin") + 1, "Fin", ["heading"], None),
        (FIRST + lines.index("Fin") + 1, "Fin", ["paragraph", "A note."], "menu"),
        (
            FIRST + lines.index("Un **mot** de") + 1,
            "Un **mot** de deux lignes, {params}.",
            ["paragraph"],
            None,
        ),
    ]


def test_a_figure_has_lines_too():
    path = "content/figures/emboitement.svg"
    text = (ROOT / path).read_text("utf-8")
    for line, message, comments, _ in extracted(text, path):
        assert message.split()[0] in text.split("\n")[line - 1]
        assert comments


def test_a_wrong_sheet_is_told_as_ever():
    with pytest.raises(SourceError, match=r"content/a\.md"):
        extracted("# no head\n")


# The checker


def message(msgid, msgstr, place="content/a.md#un"):
    catalog = Catalog("de")
    return catalog.add(msgid, msgstr, locations=[(place, None)])


def test_babel_knows_the_checker_and_keeps_its_own():
    assert extractor.check in checkers
    assert {"num_plurals", "python_format"} <= {checker.__name__ for checker in checkers}


@pytest.mark.parametrize(
    ("msgid", "msgstr", "word"),
    [
        ("Il y a {n} mots", "Es gibt Wörter", "fact 'n' is lost"),
        ("Voir [la page](https://a.org)", "Siehe [die Seite](https://b.org)", "https://b.org"),
        ("Voir `code`", "Siehe code", "code 'code' is lost"),
        ("**gras**", "** fett **", "literal"),
    ],
)
def test_lost_markup_is_refused(msgid, msgstr, word):
    with pytest.raises(TranslationError, match=word):
        extractor.check(None, message(msgid, msgstr))


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Il y a {n} **mots**", "**Wörter**: {n}"),
        ("un mot", "ein *Wort*"),
        ("Voir {n}", ""),
        (("{n} mot", "{n} mots"), ("", "")),
    ],
)
def test_what_a_language_may_do_passes(msgid, msgstr):
    extractor.check(None, message(msgid, msgstr))


@pytest.mark.parametrize("place", ["src/app.py", "templates/readme.html", "README.mdx"])
def test_messages_of_programs_are_none_of_our_business(place):
    """Babel runs every checker that is installed on every catalog of this Python."""
    extractor.check(None, message("`a` {n}", "b", place))


@pytest.mark.all_languages
def test_our_catalogs_pass(lang):
    path = ROOT / Project(ROOT).catalog_path(SHEET, lang)
    if not path.is_file():
        assert lang == "fr"
        return
    with path.open("rb") as file:
        catalog = read_po(file, locale=lang.replace("-", "_"))
    assert len(catalog) > 100
    for one in catalog:
        extractor.check(catalog, one)


def test_importing_the_checker_loads_nothing_heavy():
    """Every compile of every catalog in this Python would wait for it."""
    code = (
        "import sys; before = set(sys.modules); import polyfiche.extractor;"
        "print(sorted({m.partition('.')[0] for m in set(sys.modules) - before}"
        " - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['polyfiche']"


def test_entry_points_name_what_exists():
    from importlib.metadata import entry_points

    for group, target in (
        ("babel.extractors", extractor.extract),
        ("babel.checkers", extractor.check),
    ):
        assert [p.load() for p in entry_points(group=group) if p.name == "polyfiche"] == [target]
    assert Path(extractor.__file__).is_file()

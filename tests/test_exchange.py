"""XLIFF and TMX: out, back, and no other byte of the catalog is changed."""

import dataclasses
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner
from conftest import LANGUAGES
from editions import ROOT, SHEET
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sheets import SMALL

from polyfiche import bitexts, catalogs, exchange
from polyfiche.cli import main
from polyfiche.entries import Entry
from polyfiche.exchange import Bitext, Item
from polyfiche.problems import CatalogError
from polyfiche.workspace import Project

TARGETS = [lang for lang in LANGUAGES if lang != "fr"]
FORMS = ("xliff", "xliff12", "tmx")
WORK = ("xliff", "xliff12")
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
MESSY = (
    HEADER
    + """
# a note of hers
#. of the author
#: content/a.md#x
#, fuzzy, python-brace-format
#| msgid "old"
msgid "Le {n}\u00a0: \u202f« a »"
msgstr "The {n}:  « a »  "

#, no-wrap ,  fuzzy
msgctxt "menu"
msgid "Fin"
msgstr "End"

msgctxt "film"
msgid "Fin"
msgstr "The End"

msgid "un <b> & ]]> \\"x\\" \\\\ \\tt"
msgstr ""
"eins\\n"
"  zwei <b> & ]]>\\n"
"\\n"

msgid "%d jeton"
msgid_plural "%d jetons"
msgstr[0] "%d Token"
msgstr[1] ""

#, fuzzy
msgid "a jeton"
msgid_plural "a jetons"
msgstr[0] "A"
msgstr[1] "B"

#, fuzzy
msgid "vide"
msgstr ""

#| msgid "stray"
msgid "rien"
msgstr ""

msgid "  espace  "
msgstr "  space\u3000"

#~ msgid "mort"
#~ msgstr "dead"
# the end
"""
)


def load(text):
    return catalogs.load(text.encode(), "x.po")


def there_and_back(catalog, form):
    out = Bitext("", exchange.items(catalog), "fr", "de", "content/x.md")
    return exchange.take(catalog, bitexts.load(bitexts.dump(out, form), "x", "fr", "de"))


def entry(catalog, msgid):
    return next(one for one in catalog.entries if one.msgid == msgid)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", TARGETS)
def test_the_project_comes_back_as_it_was(lang, form):
    """An agency that changes nothing would leave a diff of everything."""
    catalog = Project(ROOT).catalog(SHEET, lang)
    taken = there_and_back(catalog, form)
    assert catalogs.dump(taken.catalog) == catalogs.dump(catalog)
    assert (taken.changed, taken.problems) == (0, ())


@pytest.mark.parametrize("form", FORMS)
def test_a_messy_catalog_comes_back_as_it_was(form):
    taken = there_and_back(load(MESSY), form)
    assert catalogs.dump(taken.catalog) == MESSY.encode()
    assert (taken.changed, taken.problems) == (0, ())


TEXTS = st.text(
    st.sampled_from("ab \n\t\u00a0\u202f\u3000<>&]\"'\\{}*_`[](é語ग\u0327\u200d\U0001f600"),
    min_size=1,
)
ENTRIES = st.builds(
    Entry,
    TEXTS,
    st.tuples(st.one_of(st.just(""), TEXTS)),
    st.one_of(st.none(), TEXTS),
    flags=st.sampled_from([(), ("fuzzy",), ("no-wrap", "fuzzy"), ("python-brace-format",)]),
)
CATALOGS = st.lists(ENTRIES, max_size=6, unique_by=lambda one: one.key).map(
    lambda entries: dataclasses.replace(load(HEADER), entries=tuple(entries))
)


@pytest.mark.parametrize("form", FORMS)
@given(catalog=CATALOGS)
def test_any_catalog_comes_back_as_it_was(form, catalog):
    taken = there_and_back(catalog, form)
    assert taken.catalog == catalog
    assert taken.problems == ()


# What a tool changes


def edited(form, change, text=MESSY):
    """Return what comes back after *change* was made to the text of the file."""
    catalog = load(text)
    out = Bitext("", exchange.items(catalog), "fr", "de", "content/x.md")
    data = change(bitexts.dump(out, form).decode())
    return exchange.take(catalog, bitexts.load(data.encode(), "x.xlf", "fr", "de"))


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("xliff", 'state="initial"', 'state="final"'),
        ("xliff12", 'approved="no"', 'approved="yes"'),
        ("xliff12", 'state="needs-review-translation"', 'state="signed-off"'),
    ],
)
def test_a_confirmed_text_is_no_longer_fuzzy(form, old, new):
    """The translator would have to confirm it twice."""
    taken = edited(form, lambda text: text.replace(old, new))
    made = entry(taken.catalog, "Le {n}\u00a0: \u202f« a »")
    assert (made.flags, made.previous) == (("python-brace-format",), ())
    assert made.msgstrs == ("The {n}:  « a »  ",)
    assert taken.changed == 3


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("xliff", 'state="translated"', 'state="initial"'),
        ("xliff12", 'approved="yes"', 'approved="no"'),
    ],
)
def test_a_doubtful_text_becomes_fuzzy(form, old, new):
    def change(text):
        return text.replace(old, new).replace('state="translated"', 'state="needs-translation"')

    assert entry(edited(form, change).catalog, "  espace  ").is_fuzzy


@pytest.mark.parametrize("form", WORK)
def test_a_new_text_replaces_the_old_one_and_nothing_else(form):
    taken = edited(form, lambda text: text.replace(">The End<", ">Ende<"))
    before, after = MESSY.encode(), catalogs.dump(taken.catalog)
    assert after == before.replace(b"The End", b"Ende")
    assert taken.changed == 1


@pytest.mark.parametrize("form", WORK)
def test_a_new_text_without_a_state_is_fuzzy(form):
    """Many tools write none; somebody has to look."""

    def change(text):
        plain = re.sub(r' (?:state|approved)="[^"]*"', "", text)
        return plain.replace(">The End<", ">Ende<")

    taken = edited(form, change)
    assert [(e.msgstrs, e.is_fuzzy) for e in taken.catalog.entries if e.msgctxt == "film"] == [
        (("Ende",), True)
    ]
    assert taken.changed == 1


@pytest.mark.parametrize("form", WORK)
def test_an_emptied_text_erases_nothing(form):
    taken = edited(form, lambda text: re.sub(r"<target[^>]*>[^<]*</target>", "<target/>", text))
    assert catalogs.dump(taken.catalog) == MESSY.encode()


@pytest.mark.parametrize("form", WORK)
def test_ids_of_another_tool_do_no_harm(form):
    """Some tools number the units anew; text and context still tell which is which."""
    ids = iter(range(100))
    taken = edited(
        form,
        lambda text: re.sub(r' id="m[^"]*"', lambda _: f' id="{next(ids)}"', text).replace(
            ">The End<", ">Ende<"
        ),
    )
    assert [e.msgstrs for e in taken.catalog.entries if e.msgid == "Fin"] == [("End",), ("Ende",)]


def test_a_source_that_moved_on_is_told():
    """The translation would land on a message that says something else."""
    taken = edited("xliff", lambda text: text.replace("rien", "tout"))
    assert [(p.code, p.path, p.severity) for p in taken.problems] == [
        ("import-unknown", "x.xlf", "warning")
    ]
    assert "'tout' is not in x.po" in taken.problems[0].message


def test_segments_of_one_unit_are_one_text():
    data = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="fr"
      trgLang="de"><file id="f"><unit id="u"><segment state="translated"><source>Un. </source>
      <target>Eins. </target></segment><ignorable><source> </source></ignorable>
      <segment state="final"><source>De<mrk id="1">ux</mrk>.</source><target>Zwei.</target>
      </segment></unit></file></xliff>"""
    found = bitexts.load(data.encode(), "x.xlf", "fr", "de")
    assert found.items == (Item("Un.  Deux.", "Eins.  Zwei.", "u", "", "translated"),)


# TMX


def test_a_memory_holds_what_is_confirmed():
    """Another project would print a guess of ours as certain."""
    catalog = load(MESSY)
    data = bitexts.dump(Bitext("", exchange.items(catalog), "fr", "de"), "tmx")
    found = bitexts.load(data, "x.tmx", "fr", "de").items
    assert [item.target for item in found] == [
        "The End", "eins\n  zwei <b> & ]]>\n\n", "%d Token", "  space\u3000",
    ]  # fmt: skip
    assert found[0].context == "film"


def test_a_memory_fills_what_is_empty_as_fuzzy_and_replaces_nothing():
    data = """<?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header srclang="fr-FR"/><body>
    <tu><tuv xml:lang="fr-FR"><seg>rien</seg></tuv><tuv xml:lang="DE-AT"><seg>nix</seg></tuv></tu>
    <tu><tuv xml:lang="fr"><seg>  espace  </seg></tuv><tuv xml:lang="de"><seg>R</seg></tuv></tu>
    <tu><tuv xml:lang="fr"><seg>autre</seg></tuv><tuv xml:lang="de"><seg>X</seg></tuv></tu>
    </body></tmx>"""
    taken = exchange.take(load(MESSY), bitexts.load(data.encode(), "x.tmx", "fr", "de"))
    made = entry(taken.catalog, "rien")
    assert (made.msgstrs, made.is_fuzzy) == (("nix",), True)
    assert entry(taken.catalog, "  espace  ").msgstrs == ("  space\u3000",)
    assert (taken.changed, taken.problems) == (1, ())


# What the files are


def items():
    return exchange.items(load(MESSY))


def test_xliff_2_is_what_the_standard_says():
    """Upstream puts notes and xml:space into segments, where no validator wants them."""
    root = etree.fromstring(bitexts.dump(Bitext("", items(), "fr", "de", "a.md"), "xliff"))
    space = "{urn:oasis:names:tc:xliff:document:2.0}"
    assert dict(root.attrib) == {"version": "2.1", "srcLang": "fr", "trgLang": "de"}
    units = root.findall(f"{space}file/{space}unit")
    ids = [unit.get("id") for unit in units]
    assert len(set(ids)) == len(ids) == len(items())
    assert all(re.fullmatch(r"[\w.-]+", name) for name in ids)
    for unit in units:
        names = [child.tag.removeprefix(space) for child in unit]
        assert names in (["notes", "segment"], ["segment"])
        assert set(unit[-1].attrib) <= {"state"}
        assert [child.tag.removeprefix(space) for child in unit[-1]] in (
            ["source"],
            ["source", "target"],
        )


def test_xliff_1_is_what_the_standard_says():
    data = bitexts.dump(Bitext("", items(), "fr", "de", "a.md"), "xliff12")
    root = etree.fromstring(data)
    space = "{urn:oasis:names:tc:xliff:document:1.2}"
    assert (root.tag, root.get("version")) == (f"{space}xliff", "1.2")
    assert {node.tag.partition("}")[0] for node in root.iter()} == {space[:-1]}
    assert b"xmlns:" not in data
    for unit in root.iter(f"{space}trans-unit"):
        names = [child.tag.removeprefix(space) for child in unit]
        assert names[0] == "source"
        assert "target" not in names[2:]


def test_tmx_is_1_4():
    root = etree.fromstring(bitexts.dump(Bitext("", items(), "fr", "de"), "tmx"))
    header = root.find("header")
    assert (root.get("version"), header.get("srclang")) == ("1.4", "fr")
    needed = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "datatype"}
    assert needed <= set(header.attrib)


HOSTILE = {
    "entity": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff>&a;</xliff>',
    "laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xliff>&b;</xliff>',
    "remote": '<!DOCTYPE xliff SYSTEM "http://example.org/x.dtd"><xliff/>',
    "subset": '<!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ENTITY a "b">]><tmx>&a;</tmx>',
    "second": '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><!DOCTYPE tmx SYSTEM "x"><tmx/>',
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_hostile_file_is_refused_before_it_is_parsed(name, charset):
    """It could read a file of this machine, or eat its memory."""
    text = f"<?xml version='1.0'?>\n{HOSTILE[name]}"
    with pytest.raises(CatalogError, match=r"x\.xlf:2: error\[exchange-doctype\]"):
        bitexts.load(text.encode(charset), "x.xlf", "fr", "de")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "exchange-xml"),
        (b"<xliff", "exchange-xml"),
        (b"<xliff>&a;</xliff>", "exchange-xml"),
        (b"<html/>", "exchange-kind"),
        (b"<xliff/>", "exchange-kind"),
        (b"<xliff version='2.0'><file id='f'><unit/></file></xliff>", "exchange-kind"),
        (
            b"<xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:2.0'><file/></xliff>",
            "exchange-kind",
        ),
        (b"\xff", "exchange-encoding"),
        (b"<?xml version='1.0' encoding='utf-7'?><tmx/>", "exchange-encoding"),
        (b" " * 33_000_000, "exchange-too-large"),
    ],
)
def test_a_broken_file_is_a_clear_problem(data, code):
    with pytest.raises(CatalogError, match=code):
        bitexts.load(data, "x.xlf", "fr", "de")


LITTLE = (
    "<tmx><header/></tmx>",
    "<xliff version='1.2'><file/></xliff>",
    "<xliff version='1.2'><file><body><trans-unit/></body></file></xliff>",
    "<xliff version='2.1' xmlns='urn:oasis:names:tc:xliff:document:2.0'><file/></xliff>",
)


@pytest.mark.parametrize("text", LITTLE)
def test_a_file_with_little_in_it_is_no_crash(text):
    found = bitexts.load(text.encode(), "x.xlf", "fr", "de")
    assert all(item.source == "" for item in found.items)


# The commands


@pytest.fixture
def project(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/pain.md").write_text(SMALL, "utf-8")
    run(tmp_path, "update", "de")
    return tmp_path


def run(project, *arguments):
    return CliRunner().invoke(main, ["-C", str(project), *map(str, arguments)])


@pytest.mark.parametrize("form", WORK)
def test_a_translation_by_another_tool(project, form):
    """The path of an agency."""
    path = project / "work.xlf"
    assert run(project, "export", "de", "--to", form, "--out", path).exit_code == 0
    text = path.read_text("utf-8").replace("<source>Le pain</source>",
        '<source>Le pain</source><target state="translated">Das Brot</target>')  # fmt: skip
    path.write_text(text.replace("<segment><", '<segment state="translated"><'), "utf-8")
    result = run(project, "import", path, "de")
    assert (result.exit_code, "1 entries changed" in result.output) == (0, True)
    made = Project(project).catalog("pain", "de").get(("", "Le pain"))
    assert (made.msgstrs, made.is_translated or form == "xliff") == (("Das Brot",), True)


def test_a_bad_file_changes_nothing(project):
    path, catalog = project / "work.xlf", project / "locales/de/LC_MESSAGES/pain.po"
    run(project, "export", "de", "--out", path)
    before, good = catalog.read_bytes(), path.read_text("utf-8")
    bad = good.replace("</source>", "</source><target>a\u202eb</target>", 1)
    for text, word in ((bad, "import-characters"), (good[:-20], "exchange-xml")):
        path.write_text(text, "utf-8")
        result = run(project, "import", path, "de")
        assert (result.exit_code, word in result.output) == (1, True)
        assert catalog.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["import", "work.xlf", "ja"], 1, "import-language"),
        (["import", "work.xlf", "xx"], 2, "language-unknown"),
        (["import", "work.xlf", "de", "--sheet", "brot"], 2, "sheet-unknown"),
        (["export", "ja"], 2, "language-missing"),
        (["export", "de", "--to", "docx"], 2, "docx"),
    ],
)
def test_wrong_usage_is_told(project, arguments, code, word):
    run(project, "export", "de", "--out", project / "work.xlf")
    told = [str(project / one) if one == "work.xlf" else one for one in arguments]
    result = run(project, *told)
    assert (result.exit_code, word in result.output) == (code, True)


def test_export_to_the_terminal(project):
    assert run(project, "export", "de", "--out", "-").output.startswith("<?xml")


@pytest.mark.parametrize("arguments", [["export", "de"], ["import", "work.xlf", "de"]])
def test_without_the_extra_one_line_says_how_to_install_it(project, arguments):
    (project / "work.xlf").write_text("<xliff/>")
    code = (
        "import sys\nsys.modules['translate'] = None\n"
        "from polyfiche.cli import main\n"
        "sys.argv = ['polyfiche', *sys.argv[1:]]\nmain()\n"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=project, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "exchange-extra" in done.stderr
    assert "run: python -m pip install 'polyfiche[exchange]'" in done.stderr

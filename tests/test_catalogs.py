"""PO and POT bytes in and out."""

import dataclasses
from pathlib import Path

import pytest

from polyfiche import catalogs
from polyfiche.entries import Entry
from polyfiche.model import Counts, Unit
from polyfiche.problems import CatalogError

CASES = Path(__file__).parent / "cases" / "po"
ACCEPTED = sorted((CASES / "accepted").glob("*.po"), key=lambda path: path.name)
REFUSED = [line.split("\t") for line in (CASES / "refused.tsv").read_text().splitlines()]


def case(name: str) -> catalogs.Catalog:
    return catalogs.load((CASES / "accepted" / f"{name}.po").read_bytes(), f"{name}.po")


def rewritten(catalog: catalogs.Catalog) -> catalogs.Catalog:
    """Forget how *catalog* was laid out."""
    entries = tuple(dataclasses.replace(e, raw="", gap="\n") for e in catalog.entries)
    header = dataclasses.replace(catalog.header, raw="", gap="")
    return dataclasses.replace(catalog, header=header, entries=entries, trailing="")


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_a_readable_file_is_written_back_byte_for_byte(path: Path) -> None:
    """A commit would show changes that nobody made."""
    data = path.read_bytes()
    assert catalogs.dump(catalogs.load(data, path.name)) == data


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_the_canonical_form_says_the_same(path: Path) -> None:
    catalog = catalogs.load(path.read_bytes(), path.name)
    again = catalogs.load(catalogs.dump(rewritten(catalog)), path.name)
    assert (again.header, again.entries) == (catalog.header, catalog.entries)


@pytest.mark.parametrize(("name", "line", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_bad_file_is_refused_with_its_line_and_a_hint(name: str, line: str, code: str) -> None:
    """A translator must find the place, and know what to do there."""
    with pytest.raises(CatalogError) as caught:
        catalogs.load((CASES / "refused" / f"{name}.po").read_bytes(), f"{name}.po")
    first = caught.value.problems[0]
    assert (first.path, first.line, first.code) == (f"{name}.po", int(line), code)
    assert first.hint


def test_every_refused_file_is_in_the_table() -> None:
    assert {path.stem for path in (CASES / "refused").glob("*.po")} == {row[0] for row in REFUSED}


def test_a_duplicate_names_both_lines() -> None:
    with pytest.raises(CatalogError, match=r":9: .*line 6 has it already"):
        catalogs.load((CASES / "refused/duplicate.po").read_bytes(), "x.po")


def test_all_problems_are_told_at_once() -> None:
    """A translator should not mend a file one run at a time."""
    data = (CASES / "accepted/plain.po").read_bytes()
    data += b'\nmsgid a\nmsgstr b\n\nmsgid "Bonjour"\nmsgstr ""\n\nmsgid "c"\n'
    with pytest.raises(CatalogError) as caught:
        catalogs.load(data, "x.po")
    assert [(problem.line, problem.code) for problem in caught.value.problems] == [
        (9, "catalog-syntax"),
        (12, "catalog-duplicate"),
        (15, "catalog-syntax"),
    ]


def test_the_number_of_problems_is_bounded() -> None:
    with pytest.raises(CatalogError) as caught:
        catalogs.load(b"junk\n\n" * 10_000, "x.po")
    assert len(caught.value.problems) == 50


def test_a_message_never_prints_a_control_character() -> None:
    """It could drive the reader's terminal."""
    data = (CASES / "refused/terminal_escape.po").read_bytes().replace(b"msgstr", b"\x1b[2J")
    with pytest.raises(CatalogError) as caught:
        catalogs.load(data, "x.po")
    assert "\x1b" not in str(caught.value)


def test_other_peoples_files_may_hold_odd_characters() -> None:
    """Published catalogs do: they are read as memories, not printed."""
    data = (CASES / "refused/override.po").read_bytes()
    assert catalogs.dump(catalogs.load(data, "x.po", safe=False)) == data


def test_everything_in_an_entry_is_read() -> None:
    entry = case("messy").entries[0]
    assert entry.key == ("menu", "Après\ndemain!")
    assert entry.msgstrs == ('Nach\tmorgen "!" \\ C:',)
    assert entry.comments == ("no space", "")
    assert entry.extracted == ("Author's note", "")
    assert entry.references == (
        "content/a.md#one",
        "content/b.md#two",
        "\u2068content/with space.md\u2069#three",
    )
    assert entry.flags == ("fuzzy", "max-length:40", "odd-flag")
    assert entry.previous == (("msgctxt", "old"), ("msgid", "Avant\nhier"))
    assert (entry.line, entry.obsolete) == (24, False)


def test_plurals_and_obsolete_entries_are_read() -> None:
    catalog = case("messy")
    plural = catalog.get(("", "%d page"))
    assert plural
    assert (plural.msgid_plural, plural.msgstrs) == ("%d pages", ("%d Seite", "%d Seiten"))
    obsolete = catalog.get(("", "vieux"))
    assert obsolete
    assert (obsolete.msgstrs, obsolete.previous) == (("alt\ner",), (("msgid", "plus vieux"),))
    assert [entry.obsolete for entry in catalog.entries] == [False] * 4 + [True] * 2


def test_the_header_has_fields_in_order() -> None:
    assert list(case("header_fields").fields.items()) == [
        ("Project-Id-Version", "demo 1"),
        ("X-Odd", "kept as it is"),
        ("Content-Type", "text/plain; charset=utf8"),
    ]


def test_only_finished_translations_are_printed() -> None:
    """A fuzzy or obsolete text could say what the source no longer says."""
    catalog = case("messy")
    assert catalog.translations() == {("", "Serré"): "Eng", ("", "%d page"): "%d Seite"}
    assert catalog.fuzzy() == {("menu", "Après\ndemain!")}


def test_crlf_says_the_same_as_lf() -> None:
    assert case("crlf").entries == case("plain").entries


def test_a_changed_entry_of_a_crlf_file_gets_crlf() -> None:
    catalog = catalogs.with_translations(case("crlf"), {("", "Bonjour"): "Servus\nGruß"})
    lines = catalogs.dump(catalog).split(b"\n")
    assert all(line.endswith(b"\r") for line in lines[:-1])
    assert lines[-4:] == [b'msgstr ""\r', b'"Servus\\n"\r', '"Gruß"\r'.encode(), b""]


def test_a_missing_last_newline_glues_no_entries() -> None:
    catalog = case("no_last_newline")
    more = dataclasses.replace(catalog, entries=(*catalog.entries, Entry("c", ("d",))))
    assert catalogs.load(catalogs.dump(more), "x.po").entries == more.entries


def test_filling_a_catalog_confirms_the_entry_and_touches_no_other() -> None:
    before = case("messy")
    after = catalogs.with_translations(before, {("menu", "Après\ndemain!"): "Danach"})
    entry = after.get(("menu", "Après\ndemain!"))
    assert entry
    assert (entry.msgstrs, entry.flags) == (("Danach",), ("max-length:40", "odd-flag"))
    assert entry.previous == ()
    assert [e.raw for e in after.entries[1:]] == [e.raw for e in before.entries[1:]]


def test_filling_with_the_same_text_changes_no_byte() -> None:
    catalog = case("plain")
    same = catalogs.with_translations(catalog, {("", "Bonjour"): "Hallo"})
    assert catalogs.dump(same) == catalogs.dump(catalog)


def test_filling_an_unknown_key_is_an_error() -> None:
    with pytest.raises(CatalogError, match=r"catalog-key.*'vieux'"):
        catalogs.with_translations(case("messy"), {("", "vieux"): "alt"})


def test_stats_count_units_and_not_entries() -> None:
    units = [Unit("Serré"), Unit("Serré"), Unit("Après\ndemain!", "menu"), Unit("Neuf")]
    assert catalogs.stats(case("messy"), units) == Counts(1, 1, 1)
    assert catalogs.stats(None, units) == Counts(0, 0, 3)

"""Fuzzy matching, memories from files, and the options of `polyfiche update`."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from polyfiche import catalogs, compendium
from polyfiche.alike import normalised, same_but_typography, same_message, typeset
from polyfiche.catalogs import Catalog
from polyfiche.cli import main
from polyfiche.entries import Entry
from polyfiche.memory import matcher, memory_of, only_certain
from polyfiche.merge import merge, template
from polyfiche.model import Unit
from polyfiche.problems import CatalogError

CASES = Path(__file__).parent / "cases" / "po" / "fuzzy.md"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
LAW = settings(deadline=None)


def cases() -> Iterator[tuple[str, str, str, str]]:
    lines = CASES.read_text(encoding="utf-8").split("\n")
    dots = [number for number, line in enumerate(lines) if line == "."]
    for first, second, third, last in zip(*(dots[n::4] for n in range(4)), strict=True):
        parts = [(first, second), (second, third), (third, last)]
        texts = ["\n".join(lines[start + 1 : end]) for start, end in parts]
        yield lines[first - 1], texts[0], texts[1], texts[2]


TABLE = list(cases())


def catalog(entries: str) -> Catalog:
    text = f"{HEADER}\n{entries}\n" if entries else HEADER
    return catalogs.load(text.encode(), "x.po")


def of(*entries: Entry) -> Catalog:
    return dataclasses.replace(catalog(""), entries=entries)


def updated(new: Catalog, old: Catalog, *memory: Entry) -> Catalog:
    return merge(new, old, "de", matcher=matcher(new, old, memory))


@pytest.mark.parametrize(("title", "new", "old", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_matching(title: str, new: str, old: str, expected: str) -> None:
    merged = updated(catalog(new), catalog(old))
    assert catalogs.dump(merged).decode() == catalogs.dump(catalog(expected)).decode()


@pytest.mark.parametrize(("title", "new", "old", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_matching_again_changes_nothing(title: str, new: str, old: str, expected: str) -> None:
    """Every run would show up as a change to review."""
    assert updated(catalog(new), catalog(expected)) == catalog(expected)


# Memories


def test_the_same_message_of_a_memory_is_certain() -> None:
    """As `msgmerge -C`: a translator confirmed this very message."""
    merged = updated(of(Entry("Fin", msgctxt="m")), of(), Entry("Fin", ("Ende",), "m"))
    assert merged.entries == (Entry("Fin", ("Ende",), "m"),)


def test_a_memory_of_another_context_is_to_be_confirmed() -> None:
    merged = updated(of(Entry("Fin")), of(), Entry("Fin", ("Ende",), "m"))
    previous = (("msgctxt", "m"), ("msgid", "Fin"))
    assert merged.entries == (Entry("Fin", ("Ende",), flags=("fuzzy",), previous=previous),)


def test_a_similar_text_of_a_memory_serves_many_and_must_be_more_similar() -> None:
    new = ("Un modèle de langue ouvert.", "Un modèle de langue ouvert !", "Un modèle du monde")
    merged = updated(of(*map(Entry, new)), of(), Entry("Un modèle de langue ouvert", ("Offen",)))
    assert [entry.msgstrs for entry in merged.entries] == [("Offen",), ("Offen",), ("",)]
    assert [entry.is_fuzzy for entry in merged.entries] == [True, True, False]


def test_what_vanished_goes_before_a_memory() -> None:
    old = of(Entry("Un modèle ouverts", ("Hier",)))
    merged = updated(of(Entry("Un modèle ouvert")), old, Entry("Un modèle ouvert.", ("Dort",)))
    assert [entry.msgstrs for entry in merged.entries] == [("Hier",)]


def test_a_memory_never_takes_a_vanished_translation_away() -> None:
    """The memory's entry has the key of the vanished one, whose translation is another."""
    old = of(Entry("Un modèle ouvert", ("Hier",)))
    memory = Entry("Un modèle ouvert", ("Dort",))
    wanted = Entry("Un modèle de langue tout à fait autre et bien plus long")
    found = merge(of(wanted), old, "de", matcher=lambda new, lost: {new[0].key: memory})
    assert [entry.msgstrs for entry in found.entries] == [("Dort",), ("Hier",)]


def test_a_memory_gives_forms_as_the_language_has_them() -> None:
    memory = Entry("page", ("一", "二", "三"), None, "pages")
    merged = updated(of(Entry("page", ("", ""), None, "pages")), of(), memory)
    assert merged.entries[0].msgstrs == ("一", "二")


def test_a_catalog_remembers_what_is_confirmed_without_its_notes() -> None:
    """A note or an ignored check speaks of another sheet."""
    known = (
        Entry("a", ("A",), comments=("hers",), references=("x",), flags=("no-wrap",)),
        Entry("b", ("B",), flags=("fuzzy",)),
        Entry("c", ("",)),
        Entry("d", ("D",), "m", obsolete=True),
    )
    assert memory_of(of(*known)) == (Entry("a", ("A",)), Entry("d", ("D",), "m"))


def test_filling_keeps_the_notes_of_the_empty_entry() -> None:
    old = of(Entry("Fin", comments=("hers",), flags=("no-wrap",)))
    new = of(Entry("Fin"))
    match = matcher(new, old, [Entry("Fin", ("Ende",))])
    filled = merge(new, old, "de", matcher=match, fill=True)
    assert filled.entries == (Entry("Fin", ("Ende",), comments=("hers",), flags=("no-wrap",)),)
    assert merge(new, old, "de", matcher=match) is old


def test_certain_matches_can_be_had_alone() -> None:
    new = of(Entry("Fin"), Entry("Un modèle de langue"))
    old = of(Entry("Un modèle de langues", ("x",)))
    match = only_certain(matcher(new, old, [Entry("Fin", ("Ende",))]), same_message)
    merged = merge(new, old, "de", matcher=match)
    assert [entry.msgstrs for entry in merged.entries] == [("Ende",), ("",), ("x",)]


# Typography


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('Dire "non": voilà', "Dire «\u00a0non\u00a0»\u202f: voilà"),
        ("l'image... -- oui", "l’image… – oui"),
        ("« mot » ; 50 %", "“mot”; 50\u202f%"),
        ("porte-clés", "porte\u2011clés"),
        ("in\u00advisible", "invisible"),
        ("`a'b` l'un", "`a'b` l’un"),
        ("[l'un](a'b)", "[l’un](a'b)"),
    ],
)
def test_typography_is_all_that_changed(before: str, after: str) -> None:
    assert typeset(before) == typeset(after)
    assert same_but_typography(Entry(after), Entry(before))
    assert normalised(before) == normalised(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Fin", "fin"),
        ("Fin", "Fin."),
        ("a b", "ab"),
        ("où", "ou"),
        ("`l'un`", "`l’un`"),
        ("``a ` 'b'``", "``a ` ’b’``"),
        ("[a](b'c)", "[a](b’c)"),
        ("[a][l'un]", "[a][l’un]"),
        ('<b title="x">', "<b title=«x»>"),
        ("**a** b", "**a**b"),
        ("[a] (b)", "[a](b)"),
        ("a\\\nb", "a\\ b"),
    ],
)
def test_more_than_typography_changed(before: str, after: str) -> None:
    """Code, links and words are what a translation repeats: somebody has to look."""
    assert typeset(before) != typeset(after)
    assert not same_but_typography(Entry(after), Entry(before))


def test_typography_of_plurals_and_contexts() -> None:
    one = Entry("l'un", ("",), "m", "l'un...")
    assert same_but_typography(one, Entry("l’un", ("",), "m", "l’un…"))
    assert not same_but_typography(one, Entry("l’un", ("",), "n", "l’un…"))
    assert not same_but_typography(one, Entry("l’un", ("",), "m"))


# Files

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: {}\\n"\n\n'
TMX = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM
 "tmx14.dtd">
<tmx version="1.4"><header srclang="fr"/><body>
<tu><prop type="x-context">menu</prop>
<tuv xml:lang="fr-FR"><seg>Le <bpt i="1">**</bpt>modèle<ept i="1">**</ept></seg></tuv>
<tuv xml:lang="de"><seg>Das **Modell**</seg></tuv>
<tuv lang="ZH_cn"><seg>模型</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>End</seg></tuv><tuv xml:lang="de"><seg>Ende</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>Vide</seg></tuv><tuv xml:lang="de"/></tu>
</body></tmx>
"""


def test_a_po_memory_knows_its_language() -> None:
    text = PO.format("pt_BR") + 'msgid "a"\nmsgstr "A"\n\nmsgid "b"\nmsgstr "\\u202eB"\n'
    data = text.replace("\\u202e", "\u202e").encode()
    found = compendium.load(data, "m.po", "fr")
    assert found == {"pt-br": (Entry("a", ("A",)),)}
    assert compendium.translations(found, "pt") == compendium.translations(found, "pt-BR")
    assert compendium.translations(found, "pt-PT") == ()
    assert compendium.translations(found, "p") == ()


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_tmx_memory(charset: str) -> None:
    found = compendium.load(TMX.encode(charset), "m.tmx", "fr")
    given = "Le **modèle**"
    assert compendium.translations(found, "de") == (Entry(given, ("Das **Modell**",), "menu"),)
    assert compendium.translations(found, "zh-Hans") == (Entry(given, ("模型",), "menu"),)
    assert compendium.translations(found, "zh-Hant") == ()


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (b'<!DOCTYPE tmx [<!ENTITY a "b">]>\n<tmx/>', 1, "memory-doctype"),
        (b'<?xml version="1.0"?>\n\n<!DOCTYPE x SYSTEM "/etc/passwd">\n<x/>', 3, "memory-doctype"),
        (TMX.replace('"tmx14.dtd"', '"a" [<!ELEMENT a ANY>]').encode(), 2, "memory-doctype"),
        (TMX.replace("</header", "<header").replace("<tu>", "<ut>").encode(), 8, "memory-xml"),
        (TMX.replace("modèle", "&nbsp;").encode(), 6, "memory-xml"),
        (b"<xliff/>", 1, "memory-kind"),
        (b"<tmx>\xff</tmx>", 0, "memory-encoding"),
        (b"junk", 1, "catalog-syntax"),
        (b"", 1, "catalog-header"),
        (PO.format("").encode(), 1, "memory-language"),
    ],
)
def test_a_bad_memory_is_refused(data: bytes, line: int, code: str) -> None:
    """It may come from anywhere, and must not name files, grow, or end in a traceback."""
    with pytest.raises(CatalogError) as caught:
        compendium.load(data, "m", "fr")
    first = caught.value.problems[0]
    assert (first.path, first.line, first.code, bool(first.hint)) == ("m", line, code, True)


# The command

SHEET = """\
---
title: "{0}"
version: "1.0"
date: 2026-11-24
licence: CC-BY-4.0
authors: [Ana Durand]
pages: {{sheet: 1}}
---

<!-- section: comprendre -->
## Comprendre

<!-- card: levain -->
### Le levain

{1}
"""
OLD, NEW = "Un mélange d'eau qui fermente.", "Un mélange d'eau et de farine qui fermente."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of two sheets in German; everything of the first is translated."""
    write(tmp_path, "pain", "Le pain", OLD)
    write(tmp_path, "riz", "Le riz", "Le riz cuit dans l'eau.")
    assert run(tmp_path, "update", "de").exit_code == 0
    path = po(tmp_path, "pain")
    filled = re.sub(r'(msgid "(.+)"\nmsgstr )""', r'\1"de: \2"', path.read_text("utf-8"))
    path.write_text(filled, "utf-8")
    return tmp_path


def write(project: Path, name: str, *texts: str) -> None:
    (project / "content").mkdir(exist_ok=True)
    (project / f"content/{name}.md").write_text(SHEET.format(*texts), "utf-8")


def po(project: Path, name: str) -> Path:
    return project / f"locales/de/LC_MESSAGES/{name}.po"


def run(project: Path, *arguments: str):
    return CliRunner().invoke(main, ["-C", str(project), *arguments])


def text(project: Path, name: str = "pain") -> str:
    return po(project, name).read_text("utf-8")


def test_an_edit_leaves_the_translation_to_be_confirmed(project: Path) -> None:
    """The translator would begin anew, or worse, print yesterday's sentence."""
    write(project, "pain", "Le pain", NEW)
    assert run(project, "update").output.split() == [
        *("wrote", "locales/pain.pot"),
        *("wrote", "locales/de/LC_MESSAGES/pain.po"),
    ]
    block = f'#, fuzzy\n#| msgid "{OLD}"\nmsgid "{NEW}"\nmsgstr "de: {OLD}"\n'
    assert block in text(project)
    assert run(project, "update", "--check").exit_code == 0


def test_no_fuzzy(project: Path) -> None:
    write(project, "pain", "Le pain", NEW)
    run(project, "update", "--no-fuzzy")
    assert f'msgid "{NEW}"\nmsgstr ""\n' in text(project)
    assert f'#~ msgid "{OLD}"\n#~ msgstr "de: {OLD}"\n' in text(project)


@pytest.mark.parametrize("options", [("--trivial",), ("--trivial", "--no-fuzzy")])
def test_trivial_keeps_what_only_typography_changed(project: Path, options: tuple[str]) -> None:
    """Correcting apostrophes would ask every translator to confirm every sentence."""
    new = OLD.replace("'", "’")
    write(project, "pain", "Le pain", new)
    run(project, "update", *options)
    assert f'msgid "{new}"\nmsgstr "de: {OLD}"\n' in text(project)
    assert "fuzzy" not in text(project)
    assert "#|" not in text(project)
    assert "#~" not in text(project)


def test_trivial_does_not_hide_another_change(project: Path) -> None:
    write(project, "pain", "Le pain", NEW.replace("'", "’"))
    run(project, "update", "--trivial")
    assert "#, fuzzy\n#| msgid" in text(project)


def test_another_sheet_is_a_memory(project: Path) -> None:
    """Sheets say the same things; a language says them once."""
    write(project, "riz", "Le pain", "Un mélange d'eau qui fermente bien.")
    run(project, "update")
    assert 'msgid "Le pain"\nmsgstr "de: Le pain"\n' in text(project, "riz")
    assert f'#, fuzzy\n#| msgid "{OLD}"\n' in text(project, "riz")
    assert 'msgid "Comprendre"\nmsgstr ""\n' in text(project, "riz")


def test_a_memory_fills_what_was_left_empty(project: Path) -> None:
    memory = project / "old.po"
    more = 'msgid "Le riz"\nmsgstr "Der Reis"\n\nmsgid "Le riz cuit dans l’eau."\nmsgstr "Kochen"\n'
    memory.write_text(PO.format("de") + more, "utf-8")
    run(project, "update", "--memory", str(memory))
    assert 'msgid "Le riz"\nmsgstr "Der Reis"\n' in text(project, "riz")
    assert '#| msgid "Le riz cuit dans l’eau."\nmsgid "Le riz cuit dans' in text(project, "riz")
    assert 'msgid "Comprendre"\nmsgstr "de: Comprendre"\n' in text(project, "riz")
    before = text(project, "riz")
    run(project, "update", "--memory", str(memory))
    assert text(project, "riz") == before


def test_two_memories_and_tmx(project: Path) -> None:
    one, two = project / "1.tmx", project / "2.po"
    one.write_text(TMX.replace("Vide", "Le riz").replace('"de"/>', '"de"><seg>R</seg></tuv>'))
    two.write_text(PO.format("de") + 'msgid "Le riz"\nmsgstr "second"\n', "utf-8")
    result = run(project, "update", "de", "--memory", str(one), "--memory", str(two))
    assert result.exit_code == 0
    assert 'msgid "Le riz"\nmsgstr "R"\n' in text(project, "riz")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("m.po", "junk", "catalog-syntax"),
        ("m.po", PO.format("it") + 'msgid "a"\nmsgstr "b"\n', "memory-language"),
        ("m.tmx", "<tmx", "memory-xml"),
    ],
)
def test_a_bad_memory_changes_no_file(project: Path, name: str, data: str, code: str) -> None:
    (project / name).write_text(data, "utf-8")
    write(project, "pain", "Le pain", NEW)
    before = files(project)
    result = run(project, "update", "--memory", str(project / name))
    assert (result.exit_code, f"[{code}]" in result.output) == (1, True)
    assert str(project / name) in result.output
    assert files(project) == before


def test_a_broken_catalog_changes_no_file(project: Path) -> None:
    """Neither itself, whose bytes somebody must mend, nor half of the others."""
    write(project, "pain", "Le pain", NEW)
    with po(project, "riz").open("a") as file:
        file.write("\njunk\n")
    before = files(project)
    result = run(project, "update")
    assert result.exit_code == 1
    assert re.search(r"riz\.po:\d+: error\[catalog-syntax\]", result.output)
    assert files(project) == before


def test_prune_removes_what_vanished(project: Path) -> None:
    write(project, "pain", "Le pain", "Tout autre chose, sans rapport avec le reste.")
    run(project, "update")
    assert "#~ msgid" in text(project)
    live = text(project)[: text(project).index("\n#~")]
    assert run(project, "prune").output == "wrote locales/de/LC_MESSAGES/pain.po\n"
    assert text(project) == live
    assert run(project, "prune", "de").output == ""
    result = run(project, "prune", "xx")
    assert (result.exit_code, "language-missing" in result.output) == (2, True)


def files(project: Path) -> dict[str, bytes]:
    found = (path for path in project.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in found if ".polyfiche" not in path.parts}


# Laws

WORDS = ("modèle", "langue", "ouvert", "Un", "le", "l'un", "«", "»", ":", "`code`", "données", "…")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)
UNITS = st.lists(st.builds(Unit, TEXTS, st.sampled_from(["", "", "menu"])), max_size=9).map(tuple)
ENTRY = st.builds(
    Entry,
    TEXTS,
    st.tuples(st.sampled_from(["", "A", "B"])),
    st.sampled_from([None, None, "menu"]),
    flags=st.sampled_from([(), (), ("fuzzy",)]),
    obsolete=st.sampled_from([False, False, True]),
)
ENTRIES = st.lists(ENTRY, max_size=9, unique_by=lambda entry: entry.key).map(tuple)
SAME = st.sampled_from([same_message, same_but_typography])


def pot(units: tuple[Unit, ...]) -> Catalog:
    return template(units, project="demo 1", date="2026-01-05")


@LAW
@given(UNITS, ENTRIES, ENTRIES)
def test_a_similar_text_is_paired_once(
    units: tuple[Unit, ...], old: tuple[Entry, ...], memory: tuple[Entry, ...]
) -> None:
    """Two messages would carry one translation, and one of them be wrong."""
    new = pot(units)
    lost = [entry for entry in old if any(entry.msgstrs)]
    pairs = matcher(new, of(*old), memory)(new.entries, lost)
    similar = [
        id(found)
        for entry in new.entries
        if (found := pairs.get(entry.key)) and normalised(found.msgid) != normalised(entry.msgid)
    ]
    of_catalog = [which for which in similar if which in set(map(id, lost))]
    assert len(of_catalog) == len(set(of_catalog))


@LAW
@given(UNITS, SAME)
def test_an_identical_catalog_stays_as_it_is(units: tuple[Unit, ...], same) -> None:
    started = merge(pot(units), None, "de")
    full = catalogs.with_translations(started, {e.key: "ok" for e in started.entries})
    match = matcher(pot(units), full, memory_of(full))
    assert merge(pot(units), full, "de", matcher=match, same=same, fill=True) is full


@LAW
@given(UNITS, ENTRIES, ENTRIES, SAME, st.booleans())
def test_updating_twice_is_updating_once(
    units: tuple[Unit, ...], old: tuple[Entry, ...], memory: tuple[Entry, ...], same, fill: bool
) -> None:
    """`--check` in CI would never be content."""
    new, before, known = pot(units), of(*old), memory_of(of(*memory))

    def again(known_catalog: Catalog) -> Catalog:
        match = matcher(new, known_catalog, known)
        return merge(new, known_catalog, "de", matcher=match, same=same, fill=fill)

    once = catalogs.load(catalogs.dump(again(before)), "x.po")
    assert again(once) == once


@LAW
@given(UNITS, ENTRIES, ENTRIES, SAME)
def test_what_is_not_the_same_is_fuzzy_and_says_what_it_was(
    units: tuple[Unit, ...], old: tuple[Entry, ...], memory: tuple[Entry, ...], same
) -> None:
    """An edition would print a sentence that says something else."""
    new, before, known = pot(units), of(*old), memory_of(of(*memory))
    merged = merge(new, before, "de", matcher=matcher(new, before, known), same=same)
    certain = [entry for entry in (*old, *known) if not entry.is_fuzzy]
    for entry in merged.entries:
        if any(entry.msgstrs) and not entry.is_fuzzy:
            assert any(same(entry, e) and e.msgstrs == entry.msgstrs for e in certain)
        elif any(entry.msgstrs) and not entry.obsolete:
            assert entry.previous or any(same(entry, e) for e in old)  # was fuzzy before

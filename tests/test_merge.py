"""Templates from units, catalogs from templates."""

import dataclasses
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from support import require

from polyfiche import catalogs
from polyfiche.catalogs import Catalog
from polyfiche.entries import Entry
from polyfiche.merge import merge, template
from polyfiche.model import Key, Unit
from polyfiche.problems import UsageError

CASES = Path(__file__).parent / "cases" / "po" / "merge.md"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
UNITS = (
    Unit("Les modèles de langue", comments=("Title",)),
    Unit(
        "Le **modèle** a `{n}` paramètres\\\nou « plus »\u00a0: {n}",
        references=("content/a.md#one", "content/a.md#two"),
        comments=("Block: paragraph", "A note\nof two lines"),
        flags=("python-brace-format",),
    ),
    Unit("50 % des modèles", references=("content/a b.md#one",)),
    Unit("Fin", "menu"),
)
LANGS = ("en", "es", "de", "ar", "zh-Hans", "ja", "hi", "pt-BR", "ru")


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


def pot(*units: Unit, date: str = "2026-01-05", project: str = "demo 1.0") -> Catalog:
    return template(units or UNITS, project=project, date=date)


def filled(lang: str, *units: Unit) -> Catalog:
    started = merge(pot(*units), None, lang)
    return catalogs.with_translations(started, {e.key: e.msgid for e in started.entries})


def reread(made: Catalog) -> Catalog:
    return catalogs.load(catalogs.dump(made), "x.po")


@pytest.mark.parametrize(("title", "new", "old", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_merging(title: str, new: str, old: str, expected: str) -> None:
    merged = catalogs.dump(merge(catalog(new), catalog(old), "de")).decode()
    assert merged == catalogs.dump(catalog(expected)).decode()


@pytest.mark.parametrize(("title", "new", "old", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_merging_again_changes_nothing(title: str, new: str, old: str, expected: str) -> None:
    """Every run would show up as a change to review."""
    assert merge(catalog(new), catalog(expected), "de") == catalog(expected)


def test_a_template_is_canonical_for_msgcat(tmp_path: Path) -> None:
    """Poedit and Weblate write what msgcat writes; only references stand one on each line."""
    path = tmp_path / "demo.pot"
    path.write_bytes(catalogs.dump(pot()))
    run = subprocess.run(
        [require("msgcat"), "--no-wrap", path], capture_output=True, text=True, check=True
    )
    joined = re.sub(r"\n#: ", " ", path.read_text(encoding="utf-8"))
    assert re.sub(r"\n#: ", " ", run.stdout) == joined
    assert run.stderr == ""


def test_a_template_holds_the_units_in_order() -> None:
    assert [entry.key for entry in reread(pot()).entries] == [unit.key for unit in UNITS]


def test_a_template_has_one_reference_on_a_line_and_no_line_numbers() -> None:
    text = catalogs.dump(pot()).decode()
    assert "\n#: content/a.md#one\n#: content/a.md#two\n" in text
    assert "\n#: \u2068content/a b.md#one\u2069\n" in text


def test_the_author_speaks_to_the_translator() -> None:
    assert "\n#. Block: paragraph\n#. A note\n#. of two lines\n" in catalogs.dump(pot()).decode()


def test_a_french_percent_is_not_a_format() -> None:
    """msgfmt would refuse good translations of `50 % des modèles`."""
    assert "python-format" not in catalogs.dump(pot()).decode()


def test_units_of_one_key_share_an_entry() -> None:
    """A figure may say what a card says; two entries would be a broken file."""
    units = (
        Unit("Jeton", references=("a.md#x",), comments=("Heading",)),
        Unit("Autre"),
        Unit(
            "Jeton", references=("f.svg", "a.md#x"), comments=("Figure",), flags=("max-length:9",)
        ),
    )
    entries = pot(*units).entries
    assert [entry.msgid for entry in entries] == ["Jeton", "Autre"]
    assert entries[0].references == ("a.md#x", "f.svg")
    assert entries[0].extracted == ("Heading", "Figure")
    assert entries[0].flags == ("max-length:9",)


def test_the_header_tells_the_source_and_its_date() -> None:
    fields = reread(pot()).fields
    assert fields["Project-Id-Version"] == "demo 1.0"
    assert fields["POT-Creation-Date"] == "2026-01-05 00:00+0000"
    assert fields["X-Source-Language"] == "fr"
    assert "X-Generator" not in fields


@pytest.mark.all_languages("pt-BR", "ru")
def test_a_new_catalog_passes_msgfmt(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "demo.po"
    path.write_bytes(catalogs.dump(filled(lang)))
    command = [require("msgfmt"), "-c", "-v", "-o", "/dev/null", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "4 translated messages.\n")


@pytest.mark.parametrize("lang", LANGS)
def test_a_new_catalog_has_nothing_that_i18nspector_minds(lang: str, tmp_path: Path) -> None:
    folder = tmp_path / lang.replace("-", "_") / "LC_MESSAGES"
    folder.mkdir(parents=True)
    made = template(UNITS, project="demo 1.0", date="2026-01-05", bugs="https://example.org/bugs")
    (folder / "demo.po").write_bytes(catalogs.dump(merge(made, None, lang)))
    run = subprocess.run(
        [require("i18nspector"), folder / "demo.po"], capture_output=True, text=True, check=True
    )
    assert run.stdout == ""


@pytest.mark.parametrize(
    ("lang", "language", "plurals"),
    [
        ("zh-Hans", "zh_CN", "nplurals=1; plural=0;"),
        ("pt-BR", "pt_BR", "nplurals=2; plural=(n > 1);"),
        ("de", "de", "nplurals=2; plural=(n != 1);"),
    ],
)
def test_a_new_catalog_knows_its_language(lang: str, language: str, plurals: str) -> None:
    fields = reread(merge(pot(), None, lang)).fields
    assert (fields["Language"], fields["Plural-Forms"]) == (language, plurals)
    assert fields["PO-Revision-Date"] == "2026-01-05 00:00+0000"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="language-unknown"):
        merge(pot(), None, "xx-Qaaa")


def test_a_new_date_alone_changes_no_byte() -> None:
    """Catalogs of every language would change with each release."""
    before = reread(filled("de"))
    after = merge(pot(date="2027-01-01", project="demo 2.0"), before, "de")
    assert after is before


def test_a_new_date_comes_with_a_new_message() -> None:
    after = merge(pot(Unit("Neuf"), date="2027-01-01", project="demo 2.0"), filled("de"), "de")
    assert after.fields["POT-Creation-Date"] == "2027-01-01 00:00+0000"
    assert after.fields["Project-Id-Version"] == "demo 2.0"
    assert after.fields["PO-Revision-Date"] == "2026-01-05 00:00+0000"


def test_one_new_message_adds_its_lines_and_no_others() -> None:
    """Translators review a diff, and it must hold only what changed."""
    before = catalogs.dump(filled("de"))
    units = (*UNITS[:2], Unit("Neuf"), *UNITS[2:])
    after = catalogs.dump(merge(pot(*units), catalogs.load(before, "x.po"), "de"))
    assert after.replace(b'msgid "Neuf"\nmsgstr ""\n\n', b"") == before


def test_an_unknown_header_field_and_its_comment_survive() -> None:
    text = '# By Ana.\nmsgid ""\nmsgstr ""\n"X-Mine:  yes\\n"\n"Content-Type: text/plain; '
    text += 'charset=utf-8\\n"\n'
    after = merge(pot(), catalogs.load(text.encode(), "x.po"), "de")
    assert catalogs.dump(after).startswith(text.encode())


def test_what_follows_the_last_entry_stays_last() -> None:
    old = catalogs.load(f"{HEADER}\n# the end".encode(), "x.po")
    after = catalogs.dump(merge(pot(Unit("a")), old, "de"))
    assert after.endswith(b'msgid "a"\nmsgstr ""\n\n# the end')


def shortest(new: Sequence[Entry], vanished: Sequence[Entry]) -> Mapping[Key, Entry]:
    return {new[0].key: min(vanished, key=lambda entry: len(entry.msgid))}


def test_a_matcher_gives_a_new_message_the_translation_of_a_vanished_one() -> None:
    """The place of the fuzzy matcher: what it pairs is for a human to confirm."""
    old = catalog('# hers\nmsgctxt "c"\nmsgid "un"\nmsgstr "eins"\n\nmsgid "deux"\nmsgstr "zwei"')
    new = catalog('#: a.md#x\n#, python-brace-format\nmsgid "un {n}"\nmsgstr ""')
    merged = merge(new, old, "de", matcher=shortest)
    assert merged.entries == (
        Entry(
            "un {n}",
            ("eins",),
            comments=("hers",),
            references=("a.md#x",),
            flags=("fuzzy", "python-brace-format"),
            previous=(("msgctxt", "c"), ("msgid", "un")),
        ),
        Entry("deux", ("zwei",), obsolete=True),
    )
    assert merge(new, reread(merged), "de", matcher=shortest) == reread(merged)


def test_a_fuzzy_match_of_a_fuzzy_entry_remembers_what_was_translated() -> None:
    old = catalog('#, fuzzy\n#| msgid "u"\nmsgid "un"\nmsgstr "eins"')
    merged = merge(catalog('msgid "une"\nmsgstr ""'), old, "de", matcher=shortest)
    assert merged.entries[0].previous == (("msgid", "u"),)


def test_a_matcher_is_asked_only_when_there_is_something_to_pair() -> None:
    def never(new: Sequence[Entry], vanished: Sequence[Entry]) -> Mapping[Key, Entry]:
        raise AssertionError

    assert merge(pot(), filled("de"), "de", matcher=never) == filled("de")


def test_a_catalog_made_here_has_no_traces_of_the_template_file() -> None:
    made = dataclasses.replace(reread(pot()), trailing="\n# end of template\n")
    assert merge(made, None, "de") == merge(pot(), None, "de")

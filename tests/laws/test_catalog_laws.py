"""What holds for every catalog, however odd."""

import dataclasses
import re
import subprocess
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import require

from polyfiche import catalogs
from polyfiche.catalogs import Catalog
from polyfiche.entries import Entry
from polyfiche.merge import merge, template
from polyfiche.model import Unit
from polyfiche.po import Reader
from polyfiche.problems import CatalogError, Problem

LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORMS = "text/plain; charset=UTF-8"
HEADER = Entry("", (f'X-Odd: \\ "é"\nContent-Type: {FORMS}\nPlural-Forms: nplurals=2;\n',), gap="")
LANGS = st.sampled_from(["en", "de", "ar", "zh-Hans", "ja", "hi"])
ATOMS = (
    *"aéß中ع%\"\\#~|,.:`*_[](){}<>&!$'\t ",
    *("\n", "\u00a0", "\u202f", "\u200d", "\u0301", "🙂", "\\n", "msgid", "#, fuzzy", '"\n"'),
)
TEXTS = st.lists(st.sampled_from(ATOMS), max_size=12).map("".join)
IDS = TEXTS.filter(bool)
WORDS = st.text("aé#~|.:,!x", min_size=1, max_size=5)
LINE = st.text("aé ,.:|~#!'\"\\%", max_size=8)
LINES = st.lists(LINE.filter(lambda line: line[-1:] != "\\"), max_size=3).map(tuple)
NAMES = st.lists(WORDS.filter(lambda w: "," not in w), max_size=3, unique=True).map(tuple)
FLAGS = st.lists(
    st.sampled_from(["python-brace-format", "no-wrap", "max-length:40", "markdown-text"]),
    unique=True,
).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Return an entry with everything that a PO file can say."""
    plural = draw(st.none() | TEXTS)
    count = 1 if plural is None else 2
    obsolete = draw(st.booleans())
    previous = draw(st.none() | IDS)
    return Entry(
        draw(IDS),
        tuple(draw(st.lists(TEXTS, min_size=count, max_size=count))),
        draw(st.none() | IDS),
        plural,
        tuple(line for line in draw(LINES) if line[:1] not in {*",.:|~"}),
        draw(LINES),
        draw(NAMES),
        draw(FLAGS),
        (("msgid", previous),) if previous else (),
        obsolete,
    )


@st.composite
def made(draw: st.DrawFn) -> Catalog:
    """Return a catalog that was never a file."""
    unique = st.lists(entries(), max_size=5, unique_by=lambda entry: entry.key)
    return Catalog("x.po", HEADER, tuple(draw(unique)))


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Return a catalog laid out as no tool would do it, but correctly."""
    lines = catalogs.dump(draw(made())).decode().split("\n")
    ends = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n", "\n \n", "  \n"])
    text = ""
    for line in lines[:-1]:
        keyword = re.match(r"(?:#~?\|? ?)?(?:msg\w+(?:\[\d\])?)? ?(?=\")", line)
        cut = draw(st.booleans()) and keyword and not line.startswith(("# ", "#.", "#:", "#,"))
        shown = f'{line[: keyword.end()]}\t""  {line[keyword.end() :]}' if cut and keyword else line
        text += shown + (draw(ends) if line[-1:] == '"' else "\n")
    return (text + draw(st.sampled_from(["", "\n", "# the end", "\n\n# the end\n"]))).encode()


@st.composite
def units(draw: st.DrawFn, min_size: int = 0) -> tuple[Unit, ...]:
    """Return units as sources make them: no space at either end, no tab."""
    texts = TEXTS.map(lambda text: text.replace("\t", "").strip()).filter(bool)
    unit = st.builds(
        Unit,
        texts,
        st.sampled_from(["", "", "menu"]),
        st.lists(WORDS.map("content/a.md#{}".format), max_size=3).map(tuple),
        st.lists(LINE, max_size=3).map(tuple),
        st.just(()),
    )
    return tuple(draw(st.lists(unit, min_size=min_size, max_size=6)))


def pot(these: tuple[Unit, ...], date: str = "2026-01-05") -> Catalog:
    return template(these, project="demo 1", date=date)


def run(command: list[str], data: bytes) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.po")
        path.write_bytes(data)
        words = [require(command[0]), *command[1:], str(path)]
        return subprocess.run(words, capture_output=True, text=True, check=False)


@LAW
@given(files())
def test_reading_and_writing_changes_no_byte(data: bytes) -> None:
    assert catalogs.dump(catalogs.load(data, "x.po")) == data


@LAW
@given(files())
def test_layout_means_nothing(data: bytes) -> None:
    """The reader must not lose what it keeps as text."""
    read = catalogs.load(data, "x.po")
    bare = [dataclasses.replace(entry, raw="", gap="\n") for entry in read.entries]
    again = catalogs.dump(Catalog("x.po", HEADER, tuple(bare)))
    assert catalogs.load(again, "x.po").entries == read.entries


@LAW
@given(made())
def test_what_is_written_is_read_again(catalog: Catalog) -> None:
    again = catalogs.load(catalogs.dump(catalog), "x.po")
    assert (again.header, again.entries) == (catalog.header, catalog.entries)


@LAW
@given(files(), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=2)), max_size=4))
def test_a_broken_file_is_a_problem_and_never_a_crash(
    data: bytes, damage: list[tuple[float, bytes]]
) -> None:
    """Whatever comes from a translator's machine gets an answer with a place."""
    problems = problems_of(damaged(data, damage))
    assert all(p.path and p.line and p.code and p.hint for p in problems)


@LAW
@given(files(), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=2)), max_size=4))
def test_the_short_way_of_reading_gives_what_the_long_one_does(
    data: bytes, damage: list[tuple[float, bytes]]
) -> None:
    """Two readers that differ would make a translation depend on its layout."""
    text = damaged(data, damage).decode(errors="replace")
    short, long = Reader("x.po"), Reader("x.po", lambda *_: ())
    for reader in (short, long):
        reader.read(text)
    assert [(e, e.line, e.raw, e.gap) for e in short.entries] == [
        (e, e.line, e.raw, e.gap) for e in long.entries
    ]
    assert (short.problems, short.escaped) == (long.problems, long.escaped)
    assert short.trailing == long.trailing


def damaged(data: bytes, damage: list[tuple[float, bytes]]) -> bytes:
    for share, junk in damage:
        start = int(share * len(data))
        data = data[:start] + junk + data[start + 1 :]
    return data


def problems_of(data: bytes) -> tuple[Problem, ...]:
    try:
        catalogs.load(data, "x.po")
    except CatalogError as error:
        return error.problems
    return ()


@settings(LAW, max_examples=25)
@given(made())
def test_msgcat_finds_nothing_to_change(catalog: Catalog) -> None:
    """Other tools write PO files as GNU gettext does: ours must not make diffs there."""
    bare = [
        dataclasses.replace(entry, flags=known(entry))
        for entry in catalog.entries
        if not entry.obsolete or entry.msgstrs[0]  # it drops the others
    ]
    bare.sort(key=lambda entry: entry.obsolete)
    data = catalogs.dump(dataclasses.replace(catalog, entries=tuple(bare)))
    result = run(["msgcat", "--no-wrap", "--force-po"], data)
    assert joined(result.stdout) == joined(data.decode()), result.stderr


def known(entry: Entry) -> tuple[str, ...]:
    """Return the flags that GNU gettext 0.21 does not throw away."""
    return tuple(flag for flag in entry.flags if flag == "python-brace-format")


def joined(text: str) -> str:
    """Return *text* with all references of an entry on one line."""
    return re.sub(r"(?m)^(#: .*)((?:\n#: .*)+)", lambda m: m[0].replace("\n#: ", " "), text)


@settings(LAW, max_examples=25)
@given(units(min_size=1), LANGS)
def test_a_merged_catalog_passes_msgfmt(these: tuple[Unit, ...], lang: str) -> None:
    started = merge(pot(these), None, lang)
    filled = catalogs.with_translations(started, {entry.key: "ok" for entry in started.entries})
    half = merge(pot(these[1:]), filled, lang)
    for catalog in (started, filled, half):
        result = run(["msgfmt", "-c", "-o", "/dev/null"], catalogs.dump(catalog))
        assert (result.returncode, result.stderr) == (0, "")


@LAW
@given(units(), made())
def test_merging_twice_is_merging_once(these: tuple[Unit, ...], old: Catalog) -> None:
    """A second run without a change in the source makes no diff, whatever the date."""
    once = catalogs.dump(merge(pot(these), old, "de"))
    reread = catalogs.load(once, "x.po")
    assert catalogs.dump(merge(pot(these), reread, "de")) == once
    assert catalogs.dump(merge(pot(these, date="2030-01-01"), reread, "de")) == once


@LAW
@given(units(), units(), made())
def test_no_translation_is_lost(
    before: tuple[Unit, ...], after: tuple[Unit, ...], old: Catalog
) -> None:
    """Work of a translator is kept, live or obsolete, until someone prunes it."""
    merged = merge(pot(after), merge(pot(before), old, "de"), "de")
    for entry in old.entries:
        kept = merged.get(entry.key)
        assert kept or not any(entry.msgstrs)
        assert not kept or kept.msgstrs[0] == entry.msgstrs[0]


@LAW
@given(units(), made())
def test_the_template_decides_what_lives_and_in_which_order(
    these: tuple[Unit, ...], old: Catalog
) -> None:
    merged = merge(pot(these), old, "de")
    live = [entry.key for entry in merged.entries if not entry.obsolete]
    assert live == list(dict.fromkeys(unit.key for unit in these))
    assert all(entry.obsolete for entry in merged.entries[len(live) :])


@LAW
@given(units(min_size=1))
def test_an_edit_of_one_translation_changes_one_block(these: tuple[Unit, ...]) -> None:
    before = merge(pot(these), None, "de")
    key = before.entries[0].key
    after = catalogs.with_translations(before, {key: "Neu"})
    assert after.entries[1:] == before.entries[1:]
    assert catalogs.stats(after, these).translated == 1

"""Fonts: stacks, what they draw, files of somebody else's, and the project's lock."""

import json
from pathlib import Path

import pytest
from conftest import LANGUAGES
from editions import ROOT, job
from tinyfonts import THAI, tiny

from polyfiche import alphabets, fontfile, fontlock, fonts, fontset, glyphs, native
from polyfiche.fonts import Family
from polyfiche.languages import language
from polyfiche.problems import FontError
from polyfiche.workspace import Project

PACKAGE = fonts.families("Latn")
TINY = Family("Tiny Thai", frozenset({"Thai"}), frozenset(THAI))
SIGNS = Family("Signs", frozenset(), frozenset(" ꙮ"))


def put(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


def refused(data: bytes, path: str = "a.ttf") -> str:
    with pytest.raises(FontError) as caught:
        fontfile.read(data, path)
    (problem,) = caught.value.problems
    assert problem.path == path
    assert problem.hint
    return problem.code


# Stacks


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_usual_stacks_are_those_of_the_package(lang):
    """Fonts that somebody adds elsewhere would change the bytes of our own editions."""
    script = language(lang).script
    assert fonts.stack(script, "Latn") == fonts.families(script)


def test_a_script_without_fonts_of_ours_begins_with_the_added_ones():
    """Thai letters would be Thai, and the Latin between them of another design."""
    assert fonts.stack("Thai", "Latn", [SIGNS, TINY]) == ("Tiny Thai", *PACKAGE, "Signs")


def test_an_added_family_stands_behind_ours():
    """Adding a font for one letter would change the whole sheet."""
    extra = Family("House", frozenset({"Latn"}), frozenset("A"))
    assert fonts.stack("Latn", "Latn", [SIGNS, extra]) == (*PACKAGE, "House", "Signs")


def test_what_is_not_translated_has_its_letters():
    """A half translated edition of a Japanese sheet could not be printed."""
    assert fonts.stack("Latn", "Jpan") == (*PACKAGE, "Noto Sans JP")


def test_chinese_never_falls_back_to_japanese_shapes():
    """The wrong shape of an ideograph is an error that no other check sees."""
    cooked = Family("Noto Sans JP Cooked", frozenset({"Jpan"}), frozenset("𠮷"))
    assert fonts.stack("Hans", "Jpan", [cooked]) == fonts.families("Hans")


def test_the_machine_comes_last():
    assert fonts.stack("Thai", "Latn", [], generic=True) == (*PACKAGE, "sans-serif")
    assert fonts.css(("Tiny Thai", "sans-serif")) == '"Tiny Thai", sans-serif'


def test_a_missing_character_is_found_with_and_without_added_fonts():
    """A PDF would be refused after `fonts check` said that all is well."""
    assert fonts.undrawn("ก ข a", PACKAGE) == {"ก", "ข"}
    assert fonts.undrawn("ก ข a", ("Tiny Thai", *PACKAGE), [TINY]) == set()
    assert fonts.undrawn("ก", PACKAGE, [TINY]) == {"ก"}  # it is not in the stack


def test_ranges_are_read_back():
    points = {0x20, 0x41, 0x42, 0x43, 0x10FFFF}
    assert fonts.ranges(points) == "20 41-43 10FFFF"
    assert set(fonts.points(fonts.ranges(points))) == points


def test_every_family_of_the_package_has_a_space():
    """Pango draws a space with the font of what stands before it: `→ a` would be refused."""
    for family in fonts.lock()["characters"]:
        assert " " in fonts.characters(family), family


# Alphabets


@pytest.mark.parametrize("script", ["Latn", "Grek"])
def test_the_letters_of_a_script_are_drawn_by_its_font(script):
    assert script in alphabets.scripts_of(fonts.characters("Noto Sans"))


def test_a_font_of_one_country_does_not_write_for_the_other():
    """Simplified Chinese would be printed in Japanese shapes."""
    assert alphabets.scripts_of(fonts.characters("Noto Sans JP")) == ("Latn", "Jpan")
    assert alphabets.scripts_of(fonts.characters("Noto Sans SC")) == ("Latn", "Hans")


def test_the_kitchen_is_named_where_it_helps():
    """A reader would wait for npm, and then be told to add a font."""
    assert alphabets.cookable("яß", "Cyrl")
    assert alphabets.cookable("𠮷", "Jpan")
    assert not alphabets.cookable("𠮷", "Hant")
    assert not alphabets.cookable("กя", "Thai")


# Files


@pytest.mark.parametrize("font", fonts.files(), ids=lambda font: font.file)
def test_our_own_fonts_are_read_as_the_lock_has_them(font):
    """The reader would see something else than the kitchen wrote."""
    face = fontfile.read(font.data, font.file)
    assert (face.family, face.weight, face.style) == (font.family, font.weight, font.style)
    assert face.suffix == "ttf"
    assert fonts.characters(font.family) <= face.characters


def test_a_tiny_font_is_read():
    face = fontfile.read(tiny(weight=700), "a.ttf")
    assert (face.family, face.weight, face.style) == ("Tiny Thai", 700, "normal")
    assert face.characters == set(THAI)


def test_markup_in_a_name_is_taken_out():
    """A family is written into style sheets and into fontconfig's XML."""
    assert fontfile.read(tiny(family='A"};</style>'), "a.ttf").family == "A ; style"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "font-format"),
        (b"wOFF" + tiny()[4:], "font-format"),
        (b"wOF2" + tiny()[4:], "font-format"),
        (b"ttcf" + tiny()[4:], "font-format"),
        (b"%PDF-1.7", "font-format"),
        (tiny()[:11], "font-broken"),
        (tiny()[:-200], "font-broken"),
        (tiny("ก"), "font-broken"),
        (tiny(variable=True), "font-variable"),
        (tiny(rights=0x0002), "font-embedding"),
        (tiny(rights=0x0104), "font-embedding"),
        (tiny(rights=0x0200), "font-embedding"),
    ],
    ids=[
        *("empty", "woff", "woff2", "collection", "pdf", "head only", "cut", "no space"),
        *("variable", "restricted", "no subsetting", "bitmaps only"),
    ],
)
def test_what_cannot_be_used_is_refused(data, code):
    """It would be found out at the first build, by whoever builds."""
    assert refused(data) == code


def test_a_flipped_bit_is_seen():
    """A damaged outline is printed as it is, or ends the process."""
    data = bytearray(tiny())
    data[len(data) // 2] ^= 0xFF
    assert refused(bytes(data)) == "font-broken"


@pytest.mark.parametrize("rights", [0x0000, 0x0004, 0x0008, 0x000A])
def test_a_font_that_may_be_embedded_is_taken(rights):
    """The least strict of several rights counts (OpenType 1.9.1, OS/2, versions 0 to 2)."""
    assert fontfile.read(tiny(rights=rights), "a.ttf").family == "Tiny Thai"


# The lock


def test_an_added_font_is_copied_and_pinned(tmp_path):
    data = tiny()
    font = fontlock.add(tmp_path, put(tmp_path / "away", "Tiny.ttf", data))
    assert (tmp_path / "fonts/Tiny.ttf").read_bytes() == data
    assert (font.family, font.scripts, font.by) == ("Tiny Thai", ("Thai",), "user")
    assert fontlock.load(tmp_path) == (font,)
    assert fontlock.families([font]) == (TINY,)


def test_the_same_fonts_give_the_same_lock(tmp_path):
    """Two people would fight over a file that neither wrote."""
    regular = put(tmp_path, "R.ttf", tiny())
    bold = put(tmp_path, "B.ttf", tiny(weight=700))
    locks = []
    for name, order in (("a", (regular, bold)), ("b", (bold, regular, bold))):
        for path in order:
            fontlock.add(tmp_path / name, path)
        locks.append((tmp_path / name / fontlock.LOCK).read_bytes())
    assert locks[0] == locks[1]
    assert [font["file"] for font in json.loads(locks[0])["fonts"]] == ["B.ttf", "R.ttf"]


def test_a_newer_file_of_a_font_takes_its_place(tmp_path):
    fontlock.add(tmp_path, put(tmp_path, "a.ttf", tiny()))
    fontlock.add(tmp_path, put(tmp_path, "b.ttf", tiny(THAI + "a")))
    assert [font.file for font in fontlock.load(tmp_path)] == ["b.ttf"]


def test_two_fonts_cannot_have_one_file(tmp_path):
    """The second would quietly replace the first."""
    fontlock.add(tmp_path, put(tmp_path, "a.ttf", tiny()))
    with pytest.raises(FontError, match="font-name"):
        fontlock.add(tmp_path, put(tmp_path, "a.ttf", tiny(family="Other")))
    assert [font.family for font in fontlock.load(tmp_path)] == ["Tiny Thai"]


def test_a_family_of_ours_gets_another_name(tmp_path):
    """WeasyPrint takes two fonts of one name for one, and draws wrong glyphs."""
    path = put(tmp_path, "NotoSans-Regular.ttf", tiny(" абв", family="Noto Sans"))
    assert fontlock.add(tmp_path, path).family == "Noto Sans Added"


def test_a_changed_file_is_refused_until_it_is_added_again(tmp_path):
    """The same lock would give other bytes."""
    fontlock.add(tmp_path, put(tmp_path, "a.ttf", tiny()))
    inside = put(tmp_path / "fonts", "a.ttf", tiny(THAI + "a"))
    with pytest.raises(FontError, match=r"font-changed.*\n.*polyfiche fonts add fonts/a\.ttf"):
        fontlock.load(tmp_path)
    before = fontlock.digest(fontlock.peek(tmp_path))
    fontlock.add(tmp_path, inside)
    assert fontlock.digest(fontlock.load(tmp_path)) != before


@pytest.mark.parametrize(
    "change",
    [
        {"file": "../a.ttf"},
        {"family": 'A"; } html { background: url(x)'},
        {"characters": "0-FFFFFFFF"},
        {"characters": "x"},
        {"weight": "bold"},
    ],
    ids=str,
)
def test_a_lock_written_by_hand_is_looked_at(tmp_path, change):
    """A merge request could reach outside the folder, or into the style sheet."""
    fontlock.add(tmp_path, put(tmp_path, "a.ttf", tiny()))
    path = tmp_path / fontlock.LOCK
    lock = json.loads(path.read_text("utf-8"))
    lock["fonts"][0].update(change)
    path.write_text(json.dumps(lock), "utf-8")
    with pytest.raises(FontError, match="font-lock"):
        fontlock.load(tmp_path)


# What fontconfig sees


def listed(root, source="package"):
    native.prepare(root, source)
    return native.families()


@pytest.mark.pdf
def test_only_what_the_lock_names_is_seen(tmp_path):
    """A file that somebody left in the folder would change the bytes, and no key."""
    fontlock.add(tmp_path, put(tmp_path, "a.ttf", tiny()))
    put(tmp_path / "fonts", "b.ttf", tiny(family="Stray"))
    ours = sorted({font.family for font in fonts.files()})
    assert listed(tmp_path) == tuple(sorted([*ours, "Tiny Thai"]))
    assert listed(tmp_path / "none") == tuple(ours)


@pytest.mark.pdf
def test_a_renamed_family_is_seen_under_its_new_name(tmp_path):
    path = put(tmp_path, "a.ttf", tiny(" абв", family="Noto Sans"))
    fontlock.add(tmp_path, path)
    assert "Noto Sans Added" in listed(tmp_path)


@pytest.mark.pdf
def test_the_machine_hides_ours_and_the_project_hides_the_machine(tmp_path, monkeypatch):
    """Two fonts of one name would be drawn with the glyphs of one of them."""
    put(tmp_path / "machine", "a.ttf", tiny(family="Noto Sans"))
    put(tmp_path / "machine", "b.ttf", tiny(family="Tiny Thai"))
    put(tmp_path / "machine", "c.ttf", tiny(family="House"))
    conf = put(tmp_path, "machine.conf", machine(tmp_path).encode())
    monkeypatch.setenv("POLYFICHE_FONTCONFIG", str(conf))
    fontlock.add(tmp_path, put(tmp_path, "a.ttf", tiny()))
    assert {"House", "Noto Sans", "Noto Sans JP", "Tiny Thai"} <= set(listed(tmp_path, "system"))
    files = {Path(path).relative_to(tmp_path).as_posix() for path in native.files()
             if Path(path).is_relative_to(tmp_path)}  # fmt: skip
    assert files == {"machine/a.ttf", "machine/c.ttf", "fonts/a.ttf"}
    assert not any(path.endswith("NotoSans-Regular.ttf") for path in native.files())
    assert "House" not in listed(tmp_path)


def machine(folder):
    inside = f"<dir>{folder}/machine</dir><cachedir>{folder}/cache</cachedir>"
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
    return f"{head}<fontconfig>{inside}</fontconfig>"


@pytest.mark.pdf
def test_the_toolchain_says_whose_fonts(tmp_path, monkeypatch):
    """Two manifests would be the same and their PDFs not."""
    conf = put(tmp_path, "machine.conf", machine(tmp_path).encode())
    monkeypatch.setenv("POLYFICHE_FONTCONFIG", str(conf))
    plain = toolchain(tmp_path)
    assert "fonts-project" not in plain
    fontlock.add(tmp_path, put(tmp_path, "a.ttf", tiny()))
    added = toolchain(tmp_path)
    fontlock.add(tmp_path, put(tmp_path, "a.ttf", tiny(THAI + "a")))
    assert added["fonts-project"] != toolchain(tmp_path)["fonts-project"]
    system = toolchain(tmp_path, "system")
    put(tmp_path / "machine", "c.ttf", tiny(family="House"))
    more = toolchain(tmp_path, "system")
    assert (system["fonts"], more["fonts"]) == ("system", "system")
    assert system["fonts-system"] != more["fonts-system"]


def toolchain(root, source="package"):
    native.prepare(root, source)
    return dict(native.toolchain(root, source))


def test_no_font_at_all_is_refused_before_anything_is_drawn():
    """WeasyPrint ends the process: SIGSEGV."""
    empty = native.Report("3", (("weasyprint", "70"),), (("pango", "1.50"),), (), "install")
    assert empty.missing == ("fonts",)


@pytest.mark.pdf
def test_an_empty_folder_of_fonts_lists_nothing(tmp_path, monkeypatch):
    text = fontset.conf(fontset.FontSet((str(tmp_path / "none.ttf"),)), str(tmp_path / "cache"))
    monkeypatch.setenv("FONTCONFIG_FILE", str(put(tmp_path, "a.conf", text.encode())))
    assert native.families() == ()


# The whole project


def test_our_own_editions_lack_no_character():
    """`polyfiche fonts check` on this repository."""
    count, problems = glyphs.check(Project(ROOT))
    assert (count, problems) == (len(LANGUAGES), [])


def test_a_job_names_its_fonts():
    assert job("ja", "pdf").fonts == fonts.families("Jpan")
    assert job("ja", "html").fonts == ()

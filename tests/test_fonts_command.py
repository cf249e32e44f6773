"""`polyfiche fonts`, and a sheet in a script that the package has no fonts for."""

import io
import json
import re
import subprocess
import tarfile

import pytest
from click.testing import CliRunner
from sheets import SMALL
from support import require
from tinyfonts import THAI, tiny

from polyfiche import cooking, fontlock, fonts, kitchen
from polyfiche.cli import main
from polyfiche.jobs import key, run
from polyfiche.problems import FontError, RenderError
from polyfiche.workspace import Project

SHEET = SMALL.replace("Un mélange qui fermente. ", "").replace("baguettes", "**baguettes**")
PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: %s\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Le pain"
msgstr "%s"

msgid "Le levain"
msgstr "%s"
"""
BREAD, SOURDOUGH = "ขนมปัง", "แป้งเปรี้ยว"


@pytest.fixture
def project(tmp_path):
    """Return a project with a French sheet, half of it translated into Thai."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/pain.md").write_text(SHEET, "utf-8")
    translate(tmp_path, "th", BREAD, SOURDOUGH)
    return tmp_path


def translate(root, lang, *texts):
    path = root / f"locales/{lang}/LC_MESSAGES/pain.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PO % (lang, *texts), "utf-8")


def put(folder, name, data):
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return str(folder / name)


def said(root, *arguments):
    """Return the exit code of a command and everything that it says, on one line."""
    result = CliRunner().invoke(main, ["-C", str(root), *arguments])
    return result.exit_code, " ".join(result.output.split())


def add_thai(root):
    """Add a regular and a bold font."""
    away = root / "away"
    files = [put(away, "R.ttf", tiny()), put(away, "B.ttf", tiny(weight=700))]
    assert said(root, "fonts", "add", *files)[0] == 0


@pytest.mark.parametrize("command", ["check", "add", "remove", "cook"])
def test_every_command_has_help_with_an_example(command):
    result = CliRunner().invoke(main, ["fonts", command, "--help"])
    assert f"Example: polyfiche fonts {command}" in " ".join(result.output.split())


def drawn_with(root):
    """Return the names of the fonts of the Thai PDF."""
    command = [require("pdffonts"), root / "build/th/pain.pdf"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


# Check


def test_check_names_character_place_language_fonts_and_command(project):
    """Somebody would know that a box is printed, and not what to do."""
    code, text = said(project, "fonts", "check")
    assert code == 1
    assert "content/pain.md: error[font-missing-glyph]: th: no font draws U+0E01 'ก'" in text
    assert f"in content/pain.md#title '{BREAD}', content/pain.md#levain '{SOURDOUGH}'" in text
    assert "the fonts are Noto Sans, Noto Sans Math, Noto Sans Symbols 2" in text
    assert "hint: run: polyfiche fonts add FILE, a font that draws THAI" in text
    assert text.count("error[") == 1
    assert "2 editions, 1 with characters that no font draws" in text


def test_check_looks_at_the_languages_that_are_asked_for(project):
    assert said(project, "fonts", "check", "--lang", "fr")[0] == 0
    assert said(project, "fonts", "check", "--lang", "fr,th")[0] == 1
    assert said(project, "fonts", "check", "--lang", "de")[0] == 2


def test_check_sees_facts_as_they_are_printed(project):
    """CLDR brings letters that stand in no file of the project: 6 พันล้าน."""
    translate(project, "th", "Bread", "Sourdough")
    code, text = said(project, "fonts", "check")
    assert code == 1
    assert "in content/pain.md#levain '…ance vend 6" in text


def test_check_is_content_once_the_font_is_added(project):
    add_thai(project)
    code, text = said(project, "fonts", "check")
    assert (code, text) == (0, "2 editions, 0 with characters that no font draws")


def test_cook_is_named_where_it_helps(project):
    translate(project, "ru", "Хлеб", "Закваска")
    assert "hint: run: polyfiche fonts cook; where that does not help" in said(
        project, "fonts", "check", "--lang", "ru"
    )[1]  # fmt: skip


# Add


def test_add_tells_what_it_took(project):
    path = put(project / "away", "R.ttf", tiny())
    code, text = said(project, "fonts", "add", path)
    count = len(set(THAI))
    assert code == 0
    assert text == f"fonts/R.ttf: Tiny Thai 400 normal, {count} characters, for Thai"


@pytest.mark.parametrize("arguments", [["add"], ["add", "/nowhere/a.ttf"], ["add", "a.woff2"]])
def test_add_says_what_it_cannot_take(project, arguments):
    put(project, "a.woff2", b"wOF2" + tiny()[4:])
    files = [str(project / a) if a.startswith("a.") else a for a in arguments[1:]]
    code, text = said(project, "fonts", "add", *files)
    assert code == (1 if files else 2)
    assert "font-" in text or "Missing argument" in text
    assert not (project / "fonts").exists()


# Print


@pytest.mark.pdf
def test_a_thai_sheet_is_printed_on_the_first_day(project):
    """Where every other tool stops: two commands, and a PDF with the letters of the user's font."""
    code, text = said(project, "build", "--lang", "th", "--format", "pdf", "--layout", "sheet")
    assert code == 1
    assert "error[font-missing-glyph]: th: no font draws U+0E01" in text
    assert f"content/pain.md#title '{BREAD}'" in text
    assert "polyfiche fonts add FILE" in text
    assert "pdf-log" not in text  # a line for each letter would hide the one that helps

    add_thai(project)
    code, text = said(project, "build", "--lang", "th", "--format", "pdf", "--layout", "sheet")
    assert (code, "1 pages" in text) == (0, True)
    assert "Tiny-Thai" in drawn_with(project)
    toolchain = json.loads((project / "build/manifest.json").read_bytes())["toolchain"]
    assert re.fullmatch("[0-9a-f]{16}", toolchain["fonts-project"])


@pytest.mark.pdf
def test_fonts_of_the_machine_are_used_when_asked_for(project, monkeypatch):
    """A PDF without adding anything; other machines may make other bytes, and it says so."""
    put(project / "machine", "a.ttf", tiny(family="House"))
    conf = f"<fontconfig><dir>{project}/machine</dir></fontconfig>"
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
    monkeypatch.setenv("POLYFICHE_FONTCONFIG", put(project, "m.conf", f"{head}{conf}".encode()))
    wanted = ("--format", "pdf", "--layout", "sheet", "--fonts", "system")
    code, text = said(project, "build", *wanted)
    assert code == 0
    assert text.count("another machine may make other bytes") == 1
    assert "House" in drawn_with(project)
    toolchain = json.loads((project / "build/manifest.json").read_bytes())["toolchain"]
    assert toolchain["fonts"] == "system"
    assert re.fullmatch("[0-9a-f]{16}", toolchain["fonts-system"])


def test_the_bytes_of_a_font_are_in_the_key(project):
    """A PDF with yesterday's letters would be taken from the store."""
    from polyfiche.editions import Request, jobs
    from polyfiche.make import tools

    def keys():
        asked = Request((), ("th",), ("pdf",), None, tools(project))
        return [key(job) for job in jobs(Project(project), asked)]

    before = keys()
    add_thai(project)
    between = keys()
    fontlock.add(project, project / "away/../away/R.ttf")
    assert keys() == between != before
    put(project / "away", "R.ttf", tiny(THAI + "a"))
    fontlock.add(project, project / "away/R.ttf")
    assert keys() != between


@pytest.mark.pdf
def test_a_font_that_is_not_on_the_list_is_refused(project):
    """A style sheet could print with fonts that the sheet's language should not have."""
    from dataclasses import replace

    from polyfiche import glyphs, native

    native.weasyprint(project)
    (job,) = glyphs.prints(Project(project), ("fr",))
    with pytest.raises(RenderError, match="font-foreign"):
        run(replace(job, fonts=("Noto Sans Math",), css=job.css + 'p { font-family: "Noto Sans" }'))


# Cook


def package(*letters, family="Noto Sans JP"):
    """Return a package with the faces of the lock, each with the same letters."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for entry in fonts.lock()["fonts"]:
            if entry["family"] == family:
                italic = entry["style"] == "italic"
                data = tiny("".join(letters), family, entry["weight"], italic=italic)
                member = tarfile.TarInfo(f"package/{entry['member']}")
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def fetched(letters):
    """Return a kitchen whose every package has *letters*."""

    def fetch(spec):
        (family,) = {e["family"] for e in fonts.lock()["fonts"] if e["package"] == spec}
        return kitchen.Package(spec, package(letters, family=family), "")

    return fetch


def test_cook_brings_what_is_missing_and_no_more(project):
    """A whole Japanese font has 17,000 glyphs; a name needs one."""
    translate(project, "ja", "𠮷野のパン", "酵母")
    done = cooking.cook(Project(project), fetched(" 𠮷野龍"))
    made = {font.file: font for font in done.fonts}
    assert list(made) == ["NotoSansJPCooked-Regular.ttf", "NotoSansJPCooked-Bold.ttf"]
    regular = made["NotoSansJPCooked-Regular.ttf"]
    assert set(fonts.points(regular.characters)) == {0x20, ord("𠮷")}
    assert (regular.by, regular.scripts) == ("cook", ("Jpan",))
    assert regular.package.startswith("@expo-google-fonts/noto-sans-jp@")
    assert done.missing > set(BREAD + SOURDOUGH)
    assert said(project, "fonts", "check", "--lang", "ja")[0] == 0


def test_cook_takes_a_whole_alphabet(project):
    """A corrected word would need another letter, and another cook."""
    translate(project, "th", "Bread", "Хлеб")
    alphabet = " абвХхЛлЕеБб"
    done = cooking.cook(Project(project), fetched(alphabet))
    assert {font.family for font in done.fonts} == {"Noto Sans Cooked"}
    assert set(fonts.points(done.fonts[0].characters)) == set(map(ord, alphabet))


def test_cook_twice_gives_the_same_bytes_and_clears_up(project):
    """A second run would be a diff; a removed word would leave its font."""
    translate(project, "ja", "𠮷野", "酵母")
    add_thai(project)
    one = Project(project)
    first = {cooking.cook(one, fetched(" 𠮷")).fonts, lock(project)}
    assert {cooking.cook(one, fetched(" 𠮷")).fonts, lock(project)} == first
    translate(project, "ja", "吉野", "酵母")
    assert cooking.cook(one, fetched(" 𠮷")).fonts == ()
    assert sorted(path.name for path in (project / "fonts").iterdir()) == [
        "B.ttf", "R.ttf", "fonts.lock",
    ]  # fmt: skip


def lock(root):
    return (root / fontlock.LOCK).read_bytes()


def test_cook_says_what_only_another_font_can_bring(project, monkeypatch):
    monkeypatch.setattr(cooking, "fetcher", lambda root: fetched(" a"))
    code, text = said(project, "fonts", "cook")
    assert code == 1
    assert "hint: run: polyfiche fonts add FILE, a font that draws THAI" in text


def test_cook_has_nothing_to_do(project, monkeypatch):
    """npm would be asked for, by somebody who needs nothing of it."""
    add_thai(project)
    monkeypatch.setattr(cooking, "fetcher", lambda root: None)
    assert said(project, "fonts", "cook") == (0, "nothing to cook")


def no_npm(folder, spec):
    return 127


def broken_npm(folder, spec):
    return 1


@pytest.mark.parametrize(("npm", "word"), [(no_npm, "install npm"), (broken_npm, "exit code 1")])
def test_a_package_that_cannot_be_had_is_said(tmp_path, npm, word):
    with pytest.raises(FontError, match="font-npm") as caught:
        kitchen.fetch("noto-sans-jp@0.4.3", tmp_path / "npm", "", npm)
    assert word in str(caught.value)
    assert "polyfiche fonts add FILE" in str(caught.value)


def test_a_package_that_is_not_the_pinned_one_is_refused(tmp_path):
    """Somebody else's font would be cooked, and printed."""

    def npm(folder, spec):
        (folder / "expo-google-fonts-noto-sans-jp-0.4.3.tgz").write_bytes(package(" a"))
        return 0

    found = kitchen.fetch("noto-sans-jp@0.4.3", tmp_path, "", npm)
    assert kitchen.fetch("noto-sans-jp@0.4.3", tmp_path, found.integrity, no_npm) == found
    with pytest.raises(FontError, match="font-pin"):
        kitchen.fetch("noto-sans-jp@0.4.3", tmp_path, "sha512-other", npm)


def test_a_project_cannot_bring_a_kitchen_of_its_own(project):
    """`fonts cook` would run a program that came with somebody's sheets."""
    (project / "tools").mkdir()
    (project / "tools/cook_fonts.py").write_text("raise SystemExit(9)", "utf-8")
    assert cooking.own_kitchen(Project(project)) is None


# Remove


def test_a_family_that_was_added_is_removed_with_its_files(project):
    """Somebody would delete one of the two, and the next build would stop."""
    add_thai(project)
    family = fontlock.peek(project)[0].family
    code, text = said(project, "fonts", "remove", family.lower())
    assert code == 0
    assert text.count(" removed") == 2
    assert fontlock.load(project) == ()
    assert sorted(path.name for path in (project / "fonts").iterdir()) == ["fonts.lock"]


def test_a_file_that_somebody_changed_is_not_removed(project):
    """Work of theirs would be gone."""
    add_thai(project)
    first, second = fontlock.peek(project)
    (project / "fonts" / first.file).write_bytes(b"mine")
    code, text = said(project, "fonts", "remove", first.family)
    assert code == 0
    assert f"fonts/{first.file}: not ours any more, left" in text
    assert (project / "fonts" / first.file).read_bytes() == b"mine"
    assert not (project / "fonts" / second.file).exists()


def test_a_family_that_is_not_there_names_the_closest(project):
    add_thai(project)
    family = fontlock.peek(project)[0].family
    code, text = said(project, "fonts", "remove", family + "x")
    assert code == 1
    assert "font-unknown" in text
    assert repr(family) in text

"""Releases: what is in them, what is left out, and what stops them."""

import json
import subprocess
import sys
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

import fastjsonschema
import pytest
from click.testing import CliRunner
from editions import ROOT
from releases import GERMAN, SOURCE, TOOLS, change, codes, made, project, write
from support import require

from polyfiche import archives, folder, inventory, loop
from polyfiche.cli import main
from polyfiche.problems import ReleaseError
from polyfiche.release import Order, Workshop, release
from polyfiche.store import Store

TWO = SOURCE.replace("Le pain", "Le sel").replace('version: "1.0"', 'version: "2.0"')


def inside(files, name):
    return archives.unpack(files[name], name)


def test_a_release_has_an_archive_for_each_language_and_one_with_everything(tmp_path):
    """A teacher of German wants one file to pass on, an archivist wants all."""
    files = made(project(tmp_path)).files
    assert sorted(files) == [
        *("SHA256SUMS", "manifest.json", "notes-de.md", "notes-fr.md"),
        *("pain-de.zip", "pain-fr.zip", "pain.zip"),
    ]
    german = {
        "de/LICENSES/CC-BY-4.0.txt",
        *("de/pain-handout.pdf", "de/pain.html", "de/pain.md", "de/pain.pdf"),
        *("de/translation/pain.po", "de/translation/status.json", "de/translation/status.md"),
    }
    assert set(inside(files, "pain-de.zip")) == german
    everything = inside(files, "pain.zip")
    assert {f"pain/{path}" for path in {*german, "index.html"}} <= set(everything)
    assert {"pain/fr/translation/pain.pot", "pain/fr/pain.pdf"} <= set(everything)


def test_what_goes_with_an_edition_is_what_it_was_made_from(tmp_path):
    """Somebody who corrects a translation needs the catalog of just this release."""
    one = project(tmp_path)
    files = inside(made(one).files, "pain-de.zip")
    assert files["de/translation/pain.po"] == one.data("locales/de/LC_MESSAGES/pain.po")
    (row,) = json.loads(files["de/translation/status.json"])
    assert (row["sheet"], row["lang"], row["translated"]) == ("pain", "de", 4)
    assert files["de/LICENSES/CC-BY-4.0.txt"].startswith(b"Creative Commons Attribution 4.0")


def test_the_figures_of_the_markdown_go_with_it(tmp_path):
    """The Markdown edition would show a hole."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Four</title></svg>'
    (tmp_path / "content").mkdir()
    (tmp_path / "content/four.svg").write_text(svg, "utf-8")
    one = project(tmp_path, SOURCE + "\n![Un four](four.svg)\n", de={"Four": "Ofen"})
    assert "de/four.svg" in inside(made(one, minimum=0).files, "pain-de.zip")


def test_a_project_of_several_sheets_has_one_archive_a_language(tmp_path):
    """Ten sheets would be ten downloads."""
    one = project(tmp_path)
    (tmp_path / "content/sel.md").write_text(TWO, "utf-8")
    loop.update(one, [], write=True)
    files = made(one).files
    assert [name for name in sorted(files) if name.endswith(".zip")] == [
        "sheets-de.zip", "sheets-fr.zip", "sheets.zip",
    ]  # fmt: skip
    assert {"fr/pain.pdf", "fr/sel.pdf"} <= set(inside(files, "sheets-fr.zip"))
    assert "cuisine-de.zip" in made(one, name="cuisine").files


@pytest.mark.parametrize(
    ("head", "asked", "released"),
    [
        ("", {}, []),
        ("minimum: 75\n", {}, ["de"]),
        ("minimum: 75\n", {"minimum": 76}, []),
        ("", {"minimum": 0}, ["de"]),
    ],
    ids=str,
)
def test_what_is_translated_too_little_is_left_out_and_listed(tmp_path, head, asked, released):
    """A sheet half in French would be published as German."""
    text = SOURCE.replace("pages:", f"{head}pages:")
    one = project(tmp_path, text, de={k: v for k, v in GERMAN.items() if k != "Comprendre"})
    done = made(one, **asked)
    assert [f"pain-{lang}.zip" in done.files for lang in ["de"]] == [released == ["de"]]
    state = next(one for one in done.inventory.editions if one.lang == "de")
    assert (state.percent, state.missing, state.released) == (75.0, 1, bool(released))
    assert codes(done.problems) == ([] if released else ["release-left-out"])
    assert all(problem.severity == "warning" for problem in done.problems)


def test_a_released_edition_links_to_released_ones_only(tmp_path):
    """A reader would follow the language switcher to a page that is not there."""
    one = project(tmp_path, de={"Le pain": "Das Brot"})
    jobs = []
    workshop = type("Spy", (), {"make": lambda self, todo: jobs.extend(todo) or []})()
    with pytest.raises(ValueError, match="empty"):  # there is nothing to pack
        release(one, Order(TOOLS), workshop)
    assert {job.siblings for job in jobs} == {("fr",)}


def test_an_error_of_check_stops_a_release(tmp_path):
    """What is known to be wrong would be published."""
    one = project(tmp_path, de={**GERMAN, "Le levain": "[Sauerteig](javascript:x)"})
    with pytest.raises(ReleaseError) as caught:
        made(one)
    assert all(problem.severity == "error" for problem in caught.value.problems)
    assert all("de/LC_MESSAGES/pain.po" in problem.path for problem in caught.value.problems)


def threads(workers: int) -> Executor:
    return ThreadPoolExecutor(workers)


def test_an_artifact_that_cannot_be_made_stops_a_release(tmp_path):
    """An archive without its PDF would look whole."""
    one = project(tmp_path)
    text = SOURCE.replace("<!-- card: levain -->", "<!-- card: levain kind=llm -->")
    bad = Order((("weasyprint", "70.0"),))
    (tmp_path / "content/pain.md").write_text(text + "\n{unknown}\n", "utf-8")
    with pytest.raises(ReleaseError):
        release(one, bad, Workshop(Store(tmp_path / "store"), threads, 1))


@pytest.mark.parametrize(
    ("licence", "own", "wanted"),
    [
        ("CC0-1.0", None, b"Creative Commons Legal Code"),
        ("CC-BY-SA-4.0", None, b"Creative Commons Attribution-ShareAlike"),
        ("CC-BY-4.0", "Ours.\n", b"Ours."),
        ("LicenseRef-Maison", "Maison.\n", b"Maison."),
    ],
)
def test_the_text_of_the_licence_is_the_project_s_or_a_known_one(tmp_path, licence, own, wanted):
    """A licence that nobody can read binds nobody."""
    one = project(tmp_path, SOURCE.replace("CC-BY-4.0", licence))
    if own:
        (tmp_path / "LICENSES").mkdir()
        (tmp_path / f"LICENSES/{licence}.txt").write_text(own, "utf-8")
    files = inside(made(one).files, "pain-de.zip")
    assert files[f"de/LICENSES/{licence}.txt"].startswith(wanted)


@pytest.mark.parametrize("licence", ["WTFPL", "../../secret", "MIT OR Apache-2.0"])
def test_a_licence_without_a_text_stops_a_release(tmp_path, licence):
    """Nobody would know what is allowed."""
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    one = project(tmp_path, SOURCE.replace("CC-BY-4.0", licence))
    with pytest.raises(ReleaseError) as caught:
        made(one)
    assert codes(caught.value.problems) == ["release-licence"]


def test_a_sheet_whose_name_is_no_file_name_everywhere_says_so(tmp_path):
    """Some systems could not unpack it."""
    one = project(tmp_path)
    (tmp_path / "content/pain.md").rename(tmp_path / "content/pâte à pain.md")
    (tmp_path / "locales/pain.pot").unlink()
    (tmp_path / "locales/de/LC_MESSAGES/pain.po").unlink()
    loop.extract(one, write=True)
    with pytest.raises(ReleaseError) as caught:
        made(one)
    assert codes(caught.value.problems) == ["release-name"]
    assert "pain.zip" in made(one, name="pain").files


# The manifest and the sums


def test_the_manifest_follows_its_published_schema(tmp_path):
    """Programs that read manifests are written against the schema."""
    valid = fastjsonschema.compile(json.loads((ROOT / "docs/manifest.schema.json").read_bytes()))
    one = project(tmp_path)
    first = made(one)
    change(one, "6000000000", "7000000000")
    second = made(one, before=first.inventory, since="a" * 64, epoch=5, minimum=3)
    for done in (first, second):
        assert valid(json.loads(done.files["manifest.json"]))
        assert inventory.load(done.files["manifest.json"], "m") == done.inventory
    for field in ("sha256", "kind", "name"):
        wrong = json.loads(first.files["manifest.json"])
        wrong["files"][0][field] = "?"
        with pytest.raises(fastjsonschema.JsonSchemaException):
            valid(wrong)


def test_the_schema_is_current():
    """It would describe yesterday's manifest; run: python tools/write_manifest_schema.py."""
    assert (ROOT / "docs/manifest.schema.json").read_bytes() == inventory.schema()


def test_sha256sum_accepts_the_sums(tmp_path):
    """The tool that everybody has is the one that they will use."""
    write(tmp_path / "out", made(project(tmp_path)).files)
    command = [require("sha256sum"), "--strict", "-c", "SHA256SUMS"]
    done = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, check=False)
    assert (done.returncode, done.stdout.count(b": OK\n")) == (0, 6)


def test_the_same_release_is_the_same_bytes(tmp_path):
    """Nobody could check it by making it again."""
    assert made(project(tmp_path / "a")).files == made(project(tmp_path / "b")).files


def test_the_time_in_an_archive_is_the_sheet_s_or_the_epoch_s(tmp_path):
    """The time of the build would be in it."""
    import io
    import zipfile

    for epoch, wanted in ((None, (2026, 11, 24, 0, 0, 0)), (86400 * 365 * 20, (1989, 12, 27))):
        data = made(project(tmp_path), epoch=epoch).files["pain.zip"]
        times = {m.date_time[: len(wanted)] for m in zipfile.ZipFile(io.BytesIO(data)).infolist()}
        assert times == {wanted}


# The folder


def test_a_second_release_takes_the_place_of_the_first(tmp_path):
    """A file of an older release would be published with the new one."""
    one = project(tmp_path)
    out = tmp_path / "out"
    folder.fill(out, made(one))
    done = made(one, name="new")
    folder.fill(out, done)
    assert {path.name for path in out.iterdir()} == set(done.files)


def test_what_no_release_wrote_is_never_removed_or_joined(tmp_path):
    """Somebody's folder would be emptied, or published."""
    one = project(tmp_path)
    out = tmp_path / "out"
    folder.fill(out, made(one))
    (out / "pain-de.zip").write_bytes(b"mine now")
    (out / "letter.txt").write_text("mine")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(ReleaseError) as caught:
        folder.fill(out, made(one, name="new"))
    assert codes(caught.value.problems) == ["release-folder"]
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_hostile_sums_remove_nothing_outside(tmp_path):
    """A folder from elsewhere would choose what is deleted here."""
    import hashlib

    out, victim = tmp_path / "out", tmp_path / "victim"
    out.mkdir()
    victim.write_bytes(b"v")
    (out / "SHA256SUMS").write_text(f"{hashlib.sha256(b'v').hexdigest()}  ../victim\n")
    folder.fill(out, made(project(tmp_path / "p")))
    assert victim.read_bytes() == b"v"


# The command


@pytest.mark.pdf
def test_the_command_makes_a_release_that_verifies(tmp_path):
    """From the source to a release and back."""
    one = project(tmp_path / "p")
    out = tmp_path / "out"
    command = ["-C", str(one.root), "release", "--out", str(out)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    assert inside({"z": (out / "pain-de.zip").read_bytes()}, "z")["de/pain.pdf"][:5] == b"%PDF-"
    check = ["-C", str(one.root), "verify", str(out)]
    result = CliRunner().invoke(main, check)
    assert (result.exit_code, "made again: 0 differences" in result.output) == (0, True)
    elsewhere = CliRunner().invoke(main, ["-C", str(tmp_path), "verify", str(out)])
    assert (elsewhere.exit_code, "no source here" in elsewhere.output) == (0, True)
    (out / "pain-de.zip").write_bytes(b"")
    (out / "notes-fr.md").unlink()
    result = CliRunner().invoke(main, [*check, "--no-rebuild"])
    assert result.exit_code == 1
    assert "pain-de.zip: error[release-changed]" in result.output
    assert "notes-fr.md: error[release-missing]" in result.output


def test_an_order_that_knows_the_changes_does_not_compare(tmp_path):
    """A release could not be made again without the one before it."""
    one = project(tmp_path)
    first = made(one)
    change(one, "fermente", "lève")
    second = made(one, before=first.inventory, since="b" * 64, minimum=0)
    again = made(one, changes=second.inventory.changes, since="b" * 64, minimum=0)
    assert again.files == second.files
    assert replace(first.inventory, files=()) != replace(second.inventory, files=())


def test_without_libraries_nothing_is_released(tmp_path):
    """A release without PDFs would look whole."""
    code = (
        "import sys\nfrom polyfiche import native\n"
        "native._open = lambda names: None\n"
        "from polyfiche.cli import main\n"
        "sys.argv = ['polyfiche', '-C', sys.argv[1], 'release']\nmain()\n"
    )
    command = [sys.executable, "-c", code, str(project(tmp_path).root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "error[native-missing]" in done.stderr) == (3, True)
    assert not (tmp_path / "release").exists()

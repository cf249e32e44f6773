"""The command line, as somebody types it in an empty folder."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from sheets import SMALL

from polyfiche.cli import main


@pytest.fixture
def project(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/pain.md").write_text(SMALL, "utf-8")
    return tmp_path


def run(project, *arguments):
    return CliRunner().invoke(main, ["-C", str(project), *arguments])


def files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_with_an_example(command):
    """`--help` is the first thing that anybody types."""
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert f"Example: polyfiche {command}" in " ".join(result.output.split())


def test_a_translation_from_nothing(project):
    """The path of every translator."""
    assert run(project, "update", "de").exit_code == 0
    assert files(project / "locales") == ["de/LC_MESSAGES/pain.po", "pain.pot"]
    path = project / "locales/de/LC_MESSAGES/pain.po"
    path.write_text(path.read_text("utf-8").replace(
        'msgid "Le pain"\nmsgstr ""', 'msgid "Le pain"\nmsgstr "Das Brot"'
    ), "utf-8")  # fmt: skip
    assert json.loads(run(project, "status", "--json").output)[0]["translated"] == 1
    assert run(project, "build", "--format", "md,html").exit_code == 0
    page = (project / "build/de/pain.html").read_text("utf-8")
    assert "<title>Das Brot</title>" in page
    assert '<span lang="fr" dir="ltr">Un mélange' in page
    assert "(übersetzt: 1/4)" in " ".join(page.split())


def test_a_second_update_changes_nothing(project):
    """Every run would be a diff."""
    run(project, "update", "de")
    before = {name: (project / name).read_bytes() for name in files(project)}
    assert run(project, "update").output == ""
    assert {name: (project / name).read_bytes() for name in files(project)} == before
    assert run(project, "update", "--check").exit_code == 0


def test_check_says_that_a_catalog_is_stale(project):
    """CI would build from yesterday's template."""
    run(project, "update", "de")
    source = project / "content/pain.md"
    source.write_text(source.read_text("utf-8").replace("Le levain", "Le levain-chef"), "utf-8")
    result = run(project, "check")
    assert result.exit_code == 1
    assert "catalog-stale" in result.output
    assert run(project, "extract", "--check").exit_code == 1


def test_a_catalog_from_poedit_is_not_stale(project):
    """A translator without Python could never send a catalog that CI takes.

    What Poedit 3.2.2 does when it saves: it drops the flags that it does not know, orders the
    header in its own way, and signs it.
    """
    source = project / "content/pain.md"
    source.write_text(SMALL.replace("mélange", "**mélange**"), "utf-8")
    run(project, "update", "de")
    path = project / "locales/de/LC_MESSAGES/pain.po"
    text = path.read_text("utf-8")
    field = '"X-Source-Language: fr\\n"\n'
    assert ", markdown-text\n" in text
    saved = text.replace(", markdown-text\n", "\n").replace(field, "")
    saved = saved.replace('"Plural-Forms', field + '"X-Generator: Poedit 3.2.2\\n"\n"Plural-Forms')
    path.write_text(
        saved.replace('"Le levain"\nmsgstr ""', '"Le levain"\nmsgstr "Sauerteig"'), "utf-8"
    )
    assert run(project, "update", "--check").exit_code == 0
    assert "catalog-stale" not in run(project, "check").output
    run(project, "update")
    assert ", markdown-text\n" in path.read_text("utf-8")
    path.write_text(saved.replace("baguettes", "pains"), "utf-8")
    assert run(project, "update", "--check").exit_code == 1


def test_fail_under_is_for_ci(project):
    run(project, "update", "de")
    assert run(project, "status", "--fail-under", "0").exit_code == 0
    assert run(project, "status", "--fail-under", "1").exit_code == 1


def test_a_wrong_head_is_said_with_line_and_hint(project):
    """A traceback says nothing to an author."""
    source = project / "content/pain.md"
    source.write_text(SMALL.replace("licence:", "license:"), "utf-8")
    result = run(project, "build")
    assert result.exit_code == 1
    assert "content/pain.md:5: error[frontmatter-key]" in result.output
    assert "did you mean 'licence'?" in result.output
    assert not (project / "build").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["build", "brot"], "sheet-unknown"),
        (["build", "--lang", "xx"], "language-missing"),
        (["build", "--format", "docx"], "docx"),
        (["update", "q"], "language-unknown"),
        (["bild"], "No such command"),
        (["-C", "/nowhere/at/all", "build"], "does not exist"),
    ],
)
def test_wrong_usage_ends_with_2(project, arguments, word):
    result = run(project, *arguments)
    assert (result.exit_code, word in result.output) == (2, True)


def test_an_empty_folder_says_what_to_do(tmp_path):
    """Somebody types the command in the wrong folder."""
    result = run(tmp_path, "build")
    assert result.exit_code == 2
    assert "content/" in result.output


@pytest.mark.pdf
def test_a_whole_build_says_what_it_made(project):
    result = run(project, "build")
    assert result.exit_code == 0
    assert files(project / "build") == [
        "fr/pain-handout.pdf", "fr/pain.html", "fr/pain.md", "fr/pain.pdf", "fr/pain.png",
        "index.html", "manifest.json",
    ]  # fmt: skip
    manifest = json.loads((project / "build/manifest.json").read_text("utf-8"))
    prints = [a for a in manifest["artifacts"] if a["format"] == "pdf"]
    assert [(a["path"], a["layout"], a["paper"], a["pages"]) for a in prints] == [
        ("fr/pain-handout.pdf", "handout", "a4", 1),
        ("fr/pain.pdf", "sheet", "a4", 1),
    ]


@pytest.mark.pdf
def test_other_papers_and_inks_do_not_replace_the_usual(project):
    """A teacher who prints a poster would lose the sheet."""
    for options in (["--paper", "a3"], ["--mono"], ["--paper", "letter", "--layout", "handout"]):
        assert (
            run(project, "build", "--format", "pdf", "--layout", "sheet", *options).exit_code == 0
        )
    assert [name for name in files(project / "build") if name.endswith(".pdf")] == [
        "fr/pain-a3.pdf", "fr/pain-handout-letter.pdf", "fr/pain-mono.pdf",
    ]  # fmt: skip
    result = run(project, "build", "--paper", "a5")
    assert (result.exit_code, "paper-layout" in result.output) == (2, True)


def test_doctor_never_crashes_without_libraries(tmp_path):
    """The command for broken machines must work on one."""
    code = (
        "import ctypes, sys\n"
        "def none(*a, **k): raise OSError('not here')\n"
        "ctypes.CDLL = none\n"
        "from polyfiche.cli import main\n"
        "sys.argv = ['polyfiche', 'doctor', *sys.argv[1:]]\n"
        "main()\n"
    )
    for arguments in ((), ("--require", "pdf")):
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert (done.returncode, done.stderr) == (3, "")
        assert "pango             MISSING" in done.stdout
        assert "to mend it, run:" in done.stdout


def test_without_libraries_markdown_and_html_are_written(project):
    """A translator without Pango would see nothing."""
    code = (
        "import sys\nfrom polyfiche import native\n"
        "native._open = lambda names: None\n"
        "from polyfiche.cli import main\n"
        "sys.argv = ['polyfiche', '-C', sys.argv[1], 'build']\nmain()\n"
    )
    command = [sys.executable, "-c", code, str(project)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "error[native-missing]" in done.stderr
    assert "run: " in done.stderr
    assert files(project / "build") == [
        "fr/pain.html", "fr/pain.md", "index.html", "manifest.json",
    ]  # fmt: skip

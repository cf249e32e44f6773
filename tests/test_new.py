"""A new project: it works as it is, typed as somebody types it on the first day."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from polyfiche import checks, loop, starter
from polyfiche.workspace import Project

WRITTEN = [
    ".github/workflows/sheets.yml",
    ".gitignore",
    "README.md",
    "content/figures/journee.svg",
    "content/levain.md",
    "content/terms.tsv",
    "locales/de/LC_MESSAGES/levain.po",
    "locales/en/LC_MESSAGES/levain.po",
    "locales/levain.pot",
]


@pytest.fixture
def project(tmp_path):
    starter.start(tmp_path / "pain")
    return Project(tmp_path / "pain")


def typed(folder, *arguments):
    command = [sys.executable, "-m", "polyfiche", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.pdf
def test_the_first_day_works_as_it_is_typed(tmp_path):
    """Somebody who tries polyfiche for five minutes would not try it again."""
    done = typed(tmp_path, "new", "pain")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.findall("wrote pain/(.*)", done.stdout) == WRITTEN
    assert "cd pain\n" in done.stdout
    pain = tmp_path / "pain"
    done = typed(pain, "check", "--fail-on", "warning")
    assert (done.returncode, done.stdout) == (0, "")
    done = typed(pain, "build")
    assert done.returncode == 0, done.stderr
    made = json.loads((pain / "build/manifest.json").read_text("utf-8"))["artifacts"]
    pages = {a["path"]: a["pages"] for a in made if a["layout"] == "sheet"}
    assert pages == {f"{lang}/levain.pdf": 1 for lang in ("fr", "de", "en")}


def test_nothing_is_left_to_update(project):
    """The first `update` of a new user would change files that nobody touched."""
    assert loop.update(project, [], write=False) == []
    assert checks.check(project) == []


def test_what_a_build_makes_is_ignored_by_git(project):
    ignored = (project.root / ".gitignore").read_text("utf-8").split()
    assert {"/build/", "/.polyfiche/"} <= set(ignored)


def test_the_readme_names_what_is_there(project):
    text = (project.root / "README.md").read_text("utf-8")
    names = re.findall(r"`([a-z.][\w./-]*[/.][\w./-]*)`", text)
    assert len(names) > 5
    assert [name for name in names if not (project.root / name).exists()] == []


@pytest.mark.parametrize("make", [lambda p: p.mkdir(), lambda p: (p / ".git").mkdir(parents=True)])
def test_an_empty_folder_is_taken(tmp_path, make):
    """`git init` or `mkdir` comes first as often as not."""
    make(tmp_path / "pain")
    assert starter.start(tmp_path / "pain") == WRITTEN


@pytest.mark.parametrize("name", ["pain", "pain/README.md", "pain/README.md/x"])
def test_nothing_of_somebody_is_written_over(tmp_path, name):
    """A habit of typing would cost the work of a week."""
    (tmp_path / "pain").mkdir()
    (tmp_path / "pain/README.md").write_text("mine", "utf-8")
    done = typed(tmp_path, "new", name)
    assert done.returncode == 2
    assert "error[new-folder]" in done.stderr
    assert [path.name for path in Path(tmp_path / "pain").iterdir()] == ["README.md"]
    assert (tmp_path / "pain/README.md").read_text("utf-8") == "mine"

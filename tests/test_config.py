"""The configuration: what a project may choose, and what it is told when it cannot."""

import dataclasses

import pytest
from projects import project

from polyfiche.config import Config, load
from polyfiche.limits import FILE, Limits, Work
from polyfiche.problems import SourceError

WRONG = [
    ("titel = 1\n", (1, "config-key")),
    ("[limits]\npagess = 3\n", (2, "config-key")),
    ("[limits]\npages = 0\n", (2, "config-value")),
    ("[limits]\npages = true\n", (2, "config-value")),
    ('[limits]\npages = "3"\n', (2, "config-value")),
    ("[work]\nseconds = 1.5\n", (2, "config-value")),
    ("limits = 3\n", (1, "config-value")),
    ('html = ["script"]\n', (1, "config-key")),
    ("a = = 1\n", (1, "config-toml")),
]


def told(text: str, path: str = FILE) -> list[tuple[int, str]]:
    """Return (line, code) of what is wrong with a configuration."""
    with pytest.raises(SourceError) as caught:
        load(text.encode(), path)
    return [(problem.line, problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_a_wrong_choice_is_told_with_its_line(text, expected):
    """An author would think that a limit holds, and it would not."""
    assert told(text) == [expected]


def test_every_limit_can_be_chosen():
    """A limit that nobody can raise is a wall for somebody with a good reason."""
    names = [field.name for field in dataclasses.fields(Limits)]
    text = "[limits]\n" + "".join(f"{name} = 7\n" for name in names)
    wanted = Config(Limits(**dict.fromkeys(names, 7)), Work(9, 8))
    assert load(f"{text}[work]\nseconds = 9\nmemory_mb = 8\n".encode(), FILE) == wanted


def test_a_project_without_a_configuration_has_the_usual_one(tmp_path):
    """Every project of today would need a new file."""
    assert project(tmp_path, "texte\n").config() == Config()


def test_pyproject_may_hold_it(tmp_path):
    """A Python project would need one more file."""
    one = project(tmp_path, "texte\n")
    (tmp_path / "pyproject.toml").write_text("[tool.polyfiche.limits]\npages = 3\n")
    assert one.config().limits.pages == 3


def test_its_own_file_comes_first(tmp_path):
    """Two files would say two things, and which one holds would be a guess."""
    one = project(tmp_path, "texte\n")
    (tmp_path / "pyproject.toml").write_text("[tool.polyfiche.limits]\npages = 3\n")
    (tmp_path / FILE).write_text("[limits]\npages = 4\n")
    assert one.config().limits.pages == 4


def test_a_pyproject_of_others_is_left_alone(tmp_path):
    """A mistake in another tool's part would stop the build of the sheet."""
    one = project(tmp_path, "texte\n")
    (tmp_path / "pyproject.toml").write_text("[project\n")
    assert one.config() == Config()


def test_a_limit_reaches_the_sheet(tmp_path):
    """A limit would be read and never held."""
    one = project(tmp_path, "un\n\ndeux\n\ntrois\n")
    (tmp_path / FILE).write_text("[limits]\nunits = 1\n")
    with pytest.raises(SourceError, match="limit-units"):
        one.sheet("a")

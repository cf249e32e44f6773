"""`diff`: what changed for translators, message by message."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from editions import ROOT, SHEET
from hypothesis import given
from hypothesis import strategies as st
from sheets import SMALL
from support import require

from polyfiche import catalogs, diff, history, merge
from polyfiche.cli import main
from polyfiche.diff import Change, Report
from polyfiche.model import Unit
from polyfiche.problems import UsageError
from polyfiche.workspace import Project

TEXTS = st.text(st.sampled_from("ab é,.*\n日本"), max_size=30)
WORDS = st.lists(st.sampled_from(["le", "pain", "levain", "eau", "sel"]), min_size=1, max_size=6)


def pot(*units):
    made = [unit if isinstance(unit, Unit) else Unit(unit) for unit in units]
    return merge.template(made, project="x 1.0", date="2026-01-01")


def kinds(old, new):
    return [(change.kind, change.old, change.new) for change in diff.changes(old, new)]


def test_added_changed_and_removed_messages_are_told_in_the_order_of_the_sheet():
    old = pot("Un mélange qui fermente lentement", "La farine de blé", "Fin")
    new = pot("Du sel marin", "Un mélange qui fermente vite", "Fin")
    assert kinds(old, new) == [
        ("added", "", "Du sel marin"),
        ("changed", "Un mélange qui fermente lentement", "Un mélange qui fermente vite"),
        ("removed", "La farine de blé", ""),
    ]


def test_another_context_is_another_message():
    old, new = pot(Unit("Fin", "menu")), pot(Unit("Fin", "film"))
    assert [(c.kind, c.context) for c in diff.changes(old, new)] == [("changed", "film")]


def test_the_same_template_has_no_changes():
    made = pot("a", Unit("a", "b"))
    assert diff.changes(made, made) == ()


def test_without_an_older_template_everything_is_new():
    assert kinds(None, pot("a", "b")) == [("added", "", "a"), ("added", "", "b")]


@given(
    old=st.lists(WORDS.map(" ".join), max_size=6, unique=True),
    new=st.lists(WORDS.map(" ".join), max_size=6, unique=True),
)
def test_every_difference_is_told_once(old, new):
    """A change that is not told is translated by nobody."""
    found = diff.changes(pot(*old), pot(*new))
    assert sorted(c.new for c in found if c.new) == sorted(set(new) - set(old))
    assert sorted(c.old for c in found if c.old) == sorted(set(old) - set(new))


@given(old=TEXTS, new=TEXTS)
def test_the_pieces_are_both_texts(old, new):
    found = diff.pieces(old, new)
    assert "".join(text for kind, text in found if kind != "new") == old
    assert "".join(text for kind, text in found if kind != "old") == new


def test_words_are_marked_not_letters():
    found = diff.pieces("Il est dans la maison.", "Il reste dans la maison !")
    assert found == [
        ("same", "Il "), ("old", "est"), ("new", "reste"), ("same", " dans la maison"),
        ("old", "."), ("new", " !"),
    ]  # fmt: skip


def test_texts_that_share_little_are_shown_whole():
    assert diff.pieces("Le pain complet", "Une eau") == [
        ("old", "Le pain complet"), ("new", "Une eau"),
    ]  # fmt: skip


def report(*changes):
    return Report("pain", "v1", changes)


CHANGE = Change("changed", "Le pain est *bon*", "Le pain reste *bon*", "", ("content/pain.md#a",))


def test_without_colours_changes_are_in_brackets():
    text = diff.as_text([report(CHANGE)], coloured=False)
    assert text.splitlines() == [
        "pain, since v1: 0 added, 1 changed, 0 removed",
        "",
        "content/pain.md#a",
        "  ~ Le pain [-est-]{+reste+} *bon*",
    ]


def test_with_colours_what_is_gone_is_struck_out():
    text = diff.as_text([report(CHANGE)], coloured=True)
    assert "Le pain \x1b[31;9mest\x1b[0m\x1b[32mreste\x1b[0m *bon*" in text


def test_in_markdown_a_message_is_shown_as_it_is():
    from polyfiche import dialect

    nasty = Change("added", "", "# *a* <b> [x](y) `c` & @me |\n- z ~~s~~", "", ("a_b_c.md",))
    page = dialect.parser("gfm").render(diff.as_markdown([report(CHANGE, nasty)]))
    assert "Le pain <del>est</del><ins>reste</ins> *bon*" in page
    assert "<ins># *a* &lt;b&gt; [x](y) `c` &amp; @me |<br>- z ~~s~~</ins>" in page
    assert "<sub>a_b_c.md</sub>" in page


# Git


def git(answers):
    """Return a git that knows the (arguments' first word: answer) given."""

    def run(folder, arguments):
        return answers[arguments[0]]

    return run


@pytest.fixture
def project(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/pain.md").write_text(SMALL, "utf-8")
    run(tmp_path, "extract")
    return tmp_path


def run(project, *arguments):
    return CliRunner().invoke(main, ["-C", str(project), *map(str, arguments)])


def test_the_template_of_a_revision_is_compared(project):
    old = (project / "locales/pain.pot").read_bytes().replace(b"Le levain", b"Le levain-chef")
    fake = git({"log": (0, b"abc1234, 2026-01-01\n", ""), "show": (0, old, "")})
    (found,) = history.since(Project(project), "v1", fake)
    assert found.summary == "pain, since v1 (abc1234, 2026-01-01): 0 added, 1 changed, 0 removed"
    assert [(c.old, c.new) for c in found.changes] == [("Le levain-chef", "Le levain")]


def test_a_sheet_that_the_revision_did_not_have_is_new(project):
    fake = git({"log": (0, b"abc1234, 2026-01-01\n", ""), "show": (128, b"", "no such path")})
    (found,) = history.since(Project(project), "v1", fake)
    assert found.count("added") == 4


@pytest.mark.parametrize(
    ("revision", "answer", "code"),
    [
        ("v1", (127, b"", "git: not found"), "diff-git"),
        ("v1", (128, b"", "fatal: not a git repository (or any …)"), "diff-git"),
        ("v1", (128, b"", "fatal: bad revision 'v1'"), "diff-revision"),
        ("--output=x", (0, b"abc", ""), "diff-revision"),
    ],
)
def test_nothing_to_compare_with_is_a_clear_problem(project, revision, answer, code):
    with pytest.raises(UsageError, match=code):
        history.since(Project(project), revision, git({"log": answer}))


def test_without_git_a_path_is_asked_for(project, monkeypatch):
    monkeypatch.setenv("PATH", str(project))
    result = run(project, "diff")
    assert (result.exit_code, "git is not installed" in result.output) == (2, True)
    assert "give the path of an older template" in result.output


def test_outside_a_repository_it_is_said(project):
    require("git")
    result = run(project, "diff")
    assert (result.exit_code, "is not in a git repository" in result.output) == (2, True)


def test_this_repository_is_read():
    """The project's own history: what stands in HEAD is what git says."""
    require("git")
    code, out, _ = history.run_git(ROOT, ["show", f"HEAD:./locales/{SHEET}.pot"])
    if code:
        pytest.skip("not in a repository with history")
    (found,) = history.since(Project(ROOT), "HEAD")
    old = catalogs.load(out, "old.pot")
    now = Project(ROOT).units(Project(ROOT).sheet(SHEET))
    assert sum(bool(c.new) for c in found.changes) == len(
        {unit.key for unit in now} - {entry.key for entry in old.entries}
    )
    result = run(ROOT, "diff", "no-such-revision")
    assert (result.exit_code, "diff-revision" in result.output) == (2, True)


# The command


def test_an_older_template_is_compared(project):
    old = project / "old.pot"
    text = (project / "locales/pain.pot").read_text("utf-8")
    old.write_text(text.replace("Un mélange qui", "Mélange qui"), "utf-8")
    result = run(project, "diff", old)
    assert result.exit_code == 0
    assert f"pain, since {old}: 0 added, 1 changed, 0 removed" in result.output
    assert "  ~ [-Mélange-]{+Un mélange+} qui fermente." in result.output
    (found,) = json.loads(run(project, "diff", old, "--format", "json").output)
    assert (found["sheet"], found["changes"][0]["kind"]) == ("pain", "changed")
    assert "<del>Mélange</del>" in run(project, "diff", old, "--format", "markdown").output


def test_a_broken_template_is_a_clear_problem(project):
    old = project / "old.pot"
    old.write_text('msgid "a\n', "utf-8")
    assert run(project, "diff", old).exit_code == 1
    old.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
                   'msgid "a\x1b[31m"\nmsgstr ""\n', "utf-8")  # fmt: skip
    result = run(project, "diff", old)
    assert (result.exit_code, "catalog-characters" in result.output) == (1, True)


@pytest.mark.parametrize(("no_colour", "wanted"), [("", True), ("1", False), ("false", False)])
def test_colours_are_for_terminals_that_want_them(project, no_colour, wanted):
    """NO_COLOR counts when it is not empty, whatever it says (no-color.org)."""
    pty = pytest.importorskip("pty")
    old = project / "old.pot"
    text = (project / "locales/pain.pot").read_text("utf-8")
    old.write_text(text.replace("Un mélange qui", "Mélange qui"), "utf-8")
    command = [sys.executable, "-m", "polyfiche", "-C", str(project), "diff", str(old)]
    near, far = pty.openpty()
    environment = {**os.environ, "NO_COLOR": no_colour}
    subprocess.run(command, stdout=far, env=environment, check=True, cwd=Path.cwd())
    assert (b"\x1b[" in os.read(near, 100_000)) is wanted

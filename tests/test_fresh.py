"""A build with nothing to do says so at once, and is never wrong about it."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_incremental import PO, SMALL, edit, project, tree

from polyfiche import fresh
from polyfiche.cli import main
from polyfiche.stamps import ABSENT, NOTHING, Watch, digest, stamp
from polyfiche.store import Box

__all__ = ["project"]
DONE = "files are up to date"


def build(folder, *arguments):
    options = ["-C", str(folder), "build", "--format", "md,html", *arguments]
    result = CliRunner().invoke(main, options)
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def done(project):
    """Return a project whose last build found nothing to do."""
    build(project)
    assert build(project).stderr == f"6 {DONE}\n"
    return project


def catalog(folder: Path) -> Path:
    return folder / "locales/de/LC_MESSAGES/pain.po"


def same_length(folder: Path) -> None:
    """Change a letter, and put the time back."""
    path, before = catalog(folder), catalog(folder).stat()
    edit(path, "Understand", "Umderstand")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def renamed(folder: Path) -> None:
    """Put another file of the same size and time in the place of one."""
    path, before = catalog(folder), catalog(folder).stat()
    other = path.with_suffix(".new")
    other.write_text(path.read_text("utf-8").replace("Understand", "Onderstand"), "utf-8")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def another_language(folder: Path) -> None:
    path = folder / "locales/es/LC_MESSAGES/pain.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO.format(lang="es"), "utf-8")


CHANGES = {
    "a source": lambda p: edit(p / "content/pain.md", "baguettes", "pains"),
    "a catalog": lambda p: edit(catalog(p), "Understand", "Verstehen"),
    "a letter, time put back": same_length,
    "a file in the place of another": renamed,
    "a new sheet": lambda p: (p / "content/sel.md").write_text(SMALL, "utf-8"),
    "a new language": another_language,
    "a language gone": lambda p: catalog(p).unlink(),
    "a folder of languages gone": lambda p: shutil.rmtree(p / "locales/de"),
    "an output edited": lambda p: (p / "build/de/pain.md").write_text("x"),
    "an output gone": lambda p: (p / "build/de/pain.md").unlink(),
    "the index edited": lambda p: (p / "build/index.html").write_text("x"),
    "the manifest gone": lambda p: (p / "build/manifest.json").unlink(),
    "what is known": lambda p: shutil.rmtree(p / ".polyfiche"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changed_is_seen(done, name):
    """The build would say that it is done and leave the page of yesterday."""
    CHANGES[name](done)
    assert DONE not in build(done).stderr
    clean = done / "clean"
    build(done, "--out", str(clean))
    assert tree(done / "build") == tree(clean)
    build(done)
    assert DONE in build(done).stderr


@pytest.mark.parametrize(
    "options",
    [("--lang", "de"), ("--pseudo",), ("pain", "--lang", "fr"), ("--format", "md")],
    ids=" ".join,
)
def test_another_question_is_not_answered_from_the_last(done, options):
    """`--lang de` after a whole build would say that all is done, and build nothing of its own."""
    assert DONE not in build(done, *options).stderr


def test_a_variable_that_changes_the_output_is_seen(done, monkeypatch):
    """A distribution's date would be ignored."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert DONE not in build(done).stderr


def test_a_new_time_alone_makes_nothing(done):
    """A fresh checkout would be built again."""
    for path in [*done.rglob("*")]:
        os.utime(path)
    assert build(done).stderr == f"6 {DONE}\n"


def test_a_copy_over_itself_makes_nothing(done):
    """A cache that CI unpacks has new inodes and times."""
    for name in ("content", "locales", "build"):
        shutil.copytree(done / name, done / "new")
        shutil.rmtree(done / name)
        (done / "new").rename(done / name)
    assert build(done).stderr == f"6 {DONE}\n"


def test_a_note_for_an_editor_makes_nothing(done):
    """Swap files and other folders of an editor would cost a build."""
    (done / "content/.pain.md.swp").write_text("x")
    (done / "content/notes.txt").write_text("x")
    assert "made" not in build(done, "--explain").stdout.replace("0 made", "")


def test_a_state_that_is_broken_is_no_state(done):
    """A disk error would end every build, or all of them would do nothing."""
    (path,) = (p for p in (done / ".polyfiche/fresh").rglob("*") if p.is_file() and len(p.name) > 9)
    whole = path.read_bytes()
    for broken in (b"", whole[:40], whole[:-1], b"\0" * len(whole), whole[:90] + b"!" + whole[91:]):
        path.write_bytes(broken)
        assert DONE not in build(done).stderr
        assert DONE in build(done).stderr


def test_warnings_are_said_again(project):
    """A build would warn once, and CI would never show it."""
    way = fresh.Way(Box(project / "states"), "a" * 32, time.time_ns(), Watch())
    fresh.save(way, {}, "content/a.md: warning[x-y]: beware\n", 3)
    state = fresh.unchanged(way)
    assert state
    assert (state.said, state.artifacts) == ("content/a.md: warning[x-y]: beware\n", 3)


def test_a_stamp_of_the_same_tick_proves_nothing(tmp_path):
    """A file saved twice within a tick would keep the page of the first save."""
    path = tmp_path / "a.md"
    path.write_bytes(b"new")
    way = fresh.Way(Box(tmp_path / "s"), "a" * 32, path.stat().st_mtime_ns, Watch())
    way.watch.seen[str(path)] = (stamp(path), digest(path))
    fresh.save(way, {}, "", 1)
    assert fresh.unchanged(way)
    way.watch.seen[str(path)] = (stamp(path), bytes(16))  # read before the second save
    fresh.save(way, {}, "", 1)
    assert fresh.unchanged(way) is None


def test_an_old_stamp_is_believed(tmp_path):
    """Every build would read everything."""
    path = tmp_path / "a.md"
    path.write_bytes(b"new")
    since = time.time_ns() + 60_000_000_000
    way = fresh.Way(Box(tmp_path / "s"), "a" * 32, since, Watch())
    way.watch.seen[str(path)] = (stamp(path), bytes(16))  # the bytes would tell
    fresh.save(way, {}, "", 1)
    state = fresh.unchanged(way)
    assert state
    assert [state.paths[at] for at in state.racy] == []


def test_what_is_not_there_is_watched(tmp_path):
    """A `fonts.lock` that is added would be ignored until something else changes."""
    watch = Watch()
    watch.note(tmp_path / "fonts")
    with pytest.raises(FileNotFoundError):
        watch.read(tmp_path / "a.md")
    assert watch.names(tmp_path / "locales") == []
    assert set(watch.seen.values()) == {(ABSENT, NOTHING)}
    assert len(watch.seen) == 3


def test_a_build_with_nothing_to_do_loads_nothing_heavy(done):
    """It would take a second to find out that there is nothing to do."""
    code = (
        f"from polyfiche.cli import main; main(['-C', {str(done)!r}, 'build', '--format',"
        " 'md,html'], 'polyfiche', standalone_mode=False); import sys;"
        "print('loaded:', *sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    command = [sys.executable, "-c", code]
    subprocess.run(command, check=True, capture_output=True)
    done_ = subprocess.run(command, check=True, capture_output=True, text=True)
    assert DONE in done_.stderr
    heavy = {"markdown_it", "babel", "msgspec", "jinja2", "yaml", "weasyprint", "rich"}
    assert heavy & set(done_.stdout.partition("loaded:")[2].split()) == set()

"""Places: what is written comes to stand inside the project, or where the user said."""

import pytest
from click.testing import CliRunner
from projects import PO, catalog, project
from tinyfonts import tiny

from polyfiche import places, writing
from polyfiche.cli import main
from polyfiche.problems import OutputError
from polyfiche.store import Box

BUILD = ("build", "--format", "md", "--jobs", "1")
OUTSIDE = [
    ("build", BUILD),
    ("build/de", BUILD),
    ("build", (*BUILD, "--out", "{root}/build")),
    ("made", (*BUILD, "--out", "{root}/made/here")),
    (".polyfiche", BUILD),
    (".polyfiche/store", BUILD),
    (".polyfiche/fresh", ("update",)),
    ("release", ("release", "--jobs", "1", "--minimum", "0")),
    ("locales", ("extract",)),
    ("locales/de", ("update", "de")),
    ("locales/de/LC_MESSAGES", ("update", "de")),
    ("locales/de", ("import", "{root}/a.de.md", "de")),
    ("fonts", ("fonts", "add", "{root}/../font.ttf")),
]
"""What a commit made a link, and a command that would write below it."""


@pytest.fixture
def root(tmp_path):
    one = project(tmp_path / "project", "Du pain.\n")
    catalog(one, PO)
    (one.root / "a.de.md").write_text("# Titel\n\nBrot.\n", "utf-8")
    (tmp_path / "font.ttf").write_bytes(tiny())
    (tmp_path / "elsewhere").mkdir()
    return one.root


def polyfiche(root, *words):
    said = [word.format(root=root) for word in words]
    return CliRunner().invoke(main, ["-C", str(root), *said])


def linked(place, target):
    """Make *place* a link, and keep what was there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        place.rename(place.with_name("before"))
    place.symlink_to(target)


@pytest.mark.parametrize(("link", "command"), OUTSIDE)
def test_nothing_is_written_through_a_link_of_a_commit(root, tmp_path, link, command):
    """A stranger's pull request could overwrite files of the machine that builds it."""
    linked(root / link, tmp_path / "elsewhere")
    done = polyfiche(root, *command)
    assert (done.exit_code, f"{link}: error[output-outside]" in done.output) == (1, True)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_outside_the_project_is_the_users(root, tmp_path):
    """People keep outputs on another disk, under a name of their own."""
    (tmp_path / "mine").symlink_to("elsewhere")
    assert polyfiche(root, *BUILD, "--out", str(tmp_path / "mine")).exit_code == 0
    assert (tmp_path / "elsewhere/fr/a.md").is_file()


def test_a_project_that_is_reached_by_a_link_is_built(root, tmp_path):
    """Homes and work folders are links on many machines."""
    (tmp_path / "short").symlink_to("project")
    assert polyfiche(tmp_path / "short", *BUILD).exit_code == 0
    assert (root / "build/fr/a.md").is_file()


@pytest.mark.parametrize("way", ["build", "x/../build", "../short/build"])
def test_a_folder_in_the_project_is_known_however_it_is_named(root, tmp_path, way):
    """A detour would take the guard away."""
    (root / "x").mkdir()
    (tmp_path / "short").symlink_to("project")
    linked(root / "build", tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="output-outside"):
        places.refuse_links(places.base(root, root / way), root / way)


def test_a_file_that_is_a_link_is_replaced(tmp_path):
    """A page that is a link to another file would change that file, or be published as it."""
    (tmp_path / "other").write_bytes(b"x")
    (tmp_path / "a.html").symlink_to("other")
    assert writing.write(tmp_path / "a.html", b"x", within=tmp_path)
    assert not (tmp_path / "a.html").is_symlink()
    assert (tmp_path / "other").read_bytes() == b"x"


def test_a_link_is_no_entry_of_the_cache(tmp_path):
    """A build would read, or write, a file that a commit chose."""
    box, key = Box(tmp_path / "store"), "ab" * 16
    box.put(key, b"kept")
    box.path(key).rename(tmp_path / "entry")
    box.path(key).symlink_to(tmp_path / "entry")
    assert box.get(key) is None
    box.put(key, b"kept")
    assert box.get(key) == b"kept"
    linked(tmp_path / "store/ab", tmp_path / "store/before")
    assert box.get(key) is None
    box.put(key, b"new")
    assert (tmp_path / "store/before" / key[2:]).read_bytes()[-4:] == b"kept"


def test_the_clock_of_the_cache_empties_no_file(root, tmp_path):
    """A link `.polyfiche/fresh/.clock` could empty any file of the user."""
    (tmp_path / "keys").write_text("secret")
    (root / ".polyfiche/fresh").mkdir(parents=True)
    (root / ".polyfiche/fresh/.clock").symlink_to(tmp_path / "keys")
    assert polyfiche(root, *BUILD).exit_code == 0
    assert (tmp_path / "keys").read_text() == "secret"

"""What builds keep for the next: a cache that can be trusted, outputs that are ours, reasons."""

import json
import os
import threading

import pytest
from click.testing import CliRunner
from sheets import SMALL
from support import tree

from polyfiche.cli import main
from polyfiche.store import Box

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: {lang}\\n"

msgid "Comprendre"
msgstr "Understand {lang}"
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/pain.md").write_text(SMALL, "utf-8")
    for lang in ("de", "en"):
        path = tmp_path / f"locales/{lang}/LC_MESSAGES/pain.po"
        path.parent.mkdir(parents=True)
        path.write_text(PO.format(lang=lang), "utf-8")
    return tmp_path


def run(project, *arguments, code=0, env=None):
    result = CliRunner().invoke(main, ["-C", str(project), *arguments], env=env)
    assert result.exit_code == code, result.output
    return result


def build(project, *arguments, code=0):
    return run(project, "build", "--format", "md,html", *arguments, code=code)


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


# The cache


def test_a_bit_that_flipped_is_a_miss(tmp_path):
    """A bad disk would put a wrong number on a poster."""
    box = Box(tmp_path)
    box.put("a" * 40, b"an artifact")
    path = box.path("a" * 40)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        assert box.get("a" * 40) is None
    path.write_bytes(whole)
    assert box.get("a" * 40) == b"an artifact"


def test_an_entry_under_the_name_of_another_is_a_miss(tmp_path):
    """A cache that was unpacked wrongly would give the German page for the Hindi one."""
    box = Box(tmp_path)
    box.put("a" * 40, b"German")
    box.path("b" * 40).parent.mkdir()
    box.path("a" * 40).replace(box.path("b" * 40))
    assert box.get("b" * 40) is None


def test_what_was_used_longest_ago_goes_first(tmp_path):
    """A cache would grow until the disk is full, or forget what every build needs."""
    box = Box(tmp_path)
    for number, name in enumerate("abcd"):
        box.put(name * 40, bytes(84))  # 100 with its hash
        os.utime(box.path(name * 40), ns=(number, number))
    assert box.get("a" * 40)
    gone = box.prune(250, 0.0)
    assert [kept.path for kept in gone] == [str(box.path(n * 40)) for n in "cb"]
    assert [bool(box.get(n * 40)) for n in "abcd"] == [True, False, False, True]


def test_what_a_killed_writer_left_is_taken_away_after_a_day(tmp_path):
    """Half-written files would stay for ever, and a writer at work would lose its own."""
    (tmp_path / "aa").mkdir()
    (tmp_path / "aa/.bb.x").write_bytes(b"half")
    written = (tmp_path / "aa/.bb.x").stat().st_mtime
    box = Box(tmp_path)
    box.prune(1000, written + 3600)
    assert (tmp_path / "aa/.bb.x").exists()
    box.prune(1000, written + 90_000)
    assert not (tmp_path / "aa/.bb.x").exists()


def test_builds_at_once_share_a_cache(tmp_path):
    """Two jobs of one CI machine would read what the other writes or removes."""
    box, wrong = Box(tmp_path), []
    names = [f"{number:040x}" for number in range(0, 40 << 152, 1 << 152)]

    def work():
        for _ in range(15):
            for name in names:
                found = box.get(name)
                wrong.extend([name] if found not in {None, name.encode() * 50} else [])
                box.put(name, name.encode() * 50)
            box.prune(20_000, 0.0)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_cache_that_cannot_be_written_costs_time_and_nothing_else(project):
    """A full or read-only disk would end a build that needs no cache."""
    (project / ".polyfiche").write_text("in the way")
    build(project)
    assert "de/pain.html" in tree(project / "build")


def test_the_command_tells_bounds_and_empties_the_cache(project):
    """Nobody would know what fills the disk of the CI machine."""
    build(project)
    known = json.loads(run(project, "cache", "info", "--json").stdout)
    assert known["entries"] > 6
    assert known["bytes"] > 1000
    assert known["limit"] == 2_000_000_000
    assert "of 2.0 GB" in run(project, "cache", "info").stdout
    run(project, "cache", "prune", "--cache-limit", "10K")
    left = json.loads(run(project, "cache", "info", "--json").stdout)
    assert 0 < left["bytes"] <= 10_000 < known["bytes"]
    assert run(project, "cache", "clear").stdout.startswith(f"removed {left['entries']} entries")
    assert json.loads(run(project, "cache", "info", "--json").stdout)["entries"] == 0


def test_a_build_keeps_its_cache_within_the_bound(project):
    """Only who knows the command would be safe."""
    run(project, "build", "--format", "md,html", env={"POLYFICHE_CACHE_LIMIT": "10k"})
    assert json.loads(run(project, "cache", "info", "--json").stdout)["bytes"] <= 10_000
    assert "no size" in run(project, "cache", "info", "--cache-limit", "much", code=2).output


# Outputs


def test_only_what_was_written_is_removed(project):
    """A build would delete what somebody put or changed there, or leave a withdrawn language."""
    build(project)
    (project / "build/de/pain.md").write_text("mine now")
    (project / "build/de/notes.txt").write_text("mine")
    (project / "locales/de/LC_MESSAGES/pain.po").unlink()
    said = build(project).stderr
    assert "removed de/pain.html: it no longer belongs" in said
    assert "left de/pain.md: it no longer belongs, but is not what polyfiche wrote" in said
    assert {n for n in tree(project / "build") if n.startswith("de/")} == {
        "de/pain.md",
        "de/notes.txt",
    }
    assert "de/pain.md" not in build(project).stderr


def test_an_emptied_folder_goes_too(project):
    """The index of a web server would list languages that are gone."""
    build(project)
    (project / "locales/de/LC_MESSAGES/pain.po").unlink()
    build(project)
    assert not (project / "build/de").exists()


def test_a_build_of_a_part_leaves_the_rest_and_still_lists_it(project):
    """A translator who looks at one language would lose the others, or their place in the index."""
    build(project)
    before = tree(project / "build")
    build(project, "--lang", "de")
    run(project, "build", "--format", "md", "--lang", "en")
    after = tree(project / "build")
    assert after.keys() == before.keys()
    rows = json.loads(after["manifest.json"])["artifacts"]
    assert [row["path"] for row in rows] == sorted(before.keys() - {"index.html", "manifest.json"})
    assert b'href="fr/pain.html"' in after["index.html"]
    build(project)
    assert tree(project / "build") == before


def test_a_build_of_a_part_removes_what_the_project_no_longer_has(project):
    """The folder would keep what nobody can build again."""
    build(project)
    (project / "locales/en/LC_MESSAGES/pain.po").unlink()
    build(project, "--lang", "de")
    assert {n.split("/")[0] for n in tree(project / "build") if "/" in n} == {"de", "fr"}


def test_a_file_changed_since_is_not_listed(project):
    """The manifest would vouch for bytes that it has not seen."""
    build(project)
    (project / "build/fr/pain.html").write_text("changed")
    build(project, "--lang", "de")
    rows = json.loads((project / "build/manifest.json").read_text("utf-8"))["artifacts"]
    assert "fr/pain.html" not in [row["path"] for row in rows]
    assert "fr/pain.md" in [row["path"] for row in rows]


def test_an_output_edited_by_hand_is_written_again(project):
    """A stray edit would be published."""
    build(project)
    before = tree(project / "build")
    (project / "build/fr/pain.html").write_text("changed")
    assert (
        "fr/pain.html  written again: the file was not what was written"
        in build(project, "--explain").stdout.splitlines()
    )
    assert tree(project / "build") == before


def test_emptying_the_cache_forgets_no_output(project):
    """What is removed from the project afterwards would stay for ever."""
    build(project)
    run(project, "cache", "clear")
    (project / "locales/de/LC_MESSAGES/pain.po").unlink()
    build(project)
    assert not (project / "build/de").exists()


# Reasons

REASONS = {
    "translations": ("locales/de/LC_MESSAGES/pain.po", "Understand", "Verstehen", "de/pain.md",
                     "translations ('Comprendre')"),
    "facts": ("content/pain.md", "6000000000", "7000000000", "fr/pain.html", "facts"),
    "data": ("content/pain.md", "Ana Durand", "Ana Durand, Li Wei", "fr/pain.md",
             "data of the sheet"),
    "source": ("content/pain.md", "baguettes.", "baguettes !", "fr/pain.html", "source"),
}  # fmt: skip


@pytest.mark.parametrize("name", REASONS)
def test_a_build_explains_what_it_made_again(project, name):
    """Nobody would find out why a comma costs an hour."""
    path, old, new, artifact, reason = REASONS[name]
    assert f"{artifact}  made: new" in build(project, "--explain").stdout.splitlines()
    assert build(project, "--explain").stdout == (
        "0 made, 0 from the cache, 0 written again, 6 unchanged\n"
    )
    edit(project / path, old, new)
    assert f"{artifact}  made: {reason}" in build(project, "--explain").stdout.splitlines()
    edit(project / path, new, old)
    assert (
        f"{artifact}  from the cache: {reason}" in build(project, "--explain").stdout.splitlines()
    )
    run(project, "cache", "clear")
    assert f"{artifact}  made: the cache lost it" in build(project, "--explain").stdout.splitlines()


def test_an_explanation_names_files_and_languages(project):
    """`--lang` changes the links of a page; nobody would guess."""
    build(project)
    said = build(project, "--lang", "de", "--explain").stdout
    assert "de/pain.html  made: languages" in said.splitlines()
    said = run(project, "build", "--format", "html", "--lang", "de", "--explain").stdout
    assert "de/pain.html  made: files of the edition" in said.splitlines()


def test_the_index_has_every_title_in_its_language(project):
    """A reader would look for the own language and find French."""
    figure = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>Étiquette</text></svg>'
    )
    (project / "content/a.svg").write_text(figure, "utf-8")
    edit(project / "content/pain.md", "Un mélange", "![Dessin](a.svg)\n\nUn mélange")
    with (project / "locales/de/LC_MESSAGES/pain.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "Le pain"\nmsgstr "Das Brot"\n')
    build(project)
    assert b"<p>Das Brot</p>" in (project / "build/index.html").read_bytes()
    build(project, "--lang", "en")
    assert b"<p>Das Brot</p>" in (project / "build/index.html").read_bytes()

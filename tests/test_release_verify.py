"""Checking a release: what is damaged, made up, or not what the source gives."""

import io
import stat
import zipfile
from contextlib import suppress
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from releases import SOURCE, TOOLS, Copyist, change, codes, made, project, write

from polyfiche import archives, inventory, verify
from polyfiche.problems import ReleaseError
from polyfiche.release import Order

PATHS = st.lists(
    st.from_regex(r"[a-zé]{1,4}(/[a-z0-9]{1,4}){0,2}", fullmatch=True), unique=True, max_size=6
)


@given(PATHS, st.binary(max_size=40), st.integers(0, 5_000_000_000))
def test_an_archive_gives_back_its_files_whatever_their_order(paths, data, epoch):
    """The bytes would depend on the order of a file system."""
    files = [(path, data + path.encode()) for path in paths]
    made = archives.pack(files, epoch)
    assert archives.pack(reversed(files), epoch) == made
    assert archives.unpack(made, "a.zip") == dict(files)


def test_an_archive_holds_nothing_but_its_files():
    """Users, clocks and systems would be in it."""
    data = archives.pack([("b/é.md", b"2"), ("a.md", b"1"), ("B.md", b"3")], 1_000_000_001)
    members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    assert [m.filename for m in members] == ["B.md", "a.md", "b/é.md"]
    assert {m.date_time for m in members} == {(2001, 9, 9, 1, 46, 40)}
    assert {(m.external_attr >> 16, m.create_system, m.extra, m.comment) for m in members} == {
        (stat.S_IFREG | 0o644, 3, b"", b"")
    }


def zipped(*members, **flags) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in members:
            info = zipfile.ZipInfo(name)
            for flag, value in flags.items():
                setattr(info, flag, value)
            archive.writestr(info, b"x" * 10)
    return buffer.getvalue()


SUMS = ("SHA256SUMS", "sums-differ")
BOMB = 2_000_000_001
HOSTILE = {
    "no zip": (b"PK no", "archive-broken"),
    "empty": (b"", "archive-broken"),
    "cut": (zipped("a.md")[:-30], "archive-broken"),
    "up": (zipped("../a.md"), "archive-member"),
    "up inside": (zipped("a/../../b"), "archive-member"),
    "absolute": (zipped("/etc/passwd"), "archive-member"),
    "drive": (zipped("C:/a.md"), "archive-member"),
    "backslash": (zipped("a\\..\\b"), "archive-member"),
    "folder": (zipped("a/"), "archive-member"),
    "control": (zipped("a\nb"), "archive-member"),
    "stream": (zipped("a.md:b"), "archive-member"),
    "dot at the end": (zipped("a./b"), "archive-member"),
    "same but for case": (zipped("a.md", "A.md"), "archive-member"),
    "link": (zipped("a", external_attr=(stat.S_IFLNK | 0o777) << 16), "archive-member"),
    "device": (zipped("a", external_attr=(stat.S_IFCHR | 0o600) << 16), "archive-member"),
    "damaged": (zipped("a.md").replace(b"xxxxxxxxxx", b"xxxxyxxxxx"), "archive-broken"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_a_problem(name):
    """It would write outside its folder, or end in a traceback."""
    data, code = HOSTILE[name]
    with pytest.raises(ReleaseError) as caught:
        archives.unpack(data, "a.zip")
    assert {(p.path, p.code) for p in caught.value.problems} == {("a.zip", code)}


def test_an_archive_that_lies_about_its_size_is_a_problem():
    """A few bytes would fill the memory."""
    honest = archives.pack([("a.md", b"0" * 70_000)], 0)
    real, big = (70_000).to_bytes(4, "little"), BOMB.to_bytes(4, "little")
    for lie, code in (
        ((12).to_bytes(4, "little"), "archive-broken"),
        (big, "archive-too-large"),
    ):
        with pytest.raises(ReleaseError) as caught:
            archives.unpack(honest.replace(real, lie), "a.zip")
        assert codes(caught.value.problems) == [code]


@given(st.binary(max_size=200), st.integers(0, 5000), st.integers(0, 255))
def test_a_damaged_archive_never_crashes(noise, at, byte):
    """A download that broke off would end in a traceback."""
    whole = bytearray(archives.pack([("a.md", noise), ("b/c.md", b"c" * 300)], 0))
    whole[at % len(whole)] = byte
    for data in (bytes(whole), bytes(whole[: at % len(whole)]), noise):
        with suppress(ReleaseError):
            archives.unpack(data, "a.zip")


# Manifests and sums


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    return made(project(tmp_path_factory.mktemp("project")))


def broken(done, **changed) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(done.files["manifest.json"]) | changed)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"\xff", b"[" * 5000, b'{"schema": 1}', b'{"schema": 1, "artifacts": []}'],
    ids=str,
)
def test_what_is_no_manifest_is_a_problem(data):
    """Of a build, of another tool, of nobody."""
    with pytest.raises(ReleaseError) as caught:
        inventory.load(data, "manifest.json")
    assert codes(caught.value.problems) == ["manifest-invalid"]


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"schema": 2}, "$.schema"),
        ({"kind": "x"}, "$.kind"),
        ({"name": "../x"}, "$.name"),
        ({"epoch": -1}, "$.epoch"),
        ({"epoch": 10**30}, "$.epoch"),
        ({"minimum": 101}, "$.minimum"),
        ({"toolchain": {"a": 1}}, "$.toolchain"),
        ({"files": [{"name": "../../etc/passwd"}]}, "$.files[0].name"),
        ({"files": "all"}, "$.files"),
        ({"sheets": [{}]}, "$.sheets[0]"),
    ],
    ids=str,
)
def test_a_wrong_manifest_says_where_it_is_wrong(done, changed, place):
    """Nobody finds a wrong letter in 3,000 lines."""
    with pytest.raises(ReleaseError) as caught:
        inventory.load(broken(done, **changed), "manifest.json")
    assert codes(caught.value.problems) == ["manifest-invalid"]
    assert place in caught.value.problems[0].message


@pytest.mark.parametrize("line", ["x", "0" * 63 + "  a", "0" * 64 + " a", "G" * 64 + "  a", ""])
def test_a_wrong_line_of_the_sums_is_told(line):
    good = f"{'0' * 64}  a.zip\n"
    with pytest.raises(ReleaseError) as caught:
        inventory.read_sums(f"{good}{line}\n{good}".encode())
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("sums-syntax", "SHA256SUMS")
    assert problem.line == 2


# A folder


def damaged(folder, done, **files):
    write(folder, done.files)
    for name, data in files.items():
        path = folder / name.replace("__", "-").replace("_zip", ".zip").replace("_md", ".md")
        path.unlink(missing_ok=True) if data is None else path.write_bytes(data)
    return verify.check(folder)[1]


def test_a_whole_release_has_no_problem(tmp_path, done):
    assert damaged(tmp_path, done) == []


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"pain__de_zip": None}, [("pain-de.zip", "release-missing"), SUMS]),
        ({"SHA256SUMS": None}, [("SHA256SUMS", "release-missing")]),
        ({"pain__de_zip": b"?"}, [("pain-de.zip", "release-changed"), SUMS]),
        ({"notes__fr_md": b"?"}, [("notes-fr.md", "release-changed"), SUMS]),
        ({"virus": b"!"}, [("virus", "release-extra")]),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_missing_changed_or_extra_is_named(tmp_path, done, files, wanted):
    """Whoever downloads it must know which file to get again."""
    assert [(p.path, p.code) for p in damaged(tmp_path, done, **files)] == wanted


def test_a_link_is_no_file_of_a_release(tmp_path, done):
    """It could point anywhere."""
    (tmp_path / "secret").write_bytes(done.files["pain-de.zip"])
    out = write(tmp_path / "out", done.files)
    (out / "pain-de.zip").unlink()
    (out / "pain-de.zip").symlink_to(tmp_path / "secret")
    assert codes(verify.check(out)[1])[0] == "release-missing"


def test_sums_and_manifest_must_agree(tmp_path, done):
    """A forger has to change both; one alone must be seen."""
    lines = done.files["SHA256SUMS"].decode().splitlines(keepends=True)
    found = damaged(tmp_path, done, SHA256SUMS="".join(lines[1:]).encode())
    assert codes(found) == ["sums-differ"]
    other = damaged(tmp_path / "b", done, **{"manifest.json": broken(done, since="x")})
    assert [(p.path, p.code) for p in other] == [("SHA256SUMS", "sums-differ")]


def test_an_archive_must_hold_what_the_manifest_says(tmp_path, done):
    """A forged manifest could name the hash of a forged archive, and hide what is in it."""
    forged = archives.pack([("de/pain.pdf", b"virus")], 0)
    known = inventory.content("pain-de.zip", forged)
    files = tuple(
        replace(f, sha256=known.sha256, bytes=known.bytes) if f.name == known.path else f
        for f in done.inventory.files
    )
    data = inventory.dump(replace(done.inventory, files=files))
    all_files = {**done.files, "manifest.json": data, "pain-de.zip": forged}
    del all_files["SHA256SUMS"]
    all_files["SHA256SUMS"] = inventory.sums(all_files)
    write(tmp_path, all_files)
    (problem,) = verify.check(tmp_path)[1]
    assert (problem.path, problem.code) == ("pain-de.zip", "release-changed")


@pytest.mark.parametrize("what", ["nothing", "folder"])
def test_without_a_manifest_there_is_nothing_to_check(tmp_path, what):
    if what == "folder":
        (tmp_path / "manifest.json").mkdir()
    with pytest.raises(ReleaseError) as caught:
        verify.check(tmp_path)
    assert codes(caught.value.problems) == ["manifest-missing"]


# Made again


def made_again(one, folder, tools=TOOLS):
    found, problems = verify.check(folder)
    assert problems == []
    again = verify.rebuild(one, found.inventory, Order(tools), Copyist())
    return list(verify.differences(found, again))


def test_a_release_of_the_source_is_made_again(tmp_path):
    """Also one with notes since another, of a minimum, at an epoch, under a name."""
    one = project(tmp_path / "p")
    first = made(one)
    change(one, "Le levain", "Le levain chef")
    asked = {"epoch": 77, "minimum": 10, "name": "pains"}
    second = made(one, before=first.inventory, since="a" * 64, **asked)
    assert made_again(one, write(tmp_path / "out", second.files)) == []


def test_another_source_is_named(tmp_path):
    """Somebody would distrust the release because of an edit of their own."""
    one = project(tmp_path / "p")
    out = write(tmp_path / "out", made(one).files)
    path = one.root / "content/pain.md"
    path.write_text(SOURCE + "\n", "utf-8")
    change(one, "6000000000", "6000000001")
    found = made_again(one, out)
    assert (found[0].path, found[0].code) == ("content/pain.md", "rebuild-source")
    assert {p.code for p in found[1:]} == {"rebuild-differs"}
    assert all("source is another" in p.hint for p in found[1:])


def test_another_tool_is_named(tmp_path):
    """Which of twelve tools to install is what they want to know."""
    one = project(tmp_path / "p")
    out = write(tmp_path / "out", made(one).files)
    found = made_again(one, out, (("weasyprint", "70.1"), ("new", "1")))
    assert {p.code for p in found} == {"rebuild-differs"}
    assert "weasyprint 70.0 there, 70.1 here" in found[0].hint
    assert "new absent there, 1 here" in found[0].hint
    assert "pain.zip" in {p.path for p in found}
    assert any(p.message == "de/pain.pdf has other bytes" for p in found)


def test_a_release_that_was_forged_as_a_whole_is_seen(tmp_path):
    """Its manifest and sums are right, but no source gives it."""
    one = project(tmp_path / "p")
    files = made(one).files
    inside = archives.unpack(files["pain-de.zip"], "x")
    inside["de/pain.pdf"] = b"%PDF virus"
    forged = archives.pack(inside.items(), 0)
    known = inventory.content("pain-de.zip", forged)
    stated = made(one).inventory
    entries = tuple(
        replace(f, sha256=known.sha256, bytes=known.bytes,
                members=tuple(inventory.content(p, inside[p]) for p in sorted(inside)))
        if f.name == known.path else f for f in stated.files
    )  # fmt: skip
    files |= {
        "pain-de.zip": forged,
        "manifest.json": inventory.dump(replace(stated, files=entries)),
    }
    del files["SHA256SUMS"]
    files["SHA256SUMS"] = inventory.sums(files)
    (problem,) = made_again(one, write(tmp_path / "out", files))
    assert (problem.path, problem.message) == ("pain-de.zip", "de/pain.pdf has other bytes")
    assert problem.hint.startswith("distrust it")

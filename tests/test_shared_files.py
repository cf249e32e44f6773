"""Pages that share their files: what is written, named, kept and removed."""

import hashlib
import io
import json
import re
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont
from sheets import SMALL
from test_incremental import PO, build, edit, tree
from test_web import Page, hashed, whole

from polyfiche import fonts
from polyfiche.jobs import run
from polyfiche.render import assets, typefaces, webfonts


@pytest.fixture
def project(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/pain.md").write_text(SMALL, "utf-8")
    path = tmp_path / "locales/de/LC_MESSAGES/pain.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO.format(lang="de"), "utf-8")
    return tmp_path


def shared(one, *arguments):
    """Build *one* with shared files; return {path: bytes} of these."""
    build(one, "--web", "folder", *arguments)
    return {path: data for path, data in tree(one / "build").items() if path.startswith("assets/")}


def test_shared_files_are_named_by_their_content(project):
    """A browser would keep the old style for ever."""
    files = shared(project)
    assert {path.rpartition(".")[2] for path in files} == {"css", "js", "woff2"}
    for path, data in files.items():
        assert path.split(".")[-2] == hashlib.sha256(data).hexdigest()[:16]


def test_pages_link_to_every_shared_file_relatively(project):
    """The site would work at the top of a domain only, or carry what nobody loads."""
    files = shared(project)
    pages = [data.decode() for path, data in tree(project / "build").items() if _is_page(path)]
    found = {path for page in pages for path in re.findall(r"[\"(](\.\./assets/[^\")]+)", page)}
    assert found == {f"../{path}" for path in files}
    assert all('href="/' not in page and 'src="/' not in page for page in pages)


def _is_page(path):
    return path.endswith(".html") and "/" in path


def test_two_builds_with_shared_files_are_the_same(project):
    shared(project)
    build(project, "--web", "folder", "--out", str(project / "again"))
    assert tree(project / "again") == tree(project / "build")
    (project / "build/fr/pain.html").unlink()
    shared(project)
    assert tree(project / "again") == tree(project / "build")


def test_the_manifest_names_shared_files(project):
    """Whoever copies a build by its manifest would leave the fonts behind."""
    files = shared(project)
    told = json.loads((project / "build/manifest.json").read_text("utf-8"))["assets"]
    assert {one["path"]: (one["sha256"], one["bytes"]) for one in told} == {
        path: (hashlib.sha256(data).hexdigest(), len(data)) for path, data in files.items()
    }
    shared(project, "--lang", "de")
    again = json.loads((project / "build/manifest.json").read_text("utf-8"))["assets"]
    assert again == told


def test_shared_files_go_with_the_last_page_that_loads_them(project):
    """A folder would fill with the styles of every version there was."""
    build(project)
    alone = tree(project / "build")
    files = shared(project)
    build(project, "--lang", "de")  # French still loads them
    assert {*files} <= {*tree(project / "build")}
    build(project)
    assert tree(project / "build") == alone


def test_a_shared_file_that_somebody_changed_is_not_removed(project):
    files = shared(project)
    style = next(path for path in files if path.endswith(".css"))
    (project / "build" / style).write_text("mine")
    build(project)
    left = {path for path in tree(project / "build") if path.startswith("assets/")}
    assert left == {style}


@pytest.mark.parametrize("change", ["gone", "other"])
def test_a_shared_file_that_is_not_there_is_written_again(project, change):
    """All pages would be without their style until it changes."""
    files = shared(project)
    for path in files:
        file = project / "build" / path
        file.unlink() if change == "gone" else file.write_bytes(b"other")
    assert shared(project) == files


def test_a_new_sheet_brings_no_new_style(project):
    files = shared(project)
    edit(project / "content/pain.md", "Comprendre", "Entendre")
    assert {*shared(project)} == {*files}


# The page


@pytest.mark.all_languages
def test_a_page_may_run_and_load_what_is_shared_only(lang):
    """What a translation smuggles in would run."""
    made = run(replace(whole(lang), web="folder"))
    page = Page(made.data)
    here = page.policy
    assert here["style-src"] == ["'self'", *(hashed(text) for _, text in page.raw["style"])]
    texts = [text for a, text in page.raw["script"] if "src" not in a and "json" not in str(a)]
    assert here["script-src"] == ["'self'", *map(hashed, texts)]
    assert here["font-src"] == ["data:", "'self'"]
    assert here["img-src"] == ["data:"]
    assert len(made.data) < 80_000


@pytest.mark.all_languages
def test_a_page_shares_the_fonts_of_its_own_language_only(lang):
    """A French reader would load a megabyte of Japanese for the name of the language."""
    stack = {*webfonts.LATIN, *typefaces.stacks(whole(lang), "fr")[lang]}
    made = run(replace(whole(lang), web="folder"))
    known = {file.file: file.family for file in fonts.files()}
    assert {known[asset.font] for asset in made.assets if asset.font} <= stack
    assert made.data.count(b"data:font/woff2") > 0


def test_a_shared_font_draws_all_that_the_font_draws():
    """The next sheet would have boxes until every reader has loaded the font again."""
    for file in fonts.files():
        if len(file.data) < 200_000:
            cut = TTFont(io.BytesIO(webfonts.whole(file.file)))
            assert cut.flavor == "woff2"
            assert {*cut.getBestCmap()} == {*TTFont(io.BytesIO(file.data)).getBestCmap()}


def test_a_family_of_any_name_has_a_file_of_a_plain_one():
    """A font called `../x` would be written elsewhere."""
    face = replace(fonts.files()[0], family="../Ünï\n'x)")
    assert re.fullmatch(r"assets/n-x-400-normal\.[0-9a-f]{16}\.woff2", assets.font(face).path)

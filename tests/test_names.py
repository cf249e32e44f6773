"""Names: of sheets, figures and folders of catalogs."""

import os

import pytest
from projects import catalog, project

from polyfiche import names
from polyfiche.problems import PolyficheError

GOOD = ["a", "llm-et-fm", "fiche 2", "été", "v1.2", "言語", "نموذج", "console", "a_b", "x" * 100]
BAD = [
    *("", " a", "a ", "-rf", ".a", "a.", "a..b", "a:b", "a?", "a*", 'a"b', "a<b", "a|b", "a\\b"),
    *("a/b", "a#b", "a%2fb", "a{b}", "con", "CON", "con.x", "Aux", "lpt1", "com¹", "e\u0301"),
    *("a\nb", "a\x1bb", "a\u202eb", "a\u200bb", "a\ud800", "a\u00a0b", "x" * 101),
]
BAD_PATHS = [
    "/a.svg",
    "../a.svg",
    "a/../../b.svg",
    "a//b.svg",
    "./a.svg",
    "a\\..\\b.svg",
    "con/a.svg",
]


@pytest.mark.parametrize("name", GOOD)
def test_a_name_of_any_script_is_taken(name):
    """Somebody could not name a sheet in their language."""
    assert names.fault(name) == ""


@pytest.mark.parametrize("name", BAD)
def test_a_name_that_some_system_refuses_is_refused(name):
    """A checkout would fail on another machine, or an address lead elsewhere."""
    assert names.fault(name) != ""


@pytest.mark.parametrize("path", BAD_PATHS)
def test_a_path_that_leaves_its_folder_is_refused(path):
    """A sheet could print a file of the machine that builds it."""
    assert names.path_fault(path) != ""


def test_names_that_differ_in_case_or_form_collide():
    """On macOS and Windows one sheet would overwrite the other."""
    found = list(names.collisions(["Fiche", "fiche", "straße", "STRASSE", "autre"]))
    assert found == [("Fiche", "fiche"), ("STRASSE", "straße")]


def code(run) -> str:
    """Return the code of what *run* raises."""
    with pytest.raises(PolyficheError) as caught:
        run()
    return caught.value.problems[0].code


def test_a_sheet_with_a_bad_name_is_told(tmp_path):
    """A file name from a pull request would become part of a path in build/."""
    one = project(tmp_path, "texte\n")
    (tmp_path / "content/a:b.md").write_text("x")
    assert code(one.names) == "name-invalid"


def test_two_sheets_with_one_name_are_told(tmp_path):
    """Only one of the two would survive a clone on macOS."""
    one = project(tmp_path, "texte\n")
    (tmp_path / "content/A.md").write_text("x")
    assert code(one.names) == "name-collision"


@pytest.mark.parametrize("folder", ["xx_QQ", "de-DE", "DE", "sr@latin", "und", "en_us"])
def test_a_folder_that_is_no_language_is_told(tmp_path, folder):
    """A catalog would be skipped in silence, or its name become part of a path."""
    one = project(tmp_path, "texte\n", **{f"locales__{folder}__LC_MESSAGES__a.po": ""})
    assert code(lambda: one.languages("a")) == "language-folder"


def test_a_link_out_of_the_project_is_refused(tmp_path):
    """A sheet could print a file of the machine that builds it."""
    one = project(tmp_path / "p", "texte\n")
    (tmp_path / "canary").write_text("secret")
    (tmp_path / "p/content/b.md").symlink_to(tmp_path / "canary")
    assert code(lambda: one.sheet("b")) == "source-outside"


def test_a_loop_of_links_is_refused(tmp_path):
    """The build would end in a traceback."""
    one = project(tmp_path, "texte\n")
    (tmp_path / "content/b.md").symlink_to("b.md")
    assert code(lambda: one.sheet("b")) in {"source-outside", "source-missing"}


def test_a_catalog_that_is_a_link_out_is_refused(tmp_path):
    """A message could print a line of a file of the machine."""
    one = project(tmp_path / "p", "texte\n")
    (tmp_path / "canary").write_text("secret")
    catalog(one, "")
    path = tmp_path / "p/locales/de/LC_MESSAGES/a.po"
    path.unlink()
    path.symlink_to(tmp_path / "canary")
    assert code(lambda: one.catalog("a", "de")) == "source-outside"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path):
    """The build would hang until somebody wrote into it."""
    one = project(tmp_path, "texte\n")
    os.mkfifo(tmp_path / "content/b.md")
    assert code(lambda: one.sheet("b")) == "source-kind"


def test_a_folder_in_the_place_of_a_sheet_is_told(tmp_path):
    """The build would end in a traceback."""
    one = project(tmp_path, "texte\n")
    (tmp_path / "content/b.md").mkdir()
    assert code(lambda: one.sheet("b")) in {"source-kind", "source-missing"}

"""Pages of the preview: as new as the files, the last good one under what is wrong."""

import os
import re

import pytest
from previews import CATALOG, SHEET, SOURCE, edit, preview, project, shown

from polyfiche import editions, jobs
from polyfiche.preview.views import parsed

MARKED = re.compile(r'<\w[^>]* data-unit="(\d+)"[^>]*>([^<]*)')


@pytest.fixture
def folder(tmp_path):
    project(tmp_path)
    return tmp_path


def text(one, path="de/pain.html"):
    return shown(one, path).html.decode()


def test_a_page_is_made_again_when_its_file_is_saved(folder):
    one = preview(folder)
    assert "Ein sehr heißer Ofen." in text(one)
    edit(folder, CATALOG, "sehr heißer", "glühender")
    assert "Ein glühender Ofen." in text(one)
    assert shown(one, "de/pain.html").version == 2


def test_a_page_that_nobody_changed_is_not_made_again(folder):
    """A thousand requests would make a thousand pages."""
    one = preview(folder)
    assert shown(one, "de/pain.html") is shown(one, "de/pain.html")


def test_the_watcher_tells_saves_that_the_clock_of_the_disk_does_not(folder):
    """Two saves within one tick look the same: the page would stay at the first for ever."""
    one, path = preview(folder), folder / CATALOG
    assert "heißer" in text(one)
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace("heißer", "kalter "), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    one.shelf.changes.note([CATALOG])
    assert "kalter" in text(one)


def test_units_are_marked_where_they_stand(folder):
    """A translator would read the whole sheet to find what is left."""
    page = text(preview(folder))
    assert dict(MARKED.findall(page)) == {"1": "Un mélange qui fermente.", "2": "La cuisson"}


def test_a_marked_unit_tells_all_that_a_translator_needs(folder):
    page = text(preview(folder))
    entry = re.search(r'<li id="pf-unit-2".*?</li>', page, re.DOTALL)[0]
    line = 1 + (folder / CATALOG).read_text("utf-8").split("\n").index('msgid "La cuisson"')
    assert 'class="pf-fuzzy"' in entry
    assert '<code class="pf-msgid">La cuisson</code>' in entry
    assert "Das Backen" in entry
    assert f'href="/e/de/pain.po#L{line}">{CATALOG}:{line}</a>' in entry
    source = 1 + SHEET.split("\n").index("### La cuisson")
    assert f"<code>{SOURCE}:{source}</code>" in entry


def test_the_link_of_a_unit_leads_to_its_line(folder):
    page = text(preview(folder), "de/pain.po")
    line = 1 + (folder / CATALOG).read_text("utf-8").split("\n").index('msgid "La cuisson"')
    assert f'<li id="L{line}"><div dir="auto">msgid &#34;La cuisson&#34;</div></li>' in page


def test_a_title_and_a_unit_that_the_catalog_lacks_are_marked(folder):
    edit(folder, SOURCE, 'title: "Le pain"', 'title: "Le pain bis"')
    page = text(preview(folder))
    assert ("1", "Le pain bis") in MARKED.findall(page)
    assert "not there yet: run polyfiche update" in page
    assert f"<code>{SOURCE}:2</code>" in page


def test_what_is_published_carries_no_mark(folder):
    """The preview's numbers would be in every release."""
    (job,) = editions.jobs(
        project_of(folder), editions.Request(("pain",), ("de",), ("html",), None, ())
    )
    assert b"data-unit" not in jobs.run(job).data


def project_of(folder):
    return preview(folder).shelf.project


@pytest.mark.parametrize(
    ("name", "edited", "problem"),
    [
        (SOURCE, ("licence:", "license:"), (f"{SOURCE}:6", "frontmatter-key")),
        (SOURCE, ("Un four très", "Un four {chaud} très"), (f"{SOURCE}:21", "fact-unknown")),
        (CATALOG, ('msgid "Le levain"', 'msgid "Le levain'), (CATALOG, "catalog-syntax")),
    ],
)
def test_a_broken_edit_shows_the_problem_over_the_last_good_page(folder, name, edited, problem):
    """An author would see an empty page, and not where the mistake is."""
    one = preview(folder)
    assert "problems" not in text(one)
    edit(folder, name, *edited)
    page = text(one)
    assert f'<code class="pf-place">{problem[0]}' in page
    assert f"error[{problem[1]}]" in page
    assert "Ein sehr heißer Ofen." in page
    edit(folder, name, *reversed(edited))
    assert text(one).count("pf-problems") == 0


def test_a_broken_sheet_without_a_good_page_shows_its_problem(folder):
    edit(folder, SOURCE, "licence:", "license:")
    page = text(preview(folder))
    assert "There is no good page yet" in page
    assert "did you mean &#39;licence&#39;?" in page


def test_a_sheet_that_went_leaves_its_last_page(folder):
    """A rename would close what its author looks at."""
    one = preview(folder)
    text(one)
    (folder / SOURCE).rename(folder / "content/brot.md")
    page = text(one)
    assert "sheet-unknown" in page
    assert "Ein sehr heißer Ofen." in page
    assert "Un four très chaud." in text(one, "fr/brot.html")
    assert shown(preview(folder), "de/pain.html") is None


def test_only_what_is_looked_at_is_made(tmp_path):
    """Five hundred sheets would make each edit five hundred times slower."""
    project(tmp_path, sheets=30)
    for number in range(1, 30):
        (tmp_path / f"content/pain-{number}.md").write_text("broken", "utf-8")
    one = preview(tmp_path)
    assert not shown(one, "fr/pain.html").problems


def test_markdown_is_shown_as_it_is_written(folder):
    page = text(preview(folder), "de/pain.md")
    assert "### Der Sauerteig" in page
    assert "<title>de/pain.md</title>" in page


@pytest.mark.parametrize(
    "path",
    [
        *("de/pain", "de/pain.exe", "../pain.html", "de/../pain.html", "de/.html", "/pain.html"),
        *("de/a/b.html", "de\\pain.html", "d/pain.html", "de/pain.html\n", "de/\0.html"),
    ],
)
def test_a_path_is_a_view_or_nothing(path):
    assert parsed(path) is None


@pytest.mark.parametrize(
    "path", ["de/nix.html", "it/pain.html", "de/*.po", "it/pain.po", "xx/pain.md"]
)
def test_nothing_is_shown_of_what_is_not_there(folder, path):
    assert shown(preview(folder), path) is None


def test_a_catalog_that_leads_out_of_the_project_is_not_shown(folder, tmp_path_factory):
    """A link in a pull request would show any file of the machine."""
    secret = tmp_path_factory.mktemp("outside") / "secret"
    secret.write_text("canary", "utf-8")
    (folder / CATALOG).unlink()
    (folder / CATALOG).symlink_to(secret)
    found = shown(preview(folder), "de/pain.po")
    assert found is None or b"canary" not in found.html


def test_the_pseudo_locales_can_be_looked_at(folder):
    assert 'lang="ar-XB"' in text(preview(folder), "ar-XB/pain.html")


def test_the_text_of_a_file_is_never_markup(folder):
    edit(folder, CATALOG, "Das Backen", "<script>alert(1)</script>")
    page = text(preview(folder), "de/pain.po") + text(preview(folder))
    assert "<script>alert" not in page

"""`status`: how far every translation is, and from which source it was made."""

import json

import pytest
from click.testing import CliRunner
from editions import ROOT, SHEET
from sheets import SMALL

from polyfiche import catalogs, merge, snapshot, status
from polyfiche.cli import main
from polyfiche.model import Unit
from polyfiche.workspace import Project

KEYS = {"sheet", "lang", "translated", "fuzzy", "missing", "percent"}


@pytest.fixture
def project(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/pain.md").write_text(SMALL, "utf-8")
    run(tmp_path, "update", "de")
    return tmp_path


def run(project, *arguments):
    return CliRunner().invoke(main, ["-C", str(project), *arguments])


def row(project):
    return json.loads(run(project, "status", "--json").output)[0]


def replaced(project, name, old, new):
    path = project / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


SOURCE, CATALOG = "content/pain.md", "locales/de/LC_MESSAGES/pain.po"


def test_what_programs_read_stays_and_more_comes(project):
    """A dashboard of somebody would break."""
    assert KEYS | {"words", "words_left", "added", "vanished", "snapshot", "review"} == set(
        row(project)
    )


def test_words_left_are_those_of_the_source(project):
    assert (row(project)["words"], row(project)["words_left"]) == (14, 14)
    replaced(project, CATALOG, 'msgid "Le pain"\nmsgstr ""', 'msgid "Le pain"\nmsgstr "Brot"')
    assert (row(project)["translated"], row(project)["words_left"]) == (1, 12)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("l’eau de {fact_name} 12", 3), ("日本語 and 한국", 6), ("a-b **c** `d`", 4)],
)
def test_words_are_counted_as_a_translator_would(text, count):
    assert status.word_count(text) == count


def test_drift_tells_what_the_source_gained_and_lost(project):
    """A catalog that nobody updated looks complete, and prints yesterday's text."""
    assert (row(project)["added"], row(project)["vanished"]) == (0, 0)
    replaced(project, SOURCE, "### Le levain", "### Le levain-chef")
    replaced(project, SOURCE, "baguettes.\n", "baguettes.\n\nUne phrase de plus.\n")
    assert (row(project)["added"], row(project)["vanished"]) == (2, 1)
    assert "+2 -1" in run(project, "status").output
    run(project, "update")
    assert (row(project)["added"], row(project)["vanished"]) == (0, 0)


def test_the_snapshot_is_the_version_the_date_and_the_messages(project):
    version, date, digest = row(project)["snapshot"].split()
    keys = [unit.key for unit in Project(project).units(Project(project).sheet("pain"))]
    assert (version, date, digest) == ("1.0", "2026-11-24", snapshot.digest(keys))


def test_the_snapshot_moves_with_the_messages_and_with_nothing_else(project):
    """A header that ticks is a conflict in every branch."""
    before = (project / CATALOG).read_bytes()
    replaced(project, SOURCE, "2026-11-24", "2027-01-01")
    replaced(project, SOURCE, '"1.0"', '"1.1"')
    replaced(
        project, SOURCE, "### Le levain\n\nUn", "### Le levain\n\n<!-- i18n:comment: x -->\nUn"
    )
    first = row(project)["snapshot"]
    run(project, "update")
    assert row(project)["snapshot"] == first
    assert (project / CATALOG).read_bytes() != before
    replaced(project, SOURCE, "### Le levain", "### Levain")
    run(project, "update")
    assert row(project)["snapshot"].startswith("1.1 2027-01-01 ")
    assert row(project)["snapshot"] != first
    assert run(project, "update").output == ""


def test_a_catalog_without_a_record_is_left_as_it_is(project):
    """Weblate and Poedit make catalogs, too."""
    text = (project / CATALOG).read_text("utf-8")
    lines = [line for line in text.split("\n") if "X-Source-Version" not in line]
    (project / CATALOG).write_text("\n".join(lines), "utf-8")
    assert run(project, "update").output == ""
    assert row(project)["snapshot"] == "1.0 2026-11-24"


def test_the_digest_knows_contexts_and_not_the_order():
    digests = [
        snapshot.digest(keys)
        for keys in ([("", "a"), ("", "b")], [("a", ""), ("", "b")], [("", "a")], [])
    ]
    assert len(set(digests)) == 4
    assert snapshot.digest([("", "b"), ("", "a"), ("", "a")]) == digests[0]


def test_the_record_keeps_its_place_in_a_header():
    made = merge.template([Unit("a")], project="x 1.0", date="2026-01-01")
    old = catalogs.load(
        b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        b'"X-Source-Version: 0.9\\n"\n"X-Mine: yes\\n"\n',
        "x.po",
    )
    fields = snapshot.stamped(merge.merge(made, old, "de"), old, made).fields
    assert list(fields)[-2:] == ["X-Source-Version", "X-Mine"]
    assert fields["X-Source-Version"].startswith("1.0 2026-01-01 ")


def test_a_review_is_what_a_person_wrote_and_nothing_else(project):
    """We would claim what nobody did."""
    assert row(project)["review"] == "not reviewed"
    said = "Ana Durand | 2026-12-01"
    replaced(project, CATALOG, '"Language: de\\n"', f'"Language: de\\n"\n"X-Review: {said}\\n"')
    assert row(project)["review"] == said
    run(project, "update")
    assert row(project)["review"] == said
    assert said.replace("|", r"\|") in run(project, "status", "--format", "markdown").output


def test_the_markdown_form_is_a_table(project):
    from polyfiche import dialect

    text = run(project, "status", "--format", "markdown").output
    page = dialect.parser("gfm").render(text)
    assert page.count("<tr>") == 2
    assert page.count("<td") == page.count("<th ") == 10


def test_the_table_is_aligned(project):
    run(project, "update", "zh-Hans")
    head, *rows = run(project, "status").output.splitlines()
    assert len(rows) == 2
    at = head.index("review")
    assert {line[at:] for line in rows} == {"not reviewed"}


@pytest.mark.parametrize(("least", "code"), [("0", 0), ("25", 0), ("25.1", 1), ("100", 1)])
def test_fail_under_counts_what_is_translated(project, least, code):
    replaced(project, CATALOG, 'msgid "Le pain"\nmsgstr ""', 'msgid "Le pain"\nmsgstr "Brot"')
    for form in ("table", "json", "markdown"):
        result = run(project, "status", "--format", form, "--fail-under", least)
        assert result.exit_code == code


def test_a_percentage_is_never_rounded_up_to_done():
    """99.96 % would be printed as 100 %, and one unit be missing."""
    made = status.Row("s", "de", 2499, 1, 0, 1, 1, "", 0, 0, "")
    assert " 99.9%" in status.as_table([made])


def test_this_project_has_a_row_for_each_catalog():
    rows = status.status(Project(ROOT))
    assert [(one.sheet, one.lang) for one in rows] == [
        (SHEET, tag) for tag in Project(ROOT).languages(SHEET)
    ]

"""Problems as text, JSON, GitHub annotations, SARIF."""

import copy
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from projects import PO, catalog, project
from schema import wrong

from polyfiche import report
from polyfiche.cli import main
from polyfiche.problems import Problem

PLAIN = Problem("a, b/ç.md", 2, "text-x", "100 % of it:\nbad", "do, this", "warning", 3)
WHOLE = Problem("a.po", 0, "catalog-x", "is wrong")
NOWHERE = Problem("", 0, "project-x", "is empty", "go")


def lines(path):
    return ["", "中文 text"] if path == PLAIN.path else []


def test_text_has_the_line_and_a_caret():
    """A person would have to open the file to see what is meant."""
    expected = (
        "a, b/ç.md:2:3: warning[text-x]: 100 % of it:\nbad\n"
        "    2 | 中文 text\n"
        "      |     ^\n"
        "    hint: do, this\n"
        "a.po: error[catalog-x]: is wrong\n"
        "error[project-x]: is empty\n"
        "    hint: go\n"
    )
    assert report.as_text([PLAIN, WHOLE, NOWHERE], lines) == expected


@pytest.mark.parametrize("at", [0, 1, 47, 48, 49, 150, 250, 298, 299])
def test_a_long_line_is_shown_around_its_caret(at):
    """The caret would be three lines below its letter."""
    text = "".join(chr(ord("a") + n % 26) for n in range(300))
    problem = Problem("a", 1, "x", "", column=at + 1)
    _, shown, caret = report.as_text([problem], lambda _: [text]).splitlines()
    assert len(shown) < 110
    assert shown[caret.index("^")] == text[at]


def test_a_line_that_is_gone_is_left_out():
    assert report.as_text([Problem("a", 9, "x", "m")], lambda _: ["one"]) == "a:9: error[x]: m\n"


def test_json_has_every_field():
    """A program would have to read text."""
    found = json.loads(report.as_json([PLAIN, WHOLE]))
    assert (found["errors"], found["warnings"]) == (1, 1)
    assert found["problems"][0] == {
        "path": PLAIN.path,
        "line": 2,
        "column": 3,
        "code": "text-x",
        "message": PLAIN.message,
        "hint": "do, this",
        "severity": "warning",
    }


def test_github_shows_them_beside_the_line():
    """A comma in a path would end it, a line end the message."""
    assert report.as_github([PLAIN, NOWHERE]) == (
        "::warning file=a%2C b/ç.md,line=2,col=3,title=text-x::"
        "100 %25 of it:%0Abad%0Ahint: do, this\n"
        "::error title=project-x::is empty%0Ahint: go\n"
    )


SCHEMA = json.loads((Path(__file__).parent / "data/sarif-2.1.0.json").read_text("utf-8"))


def required(log):
    """Assert that *log* is SARIF 2.1.0, and what the schema cannot say."""
    assert list(wrong(log, SCHEMA, SCHEMA)) == []
    for run in log["runs"]:
        ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        for result in run["results"]:
            assert ids[result["ruleIndex"]] == result["ruleId"]  # 3.27.6
            for place in result.get("locations", ()):
                location = place["physicalLocation"]["artifactLocation"]
                assert location["uri"].isascii()  # 3.4.3, RFC 3986
                assert " " not in location["uri"]
                assert location["uriBaseId"] in run["originalUriBaseIds"]  # 3.14.14


@pytest.mark.parametrize("problems", [[], [WHOLE], [PLAIN, WHOLE, NOWHERE, PLAIN]], ids=len)
def test_sarif_has_what_the_standard_requires(problems):
    """GitHub's code scanning would refuse the file."""
    log = json.loads(report.as_sarif(problems, {"text-x": "Find x.\n\nMore."}, "1.0"))
    required(log)
    assert len(log["runs"][0]["results"]) == len(problems)


@pytest.mark.parametrize(
    "path",
    [
        ["version"],
        ["runs"],
        ["runs", 0, "tool"],
        ["runs", 0, "tool", "driver", "name"],
        ["runs", 0, "results", 0, "message"],
    ],
    ids=str,
)
def test_the_schema_sees_what_is_missing(path):
    """A validator that lets everything pass would have passed."""
    log = json.loads(report.as_sarif([PLAIN], {}, "1.0"))
    broken = copy.deepcopy(log)
    inside = broken
    for step in path[:-1]:
        inside = inside[step]
    del inside[path[-1]]
    assert list(wrong(broken, SCHEMA, SCHEMA))
    inside[path[-1]] = 7
    assert list(wrong(broken, SCHEMA, SCHEMA))
    assert list(wrong(log | {"colour": "red"}, SCHEMA, SCHEMA))


def test_sarif_says_where_and_why():
    log = json.loads(report.as_sarif([PLAIN], {"text-x": "Find x.\n\nMore."}, "1.0"))
    (run,) = log["runs"]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"]["text"] == "Find x."
    assert run["results"][0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a%2C%20b/%C3%A7.md", "uriBaseId": "ROOT"},
                "region": {"startLine": 2, "startColumn": 3},
            }
        }
    ]


# The command


@pytest.fixture
def warned(tmp_path):
    one = project(tmp_path, "Du pain {params}, {kinds}.\n")
    entries = 'msgid "Titre"\nmsgstr "Titel..."\n'
    catalog(one, PO + entries)
    run(tmp_path, "update", "de")
    return tmp_path


def run(folder, *arguments):
    return CliRunner().invoke(main, ["-C", str(folder), *arguments])


def test_fail_on_chooses_the_exit_code(warned):
    """CI could not be strict, or could not be lenient."""
    assert run(warned, "check").exit_code == 0
    assert run(warned, "check", "--fail-on", "warning").exit_code == 1


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_what_is_for_programs_is_alone_on_stdout(form, warned):
    """A program would read `0 errors` as JSON."""
    found = json.loads(run(warned, "check", "--format", form).stdout)
    if form == "sarif":
        required(found)


def test_github_is_one_line_each(warned):
    output = run(warned, "check", "--format", "github").stdout
    assert all(line.startswith("::warning file=locales/de/") for line in output.splitlines())


def test_fix_repairs_and_tells_the_rest(warned):
    result = run(warned, "check", "--fix")
    assert "repaired locales/de/LC_MESSAGES/a.po" in result.stderr
    assert "typography" not in result.stdout
    assert "catalog-missing" in result.stdout
    assert 'msgstr "Titel…"' in (warned / "locales/de/LC_MESSAGES/a.po").read_text("utf-8")


def test_explain_prints_one_code_or_all(tmp_path):
    one = run(tmp_path, "explain", "parity-link")
    assert one.output.startswith("parity-link (error)\n\nFind links")
    assert "typography-danda" in run(tmp_path, "explain").output
    wrong = run(tmp_path, "explain", "parity-lnk")
    assert (wrong.exit_code, "did you mean 'parity-link'?" in wrong.output) == (2, True)

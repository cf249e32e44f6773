"""The live preview in a real browser: an edit changes what it must, and nothing else."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from previews import CATALOG, SHEET, SOURCE, project
from support import require

HERE = Path(__file__).parent
LONG = SHEET + "\nUne phrase de plus.\n" * 60
"""Longer than the window, so that there is somewhere to scroll."""


@pytest.fixture(scope="session")
def watched(once, modules):
    """Return what the browser saw while files were saved; `preview.mjs` says what that is."""
    return json.loads(once("watched.json", watch))


def watch(folder):
    place = folder / "preview"
    place.mkdir()
    project(place)
    (place / SOURCE).write_text(LONG, "utf-8")
    command = [sys.executable, "-m", "polyfiche", "-C", str(place), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as served:
        try:
            address = re.search(r"http://\S+/", served.stdout.readline().decode())[0]
            return looked(address, place / SOURCE)
        finally:
            served.terminate()


def looked(address, sheet):
    browser = require("chromium", "chromium-headless-shell")
    asked = {"browser": browser, "address": address, "sheet": str(sheet), "text": LONG}
    command = [require("node"), HERE / "preview.mjs"]
    given = json.dumps(asked).encode()
    done = subprocess.run(command, input=given, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_languages_stand_side_by_side(watched):
    assert watched["panes"] == ["fr ltr", "de ltr", "ar-XB rtl"]


def test_an_edit_keeps_scroll_focus_and_selection(watched):
    """The author would look for the place again after each save."""
    kept = watched["kept"]
    assert kept.pop("moved") < 2
    assert kept == {"focus": True, "same": True, "selected": "Un four très chaud."}


def test_a_broken_edit_shows_its_problem_over_the_last_good_page(watched):
    line = 1 + SHEET.split("\n").index("licence: CC-BY-4.0")
    assert f"{SOURCE}:{line}" in watched["problem"]
    assert "did you mean 'licence'?" in watched["problem"]
    assert watched["under"]


def test_a_marked_unit_leads_to_its_entry_and_back(watched):
    """Everything must work with the keyboard."""
    assert watched["entry"]["open"]
    assert re.fullmatch(r"/e/de/pain\.po#L\d+", watched["entry"]["href"])
    assert CATALOG.endswith("de/LC_MESSAGES/pain.po")
    assert watched["back"] == "2"


def test_panes_scroll_together(watched):
    assert watched["followed"]


@pytest.mark.parametrize("page", ["unit", "shell"])
def test_axe_finds_nothing_in_the_preview(watched, page):
    assert {at: found for at, found in watched["axe"][page].items() if found} == {}


def test_no_request_leaves_the_preview_and_the_console_is_empty(watched):
    assert watched["messages"] == []
    hosts = {address.split("/")[2].partition(":")[0] for address in watched["requests"]}
    assert hosts == {"127.0.0.1"}

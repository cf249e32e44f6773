"""Pages that share their fonts, style and script in a folder: opened as files, and below a path."""

import functools
import http.server
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from editions import ROOT, SHEET, job
from support import require

HERE = Path(__file__).parent
LANGS = ("fr", "ar", "hi", "ja")
WAYS = ("file", "http")

every_page = pytest.mark.parametrize("page", [f"{way} {lang}" for way in WAYS for lang in LANGS])


@pytest.fixture(scope="session")
def loaded(once, modules):
    """Return {page: what the browser saw there}; `shared.mjs` says what that is."""
    return json.loads(once("shared.json", watch))


def watch(folder):
    site = folder / "far/below/site"
    chosen = ["--web", "folder", "--format", "html", "--lang", ",".join(LANGS)]
    command = [sys.executable, "-m", "polyfiche", "build", *chosen, "--out", site]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    serve = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            return looked(site, f"http://127.0.0.1:{server.server_port}/far/below/site")
        finally:
            server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Says nothing of what it is asked for."""

    def log_message(self, *_):
        pass


def looked(site, address):
    bases = {"file": site.as_uri(), "http": address}
    pages = {f"{w} {lang}": f"{bases[w]}/{lang}/{SHEET}.html" for w in WAYS for lang in LANGS}
    browser = require("chromium", "chromium-headless-shell")
    command = [require("node"), HERE / "shared.mjs"]
    given = json.dumps({"browser": browser, "pages": pages}).encode()
    done = subprocess.run(command, input=given, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@every_page
def test_the_console_is_silent(loaded, page):
    """A policy would refuse the style sheet, or a base path would lead elsewhere."""
    assert loaded[page]["messages"] == []


@every_page
def test_shared_fonts_are_loaded_and_draw_every_letter(loaded, page):
    """A page would be in whatever font the reader has."""
    assert set(loaded[page]["loaded"]) == {"loaded"}
    assert loaded[page]["foreign"] == []


@every_page
def test_a_page_asks_for_what_is_in_the_folder(loaded, page):
    """Fonts would be in each page again, or come from afar."""
    own = loaded[page]["requests"][0]
    others = {*loaded[page]["requests"]} - {own}
    base = own.rpartition("/")[0].rpartition("/")[0]
    assert all(url.startswith(f"{base}/assets/") for url in others)
    assert {url.rpartition(".")[2] for url in others} == {"css", "js", "woff2"}


@every_page
def test_the_shared_script_works(loaded, page):
    assert loaded[page]["said"] == dict(job(page.split()[1], "html").ui)["copied"]

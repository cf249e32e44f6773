"""One build and one walk of a browser through it, for all tests of a run."""

import fcntl
import functools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from editions import LANGUAGES, PSEUDO, ROOT, SHEET
from support import require

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
BROWSERS = ("chromium", "chromium-headless-shell")


def pytest_collection_modifyitems(items):
    """Let a second process check, serve and share while the first one waits for the long look.

    Of two processes, the second begins after an eighth of the tests.
    """
    own = [item for item in items if HERE in item.path.parents]
    looks = [item for item in own if "seen" in item.fixturenames]
    others = [item for item in own if "seen" not in item.fixturenames]
    first = len(own) // 8
    turn = iter([*looks[:first], *others, *looks[first:]])
    items[:] = [next(turn) if HERE in item.path.parents else item for item in items]


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """Return a function that fills a file by its name, in the first process that asks for it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    return functools.partial(made_once, folder)


def made_once(folder, name, make):
    """Return the bytes of *name* in *folder*, which one process makes while others wait."""
    path, failure = folder / name, folder / f"{name}.failed"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists() and not failure.exists():
            try:
                path.write_bytes(make(folder))
            except Exception as error:
                failure.write_text(str(error), "utf-8")
                raise
    assert path.exists(), failure.read_text("utf-8")
    return path.read_bytes()


@pytest.fixture(scope="session")
def site(once):
    """Return the folder of a whole build."""
    return Path(once("site.txt", build).decode())


def build(folder):
    """Build every edition into *folder* and return where."""
    command = [sys.executable, "-m", "polyfiche", "build", "--pseudo", "--out", folder / "site"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return str(folder / "site").encode()


@pytest.fixture(scope="session")
def files(site):
    """Return {name: file} of all pages, and of one that is bad on purpose."""
    pages = {lang: site / lang / f"{SHEET}.html" for lang in (*LANGUAGES, *PSEUDO)}
    return {"index": site / "index.html", **pages, "bad": HERE / "bad.html"}


@pytest.fixture(scope="session")
def modules():
    """Return the folder of the judges from npm; without them skip here and fail where CI is set."""
    if not (MODULES / ".package-lock.json").is_file():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("the browser tests need: npm ci --ignore-scripts --prefix tests/browser")
    return MODULES


@pytest.fixture(scope="session")
def seen(once, files, modules):
    """Return {name: what the browser saw there}; `look.mjs` says what that is."""
    node, browser = require("node"), require(*BROWSERS)
    asked = {"browser": browser, "pages": {name: path.as_uri() for name, path in files.items()}}

    def look(_):
        command = [node, HERE / "look.mjs"]
        done = subprocess.run(
            command, input=json.dumps(asked).encode(), capture_output=True, check=False, timeout=180
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return json.loads(once("seen.json", look))


@pytest.fixture(scope="session")
def checked(once, files, modules):
    """Return what the Nu HTML checker says: [(name, type, message)]."""
    java = require("java")
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"

    def check(_):
        command = [java, "-jar", jar, "--format", "json", "--exit-zero-always", *files.values()]
        return subprocess.run(command, capture_output=True, check=True).stderr

    names = {path.as_uri().replace("file:///", "file:/"): name for name, path in files.items()}
    messages = json.loads(once("checked.json", check))["messages"]
    kinds = ((said, said.get("subType", said["type"])) for said in messages)
    return [(names[said["url"]], kind, said["message"]) for said, kind in kinds]

"""The command answers at once: what is heavy waits until it is needed."""

import subprocess
import sys

import pytest

HEAVY = (
    *("weasyprint", "babel", "markdown_it", "jinja2", "msgspec"),
    *("rapidfuzz", "yaml", "rich", "segno", "translate", "lxml"),
    *("starlette", "uvicorn", "watchfiles"),
)
COMMANDS = (
    "build",
    "extract",
    "update",
    "status",
    "diff",
    "export",
    "import",
    "check",
    "explain",
    "doctor",
    "release",
    "verify",
    "serve",
    "new",
)
IMPORT = "import polyfiche.cli"
HELP = "from polyfiche.cli import main; main({!r}, 'polyfiche', standalone_mode=False)"
TELL = "import sys; print('loaded:', *sorted({m.partition('.')[0] for m in sys.modules}))"


def loaded(code: str) -> set[str]:
    """Return the names of the packages that a fresh Python has after *code*."""
    command = [sys.executable, "-W", "error", "-c", f"{code}; {TELL}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    return set(done.stdout.rpartition("loaded:")[2].split())


def test_importing_the_command_loads_nothing_heavy():
    """Shell completion would take a second for every key."""
    assert loaded(IMPORT) & set(HEAVY) == set()


@pytest.mark.parametrize("arguments", [["--help"], *([c, "--help"] for c in COMMANDS)], ids=str)
def test_help_loads_nothing_heavy(arguments):
    """A reader of the help would wait for WeasyPrint."""
    assert loaded(HELP.format(arguments)) & set(HEAVY) == set()


def test_what_is_loaded_is_seen():
    """The tests above would pass if nothing were ever seen."""
    assert {"yaml", "msgspec"} <= loaded("import polyfiche.frontmatter")

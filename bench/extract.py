"""Extraction of 1 MB of Markdown: polyfiche against po4a and translate-toolkit.

Copies of the project's own sheets, each with other words; every tool gets all of them in one
process and writes its templates. They run in turns; one that is not installed is left out.
`po4a-gettextize` 0.69 wants a translation too, and names `po4a-updatepo` for what we measure. Run:

    .venv/bin/python bench/extract.py [--runs 3]
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pairing import Steps, compare

ROOT = Path(__file__).parent.parent
SIZE = 1_000_000  # bytes
_WORD = re.compile(r"(?<![\w{}/.(#`-])[^\W\d_]{4,}(?=[ .,:;|*_\u00a0\u202f]|$)")


def main() -> None:
    """Measure every tool that is here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="medians are of so many  [3]")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        print(f"{_corpus(root):,} bytes of Markdown in sheets")
        compare(_tools(root), runs)


def _corpus(root: Path) -> int:
    """Write copies of the sheets of the project, each with other words; return how many bytes.

    `content/` has them whole, `plain/` without their head: po4a refuses its YAML.
    """
    sheets = sorted((ROOT / "content").glob("*.md"))
    shutil.copytree(ROOT / "content", root / "content", ignore=shutil.ignore_patterns("*.md"))
    (root / "plain").mkdir()
    size = number = 0
    while size < SIZE:
        head, body = sheets[number % len(sheets)].read_text("utf-8").split("\n---\n", 1)
        body = "\n".join(_reworded(line, number) for line in body.split("\n"))
        (root / f"plain/{number}.md").write_text(body, "utf-8")
        (root / f"content/fiche-{number}.md").write_text(f"{head}\n---\n{body}", "utf-8")
        size += len(body.encode())
        number += 1
    return size


def _reworded(line: str, number: int) -> str:
    """Return *line* with each of its longer words made one that only copy *number* has."""
    if line.startswith(("<!--", "!", "#:", "```")):
        return line
    ending = chr(97 + number % 26) + chr(97 + number // 26 % 26)
    return _WORD.sub(lambda match: match[0] + ending, line)


def _tools(root: Path) -> Steps:
    """Return what runs each tool; nothing is left of a run before the next."""
    for name in ("same", "edited"):
        shutil.copytree(root / "content", root / name / "content")
        _extract(root / name)
    steps: dict[str, Callable[[], object]] = {
        "polyfiche extract, cold": lambda: _cold(root),
        "  nothing changed": lambda: _extract(root / "same"),
        "  one sheet edited": lambda: _edited(root / "edited"),
    }
    if po4a := shutil.which("po4a-updatepo"):
        steps["po4a-updatepo"] = lambda: _po4a(po4a, root)
    if (md2po := shutil.which("md2po")) and _works(md2po):
        steps["md2po"] = lambda: _md2po(md2po, root)
    return steps


def _cold(root: Path) -> None:
    for name in ("locales", ".polyfiche"):
        shutil.rmtree(root / name, ignore_errors=True)
    _extract(root)


def _edited(root: Path) -> None:
    with (root / "content/fiche-3.md").open("a", encoding="utf-8") as file:
        file.write(f"\nUne phrase de plus, à {time.time_ns()}.\n")
    _extract(root)


def _extract(root: Path) -> None:
    _run(sys.executable, "-m", "polyfiche", "-C", root, "extract")


def _po4a(tool: str, root: Path) -> None:
    masters = [word for path in sorted((root / "plain").iterdir()) for word in ("-m", path)]
    (root / "po4a.pot").unlink(missing_ok=True)
    _run(tool, "-f", "text", "-o", "markdown", "-M", "UTF-8", *masters, "-p", root / "po4a.pot")


def _md2po(tool: str, root: Path) -> None:
    shutil.rmtree(root / "md2po", ignore_errors=True)
    _run(tool, "-P", "--progress=none", "-i", root / "plain", "-o", root / "md2po")


def _works(tool: str) -> bool:
    return subprocess.run([tool, "--help"], capture_output=True, check=False).returncode == 0


def _run(*command: object) -> None:
    subprocess.run(list(map(str, command)), check=True, capture_output=True)


if __name__ == "__main__":
    main()

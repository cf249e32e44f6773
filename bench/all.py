"""Run every benchmark, one after the other, and write what they say as one page.

    .venv/bin/python bench/all.py [--out docs/benchmarks.md] [--quick]

A script that fails, or lacks a peer, is named on the page. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from polyfiche.writing import write

HERE = Path(__file__).parent
HEAD = """\
# Benchmarks

Written by `bench/all.py`: each script times its peers in turns, in one run. Read the ratios, which
another machine would repeat. [bench/README.md](../bench/README.md) says what each script does.

Python {python}, {system}, {cores} cores.
"""


@dataclass(frozen=True)
class Bench:
    """One script."""

    script: str
    title: str
    quick: tuple[str, ...] = ()
    """Arguments with which it takes less than a minute."""
    usual: tuple[str, ...] = ()


BENCHES = (
    Bench("noop.py", "Nothing to do", ("--runs", "3", "--sheets", "20", "--languages", "4")),
    Bench("build.py", "A cold build of this project", ("1",), ("3",)),
    Bench("pdf.py", "One PDF, against a bare `write_pdf`", ("1",), ("3",)),
    Bench("peers.py", "PDF of the same text by others", ("--runs", "1"), ("--runs", "3")),
    Bench("throughput.py", "All cores, against one warm WeasyPrint", ("1",), ("5",)),
    Bench("extract.py", "Extraction of 1 MB", ("--runs", "1"), ("--runs", "5")),
    Bench("update.py", "Merging a template", ("--runs", "1"), ("--runs", "5")),
    Bench("serve.py", "From saving a file to the new page", ("5",), ("20",)),
    Bench("scheduling.py", "What a task costs beside its work", ("10",)),
    Bench("scale.py", "Cost per edition", ("1,4", "md"), ("1,4,10,100", "md,html")),
)


def main() -> int:
    """Write the page; return how many scripts failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE.parent / "docs/benchmarks.md")
    parser.add_argument("--quick", action="store_true", help="fewer runs, as a test of the scripts")
    asked = parser.parse_args()
    parts = [HEAD.format(
        python=platform.python_version(), system=platform.system(), cores=os.cpu_count()
    )]  # fmt: skip
    failed = 0
    for bench in BENCHES:
        code, section = _section(bench, quick=asked.quick)
        failed += code != 0
        parts.append(section)
    write(asked.out, "\n".join(parts).encode())
    return failed


def _section(bench: Bench, *, quick: bool) -> tuple[int, str]:
    arguments = bench.quick if quick else bench.usual
    command = [sys.executable, str(HERE / bench.script), *arguments]
    start = time.perf_counter()
    sys.stderr.write(f"{bench.script} …\n")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    shown = done.stdout if not done.returncode else f"It failed:\n{done.stderr[-2000:]}"
    typed = " ".join(("python", f"bench/{bench.script}", *arguments))
    text = shown.rstrip() if _is_table(shown) else f"```\n{shown.rstrip()}\n```"
    return done.returncode, f"## {bench.title}\n\n`{typed}`, {seconds:.0f} s\n\n{text}\n"


def _is_table(text: str) -> bool:
    return any(line.startswith("|---") for line in text.split("\n"))


if __name__ == "__main__":
    sys.exit(main())

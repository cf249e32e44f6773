"""Pair the PDF stage of a build with one warm WeasyPrint that writes the same pages.

    .venv/bin/python bench/throughput.py [ROUNDS]

In each round one warm worker writes every page of the project's PDFs with a bare `write_pdf`;
then all cores make the PDFs as a build does: localize, fit, write, prove. Both pools are warm, and
take their rounds in turn. 1.00 means that all cores do, each, what bare WeasyPrint does on one.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pdf import last_page, write

from polyfiche import make, native, team
from polyfiche.batches import pack, work
from polyfiche.editions import Request, jobs
from polyfiche.workspace import Project

ROOT = Path(__file__).resolve().parents[1]


def main(rounds: int) -> None:
    """Print the ratio of each round, and the median."""
    cores = os.cpu_count() or 1
    native.weasyprint(ROOT)
    request = Request((), (), ("pdf",), None, make.tools(ROOT), layouts=("sheet", "handout"))
    todo = list(jobs(Project(ROOT), request))
    pages = [(last_page(job)[0], job) for job in todo]
    start = team.local(ROOT, "package", pdf=True)
    ratios = []
    with start(1) as bare, start(cores) as ours:
        warm = [bare.submit(write, *page) for page in pages[:2]]
        warm += [ours.submit(work, pack((job,))) for job in todo]
        [future.result() for future in warm]
        for _ in range(rounds):
            one = timed(lambda: [bare.submit(write, *page) for page in pages])
            all_ = timed(lambda: [ours.submit(work, pack((job,))) for job in todo])
            ratios.append(one / (cores * all_))
            print(f"one bare: {one:.2f} s   {cores} cores: {all_:.2f} s   ratio {ratios[-1]:.2f}")
    print(
        f"{len(todo)} PDFs, {cores} cores, median ratio {statistics.median(ratios):.2f} of {rounds}"
    )


def timed(start: Callable[[], list[object]]) -> float:
    """Return the wall time until all futures that *start* gives are done, in seconds."""
    begin = time.perf_counter()
    [future.result() for future in start()]
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 9)

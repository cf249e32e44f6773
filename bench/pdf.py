"""Pair a whole PDF job (fit, checks, write) with one bare `write_pdf` of the page it ends with.

    .venv/bin/python bench/pdf.py [RUNS]

Both run warm in this process, in turn. Then eight languages in one warm process are paired with
eight cold ones, and the memory of the process is told.
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from polyfiche import make, native
from polyfiche.editions import Request, jobs
from polyfiche.jobs import run
from polyfiche.model import Artifact, Job
from polyfiche.render import press
from polyfiche.render.fetcher import Door
from polyfiche.workspace import Project

ROOT = Path(__file__).resolve().parents[1]


def main(runs: int) -> None:
    """Print a line for each language, the median ratio, and warm against cold."""
    native.weasyprint(ROOT)
    request = Request((), (), ("pdf",), None, make.tools(ROOT))
    todo = jobs(Project(ROOT), request)
    ratios = [paired(job, runs) for job in todo]
    print(f"median ratio: {statistics.median(ratios):.2f}")
    warm = timed(lambda: [run(job) for job in todo])
    cold = sum(timed(lambda lang=job.lang: cold_run(lang)) for job in todo)
    print(f"{len(todo)} editions: warm {warm:.2f} s, cold {cold:.2f} s, ratio {warm / cold:.2f}")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


def paired(job: Job, runs: int) -> float:
    """Return the time of the job over that of a bare write, medians of *runs*."""
    page, made = last_page(job)
    ours, bare = [], []
    for _ in range(runs):
        ours.append(timed(lambda: run(job)))
        bare.append(timed(lambda: write(page, job)))
    ratio = statistics.median(ours) / statistics.median(bare)
    seconds = statistics.median(ours)
    print(f"{job.lang:8} {seconds:5.2f} s  {made.layouts} layouts  ratio {ratio:.2f}  "
          f"{len(made.data) / 1000:.0f} kB")  # fmt: skip
    return ratio


def last_page(job: Job) -> tuple[str, Artifact]:
    """Return the HTML that the job ends with, and what the job makes."""
    pages: list[str] = []
    original = press.render

    def remember(html: str, one: Job) -> object:
        pages.append(html)
        return original(html, one)

    press.render = remember
    made = run(job)
    press.render = original
    return pages[-1], made


def write(html: str, job: Job) -> bytes:
    """Return the PDF of *html* as WeasyPrint alone makes it."""
    weasyprint, fonts = press._weasyprint()  # noqa: SLF001
    page = weasyprint.HTML(string=html, url_fetcher=Door())
    return page.write_pdf(font_config=fonts, pdf_variant=job.printing.variant)


def cold_run(lang: str) -> None:
    """Make one edition in a process of its own."""
    code = (
        "import sys; from pathlib import Path; from polyfiche import make, native\n"
        "from polyfiche.editions import Request, jobs; from polyfiche.jobs import run\n"
        "from polyfiche.workspace import Project; root = Path(sys.argv[1])\n"
        "native.weasyprint(root)\n"
        "request = Request((), (sys.argv[2],), ('pdf',), None, make.tools(root))\n"
        "[run(job) for job in jobs(Project(root), request)]"
    )
    subprocess.run([sys.executable, "-c", code, str(ROOT), lang], check=True)


def timed(action: Callable[[], object]) -> float:
    """Return the wall time of *action* in seconds."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 5)

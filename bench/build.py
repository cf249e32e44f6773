"""Measure a cold build, a build with nothing to do, and the memory of their processes.

    ./dev build && .venv/bin/python bench/build.py [RUNS]

Cold: no build folder and no store. Each run is a whole process, as typed.
"""

import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-m", "polyfiche", "-C", str(ROOT), "build")
IMPORT = (sys.executable, "-c", "import click")


def main(runs: int) -> None:
    """Print medians in seconds, and the largest process in megabytes."""
    cold = [timed(COMMAND, clean=True) for _ in range(runs)]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    again = [timed(COMMAND) for _ in range(2 * runs)]
    base = [timed(IMPORT) for _ in range(2 * runs)]
    print(f"cold build        {statistics.median(cold):6.2f} s   (of {runs})")
    print(f"nothing to do     {statistics.median(again):6.2f} s   (of {2 * runs})")
    print(f"python, click     {statistics.median(base):6.2f} s")
    print(f"ratio             {statistics.median(again) / statistics.median(base):6.2f}")
    print(f"largest process   {memory:6.0f} MB")


def timed(command: tuple[str, ...], *, clean: bool = False) -> float:
    """Return the wall time of *command* in seconds."""
    for name in ("build", ".polyfiche/store") if clean else ():
        shutil.rmtree(ROOT / name, ignore_errors=True)
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 5)

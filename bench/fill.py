"""Put a file for each job of a project where a build would, and remember it as a build does.

    python -P bench/fill.py FOLDER

A build with nothing to do looks at stamps only, so what is in the files does not matter; forty
thousand files are not printed for it. Run with `-P`, as the build that is to be measured, so that
both see the same packages.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from polyfiche import fresh, native
from polyfiche.commands import building
from polyfiche.editions import jobs
from polyfiche.stamps import digest
from polyfiche.workspace import Project


def main(root: Path) -> None:
    """Fill the output folder of the project at *root*, as `polyfiche build` would."""
    context = building.build.make_context("build", [], obj=root)
    asked = {name: v for name, v in context.params.items() if name not in {"out", "jobs"}}
    way = building._way(root, root / "build", asked)  # noqa: SLF001 (the name of its state)
    fresh.begin(way, root)
    request = building._request(native.toolchain(root), asked)  # noqa: SLF001
    wanted = jobs(Project(root, way.watch), request)
    written = {}
    for path in [*(job.path for job in wanted), "index.html", "manifest.json"]:
        full = root / "build" / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(path.encode())
        written[os.path.abspath(full)] = digest(full)  # noqa: PTH100
    fresh.save(way, written, "", len(wanted))
    print(f"{len(wanted):,} files")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

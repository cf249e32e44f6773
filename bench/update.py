"""polyfiche's merge against `msgmerge --previous`: time, and how often each pairs rightly.

Both do the same work in one run, alternating, so that a busy machine disturbs both. Run:

    .venv/bin/python bench/update.py [--runs 3]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from corpus import Case, grown, large
from merging import merged
from pairing import Steps, compare

from polyfiche import catalogs

HERE = Path(__file__).parent


def main() -> None:
    """Measure every case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="medians are of so many  [3]")
    runs = parser.parse_args().runs
    cases = (
        grown("a catalog behind its template", 6_300, edited=0.10, deleted=0.03),
        grown("everything rewritten", 6_300, edited=1.0, deleted=0.0),
        large("1 % edited", 6_300, edited=0.01),
    )
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            _measure(case, Path(folder), runs)


def _measure(case: Case, folder: Path, runs: int) -> None:
    old, new = folder / "old.po", folder / "new.pot"
    old.write_bytes(catalogs.dump(case.old))
    new.write_bytes(catalogs.dump(case.new))
    sizes = f"{len(case.old.entries):,} messages, template {len(case.new.entries):,}"
    print(f"\n{case.name}: catalog {sizes}, edited {len(case.truth):,}, fresh {len(case.fresh):,}")
    outs = {name: folder / f"{name}.po" for name in ("polyfiche", "msgmerge")}
    ours = [sys.executable, str(HERE / "merging.py"), str(old), str(new), str(outs["polyfiche"])]
    theirs = ["msgmerge", "--previous", "-q", "--no-wrap", str(old), str(new)]
    theirs += ["-o", str(outs["msgmerge"])]
    steps: Steps = {
        "polyfiche, process": lambda: subprocess.run(ours, check=True),
        "polyfiche, in Python": lambda: catalogs.dump(merged(old.read_bytes(), new.read_bytes())),
        "msgmerge --previous": lambda: subprocess.run(theirs, check=True),
    }
    compare(steps, runs)
    for name, path in outs.items():
        _quality(name, case, path)


def _quality(name: str, case: Case, path: Path) -> None:
    """Print how many of the edits got the translation of what they were made of."""
    result = catalogs.load(path.read_bytes(), path.name, safe=False)
    found = {
        entry.msgid: dict(entry.previous).get("msgid")
        for entry in result.entries
        if entry.is_fuzzy and not entry.obsolete
    }
    total = len(case.truth)
    right = sum(found.get(msgid) == was for msgid, was in case.truth.items())
    wrong = sum(found.get(msgid) not in {None, was} for msgid, was in case.truth.items())
    fresh = sum(msgid in found for msgid in case.fresh)
    missed = Counter(case.kinds[m] for m, was in case.truth.items() if found.get(m) != was)
    common = ", ".join(f"{kind} {count}" for kind, count in missed.most_common(3))
    print(f"  {name:<24}right {right}/{total} ({right / total:.1%}), wrong {wrong},", end=" ")
    print(f"fresh but matched {fresh}/{len(case.fresh)}; not right: {common}")


if __name__ == "__main__":
    main()

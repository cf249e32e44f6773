"""Processes of this machine: who started whom, and who is still there."""

import time
from pathlib import Path


def stat(pid: int | str) -> list[str]:
    """Return state, parent, and more of a process; nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def children(pid: int) -> list[int]:
    """Return the processes that *pid* started, and those that they started."""
    parents = {int(p.name): stat(p.name) for p in Path("/proc").iterdir() if p.name.isdigit()}
    found = [pid]
    for _ in range(3):
        rows = ((own, int(row[1])) for own, row in parents.items() if row)
        found += [own for own, parent in rows if parent in found and own not in found]
    return found[1:]


def alive(pid: int) -> bool:
    return stat(pid)[:1] not in ([], ["Z"])


def left(pids) -> list[int]:
    """Return those of *pids* that do not end within ten seconds."""
    return until(lambda: [*filter(alive, pids)], lambda found: not found)


def until(ask, is_good, seconds=10):
    """Return what *ask* gives as soon as it is good, or after *seconds*."""
    end = time.monotonic() + seconds
    while not is_good(found := ask()) and time.monotonic() < end:
        time.sleep(0.02)
    return found

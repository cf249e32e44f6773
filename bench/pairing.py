"""Steps that are timed in turns, so that a busy machine disturbs all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

Steps = Mapping[str, Callable[[], object]]


def compare(steps: Steps, runs: int) -> None:
    """Print the median of each step, and how many times that of the first it is."""
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(runs):
        for name, step in steps.items():
            start = time.perf_counter()
            step()
            taken[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    first = next(iter(medians.values()))
    for name, median in medians.items():
        spread = f"{min(taken[name]) * 1000:,.0f} to {max(taken[name]) * 1000:,.0f}"
        print(f"  {name:<24}{median * 1000:>9,.0f} ms ({spread}){median / first:>8.2f} times")

"""Steps that are timed in turns, so that a busy machine disturbs all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

Steps = Mapping[str, Callable[[], object]]


@dataclass(frozen=True)
class Row:
    """One step of a case, timed in turns with the others."""

    case: str
    name: str
    seconds: float
    """Median."""
    spread: tuple[float, float]
    """Least and most, in seconds."""
    ratio: float
    """To the first step of the case."""


def measured(case: str, steps: Steps, runs: int) -> Iterator[Row]:
    """Yield a row for each step."""
    taken = _timed(steps, runs)
    first = statistics.median(next(iter(taken.values())))
    for name, times in taken.items():
        middle = statistics.median(times)
        yield Row(case, name, middle, (min(times), max(times)), middle / first)


def table(title: str, rows: Iterable[Row]) -> str:
    """Return *rows* as a Markdown table."""
    lines = [f"| {title} | | median | spread | ratio |", "|---|---|--:|--:|--:|"]
    for row in rows:
        least, most = (f"{1000 * value:,.0f}" for value in row.spread)
        lines.append(
            f"| {row.case} | {row.name} | {1000 * row.seconds:,.0f} ms"
            f" | {least} to {most} | {row.ratio:.2f} |"
        )
    return "\n".join([*lines, ""])


def compare(steps: Steps, runs: int) -> None:
    """Print the median of each step, and how many times that of the first it is."""
    for row in measured("", steps, runs):
        spread = f"{row.spread[0] * 1000:,.0f} to {row.spread[1] * 1000:,.0f}"
        print(f"  {row.name:<24}{row.seconds * 1000:>9,.0f} ms ({spread}){row.ratio:>8.2f} times")


def _timed(steps: Steps, runs: int) -> dict[str, list[float]]:
    """Return the seconds of every run of each step."""
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(runs):
        for name, step in steps.items():
            start = time.perf_counter()
            step()
            taken[name].append(time.perf_counter() - start)
    return taken

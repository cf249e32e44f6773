"""Fuzz one reader with atheris: every input is read, or refused with a PolyficheError.

Run it in an environment of its own, which has atheris and the project:

    python bench/fuzz/run.py TARGET [CORPUS-FOLDER] -max_total_time=600

The targets are `frontmatter`, `po`, `segments`, `svg`, `facts`. libFuzzer's options follow the
target; a crash is written to the working folder and becomes a case of `tests/hostile/`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src")]

with atheris.instrument_imports(include=["polyfiche", "markdown_it", "mdit_py_plugins", "yaml"]):
    import targets

SEEDS = {"frontmatter": "yaml", "po": "po", "segments": "md", "svg": "svg", "facts": ""}
"""The folder of `tests/hostile/` whose cases a target begins with."""


def guarded(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Return *target* with refusals as a good end."""

    def run(data: bytes) -> None:
        try:
            target(data)
        except targets.PolyficheError as error:
            str(error)

    return run


def main() -> None:
    """Fuzz the target of the command line."""
    name, *options = sys.argv[1:]
    seeds = ROOT / "tests" / "hostile" / SEEDS[name]
    known = [str(seeds)] if SEEDS[name] and seeds.is_dir() else []
    folders = [option for option in options if not option.startswith("-")]
    flags = [option for option in options if option.startswith("-")]
    atheris.Setup([sys.argv[0], *flags, *folders, *known], guarded(getattr(targets, name)))
    atheris.Fuzz()


main()

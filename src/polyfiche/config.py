"""The project's configuration: `polyfiche.toml`, or `[tool.polyfiche]` in `pyproject.toml`.

It comes with the sources, so it may only choose among things that are safe: it names no file, no
folder and no address.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from .limits import FILE, Limits, Work
from .problems import Problem, SourceError, did_you_mean

PYPROJECT = "pyproject.toml"
LARGEST = {FILE: 16_384, PYPROJECT: 256_000}
"""Bytes."""
_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Config:
    """What a project has chosen."""

    limits: Limits = field(default_factory=Limits)
    work: Work = field(default_factory=Work)


def load(data: bytes, path: str) -> Config:
    """Return the configuration that the file at *path* holds.

    Raises:
        SourceError: `config-toml`, it cannot be read; `config-key`, `config-value`, every key that
            does not exist and every value that cannot be.
    """
    table, text = _table(data, path)
    problems = list(_problems(table, path, text.split("\n")))
    if problems:
        raise SourceError(*sorted(problems))
    limits, work = Limits(**table.get("limits", {})), Work(**table.get("work", {}))
    return Config(limits, work)


def _table(data: bytes, path: str) -> tuple[dict[str, Any], str]:
    """Return the part of the file that is ours, and the text of the whole."""
    if len(data) > LARGEST[path]:
        message = f"{len(data)} bytes, the most is {LARGEST[path]}"
        raise SourceError(Problem(path, 0, "config-toml", message, "delete what is not needed"))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        made = tomllib.loads(text)
    except UnicodeDecodeError as error:
        message, hint = f"byte {error.start} is not UTF-8", "save the file as UTF-8"
        raise SourceError(Problem(path, 0, "config-toml", message, hint)) from error
    except (ValueError, RecursionError) as error:
        found = _LINE.search(str(error))
        message = f"is not TOML: {_LINE.sub('', str(error)).strip()[:120]}"
        problem = Problem(path, int(found[1]) if found else 0, "config-toml", message)
        raise SourceError(problem) from error
    ours = made if path == FILE else made.get("tool", {}).get("polyfiche", {})
    if not isinstance(ours, dict):
        raise SourceError(Problem(path, 0, "config-value", "tool.polyfiche is not a table"))
    return ours, text


def _problems(table: Mapping[str, Any], path: str, lines: list[str]) -> Iterator[Problem]:
    known = [one.name for one in fields(Config)]
    for name, value in table.items():
        line = _line(lines, name)
        if name not in known:
            hint = did_you_mean(name, known)
            yield Problem(path, line, "config-key", f"there is no key {name[:40]!r}", hint)
        elif not isinstance(value, dict):
            hint = f"write [{name}] and the limits below it"
            yield Problem(path, line, "config-value", f"{name} is not a table", hint)
        else:
            yield from _numbers(value, path, lines, Limits if name == "limits" else Work)


def _numbers(
    table: Mapping[str, object], path: str, lines: list[str], kind: type[Limits | Work]
) -> Iterator[Problem]:
    known = [one.name for one in fields(kind)]
    for name, value in table.items():
        line = _line(lines, name)
        if name not in known:
            hint = did_you_mean(name, known)
            yield Problem(path, line, "config-key", f"there is no limit {name[:40]!r}", hint)
        elif type(value) is not int or not 0 < value < _MOST:
            message, hint = f"{name} is {str(value)[:40]!r}", "write a whole number above 0"
            yield Problem(path, line, "config-value", message, hint)


def _line(lines: list[str], name: str) -> int:
    """Return the 1-based line on which a key or table *name* stands; 0 where it is not found."""
    key = re.compile(rf"\s*(?:\[.*)?[\"']?{re.escape(name)}[\"']?\s*[\].=]")
    return next((n for n, line in enumerate(lines, 1) if key.match(line)), 0)

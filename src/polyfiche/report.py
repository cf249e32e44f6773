"""Problems as text with the offending line, as JSON, as GitHub annotations, as SARIF 2.1.0."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal, get_args
from urllib.parse import quote

from .problems import Problem, shown

Form = Literal["text", "json", "github", "sarif"]
FORMS: tuple[Form, ...] = get_args(Form)
Lines = Callable[[str], Sequence[str]]
"""Gives the lines of a file of the project; none when it cannot be read."""
_WIDEST = 96
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def as_text(problems: Iterable[Problem], lines: Lines) -> str:
    """Return *problems* for a person: place, message, the line with a caret, hint."""
    return "".join(f"{part}\n" for problem in problems for part in _paragraph(problem, lines))


def as_json(problems: Sequence[Problem]) -> str:
    """Return *problems* for a program: `{"problems": […], "errors": n, "warnings": n}`."""
    errors = sum(problem.severity == "error" for problem in problems)
    found = {
        "problems": [asdict(problem) for problem in problems],
        "errors": errors,
        "warnings": len(problems) - errors,
    }
    return _json(found)


def as_github(problems: Iterable[Problem]) -> str:
    """Return *problems* as workflow commands, which GitHub shows beside the line.

    Source: docs.github.com, "Workflow commands for GitHub Actions"; actions/toolkit, command.ts.
    """
    return "".join(f"{_command(problem)}\n" for problem in problems)


def as_sarif(problems: Sequence[Problem], rules: Mapping[str, str], version: str) -> str:
    """Return *problems* as a SARIF log.

    Args:
        problems: Sorted.
        rules: The explanation of each code that may occur.
        version: Of polyfiche.

    Source: OASIS, Static Analysis Results Interchange Format 2.1.0, errata 01.
    """
    codes = sorted({problem.code for problem in problems})
    driver = {
        "name": "polyfiche",
        "semanticVersion": version,
        "rules": [_rule(code, rules.get(code, "")) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The folder of the project."}}},
        "results": [_result(problem, codes.index(problem.code)) for problem in problems],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return _json(log)


def _json(value: Mapping[str, object]) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


# Text


def _paragraph(problem: Problem, lines: Lines) -> list[str]:
    column = f":{problem.column}" if problem.column else ""
    place = f"{problem.path}:{problem.line}{column}: " if problem.line else ""
    if problem.path and not problem.line:
        place = f"{problem.path}: "
    parts = [f"{place}{problem.severity}[{problem.code}]: {problem.message}"]
    parts += _excerpt(problem, lines)
    if problem.hint:
        parts.append(f"    hint: {problem.hint}")
    return parts


def _excerpt(problem: Problem, lines: Lines) -> list[str]:
    """Return the offending line, and a caret under the column where it is known."""
    if not problem.line or not problem.path:
        return []
    known = lines(problem.path)
    if problem.line > len(known):
        return []
    text, at = _window(known[problem.line - 1].rstrip("\r\n"), max(problem.column - 1, 0))
    margin = f"{problem.line:>5} | "
    parts = [margin + shown(text.replace("\t", " "))]
    if problem.column:
        parts.append(" " * (len(margin) - 2) + "| " + " " * _width(text[:at]) + "^")
    return parts


def _window(text: str, at: int) -> tuple[str, int]:
    """Return the part of a long line around *at*, and where that is in it."""
    if len(text) <= _WIDEST:
        return text, at
    start = max(0, min(at - _WIDEST // 2, len(text) - _WIDEST))
    cut = text[start : start + _WIDEST]
    first = "…" if start else ""
    last = "…" if start + _WIDEST < len(text) else ""
    return first + cut + last, at - start + len(first)


def _width(text: str) -> int:
    """Return how many columns of a terminal *text* takes."""
    return sum(
        0
        if unicodedata.category(char) in {"Mn", "Me", "Cf"}
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )


# GitHub


def _command(problem: Problem) -> str:
    fields = {
        "file": problem.path,
        "line": str(problem.line or ""),
        "col": str(problem.column or ""),
        "title": problem.code,
    }
    options = ",".join(f"{name}={_option(text)}" for name, text in fields.items() if text)
    hint = f"\nhint: {problem.hint}" if problem.hint else ""
    return f"::{problem.severity} {options}::{_data(problem.message + hint)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _option(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# SARIF


def _rule(code: str, text: str) -> dict[str, Any]:
    first = text.partition("\n\n")[0].replace("\n", " ") or code
    return {
        "id": code,
        "shortDescription": {"text": first},
        "fullDescription": {"text": text or code},
        "help": {"text": text or code, "markdown": text or code},
    }


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    hint = f" ({problem.hint})" if problem.hint else ""
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": problem.message + hint},
    }
    if problem.path:
        place: dict[str, Any] = {
            "artifactLocation": {"uri": quote(problem.path), "uriBaseId": "ROOT"}
        }
        if problem.line:
            column = {"startColumn": problem.column} if problem.column else {}
            place["region"] = {"startLine": problem.line, **column}
        result["locations"] = [{"physicalLocation": place}]
    return result

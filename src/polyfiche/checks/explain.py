"""What every code means: the docstring of its check, or a short text."""

from __future__ import annotations

import inspect

from ..problems import Problem, UsageError, did_you_mean
from .others import OTHERS
from .table import CHECKS


def codes() -> list[str]:
    """Return every code that there is, sorted."""
    return sorted([*CHECKS, *OTHERS])


def explain(code: str) -> str:
    """Return what *code* means, an example, and how to mend it.

    Raises:
        UsageError: `code-unknown`.
    """
    if code in CHECKS:
        return inspect.cleandoc(CHECKS[code].run.__doc__ or "")
    if code in OTHERS:
        return OTHERS[code]
    hint = did_you_mean(code, codes())
    if not hint.startswith("did"):
        hint = "run: polyfiche explain"
    raise UsageError(Problem("", 0, "code-unknown", f"{code!r} is not a code", hint))


def severity(code: str) -> str:
    """Return `error` or `warning`."""
    if code in CHECKS:
        return CHECKS[code].severity
    return "warning" if code in _WARNINGS else "error"


def summary(code: str) -> str:
    """Return the first sentence of the explanation, on one line."""
    first = explain(code).partition("\n\n")[0].replace("\n", " ")
    return first.partition(". ")[0].rstrip(".") + "."


def as_markdown() -> str:
    """Return docs/checks.md."""
    parts = [_HEAD]
    parts += [f"| [`{code}`](#{code}) | {severity(code)} | {summary(code)} |\n" for code in codes()]
    parts += [f"\n## {code}\n\n_{severity(code)}_\n\n{explain(code)}\n" for code in codes()]
    return "".join(parts)


_WARNINGS = frozenset(
    {
        "catalog-ignore",
        "import-fact",
        "import-source-alone",
        "import-stale",
        "import-target-alone",
        "import-unknown",
        "release-left-out",
    }
)
_HEAD = """\
# Problem codes

`polyfiche check` prints them; `polyfiche explain CODE` prints what stands here. A code never
changes its meaning. A translator's comment `# polyfiche: ignore CODE` above an entry of a catalog
silences one code for that entry.

This page is made by `python tools/write_checks_doc.py`.

| code | severity | what it finds |
| --- | --- | --- |
"""

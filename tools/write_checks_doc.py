"""Write docs/checks.md from the docstrings of the checks."""

from __future__ import annotations

from pathlib import Path

from polyfiche.checks.explain import as_markdown

if __name__ == "__main__":
    page = Path(__file__).parent.parent / "docs/checks.md"
    page.write_text(as_markdown(), "utf-8")
    print(f"wrote {page}")

"""Write docs/translations.md from content/terms.tsv."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from polyfiche import termbase
from polyfiche.languages import language
from polyfiche.model import SourceFile
from polyfiche.termbase import Term, Termbase

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/translations.md"
HEAD = """\
# The terms of the translations

One thing has one name in each language: the preferred form, below. `content/terms.tsv` also has the
accepted forms, and `polyfiche check` tells where a translation uses neither. To change a choice,
change that file, then run `python tools/write_translations_doc.py`, which makes this page.

A star marks a contested term: good sources differ; the second table has what else they say.

"""
CONTESTED = """
## Contested

Usage is unsettled here (certainty C of the termbase). A better-founded choice is welcome.

| term | language | chosen | also accepted |
| --- | --- | --- | --- |
"""


def page() -> str:
    """Return the page that the file of terms gives."""
    file = SourceFile(termbase.PATH, (ROOT / termbase.PATH).read_text("utf-8"))
    return "".join(_lines(termbase.load(file)))


def _lines(base: Termbase) -> Iterator[str]:
    tags = (base.source, *base.langs)
    yield HEAD
    yield f"| {' | '.join(language(tag).endonym for tag in tags)} |\n"
    yield f"|{' --- |' * len(tags)}\n"
    for term in base.terms:
        yield f"| {' | '.join(_cell(term, base, tag) for tag in tags)} |\n"
    yield CONTESTED
    for term in base.terms:
        yield from (_choice(term, base, tag) for tag in term.contested)
    if notes := [term for term in base.terms if term.note]:
        yield "\n## Notes\n\n"
        yield from (f"- **{term.source.preferred}**: {term.note}\n" for term in notes)


def _cell(term: Term, base: Termbase, tag: str) -> str:
    forms = term.source if tag == base.source else term.of(tag)
    star = r" \*" if tag in term.contested else ""
    return f"{forms.preferred}{star}" if forms else ""


def _choice(term: Term, base: Termbase, tag: str) -> str:
    forms = term.source if tag == base.source else term.forms[tag]
    others = ", ".join(
        form for form in forms.accepted if not form.endswith("*") and "* " not in form
    )
    name = language(tag).endonym
    return f"| {term.source.preferred} | {name} | {forms.preferred} | {others} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"wrote {PAGE}")

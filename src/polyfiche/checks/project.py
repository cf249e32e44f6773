"""The project as a whole: files that must follow the source, statements that must be covered."""

from __future__ import annotations

from collections.abc import Iterator

from .. import loop
from .kinds import Hit, Survey

STATEMENTS = "content/statements.tsv"


def stale(survey: Survey) -> Iterator[Hit]:
    """Find templates and catalogs that do not say what the source says.

    Translators would work on yesterday's text, and an edition would print it.

    For example: a heading was changed and `polyfiche update` was not run.

    To mend it: run `polyfiche update`, and commit what it changed.
    """
    for path in loop.update(survey.project, (), write=False):
        yield Hit("does not say what the source says", "run: polyfiche update", path)


def coverage(survey: Survey) -> Iterator[Hit]:
    """Find statements that no card covers, and cards that cover none that exists.

    A project that has `content/statements.tsv` (an id and a text a line, after a header) promises
    that its cards say each of them; a card names them: `<!-- card: id covers=S04,S06-S10 -->`.

    For example: `S12` in the file, and on no card.

    To mend it: say it on a card and name it there, or delete its line.
    """
    full = survey.project.root / STATEMENTS
    if not full.is_file():
        return
    lines = full.read_text("utf-8").splitlines()
    known = {line.partition("\t")[0]: n for n, line in enumerate(lines, 1) if n > 1 and line}
    covered = {s for sheet in survey.sheets for card in sheet.cards for s in card.covers}
    for name, line in known.items():
        if name not in covered:
            hint = f"name it on the card that says it: covers={name}"
            yield Hit(f"no card covers {name}", hint, STATEMENTS, line)
    for sheet in survey.sheets:
        for card in sheet.cards:
            for name in sorted(set(card.covers) - known.keys()):
                message = f"the card {card.id!r} covers {name!r}, which {STATEMENTS} does not have"
                yield Hit(message, "correct the id", sheet.source.path, card.line)

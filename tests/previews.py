"""A small project to look at in the preview, and what a browser would ask of it."""

import asyncio
from pathlib import Path

from polyfiche import loop
from polyfiche.preview import server, views
from polyfiche.preview.app import Preview
from polyfiche.workspace import Project

SHEET = """\
---
title: "Le pain"
subtitle: "Farine, eau, sel"
version: "1.0"
date: 2026-11-24
licence: CC-BY-4.0
authors: [Ana Durand]
---

<!-- section: comprendre -->
## Comprendre

<!-- card: levain -->
### Le levain

Un mélange qui fermente.

<!-- card: cuisson -->
### La cuisson

Un four très chaud.
"""
DONE = {
    "Le pain": "Das Brot",
    "Farine, eau, sel": "Mehl, Wasser, Salz",
    "Comprendre": "Verstehen",
    "Le levain": "Der Sauerteig",
    "La cuisson": "Das Backen",
    "Un four très chaud.": "Ein sehr heißer Ofen.",
}
SOURCE = "content/pain.md"
CATALOG = "locales/de/LC_MESSAGES/pain.po"


def project(folder: Path, sheets: int = 1) -> Project:
    """Return a project with a German catalog, in which one unit is fuzzy and one untranslated."""
    (folder / "content").mkdir()
    (folder / SOURCE).write_text(SHEET, "utf-8")
    made = Project(folder)
    loop.update(made, ["de"], write=True)
    text = (folder / CATALOG).read_text("utf-8")
    for source, german in DONE.items():
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{german}"')
    text = text.replace(
        "#. heading\n#: content/pain.md#cuisson\n",
        "#. heading\n#: content/pain.md#cuisson\n#, fuzzy\n",
    )
    (folder / CATALOG).write_text(text, "utf-8")
    for number in range(1, sheets):
        (folder / f"content/pain-{number}.md").write_text(SHEET, "utf-8")
    return made


def preview(folder: Path) -> Preview:
    """Return a preview that nobody watches for: it sees what the disk says."""
    return server.preview_of(Project(folder))


def shown(one: Preview, path: str):
    """Return the page at *path*, as the files are now."""
    view = views.parsed(path)
    return one.shelf.show(view) if view else None


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Save a file of the project with *new* in the place of *old*."""
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def run(coroutine):
    """Return what *coroutine* gives, within ten seconds."""
    return asyncio.run(asyncio.wait_for(coroutine, 10))

"""Laws of the incremental build: only what depends on an edit is made; trees equal clean ones."""

import itertools
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from editions import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from support import tree

from polyfiche import ledger, native
from polyfiche.build import build
from polyfiche.editions import Request, jobs
from polyfiche.store import Store
from polyfiche.workspace import Project

SHEETS, LANGS = ("a", "b"), ("ar", "de")
HEAD = """\
---
title: Titre {name}
version: "1.0"
date: 2026-11-24
licence: CC-BY-4.0
authors: [Nous]
pages: {{sheet: 1}}
facts:
  params: {{value: 12, style: integer}}
---

<!-- section: un -->
## Un

<!-- card: deux -->
### Deux

Une phrase de {name}, avec {{params}}.

![Le dessin](figures/{name}.svg)
"""
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><title>Dessin {name}</title>
<rect width="10" height="10"/><text x="5" y="20">Étiquette</text></svg>
"""
PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: {lang}\\n"

"""
ENTRIES = ("Titre {name}", "Un", "Deux", "Une phrase de {name}, avec {{params}}.", "Le dessin",
           "Dessin {name}", "Étiquette")  # fmt: skip
TEXT, DRAWN = 3, 6
"""Places of a sentence of the body and of a label of the figure."""


@dataclass
class World:
    """A project, and what else a build depends on."""

    root: Path
    css: str = ""
    tools: dict[str, str] = field(default_factory=lambda: {"fonts": "1", "markdown-it-py": "1"})
    formats: tuple[str, ...] = ("md", "html")
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(100))

    def path(self, sheet: str, lang: str) -> Path:
        return self.root / f"locales/{lang}/LC_MESSAGES/{sheet}.po"

    def edit(self, path: Path, old: str, new: str) -> None:
        """Put *new*, made unlike all before by a number, in the place of *old*."""
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new.replace("@", str(next(self.numbers)), 1), 1), "utf-8")

    def build(self, folder: Path, cache: Path) -> list[str]:
        """Build everything; return the paths of what was made."""
        project, tools = Project(self.root), tuple(self.tools.items())
        request = Request((), (), self.formats, None, tools)
        wanted = [replace(j, css=j.css + self.css) if j.css else j for j in jobs(project, request)]
        book = ledger.opened(self.root, folder)
        book.parts = Store(cache).box
        made = []
        with book.saved():
            for outcome in build(wanted, Store(cache), here, 1):
                assert outcome.artifact, outcome.problems
                book.take(outcome)
                made += [] if outcome.reused else [outcome.job.path]
            book.clean(request, (), project)
        assert book.fates["made"] == len(made)
        assert sorted(p for p, why in book.reasons.items() if why.startswith("made")) == [
            *sorted(made)
        ]
        assert all(not why.endswith(": ") for why in book.reasons.values())
        return sorted(made)


def here(workers):
    native.weasyprint(ROOT)
    return ThreadPoolExecutor(1)


def world(root: Path, formats=("md", "html")) -> World:
    made = World(root, formats=formats)
    (root / "content/figures").mkdir(parents=True)
    for name in SHEETS:
        (root / f"content/{name}.md").write_text(HEAD.format(name=name), "utf-8")
        (root / f"content/figures/{name}.svg").write_text(SVG.format(name=name), "utf-8")
        for lang in LANGS:
            path = made.path(name, lang)
            path.parent.mkdir(parents=True, exist_ok=True)
            entries = [entry.format(name=name) for entry in ENTRIES]
            path.write_text(PO.format(lang=lang) + "\n".join(map(_entry, entries)), "utf-8")
    return made


def _entry(msgid: str) -> str:
    return f'msgid "{msgid}"\nmsgstr "{msgid.swapcase().replace("{PARAMS}", "{params}")}"\n'


# Edits, each with the kinds of files that depend on it


def translation(made: World, sheet: str, lang: str) -> None:
    msgid = ENTRIES[TEXT].format(name=sheet)
    made.edit(made.path(sheet, lang), f'msgid "{msgid}"\nmsgstr "', f'msgid "{msgid}"\nmsgstr "@, ')


def label(made: World, sheet: str, lang: str) -> None:
    msgid = ENTRIES[DRAWN]
    made.edit(made.path(sheet, lang), f'msgid "{msgid}"\nmsgstr "', f'msgid "{msgid}"\nmsgstr "@, ')


def comment(made: World, sheet: str, lang: str) -> None:
    made.edit(made.path(sheet, lang), 'msgid "Un"', '# Note @.\nmsgid "Un"')


def obsolete(made: World, sheet: str, lang: str) -> None:
    path, number = made.path(sheet, lang), next(made.numbers)
    old = f'\n#, fuzzy\n#~ msgid "old {number}"\n#~ msgstr "x"\n'
    path.write_text(path.read_text("utf-8") + old, "utf-8")


def fact(made: World, sheet: str, lang: str) -> None:
    made.edit(made.root / f"content/{sheet}.md", "value: 1", "value: 1@")


def sentence(made: World, sheet: str, lang: str) -> None:
    made.edit(made.root / f"content/{sheet}.md", "![Le", "Phrase @.\n\n![Le")


def drawing(made: World, sheet: str, lang: str) -> None:
    made.edit(made.root / f"content/figures/{sheet}.svg", "</svg>", '<path d="M0 @"/></svg>')


def theme(made: World, sheet: str, lang: str) -> None:
    made.css = f"p {{ margin: {next(made.numbers)}px }}"


def font(made: World, sheet: str, lang: str) -> None:
    made.tools["fonts"] = str(next(made.numbers))


def library(made: World, sheet: str, lang: str) -> None:
    made.tools["markdown-it-py"] = str(next(made.numbers))


ALL = ("ar", "de", "fr")
EDITS: dict[str, tuple[Callable[[World, str, str], None], str, bool, bool]] = {
    "a translation": (translation, "md html pdf", True, True),
    "a label's translation": (label, "html pdf svg", True, True),
    "a comment": (comment, "", True, True),
    "what is obsolete": (obsolete, "", True, True),
    "a fact": (fact, "md html pdf", True, False),
    "a sentence": (sentence, "md html pdf", True, False),
    "a drawing": (drawing, "html pdf svg", True, False),
    "the theme": (theme, "html pdf", False, False),
    "a font": (font, "html pdf", False, False),
    "a library": (library, "md html pdf", False, False),
}
"""How to edit, the formats that depend on it, whether of its sheet and of its language only."""


def expected(made: World, name: str, sheet: str, lang: str) -> list[str]:
    """Return the paths that depend on an edit: said by this table, not by the program."""
    _, formats, of_sheet, of_lang = EDITS[name]
    built = [*made.formats, *(["svg"] if "md" in made.formats else [])]
    return sorted(
        f"{tag}/figures/{one}.svg" if form == "svg" else f"{tag}/{one}.{form}"
        for form in formats.split()
        if form in built
        for one in ([sheet] if of_sheet else SHEETS)
        for tag in ([lang] if of_lang else ALL)
    )


edits = st.lists(
    st.tuples(st.sampled_from([*EDITS]), st.sampled_from(SHEETS), st.sampled_from(LANGS)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=max(12, settings().max_examples // 20))
@given(edits)
def test_an_edit_makes_exactly_what_depends_on_it(tmp_path_factory, steps):
    """An old page would be published beside new ones, or a comma would cost a whole build."""
    root = tmp_path_factory.mktemp("world")
    made = world(root)
    assert len(made.build(root / "build", root / "cache")) == len(SHEETS) * len(ALL) * 3
    for name, sheet, lang in steps:
        EDITS[name][0](made, sheet, lang)
        assert made.build(root / "build", root / "cache") == expected(made, name, sheet, lang)
    made.build(root / "clean", root / "empty")
    assert tree(root / "build") == tree(root / "clean")
    shutil.rmtree(root)


@settings(max_examples=max(6, settings().max_examples // 40))
@given(edits, st.sampled_from(["a language", "a sheet", "a figure"]), st.sampled_from(SHEETS))
def test_what_was_removed_from_the_project_leaves_the_folder(tmp_path_factory, steps, what, sheet):
    """A language that was withdrawn would stay on the web for ever."""
    root = tmp_path_factory.mktemp("world")
    made = world(root)
    made.build(root / "build", root / "cache")
    (root / "build/de/notes.txt").write_text("mine")
    for name, of, lang in steps:
        EDITS[name][0](made, of, lang)
    if what == "a language":
        made.path(sheet, "de").unlink()
    elif what == "a sheet":
        (root / f"content/{sheet}.md").unlink()
    else:
        made.edit(root / f"content/{sheet}.md", f"![Le dessin](figures/{sheet}.svg)", "Non.")
    made.build(root / "build", root / "cache")
    made.build(root / "clean", root / "empty")
    assert tree(root / "build") == {**tree(root / "clean"), "de/notes.txt": b"mine"}
    shutil.rmtree(root)


@pytest.mark.pdf
def test_an_edit_prints_exactly_what_depends_on_it(tmp_path):
    """A corrected number would be right on the web and wrong on paper."""
    made = world(tmp_path, ("pdf",))
    assert len(made.build(tmp_path / "build", tmp_path / "cache")) == len(SHEETS) * len(ALL)
    for name in EDITS:
        if name not in {"a library", "the theme"}:  # which print all sheets again
            EDITS[name][0](made, "a", "ar")
            assert made.build(tmp_path / "build", tmp_path / "cache") == expected(
                made, name, "a", "ar"
            )
    made.build(tmp_path / "clean", tmp_path / "empty")
    assert tree(tmp_path / "build") == tree(tmp_path / "clean")
    assert {"de/a.png", "ar/b.png"} <= {*tree(tmp_path / "clean")}
    pictures_go_with_their_sheets(made, tmp_path)


def pictures_go_with_their_sheets(made: World, folder: Path) -> None:
    """The index of a site would be clean, and its folder full of what was withdrawn."""
    made.path("a", "de").unlink()
    (folder / "content/b.md").unlink()
    (folder / "build/ar/b.png").write_bytes(b"mine")
    made.build(folder / "build", folder / "cache")
    made.build(folder / "less", folder / "cache")
    assert tree(folder / "build") == {**tree(folder / "less"), "ar/b.png": b"mine"}

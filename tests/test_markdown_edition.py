"""The Markdown edition: it is built, and any other program reads the same in it."""

import pytest
from editions import PSEUDO, artifact
from github import by_github, by_markdown_it, seen
from sheets import HEAD, cases

from polyfiche import dialect
from polyfiche.jobs import run
from polyfiche.model import Counts, Job, SourceFile
from polyfiche.workspace import words

CASES = list(cases("markdown/edition.md"))
TAIL = "<p><a href="


def job(body: str) -> Job:
    """Return the job of the source's own Markdown edition."""
    return Job(
        path="fr/a.md",
        sheet="a",
        lang="fr",
        format="md",
        layout="sheet",
        paper="",
        source=SourceFile("a.md", HEAD + body),
        figures=(),
        entries=(),
        counts=Counts(1, 0, 0),
        ui=words("fr"),
        siblings=("fr",),
        formats=("md",),
        css="",
        epoch=0,
        tools=(),
    )


@pytest.mark.parametrize(("title", "body", "expected"), CASES, ids=[case[0] for case in CASES])
def test_an_edition_is_built_and_reads_back(title, body, expected):
    """An author would be told to reword a sentence that is in order."""
    text = run(job(body)).data.decode()
    html = dialect.parser("plain").render(text.partition("\n---\n")[2])
    found = html.partition("</h1>\n")[2].rpartition(TAIL)[0]
    assert found.rstrip("\n") == expected


def test_building_it_again_gives_the_same_bytes():
    """Every release would show up as a change."""
    body = CASES[1][1]
    assert run(job(body)) == run(job(body))


@pytest.mark.all_languages(*PSEUDO)
def test_github_shows_the_sheet_as_we_do(lang):
    """Most readers of the Markdown edition see it there."""
    text = artifact(lang, "md").data.decode().partition("\n---\n")[2]
    assert seen(by_github(text, "autolink")) == seen(by_markdown_it(text))
    assert len(seen(by_github(text))) > 500

"""The head of a sheet: what is accepted, and what each mistake is told."""

from itertools import groupby
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import CASES, HEAD, rows

from polyfiche.frontmatter import load, split
from polyfiche.head_values import styles
from polyfiche.model import Fact, Meta, Reference, SourceFile
from polyfiche.problems import SourceError

FOLDER = CASES / "frontmatter"
INDEX = {
    name: [(int(line), code, hint) for _, line, code, hint in found]
    for name, found in groupby(rows("frontmatter/index.tsv"), lambda row: row[0])
}
GOOD = Meta(
    title="LLM et FM : l’essentiel",
    subtitle="Ce qui les relie",
    lang="fr",
    version="1.0",
    date="2026-11-24",
    licence="CC-BY-4.0",
    authors=("Les contributeurs",),
    url="https://a.example/{lang}/llm-et-fm.html",
    pages={"sheet": 2, "handout": 4},
    facts={
        "params": Fact(175_000_000_000, "compact"),
        "month": Fact("2017-06", "month"),
        "year": Fact(2017, "year"),
        "kinds": Fact(("texte", "oui", "non"), "list"),
    },
    sources=(
        Reference("Brown et al., 2020", doi="10.48550/arXiv.2005.14165"),
        Reference("(UE) 2024/1689", url="https://eur-lex.europa.eu/eli/reg/2024/1689/oj"),
    ),
)
MARKUP = st.lists(
    st.sampled_from(
        [*"abé12:#[]{}&*!|>'\"%@`,?~<= \n\t-", "---\n", "\n  ", "title: ", "!!str ", "<<: ", "- "]
    ),
    max_size=30,
).map("".join)


def source(name: str) -> SourceFile:
    return SourceFile(f"{name}.md", (FOLDER / f"{name}.md").read_text("utf-8"))


def test_every_file_is_in_the_index():
    """A case that nobody runs proves nothing."""
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == sorted([*INDEX, "good"])


@pytest.mark.parametrize("name", INDEX)
def test_all_mistakes_are_told_at_once(name):
    """An author would mend one mistake, run again, and find the next."""
    with pytest.raises(SourceError) as caught:
        load(source(name))
    told = caught.value.problems
    assert [(p.path, p.line, p.code) for p in told] == [
        (f"{name}.md", line, code) for line, code, _ in INDEX[name]
    ]
    for problem, (_, _, word) in zip(told, INDEX[name], strict=True):
        assert word in problem.hint


def test_a_good_head_is_read():
    assert load(source("good")) == GOOD


def test_a_head_of_some_size_is_refused():
    """A head without a limit is a way to make every build slow."""
    text = HEAD.replace("Titre", "é" * 8_192)
    with pytest.raises(SourceError) as caught:
        load(SourceFile("a.md", text))
    assert [(p.line, p.code) for p in caught.value.problems] == [(2, "frontmatter-too-large")]


def test_the_body_begins_after_the_head():
    """Every line number of the body would be wrong."""
    _, body, line = split(source("good"))
    assert (body, line) == ("Texte\n", 23)


def test_a_line_of_dashes_in_the_body_stays_there():
    assert split(SourceFile("a.md", "---\na: b\n---\nun\n\n---\n"))[1] == "un\n\n---\n"


def test_every_style_of_a_fact_is_known_to_the_reader():
    """A style that the head refuses could never be printed."""
    assert sorted(styles()) == sorted(get_args(get_type_hints(Fact)["style"]))


@given(lines=MARKUP)
def test_whatever_the_head_holds_the_answer_is_a_head_or_problems(lines):
    """A traceback tells an author nothing."""
    text = HEAD.replace("title: Titre\n", f"title: Titre\n{lines}\n")
    told = ()
    try:
        load(SourceFile("a.md", text))
    except SourceError as error:
        told = error.problems
    assert all(problem.line and problem.hint for problem in told)

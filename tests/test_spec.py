"""The two phases and the Markdown writer, on every example of the specifications."""

import json
import re
from pathlib import Path

import pytest

from polyfiche import dialect
from polyfiche.messages import msgid
from polyfiche.render.writer import write

GAP = re.compile(r">\s+<")
DATA = Path(__file__).parent / "data"
FILES = {"commonmark": "commonmark-0.31.2.json", "gfm": "gfm-0.29.json"}
TOTAL = {"commonmark": 652, "gfm": 673}


def examples(flavour):
    return json.loads((DATA / FILES[flavour]).read_text("utf-8"))


CASES = [(flavour, example) for flavour in FILES for example in examples(flavour)]
IDS = [f"{flavour}-{example['example']}" for flavour, example in CASES]


def two_phases(flavour, text):
    """Render with an identity catalog: every message is its own translation."""
    md, env = dialect.parser(flavour), {}
    tokens = dialect.blocks(md, text, env)
    branch = dialect.branch(env)

    def translate(token):
        return token.copy(content=msgid(md, token.content, env), children=[])

    return md, dialect.inlines(md, tokens, branch, translate), branch


def html(md, tokens, env):
    """Render with soft breaks as spaces, which folding makes of them."""
    text = md.renderer.render(tokens, md.options, env)
    return " ".join(text.split())


def rendered(flavour, text):
    md, env = dialect.parser(flavour), {}
    return " ".join(md.renderer.render(md.parse(text, env), md.options, env).split())


@pytest.mark.parametrize("flavour", FILES)
def test_no_example_is_left_out(flavour):
    assert len(examples(flavour)) == TOTAL[flavour]


@pytest.mark.parametrize(("flavour", "example"), CASES, ids=IDS)
def test_an_identity_catalog_changes_nothing(flavour, example):
    """A translation equal to the source would print something else."""
    assert html(*two_phases(flavour, example["markdown"])) == rendered(flavour, example["markdown"])


@pytest.mark.parametrize(("flavour", "example"), CASES, ids=IDS)
def test_written_markdown_reads_back(flavour, example):
    """The Markdown edition would not be what the HTML edition is."""
    md, tokens, env = two_phases(flavour, example["markdown"])
    text = write(md, tokens, env)
    assert rendered(flavour, text) == html(md, tokens, env)
    again, tokens, env = two_phases(flavour, text)
    assert write(again, tokens, env) == text


@pytest.mark.parametrize("example", examples("commonmark"), ids=lambda e: str(e["example"]))
def test_the_parser_gives_the_html_of_the_specification(example):
    """The proofs above would compare a wrong parser with itself."""
    found = dialect.parser("commonmark").render(example["markdown"])
    assert GAP.sub("><", found) == GAP.sub("><", example["html"])

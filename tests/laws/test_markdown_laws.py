"""What holds for every sheet, however odd its Markdown."""

import re
from typing import Any

from github import by_github, by_markdown_it, is_shared, seen
from hypothesis import HealthCheck, assume, given, reject, settings
from markup import LINES, bodies
from sheets import FIRST, edition, html, sheet

from polyfiche import dialect
from polyfiche.facts import formatted
from polyfiche.messages import has_words, msgid
from polyfiche.model import Localized, Sheet
from polyfiche.problems import Problem, SourceError
from polyfiche.render.writer import write

LAW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
SPACES = re.compile("[ \t]+")
TOLD = {"fact-unknown", "source-image", "source-too-deep", "source-heading", "source-card-id"}


def parsed(body: str) -> Sheet:
    """Return the sheet, if its author would be told nothing."""
    problems: tuple[Problem, ...] = ()
    made = None
    try:
        made = sheet(body)
    except SourceError as error:
        problems = error.problems
    assert {problem.code for problem in problems} <= TOLD
    return made or reject()


def folded(text: str) -> str:
    """Return HTML with soft breaks as spaces, which folding makes of them."""
    return " ".join(text.split())


def spaced(text: str) -> str:
    """Return HTML with one space for many outside code, as every browser shows it."""
    parts = re.split(r"(<pre>.*?</pre>|<code>.*?</code>)", text, flags=re.DOTALL)
    return "".join(p if at % 2 else SPACES.sub(" ", p) for at, p in enumerate(parts))


def untranslated(made: Sheet, lang: str = "fr") -> str:
    """Return the HTML of the body by markdown-it alone, with facts of *lang*."""
    md = dialect.parser("sheet")
    body = "\n".join(made.source.text.split("\n")[FIRST:])
    return md.render(body, {"facts": formatted(made.meta.facts, lang)})


def written(made: Localized) -> str:
    """Return the body as Markdown."""
    return write(dialect.parser("plain"), made.tokens, dict(made.env))


def rewritten(text: str) -> str:
    md, env = dialect.parser("plain"), dict[str, Any]()
    return write(md, md.parse(text, env), env)


def messages(text: str) -> list[str]:
    """Return the messages of Markdown that we wrote."""
    md, env = dialect.parser("plain"), dict[str, Any]()
    tokens = dialect.blocks(md, text, env)
    return [msgid(md, t.content, env) for t in tokens if t.type == "inline" and t.content]


@LAW
@given(body=bodies())
def test_an_identity_translation_changes_nothing(body):
    """A translator who copies the source would get another sheet."""
    made = parsed(body)
    entries = {unit.key: unit.msgid for unit in made.units}
    found = edition(made, "en", entries)
    assert found.missing == frozenset()
    assert folded(html(found)) == folded(untranslated(made, "en"))


@LAW
@given(body=bodies())
def test_the_source_edition_is_the_source(body):
    """The French edition would not say what its author wrote."""
    made = parsed(body)
    assert folded(html(edition(made))) == folded(untranslated(made))


@LAW
@given(body=bodies())
def test_written_markdown_reads_back(body):
    """The Markdown edition would be refused, or be another text than the PDF."""
    made = edition(parsed(body))
    md = dialect.parser("plain")
    shown = [token for token in made.tokens if token.type != "directive"]
    wanted = md.renderer.render(shown, md.options, dict(made.env))
    assert spaced(md.render(written(made))) == spaced(wanted)


@LAW
@given(body=bodies())
def test_writing_again_changes_nothing(body):
    """Every build would show up as a change."""
    text = written(edition(parsed(body)))
    assert rewritten(text) == text


@LAW
@given(body=bodies())
def test_messages_of_the_written_text_are_stable(body):
    """A project that takes its own output as a source would lose translations."""
    text = written(edition(parsed(body)))
    assert messages(rewritten(text)) == messages(text)


@LAW
@given(content=LINES)
def test_a_message_of_a_message_is_itself(content):
    """An update would rename entries that nobody touched."""
    md = dialect.parser("sheet")
    once = msgid(md, content, {})
    assert msgid(md, once, {}) == once
    assert has_words(once) == has_words(content)


@settings(LAW, derandomize=True, max_examples=100)  # the known differences are those of these
@given(body=bodies())
def test_github_reads_what_we_read(body):
    """A mark that GitHub reads in another way would change the text for most readers."""
    text = written(edition(parsed(body)))
    assume(is_shared(text))
    assert seen(by_github(text)) == seen(by_markdown_it(text))

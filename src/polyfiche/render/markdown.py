"""The Markdown edition: mdformat's writer on our tokens, proved by reading the text again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markdown_it.token import Token

from .. import dialect
from ..languages import language
from ..model import Job, Localized, Rendered
from ..problems import Problem, RenderError
from .imprint import Imprint, imprint
from .writer import write


def to_markdown(localized: Localized, job: Job) -> Rendered:
    """Return the Markdown edition: a head, the title, links to the other languages, the body.

    Raises:
        RenderError: `markdown-proof`, the text would not read back as what it is.
    """
    said = imprint(localized, job)
    body = localized.tokens[: len(localized.tokens) - len(localized.footnotes)]
    tokens = [*_head(localized, job), *_plain(body), *_tail(said), *localized.footnotes]
    text = write(dialect.parser("plain"), tokens, dict(localized.env))
    _prove(job, tokens, text, dict(localized.env))
    return Rendered((_front_matter(localized, job, said) + text).encode())


def _prove(job: Job, tokens: Sequence[Token], text: str, env: dict[str, Any]) -> None:
    md = dialect.parser("plain")
    wanted = md.renderer.render(list(tokens), md.options, env)
    found = md.render(text)
    if _spaced(wanted) == _spaced(found):
        return
    pairs = zip(wanted.split("\n"), found.split("\n"), strict=False)
    one, other = next((pair for pair in pairs if pair[0] != pair[1]), ("", "(the end)"))
    message = f"{job.lang}: would read back as {other[:120]!r}, not {one[:120]!r}"
    hint = "reword that translation; report it with the source if it is plain text"
    raise RenderError(Problem(job.source.path, 0, "markdown-proof", message, hint))


def _spaced(html: str) -> str:
    """Return *html* with one space for many outside code, as every browser shows it."""
    parts = re.split(r"(<pre>.*?</pre>|<code>.*?</code>)", html, flags=re.DOTALL)
    return "".join(p if at % 2 else re.sub("[ \t]+", " ", p) for at, p in enumerate(parts))


# What stands around the body


def _plain(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield *tokens* without what Markdown cannot say: directives and anchors."""
    before, held = "", False
    for token in tokens:
        if token.type == "directive":
            held = before == "dl_close"
            continue
        if held:  # else what follows could become a part of the list
            yield Token("html_block", "", 0, content="<!-- -->\n", block=True)
        held, before = False, token.type
        yield token.copy(attrs={}) if token.type == "heading_open" else token


def _head(localized: Localized, job: Job) -> list[Token]:
    """Return the title, the subtitle, and the links to the other editions."""
    links: list[Token] = []
    for tag in job.siblings:
        links += [_text(" · ")] if links else []
        links += _edition(tag, job)
    meta = localized.sheet.meta
    head = _block("heading", "h1", _title(localized, meta.title, localized.title), "#")
    if localized.subtitle:
        subtitle = _title(localized, meta.subtitle, localized.subtitle)
        head += _block("paragraph", "p", _wrap("em", "*", subtitle))
    return head + (_block("paragraph", "p", links) if len(job.siblings) > 1 else [])


def _title(localized: Localized, source: str, text: str) -> list[Token]:
    """Return a title, marked with the source's language where it is not translated."""
    if ("", source) not in localized.missing:
        return [_text(text)]
    known = language(localized.sheet.meta.lang)
    attrs: dict[str, str | int | float] = {"lang": known.tag, "dir": known.direction}
    opens = Token("span_open", "span", 1, attrs=attrs)
    return [opens, _text(text), Token("span_close", "span", -1)]


def _edition(tag: str, job: Job) -> list[Token]:
    name = [_text(language(tag).endonym)]
    if tag == job.lang:
        return _wrap("strong", "**", name)
    return _link(f"../{tag}/{job.sheet}.md", name)


def _tail(said: Imprint) -> list[Token]:
    """Return the sources, and one line with licence, version, date and state."""
    tail: list[Token] = []
    if said.sources:
        tail += _block("heading", "h2", [_text(said.words["sources"])], "##")
        tail.append(Token("ordered_list_open", "ol", 1, markup=".", block=True))
        for _, source, address in said.sources:
            inside = [_text(f"{source.label}, "), *_link(source.href, [_text(address)])]
            tail.append(Token("list_item_open", "li", 1, markup=".", level=1, block=True))
            tail += _block("paragraph", "p", inside, hidden=True)
            tail.append(Token("list_item_close", "li", -1, markup=".", level=1, block=True))
        tail.append(Token("ordered_list_close", "ol", -1, markup=".", block=True))
    parts = [said.authors, f"{said.words['version']} {said.version}"]
    parts += [f"{said.words['data']} {said.date}", *([said.state] if said.state else [])]
    licence = _link(said.licence_url, [_text(said.licence)]) if said.licence_url else []
    line = [*(licence or [_text(said.licence)]), _text(" · " + " · ".join(parts))]
    return tail + _block("paragraph", "p", line)


def _front_matter(localized: Localized, job: Job, said: Imprint) -> str:
    meta = localized.sheet.meta
    fields = {
        "title": localized.title,
        "subtitle": localized.subtitle,
        "lang": job.lang,
        "version": meta.version,
        "date": meta.date,
        "licence": meta.licence,
        "url": said.url,
        "source": meta.lang if job.lang != meta.lang else "",
    }
    lines = [f"{key}: {_yaml(value)}" for key, value in fields.items() if value]
    return "\n".join(["---", *lines, "---", "", ""])


def _yaml(text: str) -> str:
    """Return *text* as a double-quoted YAML scalar."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _wrap(name: str, markup: str, inside: list[Token]) -> list[Token]:
    first = Token(f"{name}_open", name, 1, markup=markup)
    return [first, *inside, Token(f"{name}_close", name, -1, markup=markup)]


def _link(href: str, inside: list[Token]) -> list[Token]:
    return [Token("link_open", "a", 1, attrs={"href": href}), *inside, Token("link_close", "a", -1)]


def _block(
    name: str, tag: str, children: list[Token], markup: str = "", *, hidden: bool = False
) -> list[Token]:
    inline = Token("inline", "", 0, children=children, level=1, block=True)
    ends = {"markup": markup, "hidden": hidden, "block": True}
    return [
        Token(f"{name}_open", tag, 1, **ends),  # type: ignore[arg-type]
        inline,
        Token(f"{name}_close", tag, -1, **ends),  # type: ignore[arg-type]
    ]

"""The Markdown edition: mdformat's writer on our tokens, proved by reading the text again."""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Iterable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .. import dialect
from ..languages import language
from ..model import Job, Localized, Rendered
from ..problems import Problem, RenderError
from .imprint import Imprint, imprint

_ALERT = re.compile(r"^(> )\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.IGNORECASE)
_TICK = re.compile(r"^\[([ xX])\](?=\s|$)", re.MULTILINE)
_MARKER = re.compile(r"^([:~])(?=[ \t]|$)", re.MULTILINE)
_NO_ADDRESS = re.compile(r"(?<=\w)@(?=[\w.-]*\\_)")
_DEFINITION = re.compile(r"^(\[\^?[^\]\n]*\]):", re.MULTILINE)


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


def write(md: MarkdownIt, tokens: Sequence[Token], env: dict[str, Any]) -> str:
    """Return *tokens* as Markdown that reads back to the same tokens.

    Args:
        md: The parser of the tokens' flavour.
        tokens: Phase 2; directives are left out.
        env: Of phase 2: references and footnotes.
    """
    from mdformat.renderer import MDRenderer

    options = {
        **md.options,
        "mdformat": {"wrap": "keep", "compact_tables": True, "number": True},
        "parser_extension": _extensions(),
        "codeformatters": {},
    }
    shown = [token for token in tokens if token.type != "directive"]
    return MDRenderer().render(shown, options, env)


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


# mdformat's plug-ins, and what they do not write


@functools.cache
def _extensions() -> list[Any]:
    """Return the plug-ins by name, so that what else is installed changes nothing."""
    import mdformat_deflist.plugin as deflist
    import mdformat_footnote.plugin as footnote
    import mdformat_gfm._tables_plugin as tables

    table = SimpleNamespace(
        RENDERERS={**tables.RENDERERS, "td": _cell, "th": _cell},
        POSTPROCESSORS=tables.POSTPROCESSORS,
    )
    definitions = SimpleNamespace(
        RENDERERS={**deflist.RENDERERS, "dt": _term, "dd": _definition},
        POSTPROCESSORS={"paragraph": _no_marker, "dt": _no_marker},
    )
    own = SimpleNamespace(
        RENDERERS={
            "list_item": _item,
            "alert": _alert,
            "s": _emphasis,
            "em": _emphasis,
            "strong": _emphasis,
            "span": _span,
            "link": _anchor,
        },
        POSTPROCESSORS={"text": _plain_text, "paragraph": _no_tick, "blockquote": _no_alert},
    )
    return [table, definitions, footnote, own]


def _item(node: Any, context: Any) -> str:  # noqa: ANN401 (mdformat's protocol)
    from mdformat.renderer import DEFAULT_RENDERERS

    inside = [child.type for item in node.parent.children for child in item.children]
    if "paragraph" not in inside and len(node.children) > 1:  # else a lazy line joins a sub-list
        text = "\n\n".join(child.render(context) for child in node.children)
    else:
        text = DEFAULT_RENDERERS["list_item"](node, context)
    meta = node.nester_tokens.opening.meta if node.nester_tokens else {}
    return f"[{'x' if meta['checked'] else ' '}] {text}" if "checked" in meta else text


def _alert(node: Any, context: Any) -> str:  # noqa: ANN401
    kind = node.nester_tokens.opening.meta["kind"]
    with context.indented(2):
        inside = [c.render(context) for c in node.children if c.type != "alert_title"]
    lines = [f"[!{kind}]", *"\n\n".join(inside).split("\n")]
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def _cell(node: Any, context: Any) -> str:  # noqa: ANN401
    text = node.children[0].render(context)
    return str(text).replace("\\\n", "<br />").replace("\n", " ").replace("|", "\\|")


def _term(node: Any, context: Any) -> str:  # noqa: ANN401
    """Write a term as the paragraph it begins as, so that `#` stays no heading."""
    from mdformat.renderer import DEFAULT_RENDERERS

    text = str(node.children[0].render(context)).replace("\\\n", "<br />")
    inside = SimpleNamespace(render=lambda _: text)
    return DEFAULT_RENDERERS["paragraph"](SimpleNamespace(children=[inside]), context)  # type: ignore[arg-type]


def _definition(node: Any, context: Any) -> str:  # noqa: ANN401
    """Write a definition whose text has a list right under it without an empty line between."""
    from mdformat_deflist.plugin import RENDERERS

    if not any(child.type == "paragraph" and child.hidden for child in node.children):
        return str(RENDERERS["dd"](node, context))
    with context.indented(2):
        text = "\n".join(child.render(context) for child in node.children)
    lines = [f"  {line}" if line else "" for line in text.split("\n")]
    after = node.next_sibling
    return ": " + "\n".join(lines)[2:] + ("\n" if after and after.type == "dt" else "")


def _span(node: Any, context: Any) -> str:  # noqa: ANN401
    attrs = "".join(f' {name}="{value}"' for name, value in node.attrs.items())
    return f"<span{attrs}>{''.join(child.render(context) for child in node.children)}</span>"


def _anchor(node: Any, context: Any) -> str:  # noqa: ANN401
    """Write a bare `www.` address as it stands: between angle brackets it is no link."""
    from mdformat.renderer import DEFAULT_RENDERERS

    if _is_bare(node):
        return str(node.children[0].content)
    return DEFAULT_RENDERERS["link"](node, context)


def _is_bare(node: Any) -> bool:  # noqa: ANN401
    """Tell whether *node* is a `www.` address that GFM linked without being asked."""
    if node is None or node.type != "link" or node.markup != "autolink":
        return False
    return str(node.children[0].content).lower().startswith("www.")


def _emphasis(node: Any, context: Any) -> str:  # noqa: ANN401
    """Write emphasis by marks, and by an element where plain CommonMark would not see it."""
    inside = "".join(child.render(context) for child in node.children)
    element = f"<{node.type}>{inside}</{node.type}>"
    before, after = _beside(node, -1), _beside(node, 1)
    own = "~~" if node.type == "s" else node.markup
    if not any(map(dialect.is_cjk, f"{before}{inside}{after}")):
        return f"{own}{inside}{own}"
    for marks in (own, own.replace("_", "*")):
        if _is_seen(before, f"{marks}{inside}{marks}", element, after):
            return f"{marks}{inside}{marks}"
    return element


def _beside(node: Any, step: int) -> str:  # noqa: ANN401
    """Return the character that touches the mark before (-1) or after (1) *node*."""
    siblings = node.siblings
    at = siblings.index(node) + step
    while 0 <= at < len(siblings) and siblings[at].type == "text" and not siblings[at].content:
        at += step
    if not 0 <= at < len(siblings):
        return " " if node.parent.type == "inline" else "."
    near = siblings[at]
    if near.type in {"softbreak", "hardbreak"}:
        return " "
    char = near.content[0 if step > 0 else -1] if near.type == "text" else "."
    return "." if char in string.punctuation else str(char)


def _is_seen(before: str, marked: str, wanted: str, after: str) -> bool:
    """Ask a plain parser whether *marked* means the same as the element *wanted* here."""
    plain = dialect.parser("plain")
    found = plain.renderInline(f"x{before}{marked}{after}x")
    return bool(found == plain.renderInline(f"x{before}{wanted}{after}x"))


def _no_marker(text: str, node: Any, context: Any) -> str:  # noqa: ANN401
    return _DEFINITION.sub(r"\1\\:", _MARKER.sub(r"\\\1", text))


def _plain_text(text: str, node: Any, context: Any) -> str:  # noqa: ANN401
    """Escape what mdformat does not, and leave what an escape would make a part of an address."""
    if text.startswith("\\<") and _is_bare(node.previous_sibling):
        text = text[1:]
    return _NO_ADDRESS.sub("&#64;", text).replace("~~", "\\~~")


def _no_tick(text: str, node: Any, context: Any) -> str:  # noqa: ANN401
    return _TICK.sub(r"\\[\1\\]", text)


def _no_alert(text: str, node: Any, context: Any) -> str:  # noqa: ANN401
    return _ALERT.sub(r"\1\\[!\2\\]", text)

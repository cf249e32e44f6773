"""Tokens as Markdown that reads back to the same tokens: mdformat's writer, and what it lacks."""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .. import dialect

_ALERT = re.compile(r"^(> )\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.IGNORECASE)
_TICK = re.compile(r"^\[([ xX])\](?=\s|$)", re.MULTILINE)
_MARKER = re.compile(r"^([:~])(?=[ \t]|$)", re.MULTILINE)
_NO_ADDRESS = re.compile(r"(?<=\w)@(?=[\w.-]*\\_)")
_DEFINITION = re.compile(r"^(\[\^?[^\]\n]*\]):", re.MULTILINE)


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

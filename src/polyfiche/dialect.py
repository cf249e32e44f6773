"""The one Markdown parser, and its two phases: blocks once, inlines in every language."""

from __future__ import annotations

import copy
import functools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

Flavour = Literal["sheet", "commonmark", "gfm", "plain"]
Env = MutableMapping[str, Any]

_FACT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_TARGET = re.compile(
    r"(?:https?://(?![^/?#]*@)|mailto:|#|(?![a-z][a-z0-9+.-]*:|//|/|\\))", re.IGNORECASE
)
_FILTERED = re.compile(
    r"<(?=/?(?:title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)\b)", re.IGNORECASE
)
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")
_PICTURES = re.compile("[\U0001f000-\U0001faff]")
_NESTING = 100
"""Upstream's 20 drops text without a word from the tenth list level on; too deep is refused."""


@functools.cache
def parser(flavour: Flavour = "sheet") -> MarkdownIt:
    """Return the parser of a *flavour*; always the same one, so never change it.

    - sheet: what authors write. No raw HTML; directives, facts, CJK emphasis.
    - plain: what other programs make of the Markdown that we write.
    - commonmark, gfm: the specifications, to prove the two phases on their examples.
    """
    if flavour == "commonmark":
        md = MarkdownIt("commonmark")
    elif flavour == "gfm":
        md = _gfm()
    else:
        md = _rich()
        md.options["html"] = flavour == "plain"
        if flavour == "sheet":
            _as_sheet(md)
    md.options["maxNesting"] = _NESTING
    md.options["store_labels"] = True
    return md


def blocks(md: MarkdownIt, text: str, env: Env) -> list[Token]:
    """Return the tokens of phase 1: every block is known, `inline` tokens hold raw text."""
    state = StateCore(text, md, env)
    for name, rule in _rules(md):
        if name == "inline":
            break
        rule(state)
    return state.tokens


def inlines(
    md: MarkdownIt, tokens: Iterable[Token], env: Env, translate: Callable[[Token], Token]
) -> list[Token]:
    """Return the tokens of phase 2: a copy of *tokens* with every inline translated and parsed.

    Args:
        md: The parser of phase 1.
        tokens: Of phase 1; left as they are.
        env: Of phase 1; footnotes are counted in it, so give each language a copy (`branch`).
        translate: Gives each `inline` token's copy with the content of the language.
    """
    state = StateCore("", md, env)
    state.tokens = [translate(t) if t.type == "inline" else t for t in tokens]
    rules = _rules(md)
    start = [name for name, _ in rules].index("inline")
    for _, rule in rules[start:]:
        rule(state)
    return state.tokens


def branch(env: Env) -> dict[str, Any]:
    """Return a copy of phase 1's *env* for one language."""
    return {k: copy.deepcopy(v) if k == "footnotes" else v for k, v in env.items()}


def _rules(md: MarkdownIt) -> list[tuple[str, Callable[[StateCore], None]]]:
    names = md.core.ruler.get_active_rules()
    return list(zip(names, md.core.ruler.getRules(""), strict=True))


def copied(token: Token, **changes: object) -> Token:
    """Return a copy of *token* with *changes*; `Token.copy` takes eight times as long."""
    made = object.__new__(Token)
    for name in Token.__slots__:
        setattr(made, name, getattr(token, name))
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def facts_in(text: str) -> list[str]:
    """Return the names that stand between braces in *text*, in order."""
    return _FACT.findall(text)


# Flavours


def _gfm() -> MarkdownIt:
    from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

    md = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(gfm_autolink_plugin)
    md.options["tasklists"] = True
    for name in ("html_block", "html_inline"):
        md.add_render_rule(name, _tag_filtered)
    return md


def _tag_filtered(
    self: object, tokens: Sequence[Token], idx: int, options: object, env: object
) -> str:
    """Render raw HTML with GFM's nine forbidden tags disarmed (GFM 0.29, 6.11)."""
    return _FILTERED.sub("&lt;", tokens[idx].content)


def _rich() -> MarkdownIt:
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    md.options["tasklists"] = True
    md.options["alerts"] = True
    return md.use(deflist_plugin).use(footnote_plugin, inline=False)


def _as_sheet(md: MarkdownIt) -> None:
    inline = _CjkInline()
    inline.ruler, inline.ruler2 = md.inline.ruler, md.inline.ruler2
    inline.terminator_re = md.inline.terminator_re
    md.inline = inline
    md.validateLink = lambda url: bool(_TARGET.match(url))  # type: ignore[method-assign]
    options: RuleOptionsType = {
        "alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]
    }
    md.block.ruler.before("paragraph", "directive", _directive, options)
    md.core.ruler.before("text_join", "facts", _facts)
    md.add_render_rule("directive", lambda *_: "")


# Rules


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take a block that is one HTML comment and nothing else."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("<!--", begin):
        return False
    ends = _comment_ends(state.src)  # asked once: many openers would each read on to the end
    at = bisect_left(ends, begin)
    if at == len(ends):
        return False
    line = bisect_right(state.bMarks, ends[at]) - 1
    if line >= end or state.src[ends[at] + 3 : state.eMarks[line]].strip():
        return False
    if not silent:
        state.line = line + 1
        token = state.push("directive", "", 0)
        token.map = [start, state.line]
        raw = state.getLines(start, state.line, state.blkIndent, keepLastLF=False)
        token.content = raw.strip().removeprefix("<!--").partition("-->")[0].strip()
        token.hidden = True
    return True


@functools.lru_cache(1)
def _comment_ends(text: str) -> list[int]:
    return [match.start() for match in re.finditer("-->", text)]


def _facts(state: StateCore) -> None:
    """Put facts in the place of `{name}` in text; remember the names that no fact has."""
    shown = state.env.get("facts")
    if shown is None:
        return
    unknown: set[str] = state.env.setdefault("unknown_facts", set())

    def show(match: re.Match[str]) -> str:
        if match[1] not in shown:
            unknown.add(match[1])
        return str(shown.get(match[1], match[0]))

    def walk(tokens: Iterable[Token]) -> None:
        for token in tokens:
            if token.type == "text" and "{" in token.content:
                token.content = _FACT.sub(show, token.content)
            walk(token.children or ())

    for token in state.tokens:
        if token.type == "inline":
            walk(token.children or ())


# Emphasis beside Chinese, Japanese and Korean text


class _CjkState(StateInline):
    """Counts a CJK neighbour as neither space nor punctuation, so that `**「…」**の` is bold.

    CommonMark's rule of flanking needs a space there, which these scripts do not write.
    """

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 (upstream)
        scanned = super().scanDelims(start, canSplitWord)
        if scanned.can_open and scanned.can_close:
            return scanned
        before = self.src[start - 1] if start else " "
        stop = start + scanned.length
        after = self.src[stop] if stop < self.posMax else " "
        if not (is_cjk(before) or is_cjk(after)):
            return scanned
        left, right = _flanks(before, after), _flanks(after, before)
        if canSplitWord:
            return Scanned(left, right, scanned.length)
        opens = left and (not right or _is_edge(before))
        closes = right and (not left or _is_edge(after))
        return Scanned(opens, closes, scanned.length)


class _CjkInline(ParserInline):
    """The inline parser over that state."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:  # noqa: ANN401 (upstream)
        state = _CjkState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _flanks(outside: str, inside: str) -> bool:
    """Tell whether a run between the two flanks *inside*."""
    if isWhiteSpace(ord(inside)):
        return False
    is_mark = _is_punctuation(inside) and not is_cjk(inside)
    return not is_mark or isWhiteSpace(ord(outside)) or _is_edge(outside)


def _is_edge(char: str) -> bool:
    return is_cjk(char) or _is_punctuation(char)


def _is_punctuation(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)


@functools.lru_cache(4096)
def is_cjk(char: str) -> bool:
    """Tell whether *char* is written without spaces between words: CJK, kana, hangul."""
    if char < "\u1100":
        return False
    is_wide = unicodedata.east_asian_width(char) in "WFH"
    return (is_wide and not _PICTURES.fullmatch(char)) or bool(_JAMO.fullmatch(char))

"""The blocks of a text, flat, for comparing a sheet with a translation of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from . import dialect, frontmatter
from .messages import has_words, msgid
from .model import Key, Sheet, SourceFile
from .problems import Problem, SourceError

_LARGEST = 256_000
_FACT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_HEAD = re.compile(r"(title|subtitle):\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\"'\s].*?)\s*")
_UNTRANSLATED = re.compile(r'<span lang="[^"]+" dir="(?:ltr|rtl)">(.*)</span>', re.DOTALL)
_CELLS = ("th_open", "td_open")
_LISTS = ("bullet_list_open", "ordered_list_open")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of inline Markdown."""

    text: str
    """As a message: soft breaks folded."""
    path: tuple[str, ...]
    """The kinds of blocks around it, outermost first."""
    line: int
    """1-based, in its file."""
    place: int = 0
    """Which cell of the row, or which item of the list."""
    key: Key | None = None
    """The unit that it is; None where there is nothing to translate."""
    shown: str = ""
    """With facts as values."""
    is_plain: bool = False
    """A title of the head: text without markup."""
    is_untranslated: bool = False
    """An edition printed the source here."""

    @property
    def kind(self) -> str:
        """What it is itself."""
        return self.path[-1]

    @property
    def is_heading(self) -> bool:
        """Whether it begins something."""
        return self.kind in {"h1", "h2", "h3", "h4", "h5", "h6"}

    @property
    def has_words(self) -> bool:
        """Whether there is anything to translate."""
        return has_words(self.text) and not self.is_untranslated


def of_sheet(sheet: Sheet, shown: Mapping[str, str]) -> list[Block]:
    """Return the blocks of *sheet*, its titles first, its footnotes last.

    Args:
        sheet: The source.
        shown: Every fact as text, in the language that it is compared with.
    """
    _, _, first = frontmatter.split(sheet.source)
    titles = [Block(sheet.meta.title, ("h1",), 1, key=("", sheet.meta.title), is_plain=True)]
    if subtitle := sheet.meta.subtitle:
        titles.append(Block(subtitle, ("paragraph",), 1, key=("", subtitle), is_plain=True))
    made = [*titles, *_walked(sheet.tokens, dict(sheet.env), first)]
    return [replace(block, shown=_with_facts(block.text, shown)) for block in _ordered(made)]


def of_text(source: SourceFile) -> list[Block]:
    """Return the blocks of a Markdown text that may have a head, directives, neither or both.

    Raises:
        SourceError: `source-too-large`.
    """
    if len(source.text) > _LARGEST:
        message = f"{len(source.text)} characters, the most is {_LARGEST}"
        raise SourceError(Problem(source.path, 0, "source-too-large", message, "split it"))
    head, body, first = _split(source)
    env: dialect.Env = {}
    tokens = dialect.blocks(dialect.parser("sheet"), body, env)
    made = list(_walked(tokens, env, first))
    if not any(block.kind == "h1" for block in made):
        made = [*_titles(head), *made]
    return [replace(block, shown=block.text) for block in _ordered(made)]


def _split(source: SourceFile) -> tuple[str, str, int]:
    try:
        return frontmatter.split(source)
    except SourceError:
        return "", source.text, 1


def _titles(head: str) -> Iterator[Block]:
    """Yield the titles of a YAML head; nothing else in it is for readers."""
    paths = {"title": "h1", "subtitle": "paragraph"}
    for number, line in enumerate(head.split("\n"), 2):
        if match := _HEAD.fullmatch(line):
            is_quoted = match[2][0] in "\"'"
            text = re.sub(r"\\(.)", r"\1", match[2][1:-1]) if is_quoted else match[2]
            yield Block(text, (paths[match[1]],), number)


def _ordered(blocks: list[Block]) -> list[Block]:
    """Put footnotes last: where they are written is a matter of taste."""
    return sorted(blocks, key=lambda block: "footnote_reference" in block.path)


def _with_facts(text: str, shown: Mapping[str, str]) -> str:
    return _FACT.sub(lambda match: shown.get(match[1], match[0]), text)


# Walking


@dataclass(slots=True)
class _Walk:
    """Where in the tree of blocks we are."""

    path: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    """For each block around: how many items or cells it had so far."""

    def step(self, token: Token) -> None:
        """Go into or out of the block of *token*."""
        if token.nesting == 1:
            if self.counts and token.type in {*_CELLS, "list_item_open"}:
                self.counts[-1] += 1
            name = token.tag if token.type == "heading_open" else token.type.removesuffix("_open")
            self.path.append(name)
            self.counts.append(0)
        elif token.nesting == -1:
            self.path.pop()
            self.counts.pop()

    def place(self) -> int:
        """Return the number of the innermost item or cell."""
        names = zip(reversed(self.path), [0, *reversed(self.counts)], strict=False)
        return next((count for name, count in names if name in {"td", "th", "list_item"}), 0)


def _walked(tokens: Iterable[Token], env: dialect.Env, first: int) -> Iterator[Block]:
    """Yield a block for each inline among *tokens*; the text begins at line *first*."""
    md, walk = dialect.parser("sheet"), _Walk()
    for token in tokens:
        walk.step(token)
        if token.type != "inline":
            continue
        text = msgid(md, token.content, env)
        printed = _UNTRANSLATED.fullmatch(text)
        yield Block(
            text=printed[1] if printed else text,
            path=_path(walk.path),
            line=first + (token.map[0] if token.map else 0),
            place=walk.place(),
            key=token.meta.get("key"),
            is_untranslated=bool(printed),
        )


def _path(names: list[str]) -> tuple[str, ...]:
    """Return the kinds around a block; the paragraph inside an item says nothing more."""
    wrappers = {"list_item", "dd", "footnote_reference", "blockquote", "alert"}
    if len(names) > 1 and names[-1] == "paragraph" and names[-2] in wrappers:
        return tuple(names[:-1])
    return tuple(names) or ("paragraph",)

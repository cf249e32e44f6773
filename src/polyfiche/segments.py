"""Phase 1: a Markdown source to its cards, and to the units that a translator gets.

Source: GNU gettext manual, 4 ("Preparing"); the message is the inline Markdown of one block.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from . import dialect, directives, frontmatter, names, timeline
from .directives import Directive, Pending
from .limits import MOST_BRACKETS, Limits, raise_it
from .messages import flags, has_words, msgid
from .model import (
    Card,
    Key,
    Sheet,
    SourceFile,
    Unit,
)
from .problems import Problem, SourceError, did_you_mean

_LINES_OF_A_UNIT = 10
"""Many more lines than blocks are seen before the text is parsed."""
_RULE = frozenset("-:|> \t")
"""What the line under the head of a table is made of."""
_KINDS = {
    "paragraph_open": "paragraph",
    "list_item_open": "list item",
    "th_open": "table header",
    "td_open": "table cell",
    "dt_open": "term",
    "dd_open": "definition",
    "alert_open": "alert",
    "footnote_reference_open": "footnote",
}


def parse(source: SourceFile) -> Sheet:
    """Return the sheet of a Markdown *source*, with everything that a translator gets.

    Raises:
        SourceError: With every problem of the head, or every one of the body.
    """
    most = 1_000 * source.limits.source_kb
    if len(source.text) > most:
        message = f"{len(source.text)} characters, the most is {most}"
        hint = f"split the sheet, {raise_it('source_kb')}"
        raise SourceError(Problem(source.path, 0, "source-too-large", message, hint))
    meta = frontmatter.load(source)
    _, body, first = frontmatter.split(source)
    if (lines := body.count("\n")) > _LINES_OF_A_UNIT * source.limits.units:
        message = f"{lines} lines, more than {source.limits.units} blocks of text take"
        hint = f"split the sheet, {raise_it('units')}"
        raise SourceError(Problem(source.path, 0, "limit-units", message, hint))
    _refuse_large_tables(source, body, first)
    md = dialect.parser("sheet")
    env: dialect.Env = {}
    reader = _Reader(source.path, first, md, env, source.limits)
    reader.read(dialect.blocks(md, body, env))
    reader.finish(meta.facts)
    if all(token.hidden for token in reader.tokens if token.type != "inline"):
        message, hint = "the sheet is empty", "write a section, a card and a text"
        raise SourceError(Problem(source.path, first, "source-empty", message, hint))
    title = Unit(meta.title, references=(f"{source.path}#title",), comments=("title",))
    head = [title]
    if meta.subtitle:
        head.append(replace(title, msgid=meta.subtitle, comments=("subtitle",)))
    sheet = Sheet(
        name=source.path.rpartition("/")[2].removesuffix(".md"),
        source=source,
        meta=meta,
        tokens=tuple(reader.tokens),
        env=env,
        cards=tuple(reader.cards),
        figures=tuple(dict.fromkeys(reader.figures)),
        units=_merged([*head, *reader.units]),
    )
    if problems := list(timeline.faults(sheet, first)):
        raise SourceError(*sorted(problems))
    return sheet


def _refuse_large_tables(source: SourceFile, body: str, first: int) -> None:
    """Refuse, before it is parsed, a table whose rows are filled up to too many cells."""
    columns = rows = began = 0
    for number, line in enumerate(body.split("\n"), first):
        if "-" in line and "|" in line and _RULE.issuperset(line):
            columns, rows, began = line.strip(" >\t|").count("|") + 1, 1, number - 1
        rows = rows + 1 if line.strip() else 0
        if columns * rows > source.limits.cells:
            message = f"a table of more than {source.limits.cells} cells"
            hint = f"split it, {raise_it('cells')}"
            raise SourceError(Problem(source.path, began, "limit-cells", message, hint))
        columns = columns if rows else 0


@dataclass(slots=True)
class _Reader:
    """Walks the blocks of one source: units, cards, and tokens that know their message."""

    path: str
    first: int
    """Line of the file at which the body begins."""
    md: MarkdownIt
    env: dialect.Env
    limits: Limits
    tokens: list[Token] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _anchor: str = ""
    _ids: dict[str, int] = field(default_factory=dict)
    _kinds: list[str] = field(default_factory=list)
    _pending: Pending = field(default_factory=Pending)
    _opens: Directive | None = None
    _skips: int = 0
    """Line of the i18n:skip-start that holds; 0 when none does."""
    _table: int = 0
    """Line of the table that is open; 0 outside of one."""
    _cells: int = 0

    def read(self, tokens: Iterable[Token]) -> None:
        """Read the blocks of the body."""
        for token in tokens:
            line = self._line(token)
            if token.level > self.limits.depth:
                message = f"more than {self.limits.depth} levels"
                self._stop(line, "source-too-deep", message, "flatten it")
            self._count(token, line)
            if token.type == "directive":
                self._directive(directives.read(token.content, line))
            elif token.type == "heading_open":
                self._heading(int(token.tag[1]), line)
            if token.type == "inline":
                token = self._inline(token, line)  # noqa: PLW2901 (the copy takes its place)
            self._nest(token)
            self.tokens.append(token)
            if (
                token.level == 0
                and token.nesting <= 0
                and token.type not in {"directive", "inline"}
            ):
                self._pending = Pending()

    def _count(self, token: Token, line: int) -> None:
        """Count cells and units, and stop where there are too many to lay out."""
        if token.type == "table_open":
            self._table, self._cells = line, 0
        self._cells += token.type in {"th_open", "td_open"}
        if self._cells > self.limits.cells:
            message = f"a table of more than {self.limits.cells} cells"
            self._stop(self._table, "limit-cells", message, f"split it, {raise_it('cells')}")
        if token.type in {"fence", "code_block"} and len(token.content) > self.limits.unit:
            message = f"code of {len(token.content)} characters, the most is {self.limits.unit}"
            self._stop(line, "source-unit-too-long", message, "split the block")
        if len(self.units) > self.limits.units:
            message = f"more than {self.limits.units} blocks of text"
            self._stop(line, "limit-units", message, f"split the sheet, {raise_it('units')}")

    def finish(self, facts: Iterable[str]) -> None:
        """Check what only the end can tell.

        Raises:
            SourceError: With every problem found.
        """
        if self._opens:
            self._dangling(self._opens)
        if self._skips:
            hint = "put <!-- i18n:skip-end --> after the last block to skip"
            self._wrong(self._skips, "source-directive", "nothing ends i18n:skip-start", hint)
        known = frozenset(facts)
        env = dialect.branch(self.env) | {"facts": dict.fromkeys(known, "")}
        telling = (t for t in self.tokens if t.type != "inline" or _tells(t.content))
        parsed = dialect.inlines(
            self.md, telling, env, lambda token: dialect.copied(token, children=[])
        )
        unknown = env.get("unknown_facts", ())  # not those in code
        for token in self.tokens:
            for name in dialect.facts_in(token.content) if token.type == "inline" else ():
                if name in unknown:
                    hint = did_you_mean(name, known) if known else "add it to facts: in the head"
                    line = self._line(token)
                    self._wrong(line, "fact-unknown", f"no fact is named {name!r}", hint)
        self._images(parsed)
        if self.problems:
            raise SourceError(*sorted(self.problems))

    def _images(self, parsed: Iterable[Token]) -> None:
        """Note every figure; an image is an SVG drawing, alone in its paragraph."""
        base = self.path.rpartition("/")[0]
        for token in parsed:
            children = token.children or ()
            for image in (child for child in children if child.type == "image"):
                target = str(image.attrs.get("src", ""))
                if not target.endswith(".svg"):
                    hint = "save the drawing as SVG beside the sheet: figures/name.svg"
                    self._wrong(self._line(token), "source-image", f"{target!r} is no SVG", hint)
                elif len(children) > 1:
                    hint = "put empty lines around the image; its caption is the next paragraph"
                    message = f"the image {target!r} is not alone in its paragraph"
                    self._wrong(self._line(token), "source-image", message, hint)
                elif why := names.path_fault(target):
                    hint = "name a file beside the sheet: figures/name.svg"
                    message = f"the image {target!r} {why}"
                    self._wrong(self._line(token), "source-image", message, hint)
                else:
                    self.figures.append(f"{base}/{target}" if base else target)
        if len(self.figures) > self.limits.figures:
            message = f"{len(self.figures)} figures, the most is {self.limits.figures}"
            hint = f"split the sheet, {raise_it('figures')}"
            self._wrong(0, "limit-figures", message, hint)

    def _line(self, token: Token) -> int:
        """Return the 1-based line of the file at which *token* begins."""
        return self.first + (token.map[0] if token.map else 0)

    def _directive(self, directive: Directive) -> None:
        if directive.name in {"card", "section"}:
            if self._opens:
                self._dangling(self._opens)
            self._opens = directive
        elif directive.name in {"i18n:skip-start", "i18n:skip-end"}:
            self._skips = directive.line if directive.name == "i18n:skip-start" else 0
        elif directive.name:
            self.problems += directives.note(directive, self._pending, self.path)

    def _heading(self, level: int, line: int) -> None:
        wanted = {2: "section", 3: "card"}.get(level)
        opens, self._opens = self._opens, None
        if level == 1:
            hint = "give the title in the head; begin the body with ## headings"
            self._wrong(line, "source-heading", "the body has a heading of level 1", hint)
        elif wanted and (opens is None or opens.name != wanted):
            hint = f"put <!-- {wanted}: an-id --> on the line above"
            self._wrong(line, "source-card-id", f"this heading has no {wanted} id", hint)
        elif opens and not wanted:
            self._dangling(opens)
        if opens:
            self._open(opens)

    def _open(self, opens: Directive) -> None:
        if opens.name == "section":
            self.problems += directives.section(opens, self.path)
            self._anchor = opens.argument
        else:
            card, problems = directives.card(opens, self.path)
            self.problems += problems
            self.cards.append(card)
            self._anchor = card.id
        before = self._ids.setdefault(self._anchor, opens.line)
        if before != opens.line:
            message = f"the id {self._anchor!r} was given at line {before} already"
            self._wrong(opens.line, "source-duplicate-id", message, "choose another id")

    def _dangling(self, opens: Directive) -> None:
        message = f"no {'### ' if opens.name == 'card' else '## '}heading follows this directive"
        self._wrong(opens.line, "source-card-id", message, "put it on the line above its heading")

    def _nest(self, token: Token) -> None:
        if token.nesting == 1:
            self._kinds.append(token.type)
        elif token.nesting == -1:
            self._kinds.pop()

    def _inline(self, token: Token, line: int) -> Token:
        if len(token.content) > self.limits.unit:
            message = f"a block of {len(token.content)} characters, the most is {self.limits.unit}"
            self._stop(line, "source-unit-too-long", message, "split the paragraph")
        if token.content.count("[") > MOST_BRACKETS:
            message = f"a block of more than {MOST_BRACKETS} opening brackets"
            self._stop(line, "source-unit-too-long", message, "split the paragraph")
        is_label = "alert_title_open" in self._kinds  # the program's own word
        if is_label or self._skips or self._pending.skip or not has_words(token.content):
            return dialect.copied(token)
        unit = Unit(
            msgid(self.md, token.content, self.env),
            msgctxt=self._pending.context,
            references=(f"{self.path}#{self._anchor}" if self._anchor else self.path,),
            comments=(self._kind(), *self._pending.comments),
            flags=flags(token.content),
        )
        self.units.append(unit)
        return dialect.copied(token, meta={**token.meta, "key": unit.key})

    def _kind(self) -> str:
        for name in reversed(self._kinds):
            if name == "heading_open":
                return "heading"
            if name in _KINDS and name != "paragraph_open":
                return _KINDS[name]
        return "paragraph"

    def _stop(self, line: int, code: str, message: str, hint: str) -> None:
        """Go no further: what follows would take more than the author may have meant."""
        raise SourceError(*sorted([*self.problems, Problem(self.path, line, code, message, hint)]))

    def _wrong(self, line: int, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, line, code, message, hint))


def _tells(content: str) -> bool:
    """Tell whether there may be a fact or an image in the text of a block."""
    return "{" in content or "![" in content


def _merged(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return one unit for each key: references and comments of all, in order."""
    found: dict[Key, Unit] = {}
    for unit in units:
        known = found.get(unit.key)
        if known is None and len(set(unit.comments)) == len(unit.comments):
            found[unit.key] = unit
            continue
        known = known or unit
        found[unit.key] = replace(
            known,
            references=tuple(dict.fromkeys((*known.references, *unit.references))),
            comments=tuple(dict.fromkeys((*known.comments, *unit.comments))),
        )
    return tuple(found.values())

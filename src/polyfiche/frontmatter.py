"""The YAML head of a sheet: small, plain, checked whole, and turned into a frozen Meta."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

import msgspec
import yaml

from .characters import name_of, unsafe
from .languages import language
from .limits import Limits, raise_it
from .model import Fact, Meta, Reference, SourceFile
from .problems import PolyficheError, Problem, SourceError, did_you_mean

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where it is: ten times faster; heads are small and looked at as events first."""
_LARGEST = 16_384
_DEEPEST = 5
_MOST_DIGITS = 19
_WHOLE = 100
_FENCE = "---"
_INT = re.compile(r"[-+]?[0-9]+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGERS = ("compact", "integer", "percent", "power")


def split(source: SourceFile) -> tuple[str, str, int]:
    """Return the YAML text, the body, and the 1-based line at which the body begins.

    Raises:
        SourceError: `frontmatter-none`, there is no head between two lines of `---`.
    """
    lines = source.text.split("\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), 0)
    if lines[0].rstrip() != _FENCE or not end:
        message = "the sheet has no head"
        hint = "begin the file with a line ---, the head in YAML, and another line ---"
        raise SourceError(Problem(source.path, 1, "frontmatter-none", message, hint))
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :]), end + 2


def load(source: SourceFile) -> Meta:
    """Return the head of *source*.

    Raises:
        SourceError: With every problem found.
    """
    text, _, _ = split(source)
    reader = _Reader(source.path)
    node = reader.compose(text)
    plain = reader.plain(node)
    if isinstance(node, yaml.MappingNode):
        reader.check(node, Meta, "the head")
    else:
        reader.wrong(node, "frontmatter-type", "the head is not a mapping", "write key: value")
    if not reader.problems:
        reader.check_values(node, plain)
        reader.check_sizes(node, plain, source.limits)
    if reader.problems:
        raise SourceError(*sorted(set(reader.problems)))
    try:
        return msgspec.convert(plain, Meta, strict=False)
    except msgspec.ValidationError as error:  # `title: 12`
        name = str(error).rpartition("$.")[2].strip("`").partition("[")[0]
        line = next((n for n, row in enumerate(text.split("\n"), 2) if row.startswith(name)), 2)
        message, hint = f"{name} is not text", f'write {name}: "text"'
        raise SourceError(Problem(source.path, line, "frontmatter-type", message, hint)) from error


@dataclass(slots=True)
class _Reader:
    """Composes YAML as nodes, which know their lines, and collects what is wrong."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def compose(self, text: str) -> yaml.Node:
        """Return the root node.

        Raises:
            SourceError: The text is too large, too deep, not YAML, or uses aliases or tags.
        """
        if len(text.encode()) > _LARGEST:
            message = f"the head has {len(text.encode())} bytes, the most is {_LARGEST}"
            self._stop(2, "frontmatter-too-large", message, "move text to the body")
        try:
            self._events(text)
            node: yaml.Node | None = yaml.compose(text, _LOADER)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = (mark.line if mark else 0) + 2
            message = " ".join(str(getattr(error, "problem", None) or error).split())
            hint = "put text with : # [ ] { } between double quotes"
            problem = Problem(self.path, line, "frontmatter-yaml", message, hint)
            raise SourceError(problem) from error
        if node is None:
            self._stop(1, "frontmatter-missing", "the head is empty", "give at least title")
        assert node is not None
        return node

    def _events(self, text: str) -> None:
        """Look at the events first: composing follows aliases and depth without limit."""
        depth = 0
        for event in yaml.parse(text, _LOADER):
            line = _line(event)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                hint = "write the value again"
                self._stop(line, "frontmatter-alias", "anchors and aliases are refused", hint)
            if tag := getattr(event, "tag", None):
                message = f"the tag {tag!r} is refused"
                self._stop(line, "frontmatter-tag", message, "write the value without a tag")
            if isinstance(event, yaml.DocumentStartEvent) and event.explicit:
                self._stop(line, "frontmatter-yaml", "a second document", "delete the line ---")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                message = f"more than {_DEEPEST} levels"
                self._stop(line, "frontmatter-too-deep", message, "flatten the head")

    def plain(self, node: yaml.Node) -> object:
        """Return *node* as Python values by the YAML 1.2 core schema, dates and floats as text."""
        if isinstance(node, yaml.MappingNode):
            made: dict[str, object] = {}
            for key, value in node.value:
                if not _is_scalar(key):
                    self.wrong(key, "frontmatter-key", "a key is not text", "write key: value")
                    continue
                if key.value in made:
                    message = f"the key {key.value!r} is given twice"
                    self.wrong(key, "frontmatter-duplicate", message, "delete one of the two")
                made[str(key.value)] = self.plain(value)
            return made
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item) for item in node.value]
        text = str(node.value)
        for at in unsafe(text):
            self.wrong(node, "source-characters", f"holds {name_of(text[at])}", "delete it")
            break
        if getattr(node, "style", None):  # "" is plain for libyaml, None for PyYAML's own parser
            return text
        if text.lower() in _WORDS:
            return _WORDS[text.lower()]
        return int(text) if _INT.fullmatch(text) and len(text) <= _MOST_DIGITS else text

    def check(self, node: yaml.Node, kind: type, what: str) -> None:
        """Check the keys and types of a mapping against the dataclass *kind*."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, "frontmatter-type", f"{what} is not a mapping", "write {key: value}")
            return
        known = {f.name: f for f in fields(kind)}
        given = {str(key.value): (key, value) for key, value in node.value if _is_scalar(key)}
        for name, (key, value) in given.items():
            if name not in known:
                hint = did_you_mean(name, known)
                self.wrong(key, "frontmatter-key", f"{what} has no key {name!r}", hint)
            elif check := _TYPES.get((kind, name)):
                check(self, value, name)
            elif kind is not Fact:
                self._text(value, name)
        for name, one in known.items():
            needed = one.default is MISSING and one.default_factory is MISSING
            if needed and name not in given:
                self.wrong(node, "frontmatter-missing", f"{what} has no {name}", f"add {name}:")

    def check_values(self, node: yaml.Node, plain: object) -> None:
        """Check what types cannot tell; every type is right."""
        assert isinstance(node, yaml.MappingNode)
        assert isinstance(plain, dict)
        at = {str(key.value): value for key, value in node.value}
        for name, test, hint in _TESTS:
            if name in plain and not test(str(plain[name])):
                self.wrong(at[name], "frontmatter-value", f"{name} is {plain[name]!r}", hint)
        for layout, pages in (plain.get("pages") or {}).items():
            if pages < 1:
                message = f"pages of {layout} is {pages}"
                self.wrong(at["pages"], "frontmatter-value", message, "give 1 or more")
        for item in at["sources"].value if plain.get("sources") else ():
            self._source(item)
        for name, value in at["facts"].value if plain.get("facts") else ():
            self._fact(value, str(name.value), plain["facts"][name.value])

    def check_sizes(self, node: yaml.Node, plain: Any, limits: Limits) -> None:  # noqa: ANN401
        """Check that the head asks for no more than its project allows."""
        at = {str(key.value): value for key, value in node.value}
        for layout, pages in (plain.get("pages") or {}).items():
            if pages > limits.pages:
                message = f"pages of {layout} is {pages}, the most is {limits.pages}"
                self.wrong(
                    at["pages"], "limit-pages", message, f"ask for less, {raise_it('pages')}"
                )
        if len(plain.get("facts") or ()) > limits.facts:
            message = f"{len(plain['facts'])} facts, the most is {limits.facts}"
            self.wrong(at["facts"], "limit-facts", message, f"split the sheet, {raise_it('facts')}")

    def _source(self, node: yaml.Node) -> None:
        """Check that a reader of a source is led to the web, and nowhere else."""
        given = self.plain(node)
        assert isinstance(given, dict)
        for name, (test, hint) in _OF_SOURCE.items():
            if not test.fullmatch(str(given.get(name, ""))):
                message = f"the {name} of a source is {str(given[name])[:80]!r}"
                self.wrong(node, "frontmatter-value", message, hint)

    def _fact(self, node: yaml.Node, name: str, fact: Mapping[str, object]) -> None:
        value, style = fact["value"], str(fact["style"])
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            hint = "use small letters, digits and underscores: gpt3_params"
            self.wrong(node, "frontmatter-value", f"{name!r} is not a name of a fact", hint)
        if style not in _STYLES:
            message = f"the fact {name} has the style {style!r}"
            self.wrong(node, "frontmatter-value", message, did_you_mean(style, _STYLES))
        elif not _STYLES[style][0](value):
            message = f"the fact {name} has the value {value!r}"
            self.wrong(node, "frontmatter-value", message, _STYLES[style][1])

    def _text(self, node: yaml.Node, name: str) -> None:
        if not isinstance(node, yaml.ScalarNode) or (self.plain(node) is None):
            self.wrong(node, "frontmatter-type", f"{name} is not text", f'write {name}: "text"')

    def _texts(self, node: yaml.Node, name: str) -> None:
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, "frontmatter-type", f"{name} is not a list", "write - item lines")
            return
        for item in node.value:
            self._text(item, name)

    def _pages(self, node: yaml.Node, name: str) -> None:
        values = self.plain(node)
        if not isinstance(values, dict) or not all(type(v) is int for v in values.values()):
            hint = "write pages: {sheet: 2}"
            self.wrong(node, "frontmatter-type", f"{name} is not layout: number", hint)

    def _minimum(self, node: yaml.Node, name: str) -> None:
        value = self.plain(node)
        if type(value) is not int or not 0 <= value <= _WHOLE:
            message = f"{name} is {value!r}"
            self.wrong(node, "frontmatter-value", message, "give a percentage from 0 to 100")

    def _sources(self, node: yaml.Node, name: str) -> None:
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, "frontmatter-type", f"{name} is not a list", "write - {label: …}")
            return
        for item in node.value:
            self.check(item, Reference, "a source")

    def _facts(self, node: yaml.Node, name: str) -> None:
        if not isinstance(node, yaml.MappingNode):
            hint = "write name: {value: 12, style: integer}"
            self.wrong(node, "frontmatter-type", f"{name} is not a mapping", hint)
            return
        for key, value in node.value:
            self.check(value, Fact, f"the fact {key.value}")

    def wrong(self, node: yaml.Node, code: str, message: str, hint: str) -> None:
        """Note a problem at the line of *node*."""
        self.problems.append(Problem(self.path, _line(node), code, message, hint))

    def _stop(self, line: int, code: str, message: str, hint: str) -> None:
        raise SourceError(Problem(self.path, line, code, message, hint))


def _is_scalar(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


def _line(part: yaml.Node | yaml.Event) -> int:
    """Return the line of the file; the head begins at line 2."""
    return part.start_mark.line + 2 if part.start_mark else 2


_TYPES: dict[tuple[type, str], Callable[[_Reader, yaml.Node, str], None]] = {
    (Meta, "authors"): _Reader._texts,  # noqa: SLF001 (a table of its own methods)
    (Meta, "pages"): _Reader._pages,  # noqa: SLF001
    (Meta, "minimum"): _Reader._minimum,  # noqa: SLF001
    (Meta, "sources"): _Reader._sources,  # noqa: SLF001
    (Meta, "facts"): _Reader._facts,  # noqa: SLF001
}


def _is_date(value: object) -> bool:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_month(value: object) -> bool:
    return _is_date(value) or bool(isinstance(value, str) and _is_date(f"{value}-01"))


def _is_year(value: object) -> bool:
    return _is_month(value) or (type(value) is int and dt.MINYEAR <= value <= dt.MAXYEAR)


def _is_language(value: str) -> bool:
    try:
        language(value)
    except PolyficheError:
        return False
    return True


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_WEB = re.compile(r"(?:https?://(?![^/?#]*@)[^\s\"'<>\\]+)?")
_OF_SOURCE = {
    "url": (_WEB, "begin it with https://"),
    "doi": (re.compile(r"(?:10\.[0-9]{4,9}/[^\s\"<>\\]+)?"), "write it as 10.1234/abc"),
}
_TESTS: tuple[tuple[str, Callable[[str], object], str], ...] = (
    ("date", _is_date, "write year-month-day: 2026-11-24"),
    ("lang", _is_language, "give a BCP 47 tag such as fr"),
    ("licence", bool, "give an SPDX identifier such as CC-BY-4.0"),
    ("title", bool, "give the sheet a title"),
    ("version", bool, 'give a version such as "1.0"'),
    ("url", _WEB.fullmatch, "begin it with https://"),
)
_STYLES: dict[str, tuple[Callable[[object], bool], str]] = {
    **{
        name: (lambda v: type(v) is int, "write a whole number: 175000000000") for name in _INTEGERS
    },
    "date": (_is_date, "write year-month-day: 2025-08-02"),
    "month": (_is_month, "write year-month: 2021-08"),
    "short-month": (_is_month, "write year-month: 2021-08"),
    "year": (_is_year, "write a year: 2017"),
    "list": (_is_list, "write a list of words: [text, image]"),
}


def styles() -> Iterator[str]:
    """Yield the styles that a fact may have."""
    yield from _STYLES

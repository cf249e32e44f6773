"""The YAML head of a sheet: small, plain, checked whole, and turned into a frozen Meta."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any

import msgspec
import yaml

from .head_values import OF_SOURCE, STYLES, TESTS
from .limits import Limits, raise_it
from .model import Fact, Meta, Reference, SourceFile
from .plain_yaml import Reader, is_scalar
from .problems import Problem, SourceError, did_you_mean

_WHOLE = 100
_FENCE = "---"


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
    reader = _Checker(source.path)
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


class _Checker(Reader):
    """Checks nodes against the dataclasses that they become."""

    def check(self, node: yaml.Node, kind: type, what: str) -> None:
        """Check the keys and types of a mapping against the dataclass *kind*."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, "frontmatter-type", f"{what} is not a mapping", "write {key: value}")
            return
        known = {f.name: f for f in fields(kind)}
        given = {str(key.value): (key, value) for key, value in node.value if is_scalar(key)}
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
        for name, test, hint in TESTS:
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
        for name, (test, hint) in OF_SOURCE.items():
            if not test.fullmatch(str(given.get(name, ""))):
                message = f"the {name} of a source is {str(given[name])[:80]!r}"
                self.wrong(node, "frontmatter-value", message, hint)

    def _fact(self, node: yaml.Node, name: str, fact: Mapping[str, object]) -> None:
        value, style = fact["value"], str(fact["style"])
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            hint = "use small letters, digits and underscores: gpt3_params"
            self.wrong(node, "frontmatter-value", f"{name!r} is not a name of a fact", hint)
        if style not in STYLES:
            message = f"the fact {name} has the style {style!r}"
            self.wrong(node, "frontmatter-value", message, did_you_mean(style, STYLES))
        elif not STYLES[style][0](value):
            message = f"the fact {name} has the value {value!r}"
            self.wrong(node, "frontmatter-value", message, STYLES[style][1])

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


_TYPES: dict[tuple[type, str], Callable[[_Checker, yaml.Node, str], None]] = {
    (Meta, "authors"): _Checker._texts,  # noqa: SLF001 (a table of its own methods)
    (Meta, "pages"): _Checker._pages,  # noqa: SLF001
    (Meta, "minimum"): _Checker._minimum,  # noqa: SLF001
    (Meta, "sources"): _Checker._sources,  # noqa: SLF001
    (Meta, "facts"): _Checker._facts,  # noqa: SLF001
}

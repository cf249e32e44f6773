"""Plain YAML as nodes that know their lines: no aliases, tags, second documents or depth."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from .characters import name_of, unsafe
from .problems import Problem, SourceError

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where it is: ten times faster; heads are small and looked at as events first."""
_LARGEST = 16_384
_DEEPEST = 5
_MOST_DIGITS = 19
_INT = re.compile(r"[-+]?[0-9]+")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(slots=True)
class Reader:
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
            line = line_of(event)
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
                if not is_scalar(key):
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

    def wrong(self, node: yaml.Node, code: str, message: str, hint: str) -> None:
        """Note a problem at the line of *node*."""
        self.problems.append(Problem(self.path, line_of(node), code, message, hint))

    def _stop(self, line: int, code: str, message: str, hint: str) -> None:
        raise SourceError(Problem(self.path, line, code, message, hint))


def is_scalar(node: yaml.Node) -> bool:
    """Tell whether *node* is one value, no list and no mapping."""
    return isinstance(node, yaml.ScalarNode)


def line_of(part: yaml.Node | yaml.Event) -> int:
    """Return the line of the file; the head begins at line 2."""
    return part.start_mark.line + 2 if part.start_mark else 2

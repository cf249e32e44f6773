"""Why an artifact is made again: the parts of its key, now and when it was last made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

import msgspec

from .jobs import seen
from .model import Job, SourceFile
from .stamps import hashed

Recall = Callable[[str], bytes | None]
"""(digest of a part) to its content, where that is still known."""

_FACTS = re.compile(r"^facts:.*\n(?:[ \t#].*\n|\n)*", re.MULTILINE)
_PART_OF = {
    "figures": "figures",
    "entries": "translations",
    "counts": "state of the translation",
    "ui": "words of the program",
    "siblings": "languages",
    "css": "theme",
    "downloads": "files of the edition",
    "tools": "tools",
    "fonts": "fonts",
    "added": "fonts",
}
"""What a person calls a field of a job; the source has parts of its own, the rest are options."""
TOLD = ("translations", "tools", "options")
"""Parts that are kept, so that what changed in them can be named."""
_MOST = 3
_LONGEST = 50


def parts(job: Job) -> dict[str, bytes]:
    """Return all that the key of *job* hashes, by the name of the part."""
    shown = seen(job)
    found: dict[str, Any] = {"options": _fields(shown.printing), **_source(shown.source)}
    for name, value in _fields(shown).items():
        if name not in {"source", "printing", *_PART_OF}:
            found["options"][name] = value
        elif name in _PART_OF:
            found[_PART_OF[name]] = value
    found["options"] |= {"limits": _fields(shown.source.limits)}
    found["translations"] = {"\4".join(filter(None, key)): text for key, text in shown.entries}
    found["tools"] = {name: version for name, version in shown.tools if not _is_font(name)}
    added = {name: version for name, version in shown.tools if _is_font(name)}
    found["fonts"] = [shown.fonts, shown.added, added]
    return {name: msgspec.msgpack.encode(value) for name, value in found.items()}


def why(old: Mapping[str, str], new: Mapping[str, bytes], recall: Recall) -> str:
    """Return what changed between two makings of one artifact, in words; empty when nothing did.

    Args:
        old: Digest of each part then.
        new: Each part now.
        recall: Gives the parts of then that are still known.
    """
    changed = [name for name, part in new.items() if old.get(name) != hashed(part).hex()]
    return ", ".join(_told(name, recall(old.get(name, "")), new[name]) for name in changed)


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401 (any dataclass)
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _source(source: SourceFile) -> dict[str, Any]:
    """Return the parts of a sheet: its text, its facts, and what else its head says."""
    start, _, rest = source.text.partition("\n---\n")
    facts = _FACTS.findall(f"{start}\n")
    return {
        "source": [source.path, rest],
        "facts": facts,
        "data of the sheet": _FACTS.sub("", f"{start}\n"),
    }


def _is_font(tool: str) -> bool:
    return tool == "fonts" or tool.startswith("fonts-")


def _told(name: str, old: bytes | None, new: bytes) -> str:
    """Return the name of a part, and what changed in it where both are known."""
    if name not in TOLD or old is None:
        return name
    before = msgspec.msgpack.decode(old, type=dict[str, Any])
    after = msgspec.msgpack.decode(new, type=dict[str, Any])
    names = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    listed = _quoted(names) if name == "translations" else _moves(names, before, after)
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return f"{name} ({', '.join(listed)}{more})"


def _quoted(msgids: Iterable[str]) -> list[str]:
    short = (text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in msgids)
    return [repr(text.replace("\4", ": ")) for text in short][:_MOST]


def _moves(names: Iterable[str], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    def lines() -> Iterator[str]:
        for name in names:
            yield f"{name} {_value(before.get(name))} → {_value(after.get(name))}"

    return list(lines())[:_MOST]


def _value(value: Any) -> str:  # noqa: ANN401 (what an option may be)
    if isinstance(value, list):
        return "+".join(str(v[0] if isinstance(v, list) else v) for v in value) or "none"
    return "none" if value is None else str(value)

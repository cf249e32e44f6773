"""The inventory of a release, `manifest.json`: enough to check, rebuild and compare it.

The form is published as `docs/manifest.schema.json`, which `tools/write_manifest_schema.py` makes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Annotated, Literal

import msgspec

from .model import Counts, Fact
from .problems import Problem, ReleaseError

SCHEMA: Literal[1] = 1
"""Version of the form; grows when a field changes its meaning."""
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
LARGEST = 256_000_000
"""Bytes of the largest manifest that is read."""

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 in hex.")]
Id = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$", description="Start of a hash in hex.")]
FileName = Annotated[
    str,
    msgspec.Meta(
        pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$", description="A file name without a folder."
    ),
]
Size = Annotated[int, msgspec.Meta(ge=0, description="Bytes.")]
Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]
Epoch = Annotated[int, msgspec.Meta(ge=0, le=253_402_300_799, description="Seconds; to 9999.")]
Count = Annotated[int, msgspec.Meta(ge=0)]
Kind = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Content:
    """One file and its bytes, told by a hash."""

    path: str
    """Relative, with forward slashes."""
    sha256: Sha256
    bytes: Size


@dataclass(frozen=True, slots=True)
class File:
    """One file of the release."""

    name: FileName
    kind: Literal["edition", "everything", "notes"]
    lang: str
    """BCP 47 tag; empty for the archive with everything."""
    sha256: Sha256
    bytes: Size
    members: tuple[Content, ...] = ()
    """What an archive holds, sorted by path."""


@dataclass(frozen=True, slots=True)
class Message:
    """One unit of a sheet, in the language of the source."""

    id: Id
    context: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it was released."""

    name: str
    title: str
    version: str
    date: str
    lang: str
    licence: str
    """SPDX identifier."""
    sources: tuple[Content, ...]
    """The source, its figures and its catalogs, as they were."""
    facts: dict[str, Fact]
    units: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One sheet in one language."""

    sheet: str
    lang: str
    translated: Count
    fuzzy: Count
    missing: Count
    minimum: Percent
    """What it had to reach."""
    released: bool
    """Whether it is in the release; one that is not is only listed."""
    translations: dict[str, Id]
    """Hash of each confirmed translation, by the id of its unit."""

    @property
    def percent(self) -> float:
        """Share of the units that are translated, 0 to 100."""
        return Counts(self.translated, self.fuzzy, self.missing).percent


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that is not what it was; without `old` it is new, without `new` it is gone."""

    name: str
    old: Fact | None
    new: Fact | None


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit of the source that is not what it was."""

    kind: Kind
    id: str
    """Of the unit; empty for a removed one."""
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new in one sheet since the release before."""

    sheet: str
    before: str
    """Version of the sheet in the release before; empty when it was not in it."""
    facts: tuple[FactChange, ...] = ()
    units: tuple[UnitChange, ...] = ()
    translations: dict[str, tuple[Id, ...]] = field(default_factory=dict)
    """By language: units of old whose translation is another one, or the first one."""
    new_languages: tuple[str, ...] = ()
    """Languages in which the sheet is released for the first time."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything that a release says of itself."""

    schema: Literal[1]
    kind: Literal["polyfiche release"]
    name: FileName
    epoch: Epoch | None
    """SOURCE_DATE_EPOCH, when it was set: seconds."""
    minimum: Percent | None
    """What `--minimum` asked of every edition; null: each sheet says it."""
    toolchain: dict[str, str]
    """What turned the sources into bytes, by name."""
    since: str
    """SHA-256 of the manifest that it is compared with; empty for a first release."""
    sheets: tuple[Sheet, ...]
    editions: tuple[Edition, ...]
    changes: tuple[Changes, ...]
    files: tuple[File, ...]
    """Everything in the release but the manifest and the sums."""


def dump(inventory: Inventory) -> bytes:
    """Return `manifest.json`."""
    return msgspec.json.format(msgspec.json.encode(inventory), indent=2) + b"\n"


def load(data: bytes, path: str) -> Inventory:
    """Return the inventory that *data* holds.

    Args:
        data: A `manifest.json` of anybody.
        path: For problems.

    Raises:
        ReleaseError: `manifest-invalid`, with the place that is wrong.
    """
    hint = "give the manifest.json of a release that polyfiche made, as it was published"
    try:
        return msgspec.json.decode(data, type=Inventory)
    except (msgspec.DecodeError, RecursionError) as error:
        message = f"is no manifest of a release: {error}"
        raise ReleaseError(Problem(path, 0, "manifest-invalid", message, hint)) from error


def schema() -> bytes:
    """Return the JSON Schema of the manifest."""
    made = msgspec.json.schema(Inventory)
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
    return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"


def content(path: str, data: bytes) -> Content:
    """Return what the inventory says of a file."""
    return Content(path, hashlib.sha256(data).hexdigest(), len(data))


def id_of(text: str, context: str = "") -> str:
    """Return what names a unit or a translation: 16 hex digits."""
    return hashlib.blake2b(f"{context}\4{text}".encode(), digest_size=8).hexdigest()


def sums(files: dict[str, bytes]) -> bytes:
    """Return `SHA256SUMS` of *files*, as `sha256sum` writes it, sorted by name."""
    found = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return "".join(f"{found[name]}  {name}\n" for name in sorted(found)).encode()


def read_sums(data: bytes) -> dict[str, str]:
    """Return the hash of each file that `SHA256SUMS` names.

    Raises:
        ReleaseError: `sums-syntax`, a line is none of `sha256sum`'s.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        digest, gap, name = line[:64], line[64:66], line[66:]
        is_hash = len(digest) == 64 and not set(digest) - set("0123456789abcdef")  # noqa: PLR2004
        if not is_hash or gap not in {"  ", " *"} or not name or name in found:
            message, hint = "is no line of sha256sum, or a second one", "get the file again"
            raise ReleaseError(Problem(SUMS, number, "sums-syntax", message, hint))
        found[name] = digest
    return found

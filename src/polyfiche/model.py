"""The frozen dataclasses that everything else passes around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .limits import Limits
from .problems import Problem

if TYPE_CHECKING:
    from markdown_it.token import Token

Format = Literal["md", "html", "pdf", "svg"]
LayoutName = Literal["sheet", "handout"]
FontSource = Literal["package", "system"]
WebMode = Literal["inline", "folder"]
"""Where a web page has its fonts, its style and its script: in itself, or in files for all."""
"""Whose fonts a PDF is made with; those of the project always are among them."""
Kind = Literal["llm", "fm", "neutral"]
View = Literal["", "timeline"]
Key = tuple[str, str]
"""(msgctxt, msgid); no context is the empty string."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text file of the project, whole."""

    path: str
    """Relative to the project, with forward slashes."""
    text: str
    """LF line ends, no byte order mark."""
    limits: Limits = field(default_factory=Limits)
    """What the project lets one file hold."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, date or list kept as data; shown by CLDR for each locale."""

    value: int | str | tuple[str, ...]
    """An integer, an ISO date (`2017-06`, `2017-06-12`), or msgids of a list. Never a float."""
    style: Literal[
        "compact", "integer", "percent", "date", "month", "short-month", "year", "power", "list"
    ]


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that the sheet cites."""

    label: str
    doi: str = ""
    url: str = ""

    @property
    def href(self) -> str:
        """The address a reader can follow."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@dataclass(frozen=True, slots=True)
class Meta:
    """The head of a sheet."""

    title: str
    version: str
    date: str
    """ISO 8601 calendar date of the data."""
    licence: str
    """SPDX identifier."""
    authors: tuple[str, ...]
    subtitle: str = ""
    lang: str = "fr"
    url: str = ""
    """Canonical address of the web edition; `{lang}` stands for the BCP 47 tag."""
    pages: Mapping[str, int] = field(default_factory=dict)
    """Page budget per layout."""
    minimum: int = 100
    """Percent of its units that an edition must have translated to be released."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    sources: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """One translatable piece: a gettext message."""

    msgid: str
    msgctxt: str = ""
    references: tuple[str, ...] = ()
    """`content/sheet.md#card-id`, in source order, no line numbers."""
    comments: tuple[str, ...] = ()
    """Extracted comments (`#.`): block kind, author's notes."""
    flags: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What identifies the message in a catalog."""
        return self.msgctxt, self.msgid


@dataclass(frozen=True, slots=True)
class Card:
    """What the author says of one card; nothing in it is ever translated."""

    id: str
    kind: Kind = "neutral"
    priority: int = 1
    covers: tuple[str, ...] = ()
    """Statements of the seed that the card carries, ranges expanded: `S06`, `S07`."""
    span: int = 1
    """Columns that the card takes, 1 to 3."""
    line: int = 0
    """1-based, of the directive in the source."""
    view: View = ""
    """What the table of the card is drawn as, where there is room for a drawing."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a source says, without the tokens of its text."""

    name: str
    source: SourceFile
    meta: Meta
    cards: tuple[Card, ...]
    figures: tuple[str, ...]
    """Project-relative paths of the SVG images, in order of use."""
    units: tuple[Unit, ...]
    """Title, subtitle, then the body in order; one per key. Figures' texts are not in it."""


@dataclass(frozen=True, slots=True)
class Sheet(Outline):
    """A source after phase 1: blocks are known, inlines are not."""

    tokens: tuple[Token, ...]
    env: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class LocalCard:
    """One card in one language, after phase 2."""

    card: Card
    heading: tuple[Token, ...]
    """`heading_open`, `inline`, `heading_close`; empty for text before the first card."""
    body: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sheet that starts on a page of its own: a level 2 heading and its cards."""

    id: str
    heading: tuple[Token, ...]
    cards: tuple[LocalCard, ...]


@dataclass(frozen=True, slots=True)
class Localized:
    """A sheet in one language, every inline parsed."""

    sheet: Sheet
    lang: str
    title: str
    """Plain text."""
    subtitle: str
    tokens: tuple[Token, ...]
    """The whole body, footnotes last."""
    env: Mapping[str, object]
    sections: tuple[Section, ...]
    footnotes: tuple[Token, ...]
    """The footnote block; empty when there is none."""
    missing: frozenset[Key]
    """Units that stayed in the source language."""
    marks: Mapping[Key, int] = field(default_factory=dict)
    """Numbers by which a preview finds units in its page; empty in all that is published."""

    def mark(self, key: Key) -> dict[str, str]:
        """Return the attribute by which a preview finds the unit *key*; empty elsewhere."""
        return {"data-unit": str(self.marks[key])} if key in self.marks else {}


@dataclass(frozen=True, slots=True)
class Counts:
    """State of a translation, in units of the sheet and its figures."""

    translated: int
    fuzzy: int
    missing: int

    @property
    def total(self) -> int:
        """All units."""
        return self.translated + self.fuzzy + self.missing

    @property
    def percent(self) -> float:
        """Share of the translated units, 0 to 100; all of none."""
        return 100.0 * self.translated / self.total if self.total else 100.0


@dataclass(frozen=True, slots=True)
class Printing:
    """What is asked of the print beyond layout and paper."""

    mono: bool = False
    """Black and white: patterns in the place of colours."""
    marks: bool = False
    """Crop marks and 3 mm of bleed."""
    gutter_mm: int = 0
    """How far odd pages move from the binding edge, and even ones the other way."""
    guides: tuple[Literal["fold", "punch"], ...] = ()
    variant: str = "pdf/ua-1"
    """A PDF variant that WeasyPrint knows."""
    allow_overflow: bool = False
    """Give a preview that takes more pages than its budget, with a warning."""
    attachments: tuple[tuple[str, bytes], ...] = ()
    """(name, content) of files that the PDF carries."""


@dataclass(frozen=True, slots=True)
class AddedFont:
    """A font of the project, by name: whoever runs the job has been given its file."""

    family: str
    weight: int
    style: Literal["normal", "italic"]
    sha512: str
    """Hexadecimal."""
    scripts: tuple[str, ...]
    """ISO 15924, those that it can write."""
    characters: str
    """Hexadecimal code points and ranges."""


@dataclass(frozen=True, slots=True)
class Download:
    """Another file of the same edition, which its web page links to."""

    form: Literal["md", "pdf"]
    name: str
    """Of the file, beside the page."""
    layout: str = ""
    paper: str = ""
    """As printed: `A4`."""
    picture: tuple[int, int] = (0, 0)
    """Width and height, in pixels, of the picture of its first page beside it; (0, 0) for none."""


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that may change the bytes of one artifact, and nothing else."""

    path: str
    """Where the artifact goes, relative to the build folder."""
    sheet: str
    lang: str
    format: Format
    layout: str
    paper: str
    source: SourceFile
    figures: tuple[tuple[str, str], ...]
    """(project-relative path, SVG text) of every figure of the sheet."""
    entries: tuple[tuple[Key, str], ...]
    """The translations that the sheet uses, in unit order; fuzzy ones are not in it."""
    counts: Counts
    ui: tuple[tuple[str, str], ...]
    """The program's own words in this language."""
    siblings: tuple[str, ...]
    """Languages of the same build, this one too, in the order of the switcher."""
    formats: tuple[Format, ...]
    """Formats of the same build: what an edition may link to."""
    css: str
    """The theme's style sheet for this format."""
    epoch: int
    """Seconds; the only time that an artifact may carry."""
    tools: tuple[tuple[str, str], ...]
    """(name, version) of what turns the source into bytes, fonts included."""
    printing: Printing = field(default_factory=Printing)
    fonts: tuple[str, ...] = ()
    """The families that a PDF may use, the first one first."""
    added: tuple[AddedFont, ...] = ()
    """The project's own fonts, for a web page."""
    downloads: tuple[Download, ...] = ()
    """What a web page links to, in its order."""
    web: WebMode = "inline"


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a renderer gives."""

    data: bytes
    pages: int = 0
    """0 where the format has no pages."""
    size_pt: float = 0.0
    """Body type size; 0 where the reader chooses it."""
    layouts: int = 0
    """How often the pages were laid out until they fitted."""
    problems: tuple[Problem, ...] = ()
    picture: bytes = b""
    """The first page of a PDF as a small PNG, for the index."""
    assets: tuple[Asset, ...] = ()
    """What a web page loads."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that web pages share; its bytes can be made again from the job of each of them."""

    path: str
    """Relative to the build folder; it names the hash of the bytes."""
    font: str = ""
    """What it is made of: a file of the package, or the SHA-512 of an added font."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the build, with what the manifest says of it."""

    path: str
    data: bytes
    sheet: str
    lang: str
    format: Format
    layout: str
    paper: str
    counts: Counts
    pages: int = 0
    size_pt: float = 0.0
    layouts: int = 0
    problems: tuple[Problem, ...] = ()
    picture: bytes = b""
    assets: tuple[Asset, ...] = ()

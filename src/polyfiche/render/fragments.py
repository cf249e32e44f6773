"""Cards as HTML fragments: what the web page and the printed sheet share."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from .. import dialect, figures
from ..languages import language
from ..model import Card, Job, LocalCard, Localized
from ..problems import Problem, RenderError
from . import dated, room
from .ink import in_grey
from .labels import scale
from .pack import COLUMNS
from .runs import attributes, marked, markup
from .shape import (
    alert_titles,
    as_timeline,
    footnotes,
    lone_images,
    named,
    references,
    row_headers,
    terms,
)

_STEP = re.compile(r"\s+(<li>|</ol>)")


@dataclass(frozen=True, slots=True)
class CardHtml:
    """One card, ready to be placed."""

    card: Card
    heading: Markup
    """The inside of the heading element."""
    body: Markup


@dataclass(frozen=True, slots=True)
class Frame:
    """What a figure stands in."""

    span: int = 1
    """Columns of its card."""
    heading: str = ""
    """Id of the heading of its card; empty where nothing can refer to it."""


@dataclass(frozen=True, slots=True)
class SectionHtml:
    """One section, ready to be placed."""

    id: str
    heading: Markup
    cards: tuple[CardHtml, ...]


def sections(localized: Localized, job: Job, *, printed: bool) -> tuple[SectionHtml, ...]:
    """Return the sections of a sheet as HTML fragments; each footnote ends its card.

    Args:
        localized: The sheet in one language.
        job: Gives the figures and their texts.
        printed: For paper: footnotes have no links, definitions run in, steps stand side by side.
    """
    write = _Writer(localized, job, printed=printed)
    return tuple(
        SectionHtml(
            section.id,
            write.inside(section.heading),
            tuple(CardHtml(c.card, write.inside(c.heading), write.body(c)) for c in section.cards),
        )
        for section in localized.sections
    )


def figure(job: Job, localized: Localized, path: str, told: Markup, frame: Frame) -> Markup:
    """Return a figure: art without text, and its texts placed over it as HTML.

    The labels are the same words as the alternative text and the drawing, so they are hidden
    from assistive technology. The keyboard can scroll a figure that is wider than the window,
    so it can have the focus and needs a name: that of its card, by the id of its heading.
    *told* are the attributes of the picture that tell it: `alt`, and those of its state.
    """
    where = _project_path(localized, path)
    entries = None if job.lang == localized.sheet.meta.lang else dict(job.entries)
    drawn = figures.draw(where, dict(job.figures)[where], entries, job.lang, job.source.limits)
    shown = in_grey(drawn.art) if job.printing.mono else drawn.art
    art = base64.b64encode(shown.encode()).decode("ascii")
    labels = Markup("").join(
        _label(label, localized, room.drawing(job, frame.span)) for label in drawn.labels
    )
    name = Markup(' aria-labelledby="{}"').format(frame.heading) if frame.heading else ""
    ratio = round(drawn.height / drawn.width, 5)
    return Markup(
        '<figure tabindex="0"{}><div class="art" style="--ratio:{}">'
        '<img {} src="data:image/svg+xml;base64,{}">{}</div></figure>\n'
    ).format(name, ratio, told, art, labels)


def _project_path(localized: Localized, path: str) -> str:
    """Return the project's path of what the source calls *path*."""
    base = localized.sheet.source.path.rpartition("/")[0]
    return f"{base}/{path}" if base else path


def _label(label: figures.Label, localized: Localized, width_mm: float) -> Markup:
    size = label.size * scale(label, width_mm)
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
    style = (
        f"left:{(label.x - shift * label.width) * 100:.2f}%;top:{label.y * 100:.2f}%;"
        f"width:{label.width * 100:.2f}%;font-size:calc(var(--w)*{size:.5f});"
        f"text-align:{ {'start': 'left', 'middle': 'center', 'end': 'right'}[label.anchor] }"
    )
    shown = language(localized.sheet.meta.lang if label.missing else localized.lang)
    attrs: dict[str, str] = {"dir": shown.direction}
    if label.missing:
        attrs |= {"lang": shown.tag, **localized.mark(("", label.text))}
    text = markup(label.text, language(localized.lang))
    span = Markup(
        '<span class="label {}" aria-hidden="true" data-lines="{}" style="{}"{}>{}</span>'
    )
    return span.format(label.kind, label.lines, style, attributes(attrs), text)


class _Writer(RendererHTML):
    """markdown-it's HTML renderer with figures, row headers and footnotes inside cards."""

    def __init__(self, localized: Localized, job: Job, *, printed: bool) -> None:
        super().__init__()
        self._localized = localized
        self._job = job
        self._language = language(job.lang)
        self._parser = dialect.parser("sheet")
        self._printed = printed
        own = dict(self.rules)
        self.rules = {**vars(self._parser.renderer)["rules"], **own}
        for name in ("footnote_ref", "footnote_anchor"):
            self.rules[name] = getattr(self, f"_{name}")
        self._notes = dict(footnotes(localized.footnotes))
        self._named = set[str]()
        self._frame = Frame()

    def inside(self, heading: Sequence[Token]) -> Markup:
        """Return the inside of a heading."""
        children = next((t.children or [] for t in heading if t.type == "inline"), [])
        return self._inline(children)

    def body(self, card: LocalCard) -> Markup:
        """Return the body of *card*, its footnotes last."""
        has_name = bool(card.card.id and card.heading) and not self._printed
        heading = f"_h-{card.card.id}" if has_name else ""
        self._frame = Frame(card.card.span, heading)
        notes = Markup("").join(self._note(number) for number in references(card.body))
        body = tuple(as_timeline(card.body)) if card.card.view else card.body
        blocks = self._blocks(body)
        if self._printed and card.card.span == COLUMNS:  # its steps stand side by side, no space
            blocks = Markup(_STEP.sub(r"\1", str(blocks)))  # noqa: S704 (as below)
        return blocks + notes

    def _blocks(self, tokens: Sequence[Token]) -> Markup:
        labelled = list(alert_titles(tokens, dict(self._job.ui)))
        shaped = named(row_headers(lone_images(labelled)), self._frame.heading)
        if self._printed:
            shaped = terms(shaped)
        ready = list(marked(shaped, self._language))
        return Markup(  # noqa: S704 (our own writer escapes)
            self.render(ready, self._parser.options, dict(self._localized.env))
        )

    def _inline(self, children: Sequence[Token]) -> Markup:
        options, env = self._parser.options, dict(self._localized.env)
        ready = next(marked([Token("inline", "", 0, children=list(children))], self._language))
        return Markup(self.renderInline(ready.children or [], options, env))  # noqa: S704 (as above)

    def figure(
        self, tokens: Sequence[Token], idx: int, options: object, env: Mapping[str, object]
    ) -> str:
        """Draw a paragraph that is one image and nothing else."""
        image = tokens[idx]
        alt = self.renderInlineAsText(image.children, self._parser.options, dict(env))
        path = str(image.attrs["src"])
        if _project_path(self._localized, path) not in dict(self._job.figures):
            raise self._foreign(path)
        told = Markup('alt="{}"{}').format(alt, attributes(image.meta["marks"]))
        return str(figure(self._job, self._localized, path, told, self._frame))

    def timeline(
        self, tokens: Sequence[Token], idx: int, options: object, env: Mapping[str, object]
    ) -> str:
        """Draw a table as a timeline."""
        inside: list[Token] = tokens[idx].meta["table"]

        def write(cell: Token) -> Markup:
            return self._inline(cell.children or [])

        return str(dated.drawn(self._localized, self._job, self._frame.span, inside, write))

    def image(
        self, tokens: Sequence[Token], idx: int, options: object, env: Mapping[str, object]
    ) -> str:
        """Refuse an image inside text: the source has none, so a translation made it."""
        raise self._foreign(str(tokens[idx].attrs["src"]))

    def _foreign(self, path: str) -> RenderError:
        source = self._localized.sheet.source.path
        message = f"{self._job.lang}: a translation has an image of its own, {path!r}"
        hint = "keep the image as the source has it, alone in its message"
        return RenderError(Problem(source, 0, "figure-foreign", message, hint))

    def _footnote_ref(
        self, tokens: Sequence[Token], idx: int, options: object, env: Mapping[str, object]
    ) -> str:
        number = int(tokens[idx].meta["id"]) + 1
        if self._printed:
            return f"<sup>{number}</sup>"
        name = self._once(f"_ref-{number}")
        link = self._note_link("noteref", f"#_note-{number}", number)
        return f"<sup{name}>{link}</sup>"

    def _footnote_anchor(
        self, tokens: Sequence[Token], idx: int, options: object, env: Mapping[str, object]
    ) -> str:
        return ""

    def _note(self, number: int) -> Markup:
        inside = self._blocks([t for t in self._notes[number] if t.type != "footnote_anchor"])
        label = Markup("<sup>{}</sup> ").format(number + 1)
        if not self._printed:
            link = self._note_link("backlink", f"#_ref-{number + 1}", number + 1)
            label = Markup("<sup>{}</sup> ").format(link)
        text = Markup(str(inside).replace("<p>", f"<p>{label}", 1))  # noqa: S704 (as above)
        return Markup('<div class="note"{}>{}</div>\n').format(
            self._once(f"_note-{number + 1}"), text
        )

    def _note_link(self, kind: str, address: str, number: int) -> Markup:
        """Return a link that shows a number and says what it is. Source: DPUB-ARIA 1.1."""
        ui = dict(self._job.ui)
        name = {"noteref": ui["noteref"], "backlink": ui["backlink"]}[kind]
        link = Markup('<a href="{}" role="doc-{}" aria-label="{} {}">{}</a>')
        return link.format(address, kind, name, number, number)

    def _once(self, name: str) -> Markup:
        """Return *name* as an id, where no other element of the page has it yet."""
        is_new = name not in self._named
        self._named.add(name)
        return Markup(' id="{}"').format(name) if is_new else Markup("")

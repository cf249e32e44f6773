"""Parity of markup between a message and its translation."""

from __future__ import annotations

from collections.abc import Iterator

from ..parity import LITERAL, Difference, compare
from .kinds import Hit, Passage


def link(passage: Passage) -> Iterator[Hit]:
    """Find links that a translation lost, added, or sends elsewhere.

    Labels are free, and so is their order; addresses are not.

    For example: `[voir](https://a.org)` translated as `see https://b.org`.

    To mend it: copy the address from the msgid.
    """
    for one in _differences(passage, "link"):
        yield _hit(passage, one, f"the link to {one.what!r}", "copy the address from the msgid")


def image(passage: Passage) -> Iterator[Hit]:
    """Find images that a translation lost, added or exchanged.

    For example: `![carte](figures/carte.svg)` translated as `![map](figures/map.svg)`.

    To mend it: keep what stands in parentheses; translate only what stands in brackets.
    """
    for one in _differences(passage, "image"):
        yield _hit(passage, one, f"the image {one.what!r}", "keep what stands in parentheses")


def alternative(passage: Passage) -> Iterator[Hit]:
    """Find images whose translation has no alternative text.

    Who cannot see the figure would hear nothing of it, and the PDF would not be PDF/UA.

    For example: `![Une carte](carte.svg)` translated as `![](carte.svg)`.

    To mend it: translate the text between `![` and `]`.
    """
    for one in _differences(passage, "alt"):
        if one.count > 0:
            message = f"the image {one.what!r} has no alternative text"
            yield Hit(message, "translate the text between ![ and ]")


def code(passage: Passage) -> Iterator[Hit]:
    """Find code spans that a translation lost, added or changed.

    For example: `` `polyfiche build` `` translated as `` `polyfiche bauen` ``.

    To mend it: copy what stands between backticks from the msgid.
    """
    for one in _differences(passage, "code"):
        yield _hit(passage, one, f"the code {one.what!r}", "copy it from the msgid, backticks too")


def html(passage: Passage) -> Iterator[Hit]:
    """Find HTML tags that a translation lost or added.

    Raw HTML is not read in a sheet: a tag would be printed as it is typed.

    For example: `Zeile 1<br>Zeile 2` for a msgid without `<br>`.

    To mend it: use Markdown: a backslash at the end of a line breaks it.
    """
    for one in _differences(passage, "html"):
        yield _hit(passage, one, f"the tag {one.what!r}", "use Markdown; tags are printed as typed")


def footnote(passage: Passage) -> Iterator[Hit]:
    """Find footnote marks that a translation lost, added or renamed.

    For example: `mot[^note]` translated as `Wort[^fussnote]`.

    To mend it: keep `[^note]` as it is in the msgid.
    """
    for one in _differences(passage, "footnote"):
        yield _hit(passage, one, f"the footnote {one.what!r}", f"keep [^{one.what}] once")


def fact(passage: Passage) -> Iterator[Hit]:
    """Find facts that a translation lost, added or renamed.

    `{name}` stands for a number or a date, which each language gets in its own form.

    For example: `{params} de paramètres` translated as `175 billion parameters`.

    To mend it: keep every `{name}` of the msgid, as often as it is there.
    """
    for one in _differences(passage, "fact"):
        yield _hit(passage, one, f"the fact {{{one.what}}}", "keep each {name} of the msgid")


def hard_break(passage: Passage) -> Iterator[Hit]:
    r"""Find line breaks that a translation lost or added.

    For example: `un\\\\\\ndeux` in a msgid, translated on one line.

    To mend it: end the line with a backslash, as the msgid does.
    """
    for one in _differences(passage, "break"):
        yield _hit(passage, one, "a hard line break", "end the line with \\ as the msgid does")


def emphasis(passage: Passage) -> Iterator[Hit]:
    """Find emphasis that a translation lost or added.

    Bold and italics lead the eye; but a language may want another, so this is a warning. Where the
    difference is meant, silence it with `# polyfiche: ignore parity-emphasis`.

    For example: `**LLM** : modèle` translated as `LLM: model`.

    To mend it: put the same marks around the words that carry the same sense.
    """
    for kind in ("strong", "emphasis", "strikethrough"):
        for one in _differences(passage, kind):
            yield _hit(passage, one, f"{kind}", "mark the same words as the msgid does")


def literal(passage: Passage) -> Iterator[Hit]:
    """Find markup that stayed literal: a reader would see the stars.

    For example: `** fett**`, `[Text] (https://a.org)`, or a backtick that nothing closes.

    To mend it: delete the space inside the marks, close what was opened, or write a backslash
    before a star that is meant as one.
    """
    for one in _differences(passage, LITERAL):
        at = passage.text.find(one.what)
        message = f"{one.what!r} stays as it is and would be printed"
        yield Hit(message, "close it, delete the space inside it, or write \\ before it", start=at)


def _differences(passage: Passage, kind: str) -> Iterator[Difference]:
    source = passage.context.shape(passage.message)
    for one in compare(source, passage.context.shape(passage.text)):
        if one.kind == kind:
            yield one


def _hit(passage: Passage, one: Difference, what: str, hint: str) -> Hit:
    if one.count < 0:
        return Hit(f"{what} is lost{_times(-one.count)}", hint)
    at = passage.text.find(one.what) if one.what else -1
    return Hit(f"{what} is added{_times(one.count)}", hint, start=at)


def _times(count: int) -> str:
    return f" {count} times" if count > 1 else ""

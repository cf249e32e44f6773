"""One message and its translation, whatever its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..typography.masking import mask, speaks
from .kinds import Hit, Passage

_WORD = re.compile(r"[^\W\d_]{4,}")


def same(passage: Passage) -> Iterator[Hit]:
    """Find translations that are the message itself.

    Somebody copied the source and forgot it; it would be printed without the mark of what is not
    translated. Names are left alone: what has no lower-case word of four letters, and what
    `content/terms.tsv` says that the language keeps (`=`).

    For example: `Ce que fait un LLM` as the German translation of itself.

    To mend it: translate it; or give the term a line in `content/terms.tsv` with `=`.
    """
    is_variety = passage.lang.partition("-")[0] == passage.context.terms.source.partition("-")[0]
    if is_variety or passage.text.strip() != passage.message.strip():
        return
    words = [word for word in _WORD.findall(mask(passage.text)) if word.islower()]
    if words and not passage.context.terms.stays(passage.text, passage.lang):
        hint = "translate it, or say with = in content/terms.tsv that it stays"
        yield Hit("says the same as the source", hint)


def edges(passage: Passage) -> Iterator[Hit]:
    """Find spaces and line ends at the beginning or end that the message does not have.

    A last space may be lost in Chinese and Japanese, whose marks bring their own.

    For example: `"Verstehen "` for `"Comprendre"`.

    To mend it: run `polyfiche check --fix`.
    """
    text, message = passage.text, passage.message
    body = text.strip()
    lead, tail = len(text) - len(text.lstrip()), len(text.rstrip())
    first = message[: len(message) - len(message.lstrip())]
    last = message[len(message.rstrip()) :]
    hint = "run: polyfiche check --fix"
    if body and text[:lead] != first:
        yield Hit("begins with other space than the msgid", hint, "", 0, 0, 0, lead, first)
    is_wide = speaks(passage.lang, "zh", "ja") and last == " " and not text[tail:]
    if body and text[tail:] != last and not is_wide:
        yield Hit("ends with other space than the msgid", hint, "", 0, 0, tail, len(text), last)

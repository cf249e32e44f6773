"""Typography of the source and of each translation; the rules are in `polyfiche.typography`."""

from __future__ import annotations

from collections.abc import Iterator

from .. import typography
from .kinds import Hit, Passage

_FIXABLE = "run: polyfiche check --fix"


def space(passage: Passage) -> Iterator[Hit]:
    """Find spaces around punctuation that the language does not write.

    French: U+202F before `; ! ?`, U+00A0 before `:` and inside « ». French of Canada: none before
    `; ! ?`. French of Switzerland: U+202F before all four. Chinese and Japanese: none beside
    full-width punctuation. Others: none before punctuation.

    For example: `Pourquoi ?` with the space of the keyboard, which lets the line end before `?`.

    To mend it: run `polyfiche check --fix`.
    """
    return _hits(passage, "typography-space")


def quote(passage: Passage) -> Iterator[Hit]:
    """Find double quotes that are typed straight, or are those of another language.

    German: „…“ (or »…«). Polish: „…”. French: « … ». Spanish and Arabic: «…». Japanese: 「…」.

    For example: `"Ein LLM versteht."` in German.

    To mend it: run `polyfiche check --fix`, which changes quotes that pair up.
    """
    return _hits(passage, "typography-quote")


def apostrophe(passage: Passage) -> Iterator[Hit]:
    """Find straight apostrophes inside words.

    For example: `l'essentiel` for `l’essentiel`.

    To mend it: run `polyfiche check --fix`.
    """
    return _hits(passage, "typography-apostrophe")


def ellipsis(passage: Passage) -> Iterator[Hit]:
    """Find three points where an ellipsis stands; Chinese writes it twice.

    For example: `code...` for `code…`, and `代码…` for `代码……`.

    To mend it: run `polyfiche check --fix`.
    """
    return _hits(passage, "typography-ellipsis")


def percent(passage: Passage) -> Iterator[Hit]:
    """Find percent signs with a space that the language does not write, or without its own.

    For example: `50%` in French or German, `50 %` in English; Turkish writes `%50`.

    To mend it: run `polyfiche check --fix`; the place of the sign only you can change. Better: make
    the number a fact of style `percent`.
    """
    return _hits(passage, "typography-percent")


def opening(passage: Passage) -> Iterator[Hit]:
    """Find Spanish questions and exclamations without ¿ or ¡.

    For example: `Cuál elegir?` for `¿Cuál elegir?`.

    To mend it: write ¿ or ¡ where the question or the exclamation begins.
    """
    return _hits(passage, "typography-opening")


def fullwidth(passage: Passage) -> Iterator[Hit]:
    """Find ASCII punctuation beside Chinese or Japanese text.

    Between Latin words, numbers and code it stays.

    For example: `模型,数据` for `模型，数据`, and `モデル(LLM)` for `モデル（LLM）`.

    To mend it: run `polyfiche check --fix`.
    """
    return _hits(passage, "typography-fullwidth")


def arabic(passage: Passage) -> Iterator[Hit]:
    """Find Latin commas, semicolons and question marks in Arabic text.

    For example: `نص, صورة` for `نص، صورة`.

    To mend it: run `polyfiche check --fix`.
    """
    return _hits(passage, "typography-arabic")


def danda(passage: Passage) -> Iterator[Hit]:
    """Find dandas after a space, and bars typed for a danda.

    For example: `मॉडल है ।` for `मॉडल है।`.

    To mend it: run `polyfiche check --fix`.
    """
    return _hits(passage, "typography-danda")


def _hits(passage: Passage, code: str) -> Iterator[Hit]:
    for one in typography.findings(passage.text, passage.lang, code):
        hint = "write the marks of the language" if one.replacement is None else _FIXABLE
        yield Hit(one.message, hint, start=one.start, end=one.end, replacement=one.replacement)

"""Typography: what each language asks of spaces, quotes and punctuation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .marks import apostrophes, arabic_marks, ellipses, full_width, opening_marks
from .masking import Finding, Rule, mask
from .quotes import quotes
from .spacing import dandas, percents, spaces

RULES: Mapping[str, Rule] = {
    "typography-space": spaces,
    "typography-quote": quotes,
    "typography-apostrophe": apostrophes,
    "typography-ellipsis": ellipses,
    "typography-percent": percents,
    "typography-opening": opening_marks,
    "typography-fullwidth": full_width,
    "typography-arabic": arabic_marks,
    "typography-danda": dandas,
}
"""The rule behind each code."""


def findings(text: str, lang: str, code: str) -> Iterator[Finding]:
    """Yield what the rule of *code* finds in *text*, one block's inline Markdown, in *lang*.

    Code, addresses, link targets, entities and facts are left out.
    """
    return RULES[code](mask(text), lang)

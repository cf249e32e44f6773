"""Every check, with its code and severity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import catalog, messages, parity, project, source, terms, text, typography
from .kinds import Check, Context, Edition, Passage, Survey

OF_PROJECT: tuple[Check[Survey], ...] = (
    Check("catalog-stale", "error", project.stale),
    Check("source-coverage", "warning", project.coverage),
)
OF_SHEET: tuple[Check[Context], ...] = (
    Check("fact-unused", "warning", source.unused_facts),
    Check("source-link", "error", source.dead_links),
    Check("source-footnote", "error", source.footnotes),
    Check("source-heading-jump", "error", source.heading_jumps),
    Check("source-budget", "warning", source.over_budget),
    Check("source-literal", "error", source.literal),
    Check("source-alt", "error", source.missing_alt),
    Check("source-characters", "error", source.hidden),
    Check("figure-text", "warning", source.figure_texts),
)
OF_CATALOG: tuple[Check[Edition], ...] = (
    Check("catalog-language", "error", catalog.language),
    Check("catalog-plural", "error", catalog.plural),
    Check("catalog-missing", "warning", catalog.untranslated),
    Check("catalog-fuzzy", "warning", catalog.fuzzy),
    Check("catalog-obsolete", "warning", catalog.obsolete),
)
OF_TRANSLATION: tuple[Check[Passage], ...] = (
    Check("catalog-same", "warning", messages.same),
    Check("catalog-space", "warning", messages.edges),
    Check("parity-link", "error", parity.link),
    Check("parity-image", "error", parity.image),
    Check("parity-alt", "error", parity.alternative),
    Check("parity-code", "error", parity.code),
    Check("parity-html", "error", parity.html),
    Check("parity-footnote", "error", parity.footnote),
    Check("parity-fact", "error", parity.fact),
    Check("parity-literal", "error", parity.literal),
    Check("parity-break", "warning", parity.hard_break),
    Check("parity-emphasis", "warning", parity.emphasis),
    Check("term-missing", "warning", terms.missing),
    Check("term-forbidden", "error", terms.forbidden),
)
OF_TEXT: tuple[Check[Passage], ...] = (
    Check("text-nfc", "warning", text.nfc),
    Check("text-invisible", "warning", text.unseen),
    Check("term-source", "warning", terms.source),
    Check("typography-space", "warning", typography.space),
    Check("typography-quote", "warning", typography.quote),
    Check("typography-apostrophe", "warning", typography.apostrophe),
    Check("typography-ellipsis", "warning", typography.ellipsis),
    Check("typography-percent", "warning", typography.percent),
    Check("typography-opening", "warning", typography.opening),
    Check("typography-fullwidth", "warning", typography.fullwidth),
    Check("typography-arabic", "warning", typography.arabic),
    Check("typography-danda", "warning", typography.danda),
)
"""Of texts in the source and in catalogs."""
CHECKS: Mapping[str, Check[Any]] = {
    check.code: check
    for checks in (OF_PROJECT, OF_SHEET, OF_CATALOG, OF_TRANSLATION, OF_TEXT)
    for check in checks
}

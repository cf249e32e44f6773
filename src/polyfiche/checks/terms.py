"""Terms: the words that `content/terms.tsv` wants in each language."""

from __future__ import annotations

from collections.abc import Iterator

from ..termbase import Forms, Term, places
from .kinds import Hit, Passage


def missing(passage: Passage) -> Iterator[Hit]:
    """Find translations that say a term of the source in none of the accepted ways.

    One thing with two names is two things for a reader. Inflection is allowed: a form that ends
    with `*` takes any ending, and Arabic its article.

    For example: `fenêtre de contexte` translated as `Textfenster` where `Kontextfenster` is wanted.

    To mend it: use the preferred form, or add a good one to the line of the term.
    """
    for term, forms in _asked(passage):
        if not places(_text(passage), forms.all, passage.lang):
            said = places(_text(passage), forms.forbidden, passage.lang)
            if not said:
                message = f"{term.source.preferred!r} is not said as {forms.preferred!r}"
                yield Hit(message, _others(forms, term))


def forbidden(passage: Passage) -> Iterator[Hit]:
    """Find translations that say a term in a way that is forbidden.

    Forbidden forms are words that mean something else, or that the language's authority rejects.

    For example: `Datenbank` for `jeu de données` (dataset) in German.

    To mend it: use the preferred form.
    """
    for term, forms in _asked(passage):
        text = _text(passage)
        good = places(text, forms.all, passage.lang)
        for start, end in places(text, forms.forbidden, passage.lang):
            if not any(s <= start and end <= e for s, e in good):
                message = f"{term.source.preferred!r} must not be said with that word"
                yield Hit(f"{message}: {forms.preferred!r} is wanted", _others(forms, term))
                break


def source(passage: Passage) -> Iterator[Hit]:
    """Find words in the source that the termbase forbids.

    For example: `invite` for `instruction générative`, which the Journal officiel advises against.

    To mend it: use the preferred form of the source language.
    """
    terms = passage.context.terms
    if passage.entry or passage.lang != terms.source:
        return
    for term in terms.terms:
        if places(_text(passage), term.source.forbidden, terms.source):
            message = f"a forbidden form of {term.source.preferred!r}"
            yield Hit(message, f"write: {term.source.preferred}")


def _asked(passage: Passage) -> Iterator[tuple[Term, Forms]]:
    """Yield the terms of the message that the language has forms for."""
    context = passage.context
    for term in context.terms.used(context.shape(passage.message).text):
        if forms := term.of(passage.lang):
            yield term, forms


def _text(passage: Passage) -> str:
    return passage.context.shape(passage.text).text


def _others(forms: Forms, term: Term) -> str:
    accepted = [form for form in forms.accepted if not form.endswith("*")]
    more = f" (accepted: {', '.join(accepted)})" if accepted else ""
    return f"use {forms.preferred!r}{more}; content/terms.tsv:{term.line}"

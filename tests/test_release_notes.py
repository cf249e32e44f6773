"""Release notes: what changed, in the reader's language."""

import pytest
from releases import GERMAN, change, made, project, translate

from polyfiche import languages

NEW = "Un mélange de farine et d’eau qui fermente. La France vend {loaves} de baguettes."
MSGID = "Un mélange qui fermente. La France vend {loaves} de baguettes."
OLD = "Un mélange qui fermente."


def notes(one, lang, **asked):
    return made(one, **asked).files[f"notes-{lang}.md"].decode()


def second(one, first, lang):
    return notes(one, lang, before=first.inventory, since="a" * 64)


def test_a_first_release_says_so(tmp_path):
    one = project(tmp_path)
    assert notes(one, "fr").splitlines() == [
        *("# Notes de version", "", "## Le pain", ""),
        *("version 1.0 · données au 24 novembre 2026", "", "Première publication."),
    ]
    assert "## Das Brot\n" in notes(one, "de")


def test_nothing_new_is_said_too(tmp_path):
    """An empty page looks like a mistake."""
    one = project(tmp_path)
    assert second(one, made(one), "de").endswith("\nKeine Änderung seit der letzten Version.\n")


def test_a_changed_fact_is_written_as_the_language_writes_it(tmp_path):
    """A reader of German cannot use `7000000000`."""
    one = project(tmp_path)
    first = made(one)
    change(one, "6000000000", "7000000000")
    line = "loaves: <del>6\u00a0Milliarden</del> <ins>7\u00a0Milliarden</ins>"
    assert f"### Zahlen und Daten\n\n- {line}\n" in second(one, first, "de")


def test_facts_come_and_go(tmp_path):
    one = project(tmp_path)
    first = made(one)
    change(one, "facts:\n", "facts:\n  tons: {value: 12, style: integer}\n")
    assert "- tons: <ins>12</ins>\n" in second(one, first, "fr")
    later = made(one)
    change(one, "  tons: {value: 12, style: integer}\n", "")
    assert "- tons: <del>12</del>\n" in second(one, later, "fr")


def test_a_changed_passage_shows_its_words_to_the_author_and_its_translation_to_others(tmp_path):
    """An author looks for what was edited, a reader for what it says now."""
    one = project(tmp_path)
    first = made(one)
    change(one, OLD, "Un mélange de farine et d’eau qui fermente.")
    translate(one, "de", {NEW: "Mehl und Wasser gären. Frankreich verkauft {loaves} Baguettes."})
    text = (tmp_path / "locales/de/LC_MESSAGES/pain.po").read_text("utf-8")
    (tmp_path / "locales/de/LC_MESSAGES/pain.po").write_text(
        text.replace("#, fuzzy, ", "#, ").replace("#, fuzzy\n", ""), "utf-8"
    )
    french, german = second(one, first, "fr"), second(one, first, "de")
    marked = (
        "Un mélange<ins> de farine et d’eau</ins> qui fermente. La France vend 6\u00a0milliards"
    )
    assert f"- **Modifié\u00a0:** {marked}" in french
    wanted = "- **Geändert:** Mehl und Wasser gären. Frankreich verkauft 6\u00a0Milliarden"
    assert wanted in german


def test_new_and_removed_passages_are_told(tmp_path):
    """A removed passage is in the language of the source, and says so."""
    one = project(tmp_path)
    first = made(one)
    change(one, "Un mélange qui fermente. La France vend {loaves} de baguettes.", "Zéro\u202f!")
    translate(one, "de", {"Zéro\u202f!": "Null!"})
    french, german = second(one, first, "fr"), second(one, first, "de")
    assert "- **Nouveau\u00a0:** Zéro\u202f&#33;" in french
    assert "- **Neu:** Null&#33;\n" in german
    removed = '- **Entfernt:** <del lang="fr" dir="ltr">Un mélange qui fermente.'
    assert removed in german
    assert "- **Supprimé\u00a0:** <del>Un mélange qui fermente." in french


def test_a_better_translation_is_told_to_its_readers_only(tmp_path):
    """Nothing else says that a sentence was wrong until now."""
    one = project(tmp_path)
    first = made(one)
    translate(one, "de", {"Comprendre": "Begreifen"})
    assert "### Überarbeitete Übersetzung\n\n- Begreifen\n" in second(one, first, "de")
    assert "Aucun changement" in second(one, first, "fr")


def test_a_language_that_was_not_there_says_so(tmp_path):
    one = project(tmp_path, de={k: v for k, v in GERMAN.items() if k != "Comprendre"})
    first = made(one)
    translate(one, "de", {"Comprendre": "Verstehen"})
    text = second(one, first, "de")
    assert text.endswith("Erste Veröffentlichung in dieser Sprache.\n")


@pytest.mark.parametrize("text", ["# Titre", "<b>x</b>", "[a](https://a.org)", "`x` | y", "1. un"])
def test_a_passage_cannot_change_the_notes(tmp_path, text):
    """Its markup would become that of the notes."""
    from markdown_it import MarkdownIt

    one = project(tmp_path)
    first = made(one)
    change(one, OLD, f"Ah. {text} qui fermente.")
    page = MarkdownIt("gfm-like", {"linkify": False}).render(second(one, first, "fr"))
    assert not {"<h1>Titre", "<b>", "<a ", "<code>", "<ol>"} & {*page.split()}
    assert page.count("<li>") == 1


@pytest.mark.all_languages
def test_every_language_has_its_own_words(tmp_path, lang):
    """English headings over Arabic text."""
    one = project(tmp_path, **{languages.locale_of(lang if lang != "fr" else "de"): {}})
    text = notes(one, lang, minimum=0)
    assert text.startswith("# Release notes\n") == (lang == "en")

"""Terms: the file, and how a form is found in a text."""

import pytest
from editions import LANGUAGES, ROOT, SHEET

from polyfiche import termbase
from polyfiche.model import SourceFile
from polyfiche.parity import shape
from polyfiche.problems import SourceError
from polyfiche.termbase import Forms, places
from polyfiche.workspace import Project

OWN = termbase.load(SourceFile(termbase.PATH, (ROOT / termbase.PATH).read_text("utf-8")))


def load(text):
    return termbase.load(SourceFile("terms.tsv", text))


@pytest.mark.parametrize(
    ("text", "line", "code", "part"),
    [
        ("", 1, "terms-header", "begins with"),
        ("nom\tfr\ten\n", 1, "terms-header", "begins with"),
        ("id\tfr\n", 1, "terms-header", "begins with"),
        ("id\tnote\ten\n", 1, "terms-header", "begins with"),
        ("id\tfr\tEnglish\n", 1, "terms-header", "'English'"),
        ("id\tfr\ten\ten\n", 1, "terms-header", "'en'"),
        ("id\tfr\ten\n\nsize\ttaille\n", 3, "terms-row", "2 cells"),
        ("id\tfr\ten\na\tb\tc\na\td\te\n", 3, "terms-row", "line 2"),
        ("id\tfr\ten\n\tb\tc\n", 2, "terms-row", "no id"),
        ("id\tfr\ten\na\t\tc\n", 2, "terms-row", "no source form"),
        ("id\tfr\ten\na\tb\tc* | d\n", 2, "terms-row", "'c*'"),
        ("id\tfr\ten\na\tb\tc | *\n", 2, "terms-row", "'*'"),
        ("id\tfr\ten\na\tb\t!c\n", 2, "terms-row", "no preferred form"),
        ("id\tfr\ten\tcontested\na\tb\tc\tes\n", 2, "terms-row", "'es'"),
    ],
)
def test_a_broken_file_is_told_with_its_line(text, line, code, part):
    """Somebody would look for a missing tab in forty lines."""
    with pytest.raises(SourceError) as caught:
        load(text)
    problem = caught.value.problems[0]
    assert (problem.path, problem.line, problem.code) == ("terms.tsv", line, code)
    assert part in problem.message


def test_every_problem_is_told():
    with pytest.raises(SourceError) as caught:
        load("id\tfr\ten\na\nb\tc\t*\n")
    assert [problem.line for problem in caught.value.problems] == [2, 3]


def test_a_cell_is_read():
    base = load(
        "id\tfr\ten\tde\tcontested\tnote\n# rien\na\tb; b*\tc | d; e* | !f; !g\t=\ten fr\tN\n"
    )
    (term,) = base.terms
    assert term.of("en") == Forms("c", ("d", "e*"), ("f", "g"))
    assert term.of("en-GB") == term.of("en")
    assert term.of("de") == term.source == Forms("b", ("b*",))
    assert term.of("es") is None
    assert (term.contested, term.note, base.langs) == (("en", "fr"), "N", ("en", "de"))
    assert base.stays("B", "de-AT")
    assert not base.stays("b c", "de")
    assert not base.stays("b", "en")


@pytest.mark.parametrize(
    ("text", "form", "lang", "expected"),
    [
        ("Kontextfensters", "Kontextfenster*", "de", True),
        ("Kontextfensters", "Kontextfenster", "de", False),
        ("Großsprachmodell", "Sprachmodell", "de", True),
        ("großem SPRACHMODELL", "groß* Sprachmodell", "de", True),
        ("sous-jetons", "jeton*", "fr", True),
        ("projeton", "jeton", "fr", False),
        ("l’inférence", "inférence", "fr", True),
        ("modèle\u00a0de\nfondation", "modèle de fondation", "fr", True),
        ("cafe\u0301", "café", "fr", True),
        ("النموذج اللغوي الكبير", "نموذج لغوي كبير", "ar", True),
        ("بالمُحوِّل", "محول", "ar", True),
        ("والنماذج", "نماذج", "ar", True),
        ("متحول", "محول", "ar", False),
        ("这是大语言模型吗", "大语言模型", "zh-Hans", True),
        ("कॉन्टेक्स्ट विंडो।", "कॉन्टेक्स्ट विंडो", "hi", True),
        ("मॉडलों", "मॉडल", "hi", False),
        ("मॉडलों", "मॉडल*", "hi", True),
        ("ファインチューニングより", "ファインチューニング", "ja", True),
        ("fine-tuned", "fine-tun*", "en", True),
        ("fine\u2011tuning", "fine-tuning", "en", True),
        ("c++", "c++", "en", True),
    ],
)
def test_a_form_is_found_in_every_inflection(text, form, lang, expected):
    """A right translation would be called wrong, or a wrong one right."""
    assert bool(places(text, [form], lang)) is expected


def test_a_term_inside_a_longer_term_is_not_asked_for():
    base = load("id\tfr\ten\na\tmodèle\tmodel\nb\tmodèle ouvert; modèles ouverts\topen model\n")
    assert [term.id for term in base.used("un modèle ouvert")] == ["b"]
    assert [term.id for term in base.used("un modèle, un modèle ouvert")] == ["a", "b"]


def test_the_own_file_has_every_language():
    assert (OWN.source, *sorted(OWN.langs)) == ("fr", *sorted(set(LANGUAGES) - {"fr"}))


@pytest.mark.parametrize("term", OWN.terms, ids=[term.id for term in OWN.terms])
def test_the_own_terms_are_used(term):
    """A line that no text uses is never checked."""
    one = Project(ROOT)
    made = one.sheet(SHEET)
    texts = [shape(unit.msgid, dict(made.env)).text for unit in one.units(made)]
    assert any(term in OWN.used(text) for text in texts)


@pytest.mark.parametrize("term", OWN.terms, ids=[term.id for term in OWN.terms])
def test_no_form_is_both_accepted_and_forbidden(term):
    for lang in (OWN.source, *OWN.langs):
        forms = term.source if lang == OWN.source else term.of(lang)
        assert not forms or not {*forms.all} & {*forms.forbidden}

"""The web edition: one file, small, that asks for nothing, runs what we wrote, and knows itself."""

import base64
import functools
import hashlib
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from editions import LANGUAGES, PSEUDO, ROOT, SHEET
from fontTools.ttLib import TTFont
from projects import catalog, project

from polyfiche import fontlock, fonts, native
from polyfiche.editions import Request, jobs
from polyfiche.jobs import run
from polyfiche.languages import language
from polyfiche.model import Download, Printing
from polyfiche.render import metadata, policy, slices, typefaces, webfonts
from polyfiche.render.lifted import lifted
from polyfiche.workspace import Project

KILOBYTES = {"ja": 600, "zh-Hans": 600}
"""The most that a page may weigh; others 250."""
URL = "https://example.org/{lang}/a.html"
BODY = (
    "<!-- card: un -->\n### Un\n\nTexte é.\n\n<!-- card: deux -->\n### Deux\n\nmot[^n] et[^n]\n\n"
)


class Page(HTMLParser):
    """What a page holds: elements as (tag, attributes), the text of styles and scripts."""

    def __init__(self, data):
        super().__init__(convert_charrefs=True)
        self.elements, self.raw, self._open = [], {"style": [], "script": []}, ""
        self.feed(data.decode())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open = tag if tag in self.raw else ""

    def handle_data(self, data):
        if self._open:
            self.raw[self._open].append((self.elements[-1][1], data))

    def handle_endtag(self, tag):
        self._open = ""

    def all(self, tag, **wanted):
        """Return the attributes of every element *tag* that has those *wanted*."""
        found = (attrs for name, attrs in self.elements if name == tag)
        return [attrs for attrs in found if wanted.items() <= attrs.items()]

    @property
    def policy(self):
        (meta,) = self.all("meta", **{"http-equiv": "Content-Security-Policy"})
        rules = (rule.split() for rule in meta["content"].split(";"))
        return {name: values for name, *values in rules}


@functools.cache
def whole(lang):
    """Return the job of a page of a build of everything."""
    every = lang in PSEUDO
    request = Request((SHEET,), (), ("md", "html", "pdf"), None, (), pseudo=every)
    found = jobs(Project(ROOT), request)
    return next(job for job in found if (job.lang, job.format) == (lang, "html"))


@functools.cache
def web(lang):
    return run(whole(lang)).data


@functools.cache
def page(lang):
    return Page(web(lang))


def made(folder, body=BODY, lang="fr", head=None, po="", **changes):
    """Return the page of a small project."""
    one = project(folder, body)
    if head:
        path = folder / "content/a.md"
        path.write_text(path.read_text("utf-8").replace("title: Titre", head), "utf-8")
    catalog(one, po or 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n')
    found = jobs(one, Request((), (), ("md", "html", "pdf"), None, (), **changes))
    return Page(run(next(j for j in found if j.format == "html" and j.lang == lang)).data)


def font_faces(data):
    """Return (family, weight, style) to the font of every `@font-face` rule of a page."""
    pattern = (
        r'@font-face\{font-family:"([^"]*)";font-weight:(\d+);font-style:(\w+);'
        r"font-display:block;src:url\(data:font/woff2;base64,([^)]*)\)\}"
    )
    found = re.findall(pattern, data.decode())
    return {tuple(key): TTFont(io.BytesIO(base64.b64decode(text))) for *key, text in found}


# One file


@pytest.mark.all_languages(*PSEUDO)
def test_a_page_is_small(lang):
    """A reader on a slow telephone would wait for it."""
    assert len(web(lang)) <= KILOBYTES.get(lang, 250) * 1000


@pytest.mark.all_languages
def test_a_page_asks_for_nothing(lang):
    """It would not work from a memory stick, and somebody would learn who reads it."""
    read = page(lang)
    sources = [
        attrs[name] for _, attrs in read.elements for name in ("src", "srcset") if name in attrs
    ]
    sources += [
        attrs["href"]
        for attrs in read.all("link")
        if attrs["rel"] not in {"canonical", "alternate"}
    ]
    (css,) = (text for _, text in read.raw["style"])
    sources += re.findall(r"url\('?(.*?)'?\)", css)
    assert [source for source in sources if not source.startswith("data:")] == []
    assert "@import" not in css


def test_the_same_job_gives_the_same_page():
    """Two builds of one release would differ; what is cached must not show either."""
    first = web("ja")
    webfonts.sliced.cache_clear()
    webfonts.subset.cache_clear()
    slices._opened.cache_clear()
    assert run(whole("ja")).data == first


# Fonts


@pytest.mark.all_languages(*PSEUDO)
def test_a_page_has_a_glyph_for_every_character(lang):
    """A reader without fonts of the script would see boxes."""
    data = web(lang)
    body = data.decode().partition("<body>")[2]
    known = typefaces.stacks(whole(lang), "fr")
    faces = font_faces(data)
    lacking = []
    for tag, style, chars in typefaces.wanted(body, lang, known):
        stack = known[tag] if tag else [*webfonts.LATIN, *known[lang]]
        drawn = set()
        for family in stack:
            there = {tuple(k[1:]): f for k, f in faces.items() if k[0] == family}
            face = there.get((str(style[0]), style[1])) or there.get(("400", "normal"))
            drawn |= set(map(chr, face.getBestCmap())) if face else set()
        lacking += [(tag, style, char) for char in fonts.undrawn("".join(chars - drawn), ())]
    assert [item for item in lacking if item[2].isprintable()] == []


def test_only_faces_that_the_page_uses_are_in_it():
    """Every page would carry the ideographs of two languages."""
    names = set(font_faces(web("fr")))
    latin = {
        ("Noto Sans", "400", "normal"),
        ("Noto Sans", "700", "normal"),
        ("Noto Sans", "400", "italic"),
    }
    others = {name for name in names if name[0] != "Noto Sans"}
    assert names - others == latin
    assert {name[1:] for name in others} == {("400", "normal")}


def test_the_name_of_a_language_brings_its_letters_and_no_others():
    """The switcher would show boxes, or cost a page four alphabets."""
    faces = font_faces(web("fr"))
    drawn = {key[0]: set(map(chr, font.getBestCmap())) for key, font in faces.items()}
    assert drawn["Noto Sans JP"] == set(language("ja").endonym)
    assert drawn["Noto Sans Arabic"] == set(language("ar").endonym)


def test_shaping_survives_the_subset():
    """Arabic would fall apart into letters, Devanagari into signs."""
    for lang, family in (("ar", "Noto Sans Arabic"), ("hi", "Noto Sans Devanagari")):
        font = font_faces(web(lang))[family, "400", "normal"]
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        assert {"ar": {"init", "medi", "fina"}, "hi": {"half", "akhn"}}[lang] <= features


@pytest.mark.parametrize("family", ["Noto Sans JP", "Noto Sans SC"])
def test_a_sliced_font_has_the_outlines_and_widths_of_the_whole(family):
    """Ideographs would be drawn as others, or run into each other."""
    (face,) = (f for f in fonts.files() if f.family == family and f.weight == 700)
    full = TTFont(io.BytesIO(face.data))
    text = "语言模型言語型。，A" + "\U00020000"
    cut = TTFont(io.BytesIO(slices.sliced(face.data, map(ord, text))))
    cmap = full.getBestCmap()
    assert set(cut.getBestCmap()) == set(map(ord, text)) & set(cmap)
    for point, name in cut.getBestCmap().items():
        assert outline(cut, name) == outline(full, cmap[point])
        assert cut["hmtx"][name] == full["hmtx"][cmap[point]]
    assert len(cut["glyf"].glyphs) == len(full["glyf"].glyphs)
    assert "Open Font License" in cut["name"].getDebugName(13)


def outline(font, name):
    coordinates, ends, flags = font["glyf"][name].getCoordinates(font["glyf"])
    return list(coordinates), list(ends), list(flags)


def test_a_composite_glyph_brings_its_parts():
    """An accented letter would lose its letter."""
    (face,) = (f for f in fonts.files() if f.file == "NotoSans-Regular.ttf")
    full = TTFont(io.BytesIO(face.data))
    cut = TTFont(io.BytesIO(slices.sliced(face.data, map(ord, "éǻ"))))
    assert any(full["glyf"][full.getBestCmap()[ord(c)]].isComposite() for c in "éǻ")
    for char in "éǻ":
        name = full.getBestCmap()[ord(char)]
        same = cut.getBestCmap()[ord(char)]
        assert outline(cut, same)[0] == outline(full, name)[0]


def test_a_font_of_the_project_is_inlined(tmp_path):
    """A Thai sheet would be printed and not be read on the web."""
    one = project(tmp_path, BODY)
    source = tmp_path / "Own.ttf"
    font = TTFont(io.BytesIO(fonts.data_of("NotoSansSymbols2-Regular.ttf")))
    for record in font["name"].names:
        if record.nameID in {1, 4}:
            record.string = "Own Signs"
    font["cmap"].tables[0].cmap[ord("\u0e01")] = font.getGlyphOrder()[5]
    for table in font["cmap"].tables:
        table.cmap[0x0E01] = font.getGlyphOrder()[5]
        table.cmap[0x20] = font.getGlyphOrder()[1]
    font.save(source)
    added = fontlock.add(tmp_path, source)
    path = tmp_path / "content/a.md"
    path.write_text(path.read_text("utf-8").replace("Texte", "Texte \u0e01"), "utf-8")
    native.prepare(tmp_path)
    (found,) = jobs(one, Request((), (), ("html",), None, ()))
    faces = font_faces(run(found).data)
    (mine,) = (font for key, font in faces.items() if key[0] == added.family)
    assert 0x0E01 in mine.getBestCmap()


# Policy


@pytest.mark.all_languages
def test_the_policy_allows_what_we_wrote_and_nothing_else(lang):
    """A translation that smuggles a script in would run it."""
    read = page(lang)
    rules = read.policy
    assert (rules["default-src"], rules["base-uri"], rules["form-action"]) == (
        ["'none'"],
        ["'none'"],
        ["'none'"],
    )
    assert (rules["img-src"], rules["font-src"]) == (["data:"], ["data:"])
    styles = [text for _, text in read.raw["style"]]
    scripts = [text for attrs, text in read.raw["script"] if attrs.get("type") in {None, "module"}]
    assert rules["style-src"] == list(map(hashed, styles))
    assert rules["script-src"] == list(map(hashed, scripts))


def hashed(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.all_languages
def test_no_element_has_a_style_or_a_handler(lang):
    """The policy refuses them: labels would stand in a heap."""
    attrs = {name for _, attrs in page(lang).elements for name in attrs}
    assert {name for name in attrs if name == "style" or name.startswith("on")} == set()
    assert [a for a in page(lang).all("span") if "data-at" in a]


def test_a_lifted_style_wins_over_the_style_sheet():
    html, rules = lifted(
        '<p class="a" style="left:1%">a &lt; style="x"</p><p style="left:1%">b</p>'
    )
    assert html == '<p class="a" data-at="1">a &lt; style="x"</p><p data-at="1">b</p>'
    assert rules == '[data-at="1"][data-at][data-at]{left:1%}'


def test_shared_files_are_allowed_where_there_are_some():
    assert "'self'" not in policy.policy(["a"], [])
    assert "font-src data: 'self'" in policy.policy(["a"], [], shared=("font",))


# What the page says of itself


@pytest.mark.all_languages
def test_a_page_names_its_other_languages(lang):
    """A search engine would show the French page to a Japanese reader."""
    read = page(lang)
    found = {a["hreflang"]: a["href"] for a in read.all("link", rel="alternate")}
    base = "https://polyfiche.example/{}/llm-et-fm.html"
    assert found == {**{tag: base.format(tag) for tag in LANGUAGES}, "x-default": base.format("fr")}
    assert read.all("link", rel="canonical") == [{"rel": "canonical", "href": base.format(lang)}]


@pytest.mark.all_languages
def test_the_switcher_marks_the_current_language_and_needs_no_script(lang):
    links = [a for a in page(lang).all("a") if "hreflang" in a or "aria-current" in a]
    assert [a["lang"] for a in links if "aria-current" in a] == [lang]
    assert {a["lang"] for a in links} == {*LANGUAGES}
    assert all(a["href"] == f"../{a['lang']}/llm-et-fm.html" for a in links if "hreflang" in a)


@pytest.mark.all_languages
def test_a_page_says_what_it_is_to_those_who_link_to_it(lang):
    """A link in a chat would show a bare address."""
    graph = [(a["property"], a["content"]) for a in page(lang).all("meta") if "property" in a]
    found = dict(graph)
    territory = {"fr": "fr_FR", "ar": "ar_EG", "zh-Hans": "zh_CN", "ja": "ja_JP"}
    assert found["og:locale"] == territory.get(lang, found["og:locale"])
    assert found["og:url"].endswith(f"/{lang}/llm-et-fm.html")
    assert found["og:title"]
    assert found["og:description"]
    others = [content for name, content in graph if name == "og:locale:alternate"]
    assert len(others) == len(LANGUAGES) - 1


@pytest.mark.all_languages
def test_a_link_to_a_page_shows_its_pdf(lang):
    """A link in a chat would be a line among others."""
    graph = {a["property"]: a["content"] for a in page(lang).all("meta") if "property" in a}
    assert graph["og:image"] == f"https://polyfiche.example/{lang}/llm-et-fm.png"
    assert (graph["og:image:width"], graph["og:image:height"]) == ("480", "340")
    assert graph["og:image:alt"] == graph["og:title"]


ASKED = {
    "no sheet": {"layouts": ("handout",)},
    "no PDF": {"formats": ("md", "html")},
    "a picture of another size": {"printing": Printing(marks=True)},
}


@pytest.mark.parametrize("name", ASKED)
def test_a_page_names_no_picture_that_is_not_made(name):
    """Other sites would show a broken picture."""
    asked = {"formats": ("html", "pdf"), "epoch": None, "tools": (), **ASKED[name]}
    found = jobs(Project(ROOT), Request((SHEET,), ("fr",), **asked))
    read = Page(run(next(job for job in found if job.format == "html")).data)
    assert [a for a in read.all("meta") if a.get("property", "").startswith("og:image")] == []


@pytest.mark.all_languages
def test_a_page_says_what_it_is_to_catalogues(lang):
    """Teachers search by language and licence."""
    read = page(lang)
    (text,) = (text for attrs, text in read.raw["script"] if "ld+json" in attrs.get("type", ""))
    found = json.loads(text)
    assert (found["@type"], found["inLanguage"]) == ("LearningResource", lang)
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (found["version"], found["dateModified"][:2]) == ("1.0", "20")
    if lang == "fr":
        assert {work["inLanguage"] for work in found["workTranslation"]} == {*LANGUAGES} - {"fr"}
    else:
        assert found["translationOfWork"]["inLanguage"] == "fr"


def test_a_title_cannot_end_the_data_block(tmp_path):
    """A title would become markup."""
    read = made(tmp_path, head='title: "</script><b>&"')
    (text,) = (text for attrs, text in read.raw["script"] if "ld+json" in attrs.get("type", ""))
    assert json.loads(text)["name"] == "</script><b>&"
    assert "</" not in text


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("pt-BR", "pt_BR"),
        ("zh-Hant", "zh_TW"),
        ("sr-Latn", "sr_RS"),
        ("ko", "ko_KR"),
        ("en-XA", "en_US"),
    ],
)
def test_a_tag_becomes_a_locale_of_open_graph(tag, wanted):
    assert metadata.locale(tag) == wanted


def test_a_sheet_without_an_address_claims_none(tmp_path):
    """A search engine would be sent to nowhere."""
    read = made(tmp_path)
    assert read.all("link", rel="canonical") + read.all("link", rel="alternate") == []
    assert not [a for a in read.all("meta") if a.get("property") == "og:url"]


def test_one_address_for_all_languages_makes_no_alternates(tmp_path):
    read = made(tmp_path, head="title: Titre\nurl: https://example.org/a.html")
    assert read.all("link", rel="alternate") == []
    assert read.all("link", rel="canonical")[0]["href"] == "https://example.org/a.html"


def test_a_pseudo_locale_is_no_language_of_the_public():
    """en-XA would be offered in search results."""
    read = Page(run(replace(whole("fr"), siblings=("fr", "en", *PSEUDO))).data)
    tags = {a["hreflang"] for a in read.all("link", rel="alternate")}
    assert tags == {"fr", "en", "x-default"}


def test_what_is_not_translated_says_its_language(tmp_path):
    """A German voice would read French."""
    read = made(tmp_path, lang="de")
    assert read.all("html")[0]["lang"] == "de"
    assert read.all("title")[0]["lang"] == "fr"
    assert read.all("meta", name="description")[0]["lang"] == "fr"
    assert {a.get("lang") for a in read.all("span") if "dir" in a} == {"fr"}
    assert "lang" not in made(tmp_path / "fr").all("title")[0]


# Anchors and links


@pytest.mark.all_languages(*PSEUDO)
def test_a_card_has_one_address_in_every_language(lang):
    """A link would break when the reader changes the language."""
    read = page(lang)
    cards = [a["id"] for a in read.all("article")]
    assert cards == [a["id"] for a in page("fr").all("article")]
    ids = [attrs["id"] for _, attrs in read.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert [a["href"] for a in read.all("a") if a.get("class") == "anchor"] == [
        f"#{c}" for c in cards
    ]


@pytest.mark.all_languages
def test_the_link_of_a_card_has_a_name_without_a_script(lang):
    """It would be read as `number sign llm def`."""
    read = page(lang)
    words = dict(whole(lang).ui)
    ids = {attrs["id"] for _, attrs in read.elements if "id" in attrs}
    links = [a for a in read.all("a") if a.get("class") == "anchor"]
    assert {a["aria-label"] for a in links} == {words["link"]}
    assert all(set(a["aria-labelledby"].split()) <= ids for a in links)
    (said,) = read.all("p", role="status")
    assert (said["data-copy"], said["data-copied"]) == (words["copy_link"], words["copied"])


def test_no_id_of_ours_can_be_a_card(tmp_path):
    """A card named `main` would take the place of the content; a note may be called twice."""
    body = BODY + "<!-- card: main -->\n### Main\n\na\n\n[^n]: Une note.\n"
    read = made(tmp_path, body)
    ids = [attrs["id"] for _, attrs in read.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {"main", "_main", "_note-1", "_ref-1"} <= set(ids)


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({}, ["a.pdf", "a.md"]),
        ({"layouts": ("sheet", "handout")}, ["a.pdf", "a-handout.pdf", "a.md"]),
        ({"paper": "letter"}, ["a-letter.pdf", "a.md"]),
    ],
    ids=str,
)
def test_a_page_links_to_the_files_of_its_own_build(tmp_path, changes, names):
    """A link would lead to a file that this build does not make."""
    one = project(tmp_path, BODY)
    found = jobs(one, Request((), (), ("md", "html", "pdf"), None, (), **changes))
    (web,) = (job for job in found if job.format == "html")
    assert [file.name for file in web.downloads] == names
    made = {job.path.rpartition("/")[2] for job in found}
    assert set(names) <= made


def test_a_link_says_the_kind_and_the_paper(tmp_path):
    """A reader with A4 would print Letter."""
    data = run(replace(whole("fr"), downloads=(Download("pdf", "a.pdf", "handout", "A5"),))).data
    assert '<a href="a.pdf">PDF · Polycopié · A5</a>' in data.decode()

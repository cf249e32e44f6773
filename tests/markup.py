"""A strategy of Markdown as authors write it: every block, every inline, odd neighbours."""

from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        *("un", "modèle", "GPT-3", "l’eau", "« oui »", "12 %", "3,5", "E2E", "a", "é", "x_y_z"),
        *("言語", "モデル", "「強調」", "（中）", "한국어", "نموذج", "भाषा", "🙂", "{params}"),
    ]
)
ODD = st.sampled_from(
    [
        *("a * b", "a _ b", "2 ** 3", "a ~ b", "x ` y", "[", "]", "(", ")", "a < b", "2 > 1", "|"),
        *("\\*", "\\_", "\\[", "\\`", "\\<", "\\|", "\\{", "{", "}", "!", "a = b", "+1", "-1", "@"),
        *("&", "&amp;", "#", "1. a", "2) b", "# c", "- d", "+ e", ">f", ":g", "~h", "[ ] i", "[x]"),
        *("[!NOTE]", "www.a.example", "https://a.example/x_y", "a@b.example", "a_b@c_d.example"),
        *("<b>", "[^", "[^a", "[a]:", "&#42;", "a\u00a0b", "«\u202fc", "..."),
    ]
)
TARGETS = st.sampled_from(
    ["https://a.example/x_(y)", "#a", "mailto:a@b.example", "<a b>", 'b.md "Titre *x*"', "c?d=e&f"]
)
LABELS = st.sampled_from(["le site", "page", "言語", "a *b*"])
TEXTS = st.one_of(WORDS, WORDS.map("**{}**".format), WORDS.map("_{}_".format))
NOTES = st.sampled_from(["un", "deux"])


def marked(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return *inside* between marks."""
    return st.one_of(
        inside.map("*{}*".format),
        inside.map("_{}_".format),
        inside.map("**{}**".format),
        inside.map("__{}__".format),
        inside.map("***{}***".format),
        WORDS.map("~~{}~~".format),
        inside.map("「{}」".format),
        st.builds("[{}]({})".format, TEXTS, TARGETS),
        st.builds("[{}][{}]".format, TEXTS, LABELS),
        st.builds("{}{}".format, inside, st.sampled_from(["の", "は。", ",", "."])),
        st.builds("{}{}".format, st.sampled_from(["の", "言語", "「"]), inside),
    )


ATOMS = st.one_of(
    WORDS,
    WORDS,
    WORDS.map("`{}`".format),
    ODD.map("`` {} ``".format),
    LABELS.map("[{}]".format),
    LABELS.map("[{}][]".format),
    NOTES.map("[^{}]".format),
    st.sampled_from(["<https://a.example/x_y>", "<a@b.example>"]),
)
MARKED = st.recursive(ATOMS, marked, max_leaves=3)
PHRASES = st.lists(st.one_of(MARKED, MARKED, MARKED, ODD), min_size=1, max_size=5).map(" ".join)
BREAKS = st.sampled_from(["\n", "\n", "\\\n", "  \n", " \n"])
LINES = st.lists(st.tuples(PHRASES, BREAKS), min_size=1, max_size=3).map(
    lambda pairs: "".join(text + end for text, end in pairs).rstrip("\n \\")
)
CELLS = PHRASES.map(lambda text: text.replace("|", "\\|"))


def indented(text: str, first: str, rest: str) -> str:
    """Return *text* with *first* before its first line and *rest* before the others."""
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(rest + line if line else "" for line in lines[1:])])


@st.composite
def tables(draw: st.DrawFn) -> str:
    width = draw(st.integers(1, 3))
    row = st.lists(CELLS, min_size=width, max_size=width).map(lambda c: f"| {' | '.join(c)} |")
    rule = draw(st.sampled_from(["---", ":--", ":-:", "--:"]))
    rows = draw(st.lists(row, min_size=1, max_size=3))
    return "\n".join([rows[0], "|" + f"{rule}|" * width, *rows[1:]])


@st.composite
def lists(draw: st.DrawFn, inside: st.SearchStrategy[str]) -> str:
    mark = draw(st.sampled_from(["-", "*", "+", "1.", "7)", "- [ ]", "- [x]"]))
    items = draw(st.lists(inside, min_size=1, max_size=3))
    gap = draw(st.sampled_from(["\n", "\n\n"]))
    width = 2 if "[" in mark else len(mark) + 1
    return gap.join(indented(item, f"{mark} ", " " * width) for item in items)


LEAVES = st.one_of(
    LINES,
    LINES,
    tables(),
    PHRASES.map("#### {}".format),
    st.builds("Terme {}\n: {}".format, PHRASES, LINES.map(lambda t: indented(t, "", "  "))),
    st.just("---"),
    LINES.map("```python\n{}\n```".format),
    LINES.map(lambda text: indented(text, "    ", "    ")),
)


def nested(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return blocks that hold *inside*."""
    many = st.lists(inside, min_size=1, max_size=2).map("\n\n".join)
    kinds = st.sampled_from(["NOTE", "TIP", "WARNING"])
    return st.one_of(
        lists(many),
        many.map(lambda text: indented(text, "> ", "> ")),
        st.builds(lambda kind, text: indented(f"[!{kind}]\n{text}", "> ", "> "), kinds, many),
        st.builds(lambda t, d: f"Terme {t}\n: {indented(d, '', '  ')}", PHRASES, many),
    )


BLOCKS = st.recursive(LEAVES, nested, max_leaves=4)
FOOT = "\n".join(
    [
        *("[le site]: https://a.example", "[page]: b.md 'Une *page*'", "[言語]: #c"),
        *("[a *b*]: https://d.example", "", "[^un]: Une note.", "", "[^deux]: Deux.\n\n    Suite."),
    ]
)

NOTICES = st.sampled_from(["", "", "<!-- i18n:comment: une note -->", "<!-- à revoir -->"])


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Return the body of a sheet: sections and cards with ids, links and notes at the end."""
    parts: list[str] = []
    for number, block in enumerate(draw(st.lists(BLOCKS, min_size=1, max_size=4))):
        if draw(st.booleans()):
            parts.append(f"{draw(NOTICES)}\n<!-- card: c{number} -->\n### {draw(PHRASES)}")
        parts.append(block)
    return "\n\n".join([*parts, FOOT]) + "\n"

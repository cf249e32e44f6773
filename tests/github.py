"""GitHub reads in the Markdown edition what every other program reads: cmark-gfm is its reader.

Known differences, which are taken out before the comparison:

- Form: names of ids, classes, `<del>` for `<s>`, `align`, where line ends stand between tags.
- Footnotes: both have them, each with references and a list of its own form.
- Definition lists: GitHub has none and shows a term and its text as one paragraph, and so does
  the other reader here. Alerts: the same, cmark-gfm alone shows a quote that begins `[!NOTE]`.
- Strong text inside strong text: cmark-gfm writes it once.
- A task whose box stands before another block than a paragraph: GitHub reads that block as text.
  No such list is in a law; definition lists are not either, as their parts are odd paragraphs.
- A task that begins a list in a list: GitHub shows brackets, markdown-it a box.
- Bare addresses: GitHub makes links of them, markdown-it does not: left out of the law.
"""

import re
from html.parser import HTMLParser

from cmarkgfm import cmark
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

OPTIONS = (
    cmark.Options.CMARK_OPT_UNSAFE
    | cmark.Options.CMARK_OPT_FOOTNOTES
    | cmark.Options.CMARK_OPT_TABLE_PREFER_STYLE_ATTRIBUTES
)
EXTENSIONS = ("table", "strikethrough", "tasklist")
FORMS = [
    (r'<sup class="footnote-ref"><a [^>]*>\[?(\d+)(?::\d+)?\]?</a></sup>', r"<sup>\1</sup>"),
    (r'\s*<a [^>]*class="footnote-backref"[^>]*>.*?</a>', ""),
    (r'<hr class="footnotes-sep"[^>]*>|</?section[^>]*>', ""),
    (r'<ol class="footnotes-list">', "<ol>"),
    (r'<li id="fn[^>]*>|<li class="task-list-item">', "<li>"),
    (r'<(?:ul|ol) class="contains-task-list">', "<ul>"),
    (r"<input [^>]*checked[^>]*>\s*", "[x]"),
    (r"<input [^>]*>\s*", "[ ]"),
    (r"\[([ xX])\]\s+", r"[\1]"),
    (r"text-align: ", "text-align:"),
    (r"<(/?)s>", r"<\1del>"),
]


def by_github(text, *more):
    return cmark.markdown_to_html_with_extensions(text, OPTIONS, [*EXTENSIONS, *more])


def by_markdown_it(text):
    md = MarkdownIt("commonmark", {"tasklists": True, "maxNesting": 100})
    md.enable(["table", "strikethrough"]).use(footnote_plugin, inline=False)
    return md.render(text)


class Events(HTMLParser):
    """What a reader sees: tags with attributes, and text."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.found, self.bold = [], 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.bold += tag == "strong"
        if tag != "strong" or self.bold == 1:
            self.found.append((tag, *sorted(attrs)))

    def handle_endtag(self, tag):
        self.bold -= tag == "strong"
        if tag != "strong" or not self.bold:
            self.found.append(f"/{tag}")

    def handle_data(self, data):
        if self.found and self.found[-1][:1] == " ":
            data = self.found.pop()[1:] + data
        self.found.append(f" {data}")


def seen(html):
    """Return the events of *html* in one form."""
    for pattern, form in FORMS:
        html = re.sub(pattern, form, html, flags=re.DOTALL)
    html = re.sub(r"(?<=>)\s*\n\s*|\s*\n\s*(?=<)", "", html)
    return Events(html.strip()).found


def is_shared(text):
    """Tell whether *text* is of the Markdown that GitHub has, too."""
    odd = re.compile(r"^[\s>*+\d.)-]*: |\[[ xX]\] +(?:[>#|`~_*+-]|\d+[.)])", re.MULTILINE)
    return not odd.search(text)

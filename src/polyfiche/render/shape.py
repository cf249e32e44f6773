"""Token streams reshaped for HTML: alert titles, figures, row headers, terms, footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from markdown_it.token import Token


def alert_titles(tokens: Sequence[Token], words: Mapping[str, str]) -> Iterator[Token]:
    """Yield *tokens* with the title of each alert in the language of the edition."""
    kind = ""
    for token in tokens:
        if token.type == "alert_open":
            kind = str(token.meta["kind"]).lower()
        if token.type == "inline" and kind:
            yield token.copy(children=[Token("text", "", 0, content=words.get(kind, kind))])
            kind = ""
        else:
            yield token


def lone_images(tokens: Sequence[Token]) -> Iterator[Token]:
    """Turn each paragraph that holds one image alone into one `figure` token."""
    skip = 0
    for at, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        image = _lone_image(tokens[at : at + 3])
        if image is None:
            yield token
        else:
            skip = 2
            yield image.copy(type="figure")


def _lone_image(three: Sequence[Token]) -> Token | None:
    if [t.type for t in three] != ["paragraph_open", "inline", "paragraph_close"]:
        return None
    children = [c for c in three[1].children or [] if c.type not in {"span_open", "span_close"}]
    if len(children) != 1 or children[0].type != "image":
        return None
    first = (three[1].children or [])[0]
    names = ("lang", "data-unit")  # of a text that is not translated
    marks = {name: str(first.attrs[name]) for name in names if name in first.attrs}
    return children[0].copy(meta={**children[0].meta, "marks": marks})


def as_timeline(tokens: Sequence[Token]) -> Iterator[Token]:
    """Turn the first table into one `timeline` token, which holds it."""
    kinds = [token.type for token in tokens]
    if "table_open" not in kinds:
        yield from tokens
        return
    first, last = kinds.index("table_open"), kinds.index("table_close") + 1
    yield from tokens[:first]
    yield Token("timeline", "", 0, meta={"table": list(tokens[first:last])}, block=True)
    yield from tokens[last:]


def row_headers(tokens: Iterator[Token]) -> Iterator[Token]:
    """Give header cells their scope, and make the first cell of each row a header."""
    first = False
    for token in tokens:
        if token.type == "tr_open":
            first = True
        if token.type == "th_open":
            yield token.copy(attrs={**token.attrs, "scope": "col"})
        elif token.type == "td_open" and first:
            yield token.copy(tag="th", attrs={**token.attrs, "scope": "row"})
        elif token.type == "td_close" and first:
            first = False
            yield token.copy(tag="th")
        else:
            yield token


def named(tokens: Iterator[Token], heading: str) -> Iterator[Token]:
    """Give tables the name of their card, whose title has the id *heading*; empty for none."""
    for token in tokens:
        if token.type == "table_open" and heading:
            yield token.copy(attrs={**token.attrs, "aria-labelledby": heading})
        else:
            yield token


def references(tokens: Sequence[Token]) -> list[int]:
    """Return the numbers of the footnotes that *tokens* refer to, each once, in order."""
    found = [
        int(child.meta["id"])
        for token in tokens
        for child in token.children or []
        if child.type == "footnote_ref"
    ]
    return list(dict.fromkeys(found))


def footnotes(block: Sequence[Token]) -> Iterator[tuple[int, list[Token]]]:
    """Yield (number, tokens inside) of each footnote of the footnote *block*."""
    inside: list[Token] = []
    number = -1
    for token in block:
        if token.type == "footnote_open":
            number, inside = int(token.meta["id"]), []
        elif token.type == "footnote_close":
            yield number, inside
        elif not token.type.startswith("footnote_block"):
            inside.append(token)


def terms(tokens: Iterable[Token]) -> Iterator[Token]:
    """Turn definition lists into lists whose items begin with their term in bold.

    On paper a definition runs on behind its term, and a PDF has no other tag for it than a list.
    """
    open_items: list[bool] = []  # for each open list, whether it has an open item
    before = ""
    for token in tokens:
        if token.type == "dl_open":
            open_items.append(False)
            yield token.copy(tag="ul", attrs={"class": "terms"})
        elif token.type == "dl_close":
            if open_items.pop():
                yield Token("list_item_close", "li", -1, block=True)
            yield token.copy(tag="ul")
        elif token.type == "dt_open":
            if open_items[-1] and before == "dd_close":
                yield Token("list_item_close", "li", -1, block=True)
            if not open_items[-1] or before == "dd_close":
                yield Token("list_item_open", "li", 1, block=True)
            open_items[-1] = True
            yield token.copy(tag="strong", block=False)
        elif token.type == "dt_close":
            yield token.copy(tag="strong", block=False)
            yield Token("inline", "", 0, children=[Token("text", "", 0, content=" ")])
        elif token.type not in {"dd_open", "dd_close"}:
            yield token
        before = token.type

"""The files of other translation tools: what they are, whether they are safe, their items."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from . import bitext_xml, tmx, xliff
from .exchange import Bitext
from .problems import CatalogError, Problem, UsageError

Form = Literal["xliff", "xliff12", "tmx"]
FORMS: Mapping[Form, str] = {"xliff": "xlf", "xliff12": "xlf", "tmx": "tmx"}
"""What `export --to` takes, and the ending of the file that it writes."""
ENDINGS = frozenset({".xlf", ".xliff", ".tmx"})
"""What `import` takes beside Markdown."""

_LARGEST = 32_000_000
_XLIFF = "urn:oasis:names:tc:xliff:document:"


def dump(bitext: Bitext, form: Form) -> bytes:
    """Return *bitext* in a *form*.

    Raises:
        UsageError: `exchange-extra`, translate-toolkit is not installed.
    """
    _need()
    writers: dict[Form, Callable[[Bitext], bytes]] = {
        "xliff": xliff.dump_2,
        "xliff12": xliff.dump_1,
        "tmx": tmx.dump,
    }
    return writers[form](bitext)


def load(data: bytes, path: str, source: str, target: str) -> Bitext:
    """Return what a file holds; its form is told by its root, not by its name.

    Args:
        data: The file, whole: XML in UTF-8 or UTF-16.
        path: For problems.
        source: BCP 47 tag, to choose from the languages of a memory.
        target: Likewise.

    Raises:
        UsageError: `exchange-extra`, translate-toolkit is not installed.
        CatalogError: `exchange-*`, the file is hostile, broken, or something else.
    """
    _need()
    clean = _plain(data, path)
    root = _root(clean, path)
    space, _, name = str(root.tag).rpartition("}")
    version = root.get("version", "") if name == "xliff" else ""
    is_new = space.startswith(f"{{{_XLIFF}2")
    if name == "tmx":
        return tmx.load(clean, path, source, target)
    if version.startswith("2" if is_new else "1") and any(map(_is_file, root)):
        return (xliff.load_2 if is_new else xliff.load_1)(clean, path)
    what = f"<{name}> {version}".strip()
    hint = "give an XLIFF file, with its namespace and a <file>, or a TMX file"
    raise CatalogError(_problem(path, 0, "kind", f"{what} is neither XLIFF nor TMX", hint))


def _is_file(element: Any) -> bool:  # noqa: ANN401 (untyped library)
    return str(element.tag).rpartition("}")[2] == "file"


def _need() -> None:
    try:
        import translate.storage  # noqa: F401
    except ImportError as error:
        hint = "run: python -m pip install 'polyfiche[exchange]'"
        problem = Problem("", 0, "exchange-extra", "XLIFF and TMX need translate-toolkit", hint)
        raise UsageError(problem) from error


def _plain(data: bytes, path: str) -> bytes:
    """Return *data* as UTF-8 without declaration and without the document type of TMX.

    Nothing is given to a parser that could declare an entity or name another file.

    Raises:
        CatalogError: `exchange-too-large`, `exchange-encoding`, `exchange-doctype`.
    """
    if len(data) > _LARGEST:
        message = f"{len(data)} bytes, the most is {_LARGEST}"
        raise CatalogError(_problem(path, 0, "too-large", message, "export one sheet at a time"))
    return bitext_xml.plain(data, path, "exchange").encode()


def _root(data: bytes, path: str) -> Any:  # noqa: ANN401
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        message = f"is not well-formed: {error.msg}"
        hint = "save it again in the tool that wrote it"
        raise CatalogError(_problem(path, error.lineno or 0, "xml", message, hint)) from error


def _problem(path: str, line: int, fact: str, message: str, hint: str) -> Problem:
    return Problem(path, line, f"exchange-{fact}", message, hint)

"""The package's Jinja templates: escaped by default, strict about names."""

from __future__ import annotations

import functools
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


@functools.cache
def template(name: str) -> Template:
    """Return a template of `render/themes/`.

    Raises:
        jinja2.TemplateNotFound: *name* is not in the package.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


def style(name: str) -> str:
    """Return a style sheet or a script of `render/themes/`, whole."""
    text = _text(name)
    assert text is not None, name
    return text


def _text(name: str) -> str | None:
    path = resources.files(__package__) / "themes" / name
    return path.read_text(encoding="utf-8") if path.is_file() else None

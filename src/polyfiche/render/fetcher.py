"""The only door between WeasyPrint and the world: figures that the job carries, nothing else.

No file is opened and no address is asked: what a page may show is in the page, as `data:`, made by
our own writer. Everything else ends the rendering, so that a theme or a text that reaches out is
an error and not a hole in the page.
"""

from __future__ import annotations

from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher

DRAWING = "data:image/svg+xml;base64,"
DRAWINGS = ("data:image/svg+xml;", "data:image/svg+xml,")
"""Figures, and what the package's own style sheets draw."""
LARGEST = 4_000_000
"""Characters of one drawing: base64 of the largest figure, its letters as four bytes."""
MOST = 2_000
"""Drawings of one layout; each figure is asked for once or twice."""
_SHOWN = 80


class Door(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Lets drawings in, so many and so large."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
        self.let_in = 0

    def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401 (as above)
        """Return the drawing that *url* holds.

        Raises:
            FatalURLFetchingError: It is something else, too large, or one too many.
        """
        self.let_in += 1
        if not url.startswith(DRAWINGS):
            raise FatalURLFetchingError(f"asks for {url[:_SHOWN]!r}, which is not in the sheet")
        if len(url) > LARGEST:
            raise FatalURLFetchingError(f"a drawing of {len(url)} characters")
        if self.let_in > MOST:
            raise FatalURLFetchingError(f"asks for more than {MOST} drawings")
        return super().fetch(url, headers)

"""The Content-Security-Policy of a page: what it may load and run is what we wrote into it.

Source: W3C Content Security Policy Level 3, 3.3 (the meta element), 6.7.3 (hashes).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Container, Iterable


def policy(styles: Iterable[str], scripts: Iterable[str], shared: Container[str] = ()) -> str:
    """Return the policy of a page with these inline *styles* and *scripts*, each whole.

    Args:
        styles: What stands between `<style>` and `</style>`.
        scripts: What stands between `<script>` and `</script>`; data blocks need no leave.
        shared: What may come from files of the same site, too: `img`, `font`, `style`, `script`.
    """

    def same(kind: str) -> list[str]:
        return ["'self'"] if kind in shared else []

    rules = {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "img-src": ["data:", *same("img")],
        "font-src": ["data:", *same("font")],
        "style-src": [*same("style"), *map(_hash, styles)],
        "script-src": [*same("script"), *map(_hash, scripts)],
    }
    return "; ".join(" ".join([name, *values]) for name, values in rules.items())


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"

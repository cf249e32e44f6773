"""The Content-Security-Policy of a page: what it may load and run is what we wrote into it.

Source: W3C Content Security Policy Level 3, 3.3 (the meta element), 6.7.3 (hashes).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable


def policy(styles: Iterable[str], scripts: Iterable[str], *, shared: bool = False) -> str:
    """Return the policy of a page with these inline *styles* and *scripts*, each whole.

    Args:
        styles: What stands between `<style>` and `</style>`.
        scripts: What stands between `<script>` and `</script>`; data blocks need no leave.
        shared: Whether style sheet and fonts may come from files of the same site, too.
    """
    same = ["'self'"] if shared else []
    rules = {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "img-src": ["data:", *same],
        "font-src": ["data:", *same],
        "style-src": [*same, *map(_hash, styles)],
        "script-src": [*map(_hash, scripts)],
    }
    return "; ".join(" ".join([name, *values]) for name, values in rules.items())


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"

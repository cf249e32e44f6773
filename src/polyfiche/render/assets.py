"""Files that the pages of a site share: the style sheet, the script, and whole fonts.

Each is named by the hash of its bytes, so that a browser may keep it for ever.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from ..model import Asset, Job
from . import typefaces, webfonts
from .templates import style

FOLDER = "assets"
SHARED = ("font", "style", "script")
"""What a page may load, for its policy."""
_SCRIPT = "web.js"
_ODD = re.compile("[^a-z0-9]+")
"""What has no place in the name of a file: families have any name."""


def font(face: typefaces.Face) -> Asset:
    """Return the file of a font."""
    name = webfonts.name_of(face)
    told = f"{face.family} {typefaces.weight(face)} {face.style}".lower()
    stem = _ODD.sub("-", told).strip("-")
    return Asset(_path(stem, "woff2", webfonts.whole(name)), name)


def of(job: Job, faces: Iterable[webfonts.Used]) -> tuple[Asset, ...]:
    """Return all that a page loads, style and script first.

    Args:
        job: Of the page.
        faces: What it draws with. The names of the other languages bring their few letters: nobody
            loads Japanese to read French.
    """
    css, script = job.css.encode(), style(_SCRIPT).encode()
    own = (Asset(_path("web", "css", css)), Asset(_path("web", "js", script)))
    return (*own, *(font(one.face) for one in faces if one.is_own))


def data(asset: Asset, job: Job) -> bytes:
    """Return the bytes of an *asset* of the page of *job*."""
    if asset.font:
        return webfonts.whole(asset.font)
    return style(_SCRIPT).encode() if asset.path.endswith(".js") else job.css.encode()


def address(asset: Asset) -> str:
    """Return where a page finds *asset*: pages are one folder below the top."""
    return f"../{asset.path}"


def _path(stem: str, ending: str, content: bytes) -> str:
    return f"{FOLDER}/{stem}.{hashlib.sha256(content).hexdigest()[:16]}.{ending}"

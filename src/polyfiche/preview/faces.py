"""Fonts of previewed pages: whole, and beside the page, so that a save cuts none."""

from __future__ import annotations

from .. import fontlock
from ..problems import PolyficheError
from ..render import typefaces, webfonts
from ..render.typefaces import Face
from ..workspace import Project


def address(used: webfonts.Used) -> str:
    """Return where the preview gives the font of a face."""
    return f"/font/{_name(used.face)}"


def data(project: Project, name: str) -> bytes | None:
    """Return the font that `address` names so: of the package or the project; None for another."""
    try:
        added = tuple(map(fontlock.added, fontlock.load(project.root)))
    except PolyficheError:
        added = ()
    faces = (face for styles in typefaces.faces(added).values() for face in styles.values())
    return next((webfonts.data_of(face) for face in faces if _name(face) == name), None)


def _name(face: Face) -> str:
    return getattr(face, "file", "") or getattr(face, "sha512", "")

"""What `polyfiche check` looks at: sources, figures, templates, catalogs, terms."""

from __future__ import annotations

from .run import check, fix

__all__ = ["check", "fix"]

"""Write docs/manifest.schema.json from the dataclasses of a release's inventory."""

from __future__ import annotations

from pathlib import Path

from polyfiche.inventory import schema

if __name__ == "__main__":
    page = Path(__file__).parent.parent / "docs/manifest.schema.json"
    page.write_bytes(schema())
    print(f"wrote {page}")

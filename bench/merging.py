"""Merge a template into a catalog, as `msgmerge --previous OLD NEW -o OUT` does.

The whole process that `update.py` measures; `polyfiche update` does the same for a project.
"""

import sys
from pathlib import Path

from polyfiche import catalogs
from polyfiche.catalogs import Catalog
from polyfiche.memory import matcher
from polyfiche.merge import merge


def merged(old: bytes, new: bytes) -> Catalog:
    """Return the catalog *old* brought to what the template *new* says."""
    catalog = catalogs.load(old, "old.po", safe=False)
    template = catalogs.load(new, "new.pot", safe=False)
    return merge(template, catalog, "fr", matcher=matcher(template, catalog))


if __name__ == "__main__":
    before, source, out = map(Path, sys.argv[1:])
    out.write_bytes(catalogs.dump(merged(before.read_bytes(), source.read_bytes())))

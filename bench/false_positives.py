"""Count what the generic checks find in other people's catalogs, and show a sample to judge.

    pip download sphinx==8.2.3 --no-deps
    unzip sphinx-8.2.3-*.whl 'sphinx/locale/*/LC_MESSAGES/sphinx.po'
    python bench/false_positives.py sphinx/locale fr de ja zh_CN

Sphinx's messages are English and reStructuredText, so parity and terms are not asked.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from polyfiche import catalogs, segments
from polyfiche.checks import passages, table
from polyfiche.checks.kinds import Context, Edition
from polyfiche.model import SourceFile
from polyfiche.termbase import Termbase
from polyfiche.workspace import Project

HEAD = '---\ntitle: T\nversion: "1"\ndate: 2026-01-01\nlicence: MIT\nauthors: [A]\n---\n'
TAGS = {"zh_CN": "zh-Hans", "zh_TW": "zh-Hant"}
GENERIC = [
    c for c in (*table.OF_TRANSLATION, *table.OF_TEXT) if not c.code.startswith(("parity", "term"))
]
SAMPLE = 8


def main(folder: Path, locales: list[str]) -> None:
    """Print the counts of each code, and a sample of each."""
    sheet = segments.parse(SourceFile("a.md", HEAD))
    context = Context(Project(folder), replace(sheet), (), Termbase(source="en"))
    for locale in locales:
        path = folder / locale / "LC_MESSAGES/sphinx.po"
        catalog = catalogs.load(path.read_bytes(), path.as_posix(), safe=False)
        edition = Edition(context, TAGS.get(locale, locale.replace("_", "-")), catalog)
        found: dict[str, list[str]] = defaultdict(list)
        texts = list(passages.of_catalog(edition))
        for passage in texts:
            for check in GENERIC:
                for hit in check.run(passage):
                    excerpt = passage.text[max(hit.start - 25, 0) : hit.end + 15]
                    found[check.code].append(f"{hit.message} | {excerpt!r}")
        print(f"\n{locale}: {len(texts)} texts, {sum(map(len, found.values()))} findings")
        for code, hits in sorted(found.items()):
            print(f"  {code:<24} {len(hits):>5}")
            chosen = random.Random(0).sample(hits, min(SAMPLE, len(hits)))
            print("".join(f"      {line}\n" for line in chosen), end="")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])

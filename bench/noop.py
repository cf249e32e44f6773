"""A build with nothing to do: of this repository, and of 500 sheets in 20 languages.

Paired with `python -c "import click"` and `python -c pass`. The generated project is not printed
(that takes hours): `fill.py` puts a file in the place of each output, and remembers them as a build
does. The check looks at stamps, not at what is in the files. Run:

    ./dev build && .venv/bin/python bench/noop.py [--runs 15] [--sheets 500] [--languages 20]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pairing import Steps, compare

ROOT = Path(__file__).parent.parent
LOCALES = (
    *("ar", "de", "en", "es", "hi", "ja", "zh_Hans", "it", "pt", "nl"),
    *("pl", "ru", "uk", "tr", "ko", "sv", "da", "fi", "cs", "he"),
)
UNITS = 12
"""Of a sheet, beside its title and headings."""
_RACY = 2.5
"""Seconds after which a stamp is believed."""


def main() -> None:
    """Measure both projects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="medians are of so many  [15]")
    parser.add_argument("--sheets", type=int, default=500)
    parser.add_argument("--languages", type=int, default=20)
    chosen = parser.parse_args()
    print("this repository, all formats")
    compare(_steps(ROOT), chosen.runs)
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), chosen.sheets, LOCALES[: chosen.languages])
        _run(sys.executable, "-P", str(ROOT / "bench/fill.py"), folder)
        names = ("content", "locales", "build")
        inside = (path for name in names for path in Path(folder, name).rglob("*"))
        files = sum(path.is_file() for path in inside)
        print(f"\n{chosen.sheets} sheets, {chosen.languages} languages: {files:,} files")
        compare(_steps(Path(folder)), chosen.runs)


def generate(root: Path, sheets: int, locales: tuple[str, ...]) -> None:
    """Write a project of *sheets* small sheets, translated into all of *locales*."""
    (root / "content").mkdir()
    for number in range(sheets):
        texts = [
            f"Une phrase numéro {n} de la fiche {number}, avec **du gras**." for n in range(UNITS)
        ]
        (root / f"content/fiche-{number}.md").write_text(_source(number, texts), "utf-8")
        for locale in locales:
            path = root / f"locales/{locale}/LC_MESSAGES/fiche-{number}.po"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                _catalog(locale, [f"Fiche {number}", "Partie", "Carte", *texts]), "utf-8"
            )


def _source(number: int, texts: list[str]) -> str:
    head = f'---\ntitle: Fiche {number}\nversion: "1.0"\ndate: 2026-11-25\nlicence: CC-BY-4.0\n'
    directives = "<!-- section: partie -->\n## Partie\n\n<!-- card: carte -->\n### Carte\n\n"
    return f"{head}authors: [Banc]\n---\n\n{directives}" + "\n\n".join(texts) + "\n"


def _catalog(locale: str, msgids: list[str]) -> str:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    entries = (f'msgid "{msgid}"\nmsgstr "{msgid} ({locale})"\n' for msgid in msgids)
    return "\n".join([f'{head}"Language: {locale}\\n"\n', *entries])


def _steps(root: Path) -> Steps:
    """Return what is timed, once the stamps of all files are old enough to be believed."""
    command = (sys.executable, "-P", "-m", "polyfiche", "-C", str(root), "build")
    for _ in range(2):
        _run(*command)
        time.sleep(_RACY)
    _run(*command)
    return {
        "python -c import click": lambda: _run(sys.executable, "-c", "import click"),
        "polyfiche build": lambda: _run(*command),
        "python -c pass": lambda: _run(sys.executable, "-c", "pass"),
    }


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()

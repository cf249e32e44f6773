"""Draw the picture of the README: the first page of one sheet in four languages, side by side.

    ./dev build && .venv/bin/python tools/picture.py

Needs the `preview` extra and Pillow, which comes with WeasyPrint.
"""

from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
SHEET = "llm-et-fm"
LANGUAGES = ("fr", "ar", "ja", "hi")
WIDTH = 1800
"""Of the picture, in pixels."""
GAP = 24


def main() -> None:
    """Write docs/sheet.png."""
    wide = (WIDTH - GAP) // 2
    pages = [first_page(ROOT / f"build/{lang}/{SHEET}.pdf", wide) for lang in LANGUAGES]
    tall = pages[0].height
    picture = Image.new("RGB", (WIDTH, 2 * tall + GAP), "#d0d7de")
    for index, page in enumerate(pages):
        picture.paste(page, ((index % 2) * (wide + GAP), (index // 2) * (tall + GAP)))
    path = ROOT / "docs/sheet.png"
    picture.quantize(160).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


def first_page(path: Path, width: int) -> Image.Image:
    """Return the first page of a PDF as a picture of *width* pixels."""
    page = pypdfium2.PdfDocument(path)[0]
    large = page.render(scale=2 * width / page.get_width()).to_pil()
    size = width, round(large.height * width / large.width)
    return large.resize(size, Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()

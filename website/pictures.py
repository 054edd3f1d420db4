"""``python -m website.pictures``: the pictures of the first page of a report that the READMEs and the site show.

Of the gallery's study with money, in both languages, as a browser shows it; small files in ``docs/pictures``.
"""

from __future__ import annotations

import argparse
import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import hanpan
from website.assembling import DOCS

STUDIES = {"en": "churn", "ko": "churn_ko"}
SIZE = (1120, 1060)
MOST_BYTES = 150_000
_COLOURS = (256, 128, 64, 32)


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gallery", default="build/gallery", help="the folder of the gallery's studies")
    studies = Path(parser.parse_args().gallery)
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for language, name in STUDIES.items():
            report = hanpan.open(studies / name).report(Path(folder) / f"{language}.html", lang=language)
            page = opened.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, reduced_motion="reduce")
            page.goto(report.as_uri())
            (DOCS / "pictures" / f"report.{language}.png").write_bytes(small(page.screenshot()))
        opened.close()


def small(picture: bytes) -> bytes:
    """A picture with as many colours as fit into the most bytes."""
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in _COLOURS:
        content = io.BytesIO()
        whole.quantize(colours, dither=Image.Dither.NONE).save(content, "png", optimize=True)
        if content.tell() <= MOST_BYTES:
            break
    return content.getvalue()


if __name__ == "__main__":
    main()

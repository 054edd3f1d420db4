"""``python -m website.pictures``: the pictures that the READMEs and the site show.

The first page of a report, of the gallery's study with money, and the network room with a network that has learnt two
spirals; in both languages, as a browser shows them; small files in ``docs/pictures``.
"""

from __future__ import annotations

import argparse
import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

import hanpan
from hanpan.doors.telling.network_view.playground import Playground, playground
from hanpan.doors.telling.network_view.view import page
from hanpan.modeling.networks.room.wire import whole
from website.assembling import DOCS

STUDIES = {"en": "churn", "ko": "churn_ko"}
REPORT, ROOM = (1120, 1060), (1180, 800)
MOST_BYTES = 150_000
_COLOURS = (256, 128, 64, 32)
_DRAWN = 1500  # milliseconds in which a view draws itself


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
            take(opened, report, REPORT, f"report.{language}")
            room = Path(folder) / f"room.{language}.html"
            room.write_text(page(whole(network().training), language), "utf-8")
            take(opened, room, ROOM, f"room.{language}")
        opened.close()


def network() -> Playground:
    """A network that has learnt two spirals."""
    return playground("spiral", hidden=(8, 8, 4), epochs=400)


def take(browser: Browser, shown: Path, size: tuple[int, int], name: str) -> None:
    """The picture of what a browser shows of a file."""
    opened = browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    opened.goto(shown.as_uri())
    opened.wait_for_timeout(_DRAWN)
    (DOCS / "pictures" / f"{name}.png").write_bytes(small(opened.screenshot()))
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

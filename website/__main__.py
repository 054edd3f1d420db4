"""``python -m website``: the site in both languages, and the reports of its gallery where they are not there yet."""

from __future__ import annotations

import argparse
from pathlib import Path

from website.building import build_site
from website.gallery import fill_gallery


def main() -> None:
    """Fill the gallery, build the site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="build/site", help="folder of the site")
    parser.add_argument("--gallery", default="build/gallery", help="folder of the studies that the gallery shows")
    parser.add_argument("--seconds", type=int, default=60, help="budget of each study of the gallery")
    asked = parser.parse_args()
    gallery = Path(asked.gallery).resolve()
    fill_gallery(gallery, asked.seconds)
    build_site(Path(asked.out).resolve(), gallery)
    print(f"site: {Path(asked.out).resolve() / 'index.html'}")


if __name__ == "__main__":
    main()

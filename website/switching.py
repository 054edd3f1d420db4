"""Hooks of MkDocs: from each page a link to the same page in the other language; commands in the colours of a shell."""

from __future__ import annotations

import posixpath
import re
from typing import Any

NAMES = {"en": "English", "ko": "한국어"}
PLACES = {"en": "", "ko": "ko/"}


def on_config(config: Any) -> Any:
    """The languages of the switch; where each leads to is another thing on every page."""
    config.extra["alternate"] = [{"name": name, "lang": one, "link": f"#{one}"} for one, name in NAMES.items()]
    return config


def on_page_markdown(markdown: str, *, page: Any, config: Any, files: Any) -> str:
    """What is shown and not run by the tests (``console``) looks like what is."""
    return re.sub(r"^( *)```console", r"\1```bash", markdown, flags=re.MULTILINE)


def on_post_page(output: str, *, page: Any, config: Any) -> str:
    """Lead to this page in the other language; without links for robots, behind which the theme would look for more."""
    here = posixpath.dirname(PLACES[config.extra["language"]] + page.file.dest_uri) or "."
    for one, place in PLACES.items():
        link = posixpath.relpath(place + page.file.dest_uri, here)
        output = output.replace(f'href="#{one}" hreflang', f'href="{link}" hreflang')
    return re.sub(r'\s*<link rel="alternate"[^>]*>', "", output)

"""Hooks of MkDocs: from each page a link to the same page in the other language; commands in the colours of a shell."""

from __future__ import annotations

import posixpath
import re
from typing import Any

NAMES = {"en": "English", "ko": "한국어"}
PLACES = {"en": "", "ko": "ko/"}


def on_page_markdown(markdown: str, *, page: Any, config: Any, files: Any) -> str:
    """What is shown and not run by the tests (``console``) looks like what is."""
    return re.sub(r"^( *)```console", r"\1```bash", markdown, flags=re.MULTILINE)


def on_page_context(context: dict[str, Any], *, page: Any, config: Any, nav: Any) -> dict[str, Any]:
    """Set the links of the language switch for this page."""
    own = PLACES[config.extra["language"]]
    here = posixpath.dirname(own + page.file.dest_uri)
    config.extra["alternate"] = [
        {"name": NAMES[language], "lang": language, "link": posixpath.relpath(place + page.file.dest_uri, here or ".")}
        for language, place in PLACES.items()
    ]
    return context


def on_post_page(output: str, *, page: Any, config: Any) -> str:
    """Without the links for robots, behind which the theme would look for a sitemap on every page."""
    return re.sub(r'\s*<link rel="alternate"[^>]*>', "", output)

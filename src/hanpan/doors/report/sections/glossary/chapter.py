"""The glossary: what a word means, and what else it is called."""

from __future__ import annotations

from typing import Any

from hanpan.doors.telling.words import Words
from hanpan.foundation.texts import catalogue
from hanpan.study.record import Study

_ROOT = "glossary."


def terms(study: Study, words: Words) -> dict[str, Any]:
    """The chapter: the same for every study."""
    del study
    return {"terms": glossary(words)}


def glossary(words: Words) -> list[dict[str, str]]:
    """Every term of the catalogue: ``term``, ``also`` (other names, may be absent) and ``means``."""
    keys = [key for key in catalogue(words.language) if key.startswith(_ROOT) and key.endswith(".term")]
    entries = [
        {
            "id": key.split(".")[1],
            "term": words.text(key),
            "also": words.known(f"{key.removesuffix('.term')}.also"),
            "means": words.text(f"{key.removesuffix('.term')}.means"),
        }
        for key in keys
    ]
    return sorted(entries, key=lambda entry: entry["term"].casefold())

"""Texts in Korean and English: TOML catalogues beside this file, looked up by key.

Every ``*.toml`` in ``ko/`` and ``en/`` is one part of the same tree: a room keeps its texts in the file of its
own name, and keys are full paths (``finding.leak_suspect.title``). A folder in there is a part that is read only when
one of its keys is asked for: the words of the course are many and rarely wanted. Placeholders are Python format
fields; in Korean ``{name:이가}`` adds the particle that fits the word before it (see ``particles``).
"""

from __future__ import annotations

import locale
import os
from functools import cache
from importlib.resources import files
from typing import Any

from hanpan.foundation.texts.particles import Formatter

LANGUAGES = ("ko", "en")
APART = ("course",)  # folders of the catalogue: first words of the keys in them
_FORMATTER = Formatter()


def default_language() -> str:
    """``HANPAN_LANG`` if set, else the locale's language if it is Korean, else English."""
    chosen = os.environ.get("HANPAN_LANG", "")
    if chosen in LANGUAGES:
        return chosen
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    spoken = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    return "ko" if spoken.lower().startswith(("ko", "korean")) else "en"


def text(key: str, language: str, /, **fields: object) -> str:
    """The text of a key in a language, placeholders filled.

    Raises
    ------
    KeyError
        No such key: a fault of ours, caught by the completeness tests.
    """
    return _FORMATTER.format(_part_of(key, language)[key], **fields)


def has_text(key: str, language: str = "en") -> bool:
    """Whether a key exists (optional parts such as a unit's long name)."""
    return key in _part_of(key, language)


def _part_of(key: str, language: str) -> dict[str, str]:
    first = key.partition(".")[0]
    return catalogue(language, first) if first in APART else catalogue(language)


@cache
def catalogue(language: str, apart: str = "") -> dict[str, str]:
    """All texts of a language, or those of a folder apart, flat: ``{"finding.leak_suspect.title": ...}``."""
    import tomllib

    flat: dict[str, str] = {}
    folder = files(__name__) / language / apart if apart else files(__name__) / language
    for part in sorted(folder.iterdir(), key=lambda item: item.name):
        if part.name.endswith(".toml"):
            _flatten(tomllib.loads(part.read_text("utf-8")), "", flat)
    return flat


def _flatten(tree: dict[str, Any], prefix: str, into: dict[str, str]) -> None:
    for name, value in tree.items():
        key = f"{prefix}.{name}" if prefix else name
        if isinstance(value, dict):
            _flatten(value, key, into)
        elif key in into:
            raise KeyError(f"text {key} is given twice")
        else:
            into[key] = str(value)

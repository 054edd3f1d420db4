"""Texts in Korean and English: TOML catalogues beside this file, looked up by key.

Keys are full paths (``finding.leak_suspect.title``), and their first word is the file they stand in
(``ko/finding.toml``, ``en/finding.toml``), or the folder, where one file would be long. A file is read when one of its
keys is asked for. Placeholders are Python format fields; in Korean ``{name:이가}`` adds the particle that fits the word
before it (see ``particles``).
"""

from __future__ import annotations

import locale
import os
from functools import cache
from importlib.resources import files
from typing import Any

from hanpan.foundation.texts.particles import Formatter

LANGUAGES = ("ko", "en")
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
    return _FORMATTER.format(_part(language, key.partition(".")[0])[key], **fields)


def has_text(key: str, language: str = "en") -> bool:
    """Whether a key exists (optional parts such as a unit's long name)."""
    return key in _part(language, key.partition(".")[0])


def catalogue(language: str) -> dict[str, str]:
    """All texts of a language, flat: ``{"finding.leak_suspect.title": ...}``."""
    folder = files(__name__) / language
    firsts = sorted({item.name.removesuffix(".toml") for item in folder.iterdir()})
    return {key: words for first in firsts for key, words in _part(language, first).items()}


@cache
def _part(language: str, first: str) -> dict[str, str]:
    """The texts whose keys begin with a word."""
    import tomllib

    flat: dict[str, str] = {}
    one, several = files(__name__) / language / f"{first}.toml", files(__name__) / language / first
    for part in [one] if one.is_file() else sorted(several.iterdir(), key=str) if several.is_dir() else []:
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

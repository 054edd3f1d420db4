"""Words of the site alone: ``en.toml`` and ``ko.toml``, the same keys in both."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def words(language: str) -> dict[str, str]:
    """All words of a language, flat: ``{"card.problem.target": ...}``; a key with dots stands in quotes in the file."""
    return _flat(tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text("utf-8")), "")


def word(key: str, language: str) -> str:
    """The words of a key.

    Raises
    ------
    KeyError
        The code has something that nobody has described yet: add it to both files.
    """
    found = words(language).get(key)
    if found is None:
        raise KeyError(f"website/words/{language}.toml says nothing about {key}")
    return found


def _flat(tree: dict[str, object], prefix: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in tree.items():
        key = f"{prefix}.{name}" if prefix else name
        flat.update(_flat(value, key) if isinstance(value, dict) else {key: str(value)})
    return flat

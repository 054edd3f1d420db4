"""The texts of this room are complete, with the same placeholders in both languages."""

from __future__ import annotations

import string
import tomllib
from importlib.resources import files
from typing import Any


def _flat(tree: dict[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in tree.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return flat


def _read(language: str) -> dict[str, str]:
    path = files("hanpan.foundation.texts") / language / "preparation.toml"
    return _flat(tomllib.loads(path.read_text("utf-8")))


def _placeholders(worded: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(worded) if name}


def test_both_languages_say_the_same() -> None:
    ko, en = _read("ko"), _read("en")
    assert ko.keys() == en.keys()
    assert {key: _placeholders(value) for key, value in ko.items()} == {
        key: _placeholders(value) for key, value in en.items()
    }

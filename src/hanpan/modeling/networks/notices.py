"""Things a person should know that stop nothing: told once each, as warnings in their language."""

from __future__ import annotations

import warnings

from hanpan.foundation.texts import default_language, text

_TOLD: set[str] = set()


class NetworkNotice(UserWarning):
    """Training went on, but not in the way that was asked for or expected."""


def notice(key: str, **fields: object) -> None:
    """Warn with the text ``network.notice.<key>``, once for each different sentence."""
    sentence = text(f"network.notice.{key}", default_language(), **fields)
    if sentence not in _TOLD:
        _TOLD.add(sentence)
        warnings.warn(sentence, NetworkNotice, stacklevel=3)

"""The look that all pages share: one style sheet."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def look() -> str:
    """The style sheet: colours for light and dark, type, cards, tables, figures, phones, print."""
    return (files("hanpan.doors.telling") / "look.css").read_text("utf-8")

"""Pictures of the table's own images, as a page holds them."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n"


@dataclass(frozen=True)
class Picture:
    """``source`` for an ``img``, and what stands for it where it cannot be seen."""

    source: str
    alt: str


def picture(png: str, alt: str) -> Picture:
    """From the base64 text of a PNG; anything else makes no picture, only its words.

    Examples
    --------
    >>> picture("iVBORw0KGgo=", "seven").source
    'data:image/png;base64,iVBORw0KGgo='
    >>> picture("<script>", "seven").source
    ''
    """
    try:
        content = base64.b64decode(png, validate=True)
    except (binascii.Error, ValueError):
        return Picture("", alt)
    return Picture(f"data:image/png;base64,{png}" if content.startswith(_PNG) else "", alt)

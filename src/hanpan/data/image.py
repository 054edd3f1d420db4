"""ImageShape: how the pixel columns of a table make a picture again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

LABEL = "label"  # the column of the classes, and the default target of a table of images
_COLORS = ("r", "g", "b")


@dataclass(frozen=True, kw_only=True)
class ImageShape:
    """Size of the images of a table, whose pixels are the number columns ``pixel_<row>_<column>[_<r, g or b>]``.

    Attributes
    ----------
    height, width
        In pixels.
    channels
        1 for grey, 3 for red, green and blue.
    top
        The largest value that a pixel can have: 255 for bytes, 1 for shares.
    resized
        Whether images were brought to this size; those of a later table are then brought to it as well.

    Examples
    --------
    >>> ImageShape(height=1, width=2, channels=3).names[:4]
    ('pixel_000_000_r', 'pixel_000_000_g', 'pixel_000_000_b', 'pixel_000_001_r')
    """

    height: int
    width: int
    channels: int = 1
    top: float = 255.0
    resized: bool = False

    @property
    def values(self) -> int:
        """Numbers in one image."""
        return self.height * self.width * self.channels

    @property
    def names(self) -> tuple[str, ...]:
        """The pixel columns, row by row from the upper left, the channels of a pixel side by side."""
        return _names(self.height, self.width, self.channels)


@cache
def _names(height: int, width: int, channels: int) -> tuple[str, ...]:
    ends = ("",) if channels == 1 else tuple(f"_{color}" for color in _COLORS[:channels])
    return tuple(f"pixel_{y:03d}_{x:03d}{end}" for y in range(height) for x in range(width) for end in ends)

"""Images with the answers that a model gave."""

from __future__ import annotations

from dataclasses import dataclass, field

from hanpan.insights.images.blocks import Blocks
from hanpan.insights.images.telling import MixedUp


@dataclass(frozen=True, kw_only=True)
class ShownImage:
    """A row of the hold-out: the truth, what was said, and of classes the probabilities of both; a PNG in base64."""

    row: int
    truth: str | float
    said: str | float
    png: str
    probability: float | None = None
    true_probability: float | None = None


@dataclass(frozen=True, kw_only=True)
class ImageAnswers:
    """What a model makes of images.

    Attributes
    ----------
    shown
        Per kind (``wrong``, ``unsure``, ``sure``) the images worth looking at.
    rows, wrong
        Images judged on, and wrong decisions among them; None of numbers.
    mixed_up
        Classes most often taken for each other.
    blocks
        Which part of the images matters.
    mean
        The mean of all images, a PNG in base64.
    """

    shown: dict[str, list[ShownImage]]
    rows: int
    wrong: int | None
    mean: str
    mixed_up: list[MixedUp] = field(default_factory=list)
    blocks: Blocks | None = None

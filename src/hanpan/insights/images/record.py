"""Images with the answers that a model gave, and what it looks at."""

from __future__ import annotations

from dataclasses import dataclass, field

from hanpan.foundation.showing import AsRows


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """How much worse the score gets when a block is shuffled between images.

    ``values`` has one number a block (``down`` rows of ``across``), None for blocks that the time did not allow;
    ``side`` is that of a block in pixels, ``rows`` the images it was tried on.
    """

    side: int
    across: int
    down: int
    rows: int
    values: list[list[float | None]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Positions of rows: ``wrong`` (the worst first), ``unsure`` (right, the narrowest first), ``sure`` (right)."""

    wrong: list[int]
    unsure: list[int]
    sure: list[int]


@dataclass(frozen=True, kw_only=True)
class MixedUp:
    """Two classes taken for each other: how often ``first`` was called ``second``, and the other way round."""

    first: str
    second: str
    forth: int
    back: int

    @property
    def count(self) -> int:
        """Both together."""
        return self.forth + self.back


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
class ImageAnswers(AsRows):
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

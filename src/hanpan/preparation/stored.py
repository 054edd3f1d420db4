"""Reading a stored state: what is in a file is checked before it is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hanpan.foundation.errors import BundleError


class Stored:
    """A step's stored state, read with checks of type and shape.

    Examples
    --------
    >>> Stored("scale", {"centre": np.zeros(3)}).array("centre", 3).shape
    (3,)
    """

    def __init__(self, step: str, state: object) -> None:
        self._step = step
        if not isinstance(state, Mapping):
            raise self._damaged("state")
        self._state = state

    def array(self, name: str, *shape: int | None) -> np.ndarray:
        """A float64 array; None in ``shape`` lets a length be anything.

        Raises
        ------
        BundleError
            It is absent, not of numbers, or of another shape.
        """
        return self._shaped(name, shape, "fiu").astype(float)

    def whole(self, name: str, length: int | None, *, below: int, lowest: int = 0) -> np.ndarray:
        """An int64 array (length,) with values ``lowest`` ... ``below - 1``."""
        values = self._shaped(name, (length,), "iu").astype(np.int64)
        if values.size and (values.min() < lowest or values.max() >= below):
            raise self._damaged(name)
        return values

    def words(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        return self._texts(self._state.get(name), name)

    def word_lists(self, name: str, count: int) -> tuple[tuple[str, ...], ...]:
        """``count`` lists of texts."""
        value = self._state.get(name)
        if not isinstance(value, (list, tuple)) or len(value) != count:
            raise self._damaged(name)
        return tuple(self._texts(item, name) for item in value)

    def arrays(self, name: str, lengths: Sequence[int], *width: int | None) -> tuple[np.ndarray, ...]:
        """One float64 array for each length, of shape (length,) or (length, width), finite."""
        parts = self._parts(name, len(lengths))
        return tuple(parts.array(str(i), length, *width) for i, length in enumerate(lengths))

    def wholes(
        self, name: str, lengths: Sequence[int], *, below: Sequence[int], lowest: int = 0
    ) -> tuple[np.ndarray, ...]:
        """One int64 array (length,) for each length, each with its own upper bound."""
        parts = self._parts(name, len(lengths))
        return tuple(
            parts.whole(str(i), length, below=bound, lowest=lowest)
            for i, (length, bound) in enumerate(zip(lengths, below, strict=True))
        )

    def positive(self, name: str, length: int) -> np.ndarray:
        """A float64 array (length,) of numbers above 0."""
        values = self.array(name, length)
        if (values <= 0).any():
            raise self._damaged(name)
        return values

    def flag(self, name: str) -> bool:
        """True or False."""
        value = self._state.get(name)
        if not isinstance(value, bool):
            raise self._damaged(name)
        return value

    def _parts(self, name: str, count: int) -> Stored:
        value = self._state.get(name)
        if not isinstance(value, (list, tuple)) or len(value) != count:
            raise self._damaged(name)
        return Stored(self._step, {str(i): part for i, part in enumerate(value)})

    def _shaped(self, name: str, shape: tuple[int | None, ...], kinds: str) -> np.ndarray:
        try:
            value = np.asarray(self._state.get(name, ""))
        except ValueError as error:  # lists of different lengths
            raise self._damaged(name) from error
        fits = value.ndim == len(shape) and all(n in (None, m) for n, m in zip(shape, value.shape, strict=True))
        empty = value.size == 0  # an empty list has no type of its own
        if not fits or (value.dtype.kind not in kinds and not empty):
            raise self._damaged(name)
        if value.dtype.kind == "f" and not np.isfinite(value).all():
            raise self._damaged(name)
        return value

    def _texts(self, value: object, name: str) -> tuple[str, ...]:
        if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
            raise self._damaged(name)
        return tuple(value)

    def _damaged(self, name: str) -> BundleError:
        return BundleError("prepare_damaged", step=self._step, part=name)

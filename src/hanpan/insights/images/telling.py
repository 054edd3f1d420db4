"""Rows worth looking at: the worst mistakes, the narrow successes, the plain ones; and which classes are mixed up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WRONG, UNSURE, SURE = 12, 6, 6


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


def telling_rows(y: np.ndarray, output: np.ndarray, decided: np.ndarray) -> Telling:
    """Rows of a classification by the probability of their true class.

    Parameters
    ----------
    y, decided
        (n,) codes.
    output
        (n, C) probabilities.

    Examples
    --------
    >>> output = np.array([[0.9, 0.1], [0.6, 0.4], [0.8, 0.2], [0.3, 0.7]])
    >>> telling_rows(np.array([0, 0, 1, 1]), output, output.argmax(axis=1))
    Telling(wrong=[2], unsure=[1, 3], sure=[0])
    """
    true = output[np.arange(len(y)), y.astype(int)]
    order = np.argsort(true, kind="stable")
    wrong, right = order[(decided != y)[order]], order[(decided == y)[order]]
    unsure = right[: min(UNSURE, (2 * len(right) + 2) // 3)]
    return Telling(
        wrong=wrong[:WRONG].tolist(), unsure=unsure.tolist(), sure=_one_of_each(right[len(unsure) :][::-1], y)
    )


def telling_values(y: np.ndarray, output: np.ndarray) -> Telling:
    """Rows of a regression by the size of their error: the largest as ``wrong``, the smallest as ``sure``.

    Examples
    --------
    >>> telling_values(np.array([1.0, 2.0]), np.array([1.1, 5.0]))
    Telling(wrong=[1, 0], unsure=[], sure=[0, 1])
    """
    order = np.argsort(np.abs(y - output), kind="stable")
    return Telling(wrong=order[::-1][:WRONG].tolist(), unsure=[], sure=order[:SURE].tolist())


def mixed_up(confusion: list[list[int]], labels: tuple[str, ...], most: int = 3) -> list[MixedUp]:
    """Pairs of classes most often taken for each other; the direction that happens more often comes first.

    Parameters
    ----------
    confusion
        Rows are true classes, columns decisions.

    Examples
    --------
    >>> mixed_up([[9, 1, 0], [4, 5, 0], [0, 0, 9]], ("a", "b", "c"))
    [MixedUp(first='b', second='a', forth=4, back=1)]
    """
    found = []
    for one in range(len(labels)):
        for other in range(one):
            first, second = (one, other) if confusion[one][other] >= confusion[other][one] else (other, one)
            forth, back = confusion[first][second], confusion[second][first]
            found.append(MixedUp(first=labels[first], second=labels[second], forth=forth, back=back))
    return sorted((pair for pair in found if pair.count), key=lambda pair: -pair.count)[:most]


def _one_of_each(rows: np.ndarray, y: np.ndarray) -> list[int]:
    """The first rows of different classes, then further ones."""
    firsts: dict[int, int] = {}
    for row in rows.tolist():
        firsts.setdefault(int(y[row]), row)
    chosen = list(firsts.values())[:SURE]
    return [*chosen, *(row for row in rows.tolist() if row not in chosen)][:SURE]

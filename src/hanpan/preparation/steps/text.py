"""Free text as a few topics and its length."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import Columns
from hanpan.preparation.steps.base import State, TableStep
from hanpan.preparation.stored import Stored

_BUCKETS = 4096
_SIZES = (2, 3, 4)
_FIT_ROWS = 5000  # texts from which topics are learnt; more hardly change them
_LONGEST = 1000  # characters read of one text


class Text(TableStep):
    """Character n-grams (2 to 4), weighted by TF-IDF and reduced to a few components; and the number of characters.

    Characters instead of words need no word list of any language: Korean particles and endings do no harm. n-grams are
    counted in 4,096 hashed places.

    Parameters
    ----------
    columns
        Text columns.
    n_components
        Components per column, at most.

    References
    ----------
    Deerwester, Dumais, Furnas, Landauer, Harshman (1990), Indexing by latent semantic analysis.
    """

    name: ClassVar[str] = "text"
    reads: ClassVar[tuple[Kind, ...]] = ("text",)

    def __init__(self, columns: tuple[str, ...], n_components: int = 16) -> None:
        super().__init__(columns)
        self._n_components = n_components
        self._weights: tuple[np.ndarray, ...] = ()  # idf of each place, (4096,)
        self._components: tuple[np.ndarray, ...] = ()  # (4096, k)

    def _learn(self, columns: Columns, y: np.ndarray | None) -> None:
        fitted = [_fit(columns.words(name), self._n_components) for name in self.columns]
        self._weights = tuple(weights for weights, _ in fitted)
        self._components = tuple(components for _, components in fitted)

    def _apply(self, columns: Columns) -> np.ndarray:
        parts: list[np.ndarray] = []
        for name, weights, components in zip(self.columns, self._weights, self._components, strict=True):
            words = columns.words(name)
            parts.append(np.asarray(_weighted(_counts(words), weights) @ components))
            parts.append(np.array([len(word) for word in words], dtype=float).reshape(-1, 1))
        return np.hstack(parts)

    def _learnt(self) -> State:
        return {"weights": list(self._weights), "components": list(self._components)}

    def _restore(self, stored: Stored) -> None:
        lengths = [_BUCKETS] * len(self.columns)
        self._weights = stored.arrays("weights", lengths)
        self._components = stored.arrays("components", lengths, None)

    def _name_outputs(self) -> None:
        pairs = [
            (name, f"{name}:{part}")
            for name, components in zip(self.columns, self._components, strict=True)
            for part in [*(f"topic{i + 1}" for i in range(components.shape[1])), "length"]
        ]
        self.sources = tuple(source for source, _ in pairs)
        self.names = tuple(name for _, name in pairs)


def _fit(words: list[str], n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights (4096,) and components (4096, k)."""
    from sklearn.utils.extmath import randomized_svd

    rows = np.unique(np.linspace(0, len(words) - 1, min(len(words), _FIT_ROWS)).round().astype(int))
    counts = _counts([words[i] for i in rows])
    seen = np.bincount(counts.indices, minlength=_BUCKETS)
    weights = np.log((1 + len(rows)) / (1 + seen)) + 1.0
    wanted = min(n_components, len({words[i] for i in rows}) - 1)
    if wanted < 1 or counts.nnz == 0:
        return weights, np.zeros((_BUCKETS, 0))
    _, _, components = randomized_svd(_weighted(counts, weights), wanted, random_state=0)
    return weights, np.ascontiguousarray(components.T)


def _weighted(counts: Any, weights: np.ndarray) -> Any:
    """TF-IDF with damped counts, each row of length 1 (a text without n-grams stays 0): sparse (n, 4096)."""
    weighted = counts.copy()
    weighted.data = (1.0 + np.log(counts.data)) * weights[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    squares = np.bincount(rows, weighted.data**2, minlength=counts.shape[0])
    weighted.data = weighted.data / np.sqrt(squares)[rows]
    return weighted


def _counts(words: list[str]) -> Any:
    """How often each place of n-grams occurs in each text: sparse (n, 4096)."""
    from scipy.sparse import csr_array

    texts = [_plain(word) for word in words]
    points = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    rows, places = [], []
    for size in _SIZES:
        count = max(len(points) - size + 1, 0)
        inside = owner[:count] == owner[size - 1 : size - 1 + count]  # n-grams never cross two texts
        rows.append(owner[:count][inside])
        places.append(_hashed(points, size, count)[inside])
    flat = np.concatenate(rows) * _BUCKETS + np.concatenate(places)
    cells, counts = np.unique(flat, return_counts=True)
    starts = np.searchsorted(cells, np.arange(len(texts) + 1) * _BUCKETS)
    return csr_array((counts.astype(float), cells % _BUCKETS, starts), shape=(len(texts), _BUCKETS))


def _hashed(points: np.ndarray, size: int, count: int) -> np.ndarray:
    """A place 0 ... 4095 for each n-gram, the same on every machine (int64, (count,))."""
    mixed = np.full(count, size, dtype=np.uint64)
    for shift in range(size):
        mixed = (mixed ^ points[shift : shift + count]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(52)).astype(np.int64)


def _plain(word: str) -> str:
    """Composed Hangul, small letters, single blanks, one at either end so that word edges count."""
    cut = unicodedata.normalize("NFC", word[:_LONGEST]).casefold().split()
    # A lone surrogate (from a broken file) cannot be encoded; it becomes a question mark.
    return f" {' '.join(cut)} ".encode("utf-8", "replace").decode() if cut else ""

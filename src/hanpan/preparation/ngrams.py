"""What is written, as groups of characters (n-grams): counted, weighted, and summed up in a few topics.

Our own instead of scikit-learn's HashingVectorizer: a model answers without scikit-learn, whose import alone would take
longer than most answers, and whole columns are hashed at once in NumPy.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

PLACES = 4096
_SIZES = (2, 3, 4)
LONGEST = 1000  # characters read of one text
_MOST_TEXTS = 5000  # texts from which topics are learnt; more hardly change them
_MOST_CHARACTERS = 1_000_000  # of those texts: fewer of them where they are long
_FEWEST_TEXTS = 1000
_MOST_TOPICS = 60
_FEWEST_TOPICS = 32
_WORK = 20_000_000  # n-grams times topics: a second at most
_ROUNDS = 4
_TOGETHER = 1000  # texts that are read at once: memory stays bounded with any number of them
_CROWDED = 0.1  # n-grams for each place of each text, from which counting in every place is quicker than sorting
_KEPT_SUMS = 10  # sets of rows: as many as a small table has folds

_kept_sums: OrderedDict[bytes, np.ndarray] = OrderedDict()


class Topics(NamedTuple):
    """Weights of the n-grams (4096,) and what each topic is made of (4096, k), the strongest topic first."""

    weights: np.ndarray
    components: np.ndarray


def learn_topics(texts: Sequence[str]) -> Topics:
    """Topics of distinct texts, 60 at most, fewer of long texts: truncated SVD of TF-IDF.

    References
    ----------
    Deerwester, Dumais, Furnas, Landauer, Harshman (1990), Indexing by latent semantic analysis.
    """
    ordered = sorted(texts)
    places = np.unique(np.linspace(0, len(ordered) - 1, min(len(ordered), _enough(texts))).round().astype(int))
    return _topics_of(tuple(ordered[i] for i in places))


def _enough(texts: Sequence[str]) -> int:
    """From how many texts topics are learnt."""
    characters = sum(min(len(text), LONGEST) for text in texts)
    return min(_MOST_TEXTS, max(_FEWEST_TEXTS, _MOST_CHARACTERS * len(texts) // max(characters, 1)))


@lru_cache(maxsize=16)
def _topics_of(texts: tuple[str, ...]) -> Topics:
    """Kept for the next recipe that is fitted on the same rows."""
    from sklearn.utils.extmath import randomized_svd, svd_flip

    counts = count_ngrams(texts)
    seen = np.bincount(counts.indices, minlength=PLACES)
    weights = np.log((1 + len(texts)) / (1 + seen)) + 1.0
    wanted = min(_MOST_TOPICS, max(_FEWEST_TOPICS, _WORK // max(counts.nnz, 1)), len(texts) - 1)
    if wanted < 1 or counts.nnz == 0:
        return Topics(weights, np.zeros((PLACES, 0)))
    texts_in, _, components = randomized_svd(
        weigh(counts, weights), wanted, n_iter=_ROUNDS, random_state=0, flip_sign=False
    )
    # The sign of a topic is open: as in TruncatedSVD its largest n-gram counts as positive.
    _, components = svd_flip(texts_in, components, u_based_decision=False)
    return Topics(weights, np.ascontiguousarray(components.T))


def own_sums(texts: Sequence[str]) -> np.ndarray:
    """The texts summed up in the topics learnt from them (n, k): kept for the next recipe fitted on the same rows."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    key = hashlib.blake2b(lengths.tobytes() + "".join(texts).encode("utf-8", "surrogatepass")).digest()
    sums = _kept_sums.pop(key, None)
    _kept_sums[key] = sum_up(texts, *learn_topics(texts)) if sums is None else sums
    while len(_kept_sums) > _KEPT_SUMS:
        _kept_sums.popitem(last=False)
    return _kept_sums[key]


def sum_up(texts: Sequence[str], weights: np.ndarray, components: np.ndarray) -> np.ndarray:
    """How much of each component (4096, k) is in each text, its n-grams weighted: float64 (n, k)."""
    parts = [weigh(_counted(some), weights) @ components for some in _batches(texts)]
    return np.vstack(parts) if parts else np.zeros((0, components.shape[1]))


def weigh(counts: Any, weights: np.ndarray) -> Any:
    """TF-IDF with damped counts, each row of length 1 (a text without n-grams stays 0): sparse (n, 4096)."""
    weighted = counts.copy()
    weighted.data = (1.0 + np.log(counts.data)) * weights[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    squares = np.bincount(rows, weighted.data**2, minlength=counts.shape[0])
    weighted.data = weighted.data / np.sqrt(squares)[rows]
    return weighted


def count_ngrams(texts: Sequence[str]) -> Any:
    """How often each place of n-grams (2 to 4 characters, hashed) occurs in each text: sparse (n, 4096).

    Examples
    --------
    >>> count_ngrams(["fire", "Fire ", "ice"]).sum(axis=1).tolist()  # with the blanks at either end
    [12.0, 12.0, 9.0]
    """
    from scipy.sparse import csr_array, vstack

    parts = [_counted(some) for some in _batches(texts)]
    return vstack(parts, format="csr") if parts else csr_array((0, PLACES))


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[start : start + _TOGETHER] for start in range(0, len(texts), _TOGETHER))


def _counted(texts: Sequence[str]) -> Any:
    from scipy.sparse import csr_array

    plain = [_plain(text) for text in texts]
    points = np.frombuffer("".join(plain).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(plain)), [len(text) for text in plain])
    found = []
    for size in _SIZES:
        count = max(len(points) - size + 1, 0)
        inside = owner[:count] == owner[size - 1 : size - 1 + count]  # n-grams never cross two texts
        found.append((owner[:count] * PLACES + _hashed(points, size, count))[inside])
    cells, counts = _occurring(np.concatenate(found), len(plain) * PLACES)
    starts = np.searchsorted(cells, np.arange(len(plain) + 1) * PLACES)
    return csr_array((counts.astype(float), cells % PLACES, starts), shape=(len(plain), PLACES))


def _occurring(cells: np.ndarray, n_cells: int) -> tuple[np.ndarray, np.ndarray]:
    """The different cells among 0 ... n_cells - 1 in order, and how often each occurs."""
    if len(cells) < _CROWDED * n_cells:
        return np.unique(cells, return_counts=True)
    counts = np.bincount(cells, minlength=n_cells)
    occurring = np.flatnonzero(counts)
    return occurring, counts[occurring]


def _hashed(points: np.ndarray, size: int, count: int) -> np.ndarray:
    """A place 0 ... 4095 for each n-gram, the same on every machine (int64, (count,))."""
    mixed = np.full(count, size, dtype=np.uint64)
    for shift in range(size):
        mixed = (mixed ^ points[shift : shift + count]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(52)).astype(np.int64)


def _plain(text: str) -> str:
    """Composed Hangul, small letters, single blanks, one at either end so that word edges count."""
    cut = unicodedata.normalize("NFC", text[:LONGEST]).casefold().split()
    # A lone surrogate (from a broken file) cannot be encoded; it becomes a question mark.
    return f" {' '.join(cut)} ".encode("utf-8", "replace").decode() if cut else ""

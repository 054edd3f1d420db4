"""Whether the values of a category are written: words that they share, rather than codes or names of their own."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from hanpan.preparation.ngrams import count_ngrams, weigh

_FEWEST = 20  # different values, without digits, from which something can be learnt about their words
_MOST_VALUES = 500
# Two syllables (Hangul, kana) or Han characters, or four letters; shorter ones are mostly codes.
_WORD = re.compile(r"[\uac00-\ud7a3\u4e00-\u9fff\u3041-\u30ff]{2,}|[^\W\d_]{4,}")
_NEARLY_ALL = 0.8  # of the values have words at all: of hexadecimal codes some do by chance
_EVERYWHERE = 0.5  # what stands in more of the values tells none from another
_ALIKE = 0.35  # cosine of n-grams: "fire captain" and "fire chief"; "Portland" and "Maryland" are less alike
_SHARED = 0.5


@lru_cache(maxsize=1024)
def shares_words(values: tuple[str, ...]) -> bool:
    """Whether most of the values have words, or large parts of words, in common with another value.

    Parameters
    ----------
    values
        Distinct values, the most frequent first.

    Examples
    --------
    >>> jobs = [f"{rank} {job}" for rank in ("Senior", "Junior", "Chief") for job in ("Baker", "Driver", "Nurse")]
    >>> shares_words(tuple(f"{job} {place}" for job in jobs for place in ("North", "South", "East")))
    True
    >>> shares_words(tuple(f"A{i:03d}" for i in range(300)))
    False
    """
    told = [" ".join(_WORD.findall(value)) for value in values[:_MOST_VALUES]]
    words = tuple(dict.fromkeys(filter(None, told)))
    if len(words) < _FEWEST or np.count_nonzero(told) < _NEARLY_ALL * len(told):
        return False
    return bool((_nearest(words) >= _ALIKE).mean() >= _SHARED)


def _nearest(words: tuple[str, ...]) -> np.ndarray:
    """How alike each one is to the other that is most like it: cosine of the n-grams that tell them apart (n,)."""
    counts = count_ngrams(words)
    counts.data[:] = 1.0
    common = np.bincount(counts.indices, minlength=counts.shape[1]) > _EVERYWHERE * len(words)
    counts.data[common[counts.indices]] = 0.0
    counts.eliminate_zeros()
    weighted = weigh(counts, np.ones(counts.shape[1]))
    alike = (weighted @ weighted.T).toarray()
    np.fill_diagonal(alike, 0.0)
    return np.asarray(alike.max(axis=1))

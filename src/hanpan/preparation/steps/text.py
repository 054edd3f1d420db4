"""What is written as a few topics and its length."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import Columns, Table, as_columns
from hanpan.preparation.ngrams import PLACES, Topics, learn_topics, own_sums, sum_up
from hanpan.preparation.steps.base import State, TableStep
from hanpan.preparation.stored import Stored


class Text(TableStep):
    """Character n-grams (2 to 4), weighted by TF-IDF and reduced to a few components; and the number of characters.

    Characters instead of words need no word list of any language: Korean particles and endings do no harm, a typo
    changes little. n-grams are counted in 4,096 hashed places. What stands in many rows is read once.

    Parameters
    ----------
    columns
        Texts, and categories whose values share words.
    n_components
        Components per column, at most.

    References
    ----------
    Deerwester, Dumais, Furnas, Landauer, Harshman (1990), Indexing by latent semantic analysis. For categories as
    skrub's StringEncoder; Cerda, Varoquaux (2022), Encoding high-cardinality string categorical variables.

    Examples
    --------
    >>> step = Text(("job",), n_components=1).fit({"job": ["fire officer", "fire chief", "clerk", "bus driver"]})
    >>> step.names
    ('job:topic1', 'job:length')
    """

    name: ClassVar[str] = "text"
    reads: ClassVar[tuple[Kind, ...]] = ("text", "category", "ordered")

    def __init__(self, columns: tuple[str, ...], n_components: int = 16) -> None:
        super().__init__(columns)
        self._n_components = n_components
        self._topics: tuple[Topics, ...] = ()

    def fit_transform(self, frame: Table, y: np.ndarray | None = None) -> np.ndarray:
        """Fit, and transform the same rows: nobody reads their texts a second time."""
        columns = as_columns(frame)
        self.fit(columns, y)
        return self._summed(columns, lambda words, topics: own_sums(words)[:, : topics.components.shape[1]])

    def _learn(self, columns: Columns, y: np.ndarray | None) -> None:
        learnt = [learn_topics(columns.levels(name)[1]) for name in self.columns]
        self._topics = tuple(
            Topics(topics.weights, np.ascontiguousarray(topics.components[:, : self._n_components]))
            for topics in learnt
        )

    def _apply(self, columns: Columns) -> np.ndarray:
        return self._summed(columns, lambda words, topics: sum_up(words, *topics))

    def _summed(self, columns: Columns, sums: Callable[[list[str], Topics], np.ndarray]) -> np.ndarray:
        parts = []
        for name, topics in zip(self.columns, self._topics, strict=True):
            codes, words = columns.levels(name)
            parts.append(_with_lengths(words, sums(words, topics))[codes])
        return np.hstack(parts)

    def _learnt(self) -> State:
        return {
            "weights": [topics.weights for topics in self._topics],
            "components": [topics.components for topics in self._topics],
        }

    def _restore(self, stored: Stored) -> None:
        lengths = [PLACES] * len(self.columns)
        weights, components = stored.arrays("weights", lengths), stored.arrays("components", lengths, None)
        self._topics = tuple(Topics(*parts) for parts in zip(weights, components, strict=True))

    def _name_outputs(self) -> None:
        pairs = [
            (name, f"{name}:{part}")
            for name, topics in zip(self.columns, self._topics, strict=True)
            for part in [*(f"topic{i + 1}" for i in range(topics.components.shape[1])), "length"]
        ]
        self.sources = tuple(source for source, _ in pairs)
        self.names = tuple(name for _, name in pairs)


def _with_lengths(words: list[str], sums: np.ndarray) -> np.ndarray:
    """Topics and length of each word; code -1 takes the last row, of a missing one: (words + 1, k + 1)."""
    lengths = np.array([len(word) for word in words], dtype=float)
    return np.vstack([np.column_stack([sums, lengths]), np.zeros(sums.shape[1] + 1)])

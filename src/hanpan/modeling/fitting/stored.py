"""A fitted pipeline as plain bytes: what a worker leaves and the model file carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.foundation.errors import BundleError
from hanpan.modeling.arrays import pack, unpack
from hanpan.modeling.fitting.shares import brought_back
from hanpan.modeling.storage import Shape, dump_estimator, load_scorer
from hanpan.preparation.columns import Columns
from hanpan.preparation.preparer import Preparer

if TYPE_CHECKING:
    import pandas as pd

    from hanpan.modeling.candidate import Candidate
    from hanpan.modeling.fitting.fitting import Fitted
    from hanpan.preparation.steps.base import ReadRow

_EXACT, _SINGLE = 1e-6, 1e-5  # share of the largest answer; networks count in single precision


@dataclass(frozen=True, kw_only=True)
class StoredFit:
    """One fitted candidate.

    Attributes
    ----------
    kind, members
        How the estimator is stored (see ``storage``): file name -> content.
    preparer
        The fitted preparer's state, encoded by ``storage.encode_state``.
    n_features, n_outputs, categorical, feature_names
        Shape of the prepared table and of the answer.
    factors
        What brings probabilities learnt on balanced classes back: one number per class, or none.
    """

    algorithm: str
    key: str
    kind: str
    members: dict[str, bytes]
    preparer: bytes
    n_features: int
    n_outputs: int
    categorical: list[int] = field(default_factory=list)
    feature_names: list[str] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)

    @property
    def shape(self) -> Shape:
        """Shape of the prepared table and of the answer."""
        return Shape(self.n_features, self.n_outputs, tuple(self.categorical))

    @property
    def tolerance(self) -> float:
        """How far its answers may differ between machines, as a share of the largest."""
        return _SINGLE if self.kind == "network" else _EXACT


class Part:
    """A stored fit brought back: rows of the table in, answers out.

    Raises
    ------
    BundleError
        The stored fit does not hold together.
    """

    def __init__(self, stored: StoredFit) -> None:
        self.preparer = Preparer.from_state(unpack(stored.preparer))
        _check_shape(self.preparer, stored)
        self.scorer = load_scorer(stored.kind, stored.members, stored.shape)
        self.algorithm, self.key, self._n_outputs = stored.algorithm, stored.key, stored.n_outputs
        self.factors = tuple(stored.factors)

    @cached_property
    def _prepared(self) -> ReadRow:
        return self.preparer.of_row()

    def __getstate__(self) -> dict[str, Any]:
        """All but the way of a single row, which is found again."""
        return {name: value for name, value in vars(self).items() if name != "_prepared"}

    def output_of(self, rows: Sequence[Mapping[str, Any]]) -> np.ndarray:
        """What ``output`` answers to a few rows, given as column -> typed cell; at least one."""
        return brought_back(self.scorer.output(np.array([self._prepared(row) for row in rows])), self.factors)

    def output(self, frame: pd.DataFrame | Columns) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        if not len(frame):  # which most libraries refuse
            return np.zeros((0,) if self._n_outputs == 1 else (0, self._n_outputs))
        return brought_back(self.scorer.output(self.preparer.transform(frame)), self.factors)


def store_fit(candidate: Candidate, fitted: Fitted, n_outputs: int, examples: pd.DataFrame) -> StoredFit:
    """Store a fit, bring it back and compare on examples: what cannot be stored faithfully is not stored.

    Raises
    ------
    ValueError
        The stored fit answers differently.
    """
    stored = as_bytes(candidate, fitted, n_outputs)
    expected, answered = fitted.output(examples), Part(stored).output(examples)
    if not same_answers(expected, answered, stored.tolerance):
        raise ValueError(f"the stored {candidate.algorithm} answers differently")
    return stored


def as_bytes(candidate: Candidate, fitted: Fitted, n_outputs: int) -> StoredFit:
    """Store a fit unseen; whoever brings it back checks it, and judges what came back."""
    kind, members = dump_estimator(fitted.estimator.shortened(fitted.rounds))
    return StoredFit(
        algorithm=candidate.algorithm,
        key=candidate.key,
        kind=kind,
        members=members,
        preparer=pack(fitted.preparer.state()),
        n_features=len(fitted.preparer.feature_names_),
        n_outputs=n_outputs,
        categorical=list(fitted.preparer.categorical_),
        feature_names=list(fitted.preparer.feature_names_),
        factors=list(fitted.factors),
    )


def same_answers(expected: np.ndarray, answered: np.ndarray, tolerance: float) -> bool:
    """Whether answers agree to a share of the largest one.

    Examples
    --------
    >>> same_answers(np.array([1e-9, 2e-9]), np.array([1e-9, 3e-9]), 1e-6)
    False
    """
    if expected.shape != answered.shape:
        return False
    scale = float(np.abs(expected).max(initial=0.0))
    return bool((np.abs(expected - answered) <= tolerance * scale).all())


def _check_shape(preparer: Preparer, stored: StoredFit) -> None:
    """The preparer gives the columns the estimator was fitted on."""
    names, categorical = tuple(stored.feature_names), tuple(stored.categorical)
    if preparer.feature_names_ != names or preparer.categorical_ != categorical or len(names) != stored.n_features:
        raise BundleError("part_damaged", part="preparer", reason="it prepares other columns")

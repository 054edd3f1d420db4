"""A fitted pipeline as plain bytes: what a worker leaves and the model file carries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


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
    details: dict[str, Any] = field(default_factory=dict)

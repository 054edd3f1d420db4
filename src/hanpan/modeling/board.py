"""Board: every trial ranked, ensembles among them, failures shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hanpan.modeling.trial import Diagnosis, Trial

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "rank", "model", "algorithm", "score", "score_std", "train_score",
    "fit_seconds", "predict_seconds", "diagnosis",
)


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """One model of the board. ``rank`` is None for failures; ``model`` is unique (``xgboost_3``).

    ``diagnosis_evidence`` holds the numbers behind the word. ``members`` (model name -> weight) for ensembles.
    ``note`` and ``note_fields``: text key ``board.note.<note>`` (rows sampled, failed by time ...), or empty.
    """

    rank: int | None
    model: str
    algorithm: str
    score: float | None
    score_std: float | None
    train_score: float | None
    fit_seconds: float
    predict_seconds: float
    diagnosis: Diagnosis
    key: str
    purpose: str = "default"
    parameters: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)
    diagnosis_evidence: dict[str, float] = field(default_factory=dict)
    members: dict[str, float] = field(default_factory=dict)
    note: str = ""
    note_fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Train and validation score over a knob or over the number of rows (``kind``: ``complexity`` or ``size``).

    ``x`` are the values as shown (text), from simple to complex / few to many; ``best`` is the index of the chosen one.
    """

    kind: str
    algorithm: str
    model: str
    parameter: str
    x: list[str]
    train: list[float | None]
    validation: list[float | None]
    validation_std: list[float | None]
    best: int | None


@dataclass(frozen=True, kw_only=True)
class Board:
    """Rows in rank order, failures last."""

    metric: str
    greater_is_better: bool
    rows: list[BoardRow]
    curves: list[Curve] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def winner(self) -> BoardRow:
        """The first row."""
        return self.rows[0]

    def to_frame(self) -> pd.DataFrame:
        """The columns of board.csv as a pandas table."""
        import pandas as pd

        return pd.DataFrame([[getattr(row, name) for name in COLUMNS] for row in self.rows], columns=list(COLUMNS))

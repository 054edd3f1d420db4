"""Board: every trial ranked, ensembles among them, failures and what was not tried shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from hanpan.foundation.findings import Finding
from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text
from hanpan.modeling.candidate import BALANCE, PLAIN
from hanpan.modeling.curves.diagnosis import GAP, LEADS, Diagnosis
from hanpan.modeling.curves.watched import untrained
from hanpan.modeling.trial import Trial

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "rank",
    "model",
    "algorithm",
    "score",
    "score_std",
    "train_score",
    "fit_seconds",
    "predict_seconds",
    "diagnosis",
)


@dataclass(frozen=True, kw_only=True, repr=False)
class BoardRow(AsTable):
    """One model of the board. ``rank`` is None for failures and what was not tried.

    ``model`` is unique (``xgboost_3``). ``diagnosis_evidence`` holds the numbers behind the word. ``members``: of an
    ensemble, model name -> weight.
    ``findings``: what the curves of a network suggest; ``by_heart``: whether it knows its own rows by how it is built.
    ``worth_per_100``: where the card states gains or costs, what 100 rows earn out of fold by the decision that pays
    best for this model.
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
    findings: list[Finding] = field(default_factory=list)
    by_heart: bool = False
    note: str = ""
    note_fields: dict[str, Any] = field(default_factory=dict)
    worth_per_100: float | None = None

    def to_frame(self) -> pd.DataFrame:
        """The row of board.csv, with its parameters, as names and values."""
        import pandas as pd

        told = {name: getattr(self, name) for name in COLUMNS} | dict(self.parameters)
        return pd.DataFrame({"name": list(told), "value": pd.Series(list(told.values()), dtype=object)})

    def headline(self) -> str:
        """Its model."""
        return self.model

    @property
    def untried(self) -> bool:
        """Whether the search ended before its turn: the time was up, or the number of trials reached."""
        return self.rank is None and self.note in ("not_reached", "not_counted")

    @property
    def learnt_alone(self) -> bool:
        """Whether it is a single model that learns from the columns: neither the ensemble nor the baseline."""
        return self.algorithm not in ("ensemble", "baseline")

    @property
    def balance(self) -> str:
        """How rare classes were learnt: one of ``candidate.WAYS``."""
        return str(self.parameters.get(BALANCE, PLAIN))

    @property
    def diagnosis_words(self) -> str:
        """Name of the sentences for the diagnosis, which tell more than its word.

        ``fine_by_heart``: a fine model that knows its own rows by how it is built; ``overfit_leads``: an over-fitted
        one that is among the best here all the same; ``underfit_curves``: a network that was not trained to its end.
        """
        if self.diagnosis == "fine" and self.by_heart and self.diagnosis_evidence.get("gap", 0.0) > GAP:
            return "fine_by_heart"
        if self.diagnosis == "overfit" and self.diagnosis_evidence.get("reached", 0.0) >= LEADS:
            return "overfit_leads"
        return "underfit_curves" if self.diagnosis == "underfit" and untrained(self.findings) else self.diagnosis


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Train and validation score over a parameter or over the number of rows.

    Attributes
    ----------
    kind
        ``complexity`` (from simple to complex), ``knob`` (from small to large) or ``size`` (from few rows to many).
    x, best
        The values as shown (text); the index of the one with the best validation score.
    before, after
        Values of the parameter's range beyond either end that were not tried.
    given
        What else is set along the curve, as shown (``penalty=lasso``); empty for the algorithm's usual setting.
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
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    given: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanePoint:
    """One model of an algorithm by two of its parameters: their values (a word where they are no numbers), its score.

    ``alone``: in nothing else does it differ from the algorithm's first starting point.
    """

    model: str
    x: float | str
    y: float | str
    score: float
    alone: bool


@dataclass(frozen=True, kw_only=True)
class Plane:
    """Every pair of two parameters (``x``, ``y``) that an algorithm was tried with.

    ``rounds``: x is the number of rounds that was chosen on the curve of each, not one that was set.
    """

    algorithm: str
    x: str
    y: str
    rounds: bool
    points: list[PlanePoint]


@dataclass(frozen=True, kw_only=True)
class BoardWorth:
    """Who earns most out of fold: ``best``, and how much it is ahead of the chosen model per 100 rows.

    ``low`` and ``high`` are 95 % limits, widened for having picked the best of many. ``best`` is the chosen model
    itself where none earns more.
    """

    currency: str
    best: str
    ahead: float = 0.0
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, kw_only=True, repr=False)
class Board(AsTable):
    """Rows in rank order, then failures and what was not tried.

    ``chosen`` is the model that is judged and shipped. It is not always rank 1: ``prefer`` may ask for a simpler or
    faster one, and where no model beats the baseline beyond chance, it is the baseline. ``worth`` is there where the
    card states gains or costs; rows are ranked by the metric all the same.
    """

    worded: ClassVar[Mapping[str, str]] = {"algorithm": "algorithm.{}.title", "diagnosis": "diagnosis.{}.title"}
    metric: str
    greater_is_better: bool
    rows: list[BoardRow]
    chosen: str = ""
    curves: list[Curve] = field(default_factory=list)
    planes: list[Plane] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)
    worth: BoardWorth | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: int | str) -> BoardRow:
        """The row at a place, 0 the best, or of a model's name."""
        if isinstance(place, str):
            return {row.model: row for row in self.rows}[place]
        return self.rows[place]

    def __iter__(self) -> Iterator[BoardRow]:
        return iter(self.rows)

    @property
    def winner(self) -> BoardRow:
        """The chosen row."""
        return next((row for row in self.rows if row.model == self.chosen), self.rows[0])

    @property
    def ranked(self) -> list[BoardRow]:
        """Rows with a rank, best first."""
        return [row for row in self.rows if row.rank is not None]

    @property
    def baseline(self) -> BoardRow | None:
        """The baseline's row."""
        return next((row for row in self.rows if row.algorithm == "baseline"), None)

    def row(self, model: int | str) -> BoardRow | None:
        """The row of a rank or, of those with a rank, of a model's name; or None."""
        return next((row for row in self.ranked if model in (row.rank, row.model)), None)

    @property
    def columns(self) -> tuple[str, ...]:
        """Those of board.csv; ``worth_per_100`` comes last, where the card states gains or costs."""
        return COLUMNS if self.worth is None else (*COLUMNS, "worth_per_100")

    def to_frame(self) -> pd.DataFrame:
        """The columns of board.csv as a pandas table."""
        import pandas as pd

        rows = [[getattr(row, name) for name in self.columns] for row in self.rows]
        return pd.DataFrame(rows, columns=list(self.columns)).astype({"rank": "Int64"})  # whole numbers beside gaps

    def shown(self) -> pd.DataFrame:
        """Without the candidates that the time, or the number of trials, did not reach; the chosen model has a star."""
        frame = self.to_frame()
        frame["model"] = [f"{row.model} ★" if row.model == self.winner.model else row.model for row in self.rows]
        return frame[[not row.untried for row in self.rows]]

    @property
    def untried(self) -> list[str]:
        """Algorithms that the time, or the number of trials, did not reach."""
        return list(dict.fromkeys(row.algorithm for row in self.rows if row.untried))

    def headline(self) -> str:
        """What it is ranked by, and what is judged and shipped."""
        ranked = text(f"metric.{self.metric}.name", self.language)
        if not self.rows:
            return text("record.board_empty", self.language, metric=ranked)
        return text("record.board", self.language, metric=ranked, model=self.winner.model)

"""Evaluation: the shipped candidate judged on rows nobody touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from hanpan.business.card import Success
from hanpan.business.unit import Unit
from hanpan.data.pairs.record import Evidence, PairPicture
from hanpan.evaluation.explanation.band import PredictionIntervals
from hanpan.evaluation.ranking import Ranking
from hanpan.evaluation.value import Value
from hanpan.foundation.findings import Finding
from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text
from hanpan.modeling.trial import RowsFitted

if TYPE_CHECKING:
    import pandas as pd

Way = Literal["nothing", "rule", "single"]
_NOT_AHEAD = ("next_not_ahead", "next_judge_ahead")  # the goal is reached, but not clearly thanks to the model
Verdict = Literal["reached", "without_model", "not_reached", "undecided"]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A metric's value with a 95 % bootstrap interval, beside the baseline's value on the same rows."""

    value: float | None
    low: float | None
    high: float | None
    baseline: float | None


@dataclass(frozen=True, kw_only=True)
class ClassRow:
    """One line of the classification report."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, kw_only=True)
class Importance:
    """Permutation importance of one column of the table: how much the score worsens when it is shuffled."""

    column: str
    mean: float
    low: float
    high: float


class BehindRows(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Rows of the table behind a number (``kind`` values or classes), one dict each; means over these and over all."""

    kind: str = ""
    rows: list[dict[str, str | float | None]] = []
    means_shown: dict[str, float | None] = {}
    means_all: dict[str, float | None] = {}


@dataclass(frozen=True, kw_only=True)
class HypothesisAnswer:
    """Whether x is related to y, and by enough to matter.

    Attributes
    ----------
    effect, low, high, test, n
        Of the test, with its 95 % interval; None where nothing can be compared.
    p, p_alone
        Corrected over all hypotheses, and not.
    strength, strength_low, strength_high
        The effect as a correlation.
    smallest
        The smallest correlation worth speaking of.
    of
        How many hypotheses there are.
    """

    x: str
    because: str = ""
    answer: Literal["supported", "not_supported", "undecided"]
    effect: float | None = None
    p: float | None = None
    p_alone: float | None = None
    test: str | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    strength: float | None = None
    strength_low: float | None = None
    strength_high: float | None = None
    smallest: float | None = None
    of: int = 1
    evidence: Evidence = field(default_factory=Evidence)
    picture: PairPicture = field(default_factory=PairPicture)


@dataclass(frozen=True, kw_only=True)
class Unaided:
    """The best way to answer without a model, beside the model.

    Attributes
    ----------
    way, said
        Doing nothing, today's rule or one answer for all, and which answer that is.
    metric, value
        What is compared (``profit`` where the card says what answers are worth), and what this way has of it.
    ahead, low, high
        How much better the model is, with its 95 % interval.
    beaten
        Whether the model is ahead of every such way beyond chance.
    reaches
        Whether this way reaches the card's goal by itself.
    """

    way: Way
    said: str
    metric: str
    value: float
    ahead: float
    low: float
    high: float
    beaten: bool
    reaches: bool = False


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What intervals count where it is not single rows: groups of a ``column``, or copies of one row (no column).

    With ``stretches`` the column is a time, and the groups are stretches of successive rows.
    """

    column: str
    groups: int
    stretches: bool = False


@dataclass(frozen=True, kw_only=True, repr=False)
class Evaluation(AsTable):
    """Judgement on the hold-out (``judged_on`` = ``holdout``) or, on tiny tables, out of fold (``out_of_fold``).

    ``confusion[i][j]``: rows of true class i decided as j. ``calibration``: bins with ``predicted``, ``observed``,
    ``count``. ``residuals``: ``predicted``, ``residual`` of at most 800 rows, and ``edges`` and ``counts`` of all.
    ``ranking``: what acting on the first of a sorted list finds and earns (two classes).
    ``unaided``: the way without a model that is hardest to beat. ``unit_of_analysis``: what a row stands for.
    ``value``: what decisions are worth, where the card says. ``goal``: the card's, of which ``verdict`` speaks;
    ``next_step``: what would help most. ``behind``: rows of the tables behind a number, see ``behind_the_number``.
    ``drawn``: the groups of rows that intervals count; None where they count rows.
    ``intervals``: for numbers, how far the truth lies from a prediction of ``model``.
    """

    worded: ClassVar[Mapping[str, str]] = {"metric": "metric.{}.name"}
    model: str
    algorithm: str
    judged_on: Literal["holdout", "out_of_fold"]
    rows: int
    metrics: dict[str, Judged]
    verdict: Verdict | None = None
    unaided: Unaided | None = None
    threshold: float | None = None
    trained_on: RowsFitted = "development"
    value: Value | None = None
    goal: Success | None = None
    next_step: Finding | None = None
    findings: list[Finding] = field(default_factory=list)
    hypotheses: list[HypothesisAnswer] = field(default_factory=list)
    confusion: list[list[int]] = field(default_factory=list)
    classes: list[ClassRow] = field(default_factory=list)
    calibration: list[dict[str, float]] = field(default_factory=list)
    residuals: dict[str, list[float]] = field(default_factory=dict)
    roc: dict[str, list[float]] = field(default_factory=dict)
    precision_recall: dict[str, list[float]] = field(default_factory=dict)
    importance: list[Importance] = field(default_factory=list)
    behind: BehindRows = field(default_factory=BehindRows)
    target_summary: dict[str, float] = field(default_factory=dict)
    intervals: PredictionIntervals | None = None
    drawn: Drawn | None = None
    ranking: Ranking | None = None
    unit_of_analysis: str = ""

    def to_frame(self) -> pd.DataFrame:
        """One row per metric: value, 95 % interval, the baseline's value."""
        import pandas as pd

        told = {name: [judged.value, judged.low, judged.high, judged.baseline] for name, judged in self.metrics.items()}
        frame = pd.DataFrame.from_dict(told, orient="index", columns=["value", "low", "high", "baseline"], dtype=float)
        return frame.rename_axis("metric").reset_index()

    def headline(self) -> str:
        """Which model was judged, on how many rows."""
        told = text(f"record.evaluation.{self.judged_on}", self.language, model=self.model, rows=f"{self.rows:,}")
        return f"{told}. {self.verdict_text(self.language)}" if self.verdict else told

    def verdict_text(self, language: str) -> str:
        """The verdict in words: where the goal takes no model, what does as well; empty without one."""
        if self.verdict is None:
            return ""
        said = self.unaided.said if self.unaided is not None else ""
        return text(f"report.verdict.{self._verdict_key()}", language, said=said, **self.unit(language).fields)

    def unit(self, language: str) -> Unit:
        """What a row stands for, as a language counts it."""
        return Unit(self.unit_of_analysis, language)

    def _verdict_key(self) -> str:
        way = self.unaided.way if self.unaided is not None else ""
        if self.verdict == "undecided" and self.next_step is not None and self.next_step.code in _NOT_AHEAD:
            return f"not_ahead.{way}"
        return f"without_model.{way}" if self.verdict == "without_model" else str(self.verdict)

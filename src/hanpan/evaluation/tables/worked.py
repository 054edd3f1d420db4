"""The tables behind a number for a person's own y and predictions: row by row, what a metric adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np

from hanpan.business.metrics import metrics_for
from hanpan.business.metrics.base import as_probabilities
from hanpan.business.problem import Problem, Task
from hanpan.evaluation.tables.behind import table_of_classes, table_of_values
from hanpan.foundation.errors import DataError
from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text

if TYPE_CHECKING:
    import pandas as pd

_OF_SHARES = ("log_loss", "brier")  # which labels alone have none of
Kind = Literal["values", "classes", "decisions"]
_SHARES_APART = 0.01  # from 1, that probabilities of a row may sum to
_TELLING = (
    "mse",
    "rmse",
    "mae",
    "medae",
    "mape",
    "r2",
    "log_loss",
    "brier",
    "accuracy",
    "balanced_accuracy",
    "precision",
    "recall",
    "f1",
    "mcc",
)


@dataclass(frozen=True, kw_only=True, repr=False)
class Behind(AsTable):
    """How a metric comes about.

    Attributes
    ----------
    kind
        ``values``, ``classes`` (with probabilities) or ``decisions`` (labels alone).
    columns
        Name -> (n,) cells. Values: ``y, predicted, error, squared, absolute, share`` (NaN where y is 0). Classes:
        ``y, decided, probability_<label> ..., true_probability, minus_log``. Decisions: ``y, decided, right``.
    means
        Of the columns that are averaged: ``squared`` is the MSE, ``absolute`` the MAE, ``share`` the MAPE,
        ``minus_log`` the log loss.
    metrics
        By their fixed names.
    labels, counts
        Classes in the order of their codes, of two the positive one last; ``counts[i][j]``: rows of class i decided as
        j. Of two classes that is ``[[TN, FP], [FN, TP]]``.
    """

    worded: ClassVar[Mapping[str, str]] = {}
    kind: Kind
    columns: Mapping[str, np.ndarray]
    means: Mapping[str, float]
    metrics: Mapping[str, float]
    labels: tuple[str, ...] = ()
    counts: tuple[tuple[int, ...], ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row per row."""
        import pandas as pd

        return pd.DataFrame({name: np.asarray(cells) for name, cells in self.columns.items()})

    def headline(self) -> str:
        """The metrics, and for two classes the four counts."""
        told = [f"{text(f'metric.{name}.name', self.language)} {value:.5g}" for name, value in self.metrics.items()]
        if len(self.labels) == 2:
            (tn, fp), (fn, tp) = self.counts
            told.append(text("record.outcomes", self.language, label=self.labels[1], tp=tp, fp=fp, fn=fn, tn=tn))
        return ", ".join(told)


def behind(
    y: Any, predicted: Any, *, task: Task | None = None, labels: Sequence[Any] = (), threshold: float = 0.5
) -> Behind:
    """The table behind MSE, MAE, MAPE, log loss, accuracy and the like, for your own rows.

    Parameters
    ----------
    y
        (n,) numbers or labels; (n, C) zeros and ones (one-hot) are taken as classes.
    predicted
        (n,) or (n, 1) numbers; probabilities (n, C), or (n,) or (n, 1) of the positive class of two; or (n,) labels.
    task
        ``regression``, ``binary`` or ``multiclass``. If not given: classes where y holds words, is one-hot or comes
        with probabilities of several classes, or where it holds only 0 and 1 and all that is predicted lies from 0 to
        1.
    labels
        The classes in the order of the columns of ``predicted``, of two the positive one last; sorted if not given.
    threshold
        Of two classes, the positive one is decided at this probability or above; of more the likeliest.

    Returns
    -------
    Behind
        Shows itself as a table; ``metrics`` and ``means`` hold the numbers.

    Raises
    ------
    DataError
        Lengths, labels, cells or probabilities that do not fit one another.

    References
    ----------
    Good (1952), Rational decisions (log loss); Hyndman, Koehler (2006), Another look at measures of forecast accuracy.

    Examples
    --------
    >>> import hanpan
    >>> table = hanpan.behind([6, 5, 12, 2], [4, 6, 9, 2])
    >>> [round(table.metrics[name], 4) for name in ("mse", "rmse", "mae", "mape")]
    [3.5, 1.8708, 1.5, 0.1958]
    >>> two = hanpan.behind([1, 0, 0, 1, 0, 0, 1], [0.9, 0.3, 0.4, 0.7, 0.5, 0.7, 0.5])
    >>> round(two.metrics["log_loss"], 4), two.counts
    (0.56, ((2, 2), (0, 3)))
    """
    true, said = np.asarray(y), np.asarray(predicted)
    if true.ndim == 2 and true.shape[1] > 1:
        true, labels = _from_one_hot(true, labels)
    true, said = true.reshape(-1), said.reshape(-1) if said.ndim == 2 and said.shape[1] == 1 else said
    if len(true) != len(said) or not len(true):
        raise DataError("behind_lengths", y=len(true), predicted=len(said))
    if (task or _task(true, said)) == "regression":
        return _values(true, said)
    names, codes = _codes(true, labels)
    return _decisions(codes, said, names) if _are_labels(said, names) else _classes(codes, said, names, threshold)


def _task(true: np.ndarray, said: np.ndarray) -> Task:
    """What y and predictions look like."""
    if said.ndim == 2 or not _numeric(true) or not _numeric(said):
        return "binary" if len(np.unique(true.astype(str))) <= 2 else "multiclass"
    only = set(np.unique(true).tolist()) <= {0, 1}
    return "binary" if only and bool(((said >= 0) & (said <= 1)).all()) else "regression"


def _numeric(values: np.ndarray) -> bool:
    return values.dtype.kind in "iuf"


def _are_labels(said: np.ndarray, names: tuple[str, ...]) -> bool:
    """Whether predictions are labels, not probabilities."""
    return said.ndim == 1 and (not _numeric(said) or len(names) > 2)


def _values(true: np.ndarray, said: np.ndarray) -> Behind:
    if not _numeric(true) or not _numeric(said) or said.ndim > 1:
        raise DataError("behind_numbers", y=str(true.dtype), predicted=f"{said.dtype} {said.shape}")
    true, said = true.astype(float), said.astype(float)
    _require_finite(true, said)
    table = table_of_values(true, said)
    return Behind(kind="values", columns=table, means=_means(table), metrics=_metrics("regression", true, said))


def _classes(codes: np.ndarray, said: np.ndarray, names: tuple[str, ...], threshold: float) -> Behind:
    if not _numeric(said):
        raise DataError("behind_numbers", y="labels", predicted=str(said.dtype))
    shares = as_probabilities(said.astype(float))
    _require_finite(shares)
    if shares.shape[1] != len(names):
        raise DataError("behind_columns", columns=shares.shape[1], labels=", ".join(names))
    if shares.min() < 0 or shares.max() > 1 or np.abs(shares.sum(axis=1) - 1).max() > _SHARES_APART:
        raise DataError("behind_probabilities", low=f"{shares.min():.4g}", high=f"{shares.max():.4g}")
    decided = (shares[:, 1] >= threshold).astype(int) if len(names) == 2 else shares.argmax(axis=1)
    task: Task = "binary" if len(names) == 2 else "multiclass"
    problem = Problem(target="y", task=task, metric="log_loss", labels=names)
    table = table_of_classes(problem, codes, shares, decided)
    return Behind(
        kind="classes",
        columns=table,
        means=_means(table),
        metrics=_metrics(task, codes, shares, decided),
        labels=names,
        counts=_counts(codes, decided, len(names)),
    )


def _decisions(codes: np.ndarray, said: np.ndarray, names: tuple[str, ...]) -> Behind:
    _, decided = _codes(said, names)
    held = np.array(names)
    table = {"y": held[codes], "decided": held[decided], "right": (codes == decided).astype(int)}
    task: Task = "binary" if len(names) == 2 else "multiclass"
    sure = np.eye(len(names))[decided]
    told = {name: value for name, value in _metrics(task, codes, sure, decided).items() if name not in _OF_SHARES}
    return Behind(
        kind="decisions",
        columns=table,
        means={"right": float(table["right"].mean())},
        metrics=told,
        labels=names,
        counts=_counts(codes, decided, len(names)),
    )


def _from_one_hot(true: np.ndarray, labels: Sequence[Any]) -> tuple[np.ndarray, Sequence[Any]]:
    """Labels (n,) from zeros and ones (n, C)."""
    if not np.isin(true, (0, 1)).all() or not (true.sum(axis=1) == 1).all():
        raise DataError("behind_one_hot", columns=true.shape[1])
    known = labels or list(range(true.shape[1]))
    return np.array([str(label) for label in known])[true.argmax(axis=1)], known


def _codes(values: np.ndarray, labels: Sequence[Any]) -> tuple[tuple[str, ...], np.ndarray]:
    """Names of the classes, and the code of each row's."""
    told = [_label(value) for value in values.tolist()]
    names = tuple(map(_label, labels)) or tuple(dict.fromkeys(map(_label, np.unique(values).tolist())))
    strange = sorted(set(told) - set(names))
    if strange or len(names) < 2:
        raise DataError("behind_labels", strange=", ".join(strange[:5]) or "–", labels=", ".join(names))
    return names, np.array([names.index(one) for one in told])


def _label(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool | float) and value == int(value) else str(value)


def _require_finite(*parts: np.ndarray) -> None:
    for part in parts:
        bad = np.flatnonzero(~np.isfinite(part.reshape(len(part), -1)).all(axis=1))
        if len(bad):
            raise DataError("behind_gaps", count=len(bad), rows=", ".join(str(row + 1) for row in bad[:5]))


def _means(table: Mapping[str, Any]) -> dict[str, float]:
    wanted = ("error", "squared", "absolute", "share", "minus_log")
    known = {name: np.asarray(table[name], float) for name in wanted if name in table}
    return {name: float(np.nanmean(cells)) for name, cells in known.items() if not np.isnan(cells).all()}


def _metrics(task: Task, y: np.ndarray, output: np.ndarray, decided: np.ndarray | None = None) -> dict[str, float]:
    known = {entry.name: entry for entry in metrics_for(task)}
    told = {name: known[name](y, output, decided) for name in _TELLING if name in known}
    return {name: value for name, value in told.items() if value is not None}


def _counts(codes: np.ndarray, decided: np.ndarray, classes: int) -> tuple[tuple[int, ...], ...]:
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (codes, decided), 1)
    return tuple(map(tuple, counts.tolist()))

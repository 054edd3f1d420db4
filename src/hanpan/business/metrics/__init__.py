"""The metrics, one small file each. Each knows its direction, what it needs, and where it is described."""

from __future__ import annotations

from hanpan.business.metrics.accuracy import ACCURACY
from hanpan.business.metrics.auc import AUC
from hanpan.business.metrics.average_precision import AVERAGE_PRECISION
from hanpan.business.metrics.balanced_accuracy import BALANCED_ACCURACY
from hanpan.business.metrics.base import Metric, decide
from hanpan.business.metrics.brier import BRIER
from hanpan.business.metrics.f1 import F1
from hanpan.business.metrics.log_loss import LOG_LOSS
from hanpan.business.metrics.mae import MAE
from hanpan.business.metrics.mape import MAPE
from hanpan.business.metrics.mcc import MCC
from hanpan.business.metrics.medae import MEDAE
from hanpan.business.metrics.mse import MSE
from hanpan.business.metrics.pinball import PINBALL
from hanpan.business.metrics.precision import PRECISION
from hanpan.business.metrics.r2 import R2
from hanpan.business.metrics.recall import RECALL
from hanpan.business.metrics.rmse import RMSE
from hanpan.business.problem import Task
from hanpan.foundation.errors import DataError, UsageError

METRICS: tuple[Metric, ...] = (
    RMSE,
    MSE,
    MAE,
    MEDAE,
    MAPE,
    R2,
    *PINBALL,
    AUC,
    AVERAGE_PRECISION,
    LOG_LOSS,
    BRIER,
    ACCURACY,
    BALANCED_ACCURACY,
    F1,
    MCC,
    PRECISION,
    RECALL,
)

# Known by name, but no function of y and outputs alone: it needs the card's ``[value]`` and a decision rule.
PROFIT = "profit"

__all__ = ["METRICS", "PROFIT", "Metric", "check_limit", "decide", "metric", "metrics_for", "require_metric"]


def require_metric(name: str) -> str:
    """The name itself, of a metric or ``profit``.

    Raises
    ------
    UsageError
        No such metric; all there are stand in the message, the nearest first.
    """
    return name if name == PROFIT else metric(name).name


_SHARES = ("brier", *(entry.name for entry in METRICS if entry.greater_is_better))  # at most 1
_SURELY_PER_CENT = 2.0  # a mean error of twice the value itself is no goal


def check_limit(name: str, limit: float) -> None:
    """Refuse a goal in per cent for a metric that is a share.

    Raises
    ------
    DataError
        It is more than all, such as ``accuracy >= 80`` or ``mape <= 12``.

    Examples
    --------
    >>> check_limit("accuracy", 0.8), check_limit("mae", 80)
    (None, None)
    """
    if (name in _SHARES and limit > 1) or (name == "mape" and limit >= _SURELY_PER_CENT):
        raise DataError("limit_per_cent", metric=name, limit=f"{limit:g}", share=f"{limit / 100:g}")


def metric(name: str) -> Metric:
    """The metric of a name.

    Raises
    ------
    UsageError
        No such metric; all there are stand in the message, the nearest first.
    """
    for entry in METRICS:
        if entry.name == name:
            return entry
    import difflib

    names = [*(entry.name for entry in METRICS), PROFIT]
    near = difflib.get_close_matches(name, names)
    raise UsageError("unknown_metric", name=name, names=", ".join(dict.fromkeys([*near, *names])))


def metrics_for(task: Task) -> tuple[Metric, ...]:
    """The metrics of a task.

    Examples
    --------
    >>> [entry.name for entry in metrics_for("regression")]
    ['rmse', 'mse', 'mae', 'medae', 'mape', 'r2', 'pinball_10', 'pinball_90']
    """
    return tuple(entry for entry in METRICS if task in entry.tasks)

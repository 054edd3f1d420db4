"""A list to work with: whom to take first, what that is expected to earn, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from hanpan.business.value import Worth
from hanpan.data.names import require_names
from hanpan.deployment.scored import Predicted
from hanpan.foundation.errors import DataError, UsageError
from hanpan.foundation.options import option
from hanpan.modeling.fitted.gains import acted_on, expected_gains
from hanpan.modeling.fitted.reasons import Teller, plainly, reasons_of

if TYPE_CHECKING:
    import pandas as pd

    from hanpan.modeling.fitted.model import Model

GAIN = "expected_gain"
_DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class ListOptions:
    """What a list holds besides the answers, and which rows come first.

    Attributes
    ----------
    keep
        Columns of the table that come along, such as a customer's number and name.
    sort
        ``value``: the largest expected gain first (numbers: the largest prediction); ``probability``: the most likely
        of the positive class first (of several classes: the surest answer). With ``top`` alone: ``value`` where the
        model knows what answers are worth, else ``probability``.
    top
        Only so many rows.
    reasons
        So many columns that moved the answer most, in words.
    """

    keep: tuple[str, ...] = option((), metavar="A,B", many=True)
    sort: Literal["value", "probability"] | None = option(None)
    top: int | None = option(None, low=1, metavar="N")
    reasons: int = option(0, low=0, high=20, metavar="N")

    @property
    def asked(self) -> bool:
        """Whether a list is asked for, and not answers alone."""
        return self != ListOptions()


def check_list(options: ListOptions, model: Model) -> ListOptions:
    """The options as this model can follow them.

    Raises
    ------
    DataError
        Rows are to be sorted by what the model does not know.
    """
    task, valued = model.problem.task, expects_gains(model)
    sort = options.sort
    if sort is None and options.top is not None:
        sort = "value" if task == "regression" or valued else "probability"
    if sort == "value" and task != "regression" and not valued:
        raise DataError("sort_without_value")
    if sort == "probability" and task == "regression":
        raise DataError("no_probabilities", target=model.problem.target)
    return ListOptions(keep=options.keep, sort=sort, top=options.top, reasons=options.reasons)


def expects_gains(model: Model) -> bool:
    """Whether the model knows what its answers are worth."""
    return model.problem.value is not None and bool(model.problem.value.gain)


def listed(model: Model, done: Predicted, options: ListOptions, tell: Teller = plainly) -> pd.DataFrame:
    """The rows of a list, sorted and cut as asked: kept columns, answers, expected gain, reasons.

    Raises
    ------
    DataError
        A column to keep is absent, has the name of an answer, or there are no amounts to tell gains from.
    """
    keys, rows = ranked(model, done, options)
    answers = done.frame.iloc[rows].reset_index(drop=True)
    kept = _kept(done, answers, options.keep).iloc[rows].reset_index(drop=True)
    for name in answers.columns[answers.columns.str.startswith("probability_")]:
        answers[name] = answers[name].round(_DIGITS)
    if expects_gains(model):
        answers[GAIN] = np.round(_gains(model, done)[rows], _DIGITS)
    if options.reasons:
        told = reasons(model, done.rows.iloc[rows], options.reasons, tell)
        answers = answers.join(told)
    made = kept.join(answers)
    if keys is not None:
        made.attrs["keys"] = keys[rows].tolist()
    return made


def ranked(model: Model, done: Predicted, options: ListOptions) -> tuple[np.ndarray | None, np.ndarray]:
    """What rows are sorted by (n,), if they are, and the places of those that are listed (k,), the first on top."""
    if options.sort is None:
        return None, np.arange(len(done.frame))[: options.top]
    keys = _keys(model, done, options.sort)
    order = np.argsort(-np.where(np.isnan(keys), -np.inf, keys), kind="stable")
    return keys, order[: options.top]


def _keys(model: Model, done: Predicted, sort: str) -> np.ndarray:
    if model.problem.task == "regression":
        return np.asarray(done.frame["prediction"], dtype=float)
    if sort == "value":
        return _gains(model, done)
    return done.output[:, acted_on(model.problem)] if model.problem.task == "binary" else done.output.max(axis=1)


def _gains(model: Model, done: Predicted) -> np.ndarray:
    worth = model.problem.value or Worth()
    if worth.amount and worth.amount not in done.beside:
        raise DataError("amount_absent_here", column=worth.amount)
    amount = done.beside[worth.amount].to_numpy(dtype=float) if worth.amount else None
    gains = expected_gains(model.problem, model.decision, done.output, amount)
    return np.full(len(done.output), np.nan) if gains is None else gains


def _kept(done: Predicted, answers: pd.DataFrame, keep: Sequence[str]) -> pd.DataFrame:
    names = require_names(list(keep), list(done.given.columns))
    taken = [name for name in names if name in {*answers.columns, GAIN}]
    if taken:
        raise DataError("keep_is_answer", columns=", ".join(taken))
    return done.given[list(dict.fromkeys(names))]


def reasons(model: Model, rows: pd.DataFrame, count: int, tell: Teller) -> pd.DataFrame:
    """``reason_1`` ...: the columns that moved each answer most, with their value and which way they moved it.

    Raises
    ------
    UsageError
        The model did not come from a file, so that no rows to compare with are there.
    """
    import pandas as pd

    names = [f"reason_{place}" for place in range(1, count + 1)]
    if model.background is None:
        raise UsageError("explain_without_rows", target=model.problem.target)
    told = [[tell(one) for one in each] for each in reasons_of(model, rows, model.background, count)]
    return pd.DataFrame([each + [""] * (count - len(each)) for each in told], columns=names, dtype="str")

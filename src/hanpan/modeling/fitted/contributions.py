"""What each column of the table adds to a Model's answer for single rows: exact for one booster, sampled elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from hanpan.foundation.errors import DataError
from hanpan.modeling.fitted.shapley import sampled_shapley
from hanpan.modeling.fitting.stored import Part
from hanpan.modeling.storage.base import Additive

if TYPE_CHECKING:
    import pandas as pd

    from hanpan.modeling.fitted.model import Model

Unit = Literal["value", "log_odds", "probability"]
_MISFIT = 1e-3  # share of the spread of the answers by which a booster's shares may miss them


@dataclass(frozen=True)
class Contributions:
    """Shares of single answers.

    Attributes
    ----------
    columns, values
        Columns of the table, and what each adds to each row's answer (n, p).
    base
        What the answer is before any column is known: ``base + values.sum(axis=1)`` is the answer.
    unit
        ``value`` (of y), ``log_odds`` of the label, or its ``probability``.
    label
        The class whose answer is split; empty for a number.
    exact
        By the trees of one booster (TreeSHAP); else by sampled orders of columns.
    """

    columns: tuple[str, ...]
    values: np.ndarray
    base: float
    unit: Unit
    label: str
    exact: bool

    def to_frame(self) -> pd.DataFrame:
        """Rows x columns of the table, and last the base; ``attrs`` tells ``unit``, ``label`` and ``exact``."""
        import pandas as pd

        name = "base"
        while name in self.columns:
            name = f"{name}_"
        frame = pd.DataFrame(self.values, columns=list(self.columns))
        frame[name] = self.base
        frame.attrs |= {"unit": self.unit, "label": self.label, "exact": self.exact}
        return frame


def contributions(
    model: Model,
    rows: pd.DataFrame,
    background: pd.DataFrame,
    *,
    label: str | None = None,
    repeats: int = 1,
    seed: int = 0,
) -> Contributions:
    """Split the answers of typed rows.

    Parameters
    ----------
    model
        The model.
    rows, background
        Rows in typed columns: those to explain, and those to compare with (used where sampling is needed).
    repeats, seed
        Of the sampling, see ``sampled_shapley``.
    label
        The class to explain; of two classes the positive one, of more the one most often answered.

    Raises
    ------
    DataError
        The model does not know the label.

    References
    ----------
    Lundberg, Erion, Lee (2018), Consistent individualized feature attribution for tree ensembles.
    """
    names = [column.name for column in model.schema.features]
    chosen = _label(model, rows, label)
    part = model.parts[0]
    if len(model.parts) == 1 and isinstance(part.scorer, Additive) and model.problem.n_outputs <= 2:
        found = _exact(part, rows, names, turned=len(model.problem.labels) == 2 and chosen != model.problem.labels[1])
        if found is not None:
            unit: Unit = "log_odds" if chosen else "value"
            return Contributions(tuple(names), *found, unit=unit, label=chosen, exact=True)
    code = model.problem.labels.index(chosen) if chosen else 0

    def answer(frame: pd.DataFrame) -> np.ndarray:
        output = model.output(frame)
        return output[:, code] if output.ndim == 2 else output

    values, base = sampled_shapley(answer, rows[names], background[names], repeats=repeats, seed=seed)
    unit = "probability" if chosen else "value"
    return Contributions(tuple(names), values, base, unit=unit, label=chosen, exact=False)


def _label(model: Model, rows: pd.DataFrame, label: str | None) -> str:
    labels = model.problem.labels
    if not labels:
        return ""
    if label is None:
        most = np.bincount(model.output(rows).argmax(axis=1), minlength=len(labels)).argmax() if len(rows) else 0
        return labels[1] if len(labels) == 2 else labels[int(most)]
    if label not in labels:
        raise DataError("label_unknown", label=label, labels=", ".join(labels))
    return label


def _exact(part: Part, rows: pd.DataFrame, names: list[str], *, turned: bool) -> tuple[np.ndarray, float] | None:
    """The booster's own shares, those of prepared columns summed by their source; None where they do not add up."""
    if not isinstance(part.scorer, Additive) or not len(rows):
        return None
    found = part.scorer.contributions(part.preparer.transform(rows))
    if part.factors:  # a step along the log-odds, the same for every row
        found[:, -1] += np.log(part.factors[1] / part.factors[0])
    if not _adds_up(found.sum(axis=1), part.output(rows)):
        return None
    values = np.zeros((len(rows), len(names)))
    for place, source in enumerate(part.preparer.sources_):
        values[:, names.index(source)] += found[:, place]
    sign = -1.0 if turned else 1.0
    return sign * values, sign * float(found[:, -1].mean())


def _adds_up(raw: np.ndarray, output: np.ndarray) -> bool:
    """Whether raw sums give the model's answers, by the logistic function where they are probabilities."""
    said = 1 / (1 + np.exp(-np.clip(raw, -500, 500))) if output.ndim == 2 else raw
    answers = output[:, 1] if output.ndim == 2 else output
    scale = 1.0 if output.ndim == 2 else max(float(np.abs(answers).max()), 1e-12)
    return bool((np.abs(said - answers) <= _MISFIT * scale).all())

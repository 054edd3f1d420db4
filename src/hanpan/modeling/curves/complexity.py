"""How many hidden nodes: scores of networks of many sizes, and the smallest one that is as good as the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from hanpan.business.metrics import Metric
from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text
from hanpan.modeling.curves.diagnosis import over_fits

if TYPE_CHECKING:
    import pandas as pd

Reading = Literal["simple", "right", "stopped", "complex", "weak"]
Scores = tuple[float, ...]
SCORES = ("scores", "train_scores", "last_scores", "last_train_scores")
FEWEST = 3  # with fewer sizes there is nothing to recommend


@dataclass(frozen=True, kw_only=True)
class SizeScore:
    """A network of one size.

    Attributes
    ----------
    hidden
        Nodes of each hidden layer; () has none: a line (or logistic) regression.
    n_parameters
        Number of weights.
    scores, train_scores
        On validation and fit rows of each fold, mean over the starts (of each start, where there is one fold), with the
        weights of the best epoch (chosen by inner rows: early stopping).
    last_scores, last_train_scores
        The same with the weights of the last epoch: what the size does when nothing holds it back.
    """

    hidden: tuple[int, ...]
    n_parameters: int
    scores: Scores
    train_scores: Scores
    last_scores: Scores
    last_train_scores: Scores

    @property
    def mean(self) -> float:
        """Mean validation score with early stopping."""
        return float(np.mean(self.scores))

    @property
    def finite(self) -> bool:
        """Whether every score is a number."""
        return all(np.isfinite(getattr(self, name)).all() for name in SCORES)


@dataclass(frozen=True, kw_only=True, repr=False)
class ComplexityMap(AsTable):
    """Sizes from the smallest to the largest, and what they suggest.

    Attributes
    ----------
    sizes, readings
        ``readings`` has for each size: ``simple`` (smaller than recommended, and worse than the best by more than one
        standard error), ``right`` (as good as the best, as far as one can tell), ``stopped`` (the same, but over-fits
        when nothing stops it), ``complex`` (over-fits when nothing stops it, and is worse than the best even so),
        ``weak`` (worse for another reason). Over-fitted is what the board's rule calls so.
    best, recommended
        Positions in ``sizes``.
    baseline
        Mean validation score of answering without looking at x (the mean, the shares of the classes).
    error
        One standard error of a size's mean difference to the best.
    fit_rows, folds, starts
        Mean number of fit rows of a fold; folds; starts from other weights (of one fold, each start has its score).
    """

    worded: ClassVar[Mapping[str, str]] = {"reading": "complexity.reading.{}"}
    sizes: tuple[SizeScore, ...]
    readings: tuple[Reading, ...]
    best: int
    recommended: int
    baseline: float
    error: float
    greater_is_better: bool
    fit_rows: int
    folds: int
    starts: int

    @property
    def signal(self) -> bool:
        """Whether the best size beats the baseline by more than one standard error."""
        sign = 1.0 if self.greater_is_better else -1.0
        return sign * (self.sizes[self.best].mean - self.baseline) > self.error

    def to_frame(self) -> pd.DataFrame:
        """One row per size: layers, nodes, weights, mean scores, reading."""
        import pandas as pd

        return pd.DataFrame([self._told(place) for place in range(len(self.sizes))])

    def _told(self, place: int) -> dict[str, object]:
        one = self.sizes[place]
        means = {name: float(np.mean(getattr(one, name))) for name in SCORES}
        return {
            "layers": len(one.hidden),
            "nodes": one.hidden[0] if one.hidden else 0,
            "weights": one.n_parameters,
            **means,
            "reading": self.readings[place],
            "recommended": place == self.recommended,
        }

    def headline(self) -> str:
        """The size that is enough."""
        hidden = self.sizes[self.recommended].hidden
        return text("record.complexity", self.language, sizes=len(self.sizes), hidden=f"hidden={hidden}")


def standard_error(scores: Sequence[float]) -> float:
    """Of the mean over folds; NaN for one."""
    return float(np.std(scores, ddof=1) / np.sqrt(len(scores))) if len(scores) > 1 else float("nan")


def recommend(
    sizes: Sequence[SizeScore], *, baseline: float, metric: Metric, fit_rows: int, folds: int, starts: int
) -> ComplexityMap | None:
    """The smallest network whose mean lies within one standard error of the best's; None for too few sizes.

    Where not even the best beats the baseline, that is the smallest of all. A rule of thumb: the best of many sizes is
    flattered by having been picked, and what is as good with fewer weights is quicker, easier to explain and less
    likely to over-fit.

    References
    ----------
    Breiman, Friedman, Olshen, Stone (1984), Classification and regression trees, section 3.4.3 (the one standard
    error rule).

    Examples
    --------
    >>> from hanpan.business.metrics import metric
    >>> def size(nodes, *scores):
    ...     told = dict.fromkeys(("scores", "train_scores", "last_scores", "last_train_scores"), scores)
    ...     return SizeScore(hidden=(nodes,), n_parameters=3 * nodes + 1, **told)
    >>> sizes = [size(2, 5.0, 5.2), size(4, 1.1, 1.2), size(8, 1.1, 1.1)]
    >>> found = recommend(sizes, baseline=6.0, metric=metric("rmse"), fit_rows=100, folds=2, starts=1)
    >>> found.best, found.recommended, found.readings
    (2, 1, ('simple', 'right', 'right'))
    """
    known = tuple(sorted((one for one in sizes if one.finite), key=lambda one: one.n_parameters))
    if len(known) < FEWEST:
        return None
    sign = 1.0 if metric.greater_is_better else -1.0
    best = max(range(len(known)), key=lambda place: sign * known[place].mean)
    error = _error(known, best)
    if sign * (known[best].mean - baseline) <= error:
        best = 0
    near = [sign * (known[best].mean - one.mean) <= error for one in known]
    recommended = near.index(True)
    stopped = [over_fits(metric, one.last_train_scores, one.last_scores, baseline) for one in known]
    readings = tuple(
        _reading(*told, smaller=place < recommended) for place, told in enumerate(zip(near, stopped, strict=True))
    )
    return ComplexityMap(
        sizes=known,
        readings=readings,
        best=best,
        recommended=recommended,
        baseline=baseline,
        error=error,
        greater_is_better=metric.greater_is_better,
        fit_rows=fit_rows,
        folds=folds,
        starts=starts,
    )


def _error(sizes: Sequence[SizeScore], best: int) -> float:
    """Standard error of a difference to the best, fold by fold: that of the middle size.

    Folds are compared one by one, because all sizes met the same rows, some of them hard ones. The middle of many
    sizes, because with few folds a small spread may be luck.
    """
    gaps = [np.subtract(sizes[best].scores, one.scores) for place, one in enumerate(sizes) if place != best]
    errors = [standard_error(gap.tolist()) for gap in gaps]
    return 0.0 if np.isnan(errors).any() else float(np.median(errors))


def _reading(near: bool, over_fits: bool, *, smaller: bool) -> Reading:
    if near:
        return "stopped" if over_fits else "right"
    return "complex" if over_fits else "simple" if smaller else "weak"

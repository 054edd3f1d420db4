"""Rare classes: what weights, copies and offsets change, measured side by side on the same folds.

References
----------
Elkan (2001), The foundations of cost-sensitive learning; King, Zeng (2001), Logistic regression in rare events data;
van den Goorbergh et al. (2022), The harm of class imbalance corrections for risk prediction models.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hanpan.foundation.showing import AsRows
from hanpan.modeling.trial import IterationCurve


@dataclass(frozen=True, kw_only=True)
class RareWay:
    """One way to treat rare classes, judged out of fold.

    Attributes
    ----------
    way
        ``plain``; ``offsets`` (the plain model, its decisions shifted by the class shares); ``weights`` (rare rows
        weigh more in the fit) and ``weights_back`` (the same model, its probabilities brought back to the true shares,
        as on the board); ``copies`` (rare rows repeated, inside each fold's fit rows); ``copies_before`` (repeated
        before the split, so that copies stand on both sides: the mistake, shown for what it claims).
    found, called
        Per class: rows of it that were found, and rows that were called so.
    log_loss
        Quality of the probabilities; None where only decisions differ.
    train, validation
        The ranking metric on fit rows (as they were fitted, copies included) and on validation rows.
    curve
        Log loss per round on both, where the algorithm learns in rounds.
    """

    way: str
    found: list[int]
    called: list[int]
    accuracy: float
    mean_recall: float
    log_loss: float | None = None
    train: float | None = None
    validation: float | None = None
    curve: IterationCurve | None = None


@dataclass(frozen=True, kw_only=True)
class RareClasses(AsRows):
    """The ways beside one another; ``rows`` per class in the order of ``labels``."""

    algorithm: str
    metric: str
    labels: list[str]
    rows: list[int]
    rare: list[str]
    ways: list[RareWay] = field(default_factory=list)

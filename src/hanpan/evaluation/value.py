"""What the decisions are worth, as a record: per row, in the currency of the card, each figure with its interval."""

from __future__ import annotations

from dataclasses import dataclass, field

from hanpan.foundation.showing import AsRows


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A mean per row with a 95 % bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Swing:
    """One cost or gain that is ``change`` (-.2, .2) off: what follows.

    ``actual`` and ``said`` name the cell of the matrix (regression: ``said`` is ``over`` or ``under``), ``worth`` is
    the changed amount. ``kept``: per row with the decision as it is; ``anew``: with the one that would be chosen then,
    whose cut-off (two classes) or shift (values) is ``choice``. ``clear``: the new one earns more beyond chance.
    """

    actual: str
    said: str
    change: float
    worth: float
    kept: float
    anew: float
    choice: float | None = None
    clear: bool = False


@dataclass(frozen=True, kw_only=True)
class Value(AsRows):
    """What decisions earned on the rows judged; costs are negative.

    Attributes
    ----------
    realised, nothing, rule, oracle, plain
        Per row: by this model's decisions; doing nothing; today's rule (None without one); knowing every outcome; this
        model decided without regard to worth (cut at .5, most likely class, value as predicted).
    single, single_said
        Per row: the one answer for every row that pays best, and which; None where that is doing nothing.
    rows, currency
        How many rows, and what is counted in.
    amounts
        Whether outcomes were multiplied by each row's amount.
    nothing_said
        What doing nothing predicts, as text.
    nothing_given
        Whether the card says so.
    intervals
        Each of them with its interval.
    ahead
        How much the model's decisions are ahead of each of the others (behind ``oracle``: negative), row by row.
    over_rule, beyond_rule
        The goal of the card: how far the model, and each way without one, is beyond today's rule and what was asked on
        top of it.
    way
        How outputs become decisions: text ``value.way.<way>``.
    correction
        Regression: ``shift`` and ``slope``.
    money
        ``money[i][j]``: what rows of true class i decided as j earned together.
    curve
        Two classes: per-row value at falling cut-offs (``threshold``, ``value``).
    swings
        What follows when a cost is a fifth off.
    """

    realised: float
    nothing: float
    oracle: float
    plain: float
    rows: int
    rule: float | None = None
    single: float | None = None
    single_said: str = ""
    currency: str = ""
    amounts: bool = False
    nothing_said: str = ""
    nothing_given: bool = False
    intervals: dict[str, Amount] = field(default_factory=dict)
    ahead: dict[str, Amount] = field(default_factory=dict)
    over_rule: Amount | None = None
    beyond_rule: dict[str, Amount] = field(default_factory=dict)
    way: str = "plain"
    correction: dict[str, float] = field(default_factory=dict)
    money: list[list[float]] = field(default_factory=list)
    curve: dict[str, list[float]] = field(default_factory=dict)
    swings: list[Swing] = field(default_factory=list)

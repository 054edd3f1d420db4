"""One column against the target: what its test and its picture say, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.pairs.record import Evidence, GroupNumbers, PairPicture, ShareRow
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import number, p_value, percent
from hanpan.doors.telling.words import Words, clean, short

R = TypeVar("R", GroupNumbers, ShareRow)
FEWEST_ROWS = 10  # the share or mean of fewer rows says little
_SLIGHT = 0.1
_SIGNIFICANT = 0.05
_APART = 0.1  # Pearson and Spearman that differ by more are worth a sentence


@dataclass(frozen=True)
class PairTold:
    """What a record says about a column and the target."""

    column: str
    problem: Problem
    test: str
    effect: float | None
    p: float | None
    evidence: Evidence
    picture: PairPicture = field(default_factory=PairPicture)
    date: bool = False  # the column holds dates: its numbers are days since 1970

    @property
    def target(self) -> str:
        """The target's name."""
        return self.problem.target


def sentence(told: PairTold, words: Words) -> str:
    """What a test found, in the words of the table and with its numbers."""
    say = {"pearson": _numbers, "mann_whitney": _two_classes, "welch_t": _groups, "welch_anova": _groups}
    say |= {"kruskal": _groups}
    found = say.get(told.test, _shares)(told, words)
    trend = told.evidence.trend
    if trend is not None:
        key = "even" if abs(trend) < _SLIGHT else "upwards" if trend > 0 else "downwards"
        found = [*found, words.text(f"pair.{key}", x=short(told.column, 28), rho=f"{trend:z.2f}")]
    if told.p is not None or told.evidence.clusters is None:
        found = [*found, words.text("pair.p", p=p_value(told.p, sign=True))]
    return " ".join([*filter(None, found), clusters(told, words)]).strip()


def clusters(told: PairTold, words: Words) -> str:
    """How many independent rows the rows of groups amount to; empty where rows are counted."""
    found = told.evidence.clusters
    if not found:
        return ""
    kind, column = dependence(told.problem)
    names = {"column": column, "groups": f"{found.groups:,}"}
    if found.like is None:
        return words.text(f"pair.{kind}.few", **names)
    numbers = {"rows": f"{told.evidence.n:,}", "like": f"{found.like:,.0f}"}
    return words.text(f"pair.{kind}.counted", **names, **numbers)


def dependence(problem: Problem) -> tuple[str, str]:
    """How tests count rows that are not independent, ``clusters`` or ``stretches`` of time, and by which column."""
    kind = "stretches" if problem.group is None else "clusters"
    return kind, short(problem.group or problem.time or "", 28)


def day(since: float | None) -> str:
    """Days since 1970 as a date.

    Examples
    --------
    >>> day(18_175.8), day(None)
    ('2019-10-06', '–')
    """
    if since is None or not math.isfinite(since):
        return "–"
    return str(np.datetime64(math.floor(since), "D"))


def _interval(told: PairTold) -> dict[str, str]:
    names = {"effect": told.effect, "low": told.evidence.low, "high": told.evidence.high}
    return {name: "–" if value is None else f"{value:z.2f}" for name, value in names.items()}


def _size(told: PairTold) -> dict[str, str]:
    """A difference without its sign: which group is ahead was said before."""
    effect, low, high = told.effect, told.evidence.low, told.evidence.high
    if effect is None or low is None or high is None or effect >= 0:
        return _interval(told)
    return {"effect": f"{-effect:z.2f}", "low": f"{-high:z.2f}", "high": f"{-low:z.2f}"}


def _numbers(told: PairTold, words: Words) -> list[str]:
    r, rho = told.effect or 0.0, told.evidence.spearman
    key = "flat" if abs(r) < _SLIGHT else "rise" if r > 0 else "fall"
    names = {"x": short(told.column, 28), "y": short(told.target, 28)}
    line = told.picture.line
    said = [words.text(f"pair.{key}", **names, **_interval(told))]
    if line and key != "flat":
        slope = money(float(f"{line[1]:.3g}"), clean(told.problem.unit))
        said.append(words.text("pair.slope", **names, slope=slope))
    if rho is not None and abs(rho - r) > _APART:
        said.append(words.text("pair.spearman", rho=f"{rho:z.2f}"))
    return said


def _two_classes(told: PairTold, words: Words) -> list[str]:
    auc, seen = told.effect or 0.5, told.evidence
    key = "alike" if abs(auc - 0.5) < _SLIGHT / 2 else "larger" if auc > 0.5 else "smaller"
    say = day if told.date else number
    medians = {"high": say(seen.median_positive), "low": say(seen.median_other)}
    edges = {f"auc_{name}": value for name, value in _interval(told).items()}
    names = {"x": short(told.column, 28), "label": short(told.problem.positive or "", 24)}
    said = [words.text(f"pair.{key}", **names, **medians, **edges)]
    if seen.separated:
        said.append(words.text("pair.separated", **names))
    elif seen.odds_ratio is not None and key != "alike":
        ends = {"ratio": seen.odds_ratio, "low": seen.odds_low, "high": seen.odds_high}
        odds = {name: number(value, 3) for name, value in ends.items()}
        said.append(words.text("pair.odds", **names, **odds))
    return said


def _groups(told: PairTold, words: Words) -> list[str]:
    by, of = told.column, told.target
    if told.problem.labels:
        by, of = of, by
    rows = sorted(large(told.evidence.groups), key=lambda row: row.mean or 0.0)
    if len(rows) < 2:
        return []
    names = {"by": short(by, 28), "of": short(of, 28)}
    ends = {"high": _label(rows[-1], words), "low": _label(rows[0], words)}
    say = day if told.date else number
    means = {"most": say(rows[-1].mean), "least": say(rows[0].mean)}
    said = [words.text("pair.means" if _sure(told) else "pair.means_even", **names, **ends, **means)]
    if told.test == "welch_t":
        return [*said, words.text("pair.g", **_size(told))]
    limits = {"effect": told.effect, "low": told.evidence.low, "high": told.evidence.high}
    shares = {name: percent(value) for name, value in limits.items()}
    return [*said, words.text("pair.variance", **names, **shares)]


def _shares(told: PairTold, words: Words) -> list[str]:
    classes, rows = told.evidence.classes, large(told.evidence.shares)
    if len(rows) < 2:
        return []
    place = telling_class(told, classes, rows)
    ordered = sorted(rows, key=lambda row: row.shares[place])
    ends = {"high": _label(ordered[-1], words), "low": _label(ordered[0], words)}
    shares = {"most": percent(ordered[-1].shares[place]), "least": percent(ordered[0].shares[place])}
    names = {"x": short(told.column, 28), "label": short(classes[place], 24)}
    key = "pair.shares" if _sure(told) else "pair.shares_even"
    return [words.text(key, **names, **ends, **shares), words.text("pair.cramer", **_interval(told))]


def _sure(told: PairTold) -> bool:
    """Whether the difference is beyond chance: only then is it told as one."""
    return told.p is not None and told.p < _SIGNIFICANT


def telling_class(told: PairTold, classes: list[str], rows: Sequence[ShareRow]) -> int:
    """The positive class of two; of more the one whose shares differ most."""
    if told.problem.positive in classes and len(classes) == 2:
        return classes.index(str(told.problem.positive))
    spreads = [max(row.shares[k] for row in rows) - min(row.shares[k] for row in rows) for k in range(len(classes))]
    return spreads.index(max(spreads))


def _label(row: GroupNumbers | ShareRow, words: Words) -> str:
    return short(row.label, 24) if row.label else words.text("profile.other")


def large(rows: list[R]) -> list[R]:
    """Groups of at least ten rows, or all where there are not two of them."""
    kept = [row for row in rows if row.n >= FEWEST_ROWS and math.isfinite(getattr(row, "mean", None) or 0.0)]
    return kept if len(kept) > 1 else rows

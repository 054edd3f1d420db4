"""Numbers between groups: Welch's t and ANOVA, Kruskal-Wallis where a group does not vary, Mann-Whitney with AUC."""

from __future__ import annotations

import numpy as np
from msgspec import structs
from scipy import stats

from hanpan.data.pairs.numbers import centred
from hanpan.data.pairs.record import Evidence, GroupNumbers, Pair
from hanpan.data.values import CodedColumn
from hanpan.statistics.arrays import Floats, Ints
from hanpan.statistics.effects import auc_limits, g_limits, variance_limits
from hanpan.statistics.odds import logistic_slope

SHOWN_GROUPS = 12


def compare_groups(column: str, numbers: Floats, groups: CodedColumn) -> Pair | None:
    """A number between the groups of a category: Welch's t-test for two, Welch's ANOVA for more.

    Parameters
    ----------
    numbers
        (m,), no missing.
    groups
        Codes (m,), every group with at least two rows.

    References
    ----------
    Welch, B. L. (1947), Biometrika 34, 28-35; Welch, B. L. (1951), Biometrika 38, 330-336; Kruskal, W. H. and
    Wallis, W. A. (1952), JASA 47, 583-621.
    """
    if len(groups.labels) < 2 or np.ptp(numbers) == 0:
        return None
    evidence = Evidence(n=len(numbers), groups=described(numbers, groups))
    parts = _split(centred(numbers), groups)
    if len(parts) == 2 and all(np.ptp(part) > 0 for part in parts):
        result = stats.ttest_ind(*parts, equal_var=False)
        effect = hedges_g(*parts)
        limits = g_limits(effect, len(parts[0]), len(parts[1]))
        evidence = structs.replace(evidence, t=result.statistic, **limits.ends)
        return Pair(column=column, test="welch_t", effect=effect, p=result.pvalue, evidence=evidence)
    return _many(column, parts, evidence)


def _many(column: str, parts: list[Floats], evidence: Evidence) -> Pair:
    """Welch's ANOVA, or ranks where a group does not vary; the interval of the effect follows the plain F."""
    n = sum(map(len, parts))
    if any(np.ptp(part) == 0 for part in parts):
        test, letter, (statistic, p) = "kruskal", "H", stats.kruskal(*parts)
    else:
        test, letter, (statistic, p) = "welch_anova", "F", stats.f_oneway(*parts, equal_var=False)
    limits = variance_limits(plain_f(parts), float(len(parts) - 1), float(n - len(parts)), n)
    found = {letter: statistic, "eta_squared": eta_squared(parts), **limits.ends}
    return Pair(column=column, test=test, effect=omega_squared(parts), p=p, evidence=structs.replace(evidence, **found))


def compare_ranks(column: str, numbers: Floats, positive: Ints) -> Pair | None:
    """A number against two classes: Mann-Whitney U, as the AUC of the column alone.

    References
    ----------
    Mann, H. B. and Whitney, D. R. (1947), Annals of Mathematical Statistics 18, 50-60; Hanley, J. A. and McNeil,
    B. J. (1982), Radiology 143, 29-36.
    """
    high, low = numbers[positive == 1], numbers[positive == 0]
    if not len(high) or not len(low) or np.ptp(numbers) == 0:
        return None
    statistic, p = stats.mannwhitneyu(high, low)
    effect = float(statistic / (len(high) * len(low)))
    odds, limits = logistic_slope(numbers, positive), auc_limits(effect, len(high), len(low))
    evidence = Evidence(
        n=len(numbers),
        U=statistic,
        median_positive=float(np.median(high)),
        median_other=float(np.median(low)),
        separated=odds.separated,
        odds_ratio=odds.ratio,
        odds_low=odds.low,
        odds_high=odds.high,
        slope_p=odds.p,
        curve=odds.curve,
        low=limits.low,
        high=limits.high,
    )
    return Pair(column=column, test="mann_whitney", effect=effect, p=p, evidence=evidence)


def hedges_g(first: Floats, second: Floats) -> float:
    """Difference of two means in pooled standard deviations, corrected for small samples.

    References
    ----------
    Hedges, L. V. (1981), Journal of Educational Statistics 6, 107-128.

    Examples
    --------
    >>> import numpy as np
    >>> round(hedges_g(np.array([2.0, 4.0, 6.0]), np.array([1.0, 3.0, 5.0])), 3)
    0.4
    """
    free = len(first) + len(second) - 2
    pooled = ((len(first) - 1) * first.var(ddof=1) + (len(second) - 1) * second.var(ddof=1)) / free
    return float((first.mean() - second.mean()) / np.sqrt(pooled) * (1 - 3 / (4 * free - 1)))


def eta_squared(parts: list[Floats]) -> float:
    """Share of the variance that lies between groups.

    References
    ----------
    Cohen, J. (1973), Educational and Psychological Measurement 33, 107-112.
    """
    everything = np.concatenate(parts)
    mean = everything.mean()
    between = sum(len(part) * (part.mean() - mean) ** 2 for part in parts)
    return float(between / ((everything - mean) ** 2).sum())


def omega_squared(parts: list[Floats]) -> float:
    """Share of the variance that lies between groups, without the share that chance alone would give so many groups.

    References
    ----------
    Hays, W. L. (1963), Statistics for Psychologists, section 12.18.

    Examples
    --------
    >>> import numpy as np
    >>> round(omega_squared([np.array([1.0, 2.0, 3.0]), np.array([3.0, 4.0, 5.0])]), 3)
    0.455
    """
    everything = np.concatenate(parts)
    total = ((everything - everything.mean()) ** 2).sum()
    within = sum(((part - part.mean()) ** 2).sum() for part in parts)
    free = len(everything) - len(parts)
    if free <= 0 or total <= 0:
        return 0.0
    noise = within / free
    return float(max(0.0, (total - within - (len(parts) - 1) * noise) / (total + noise)))


def plain_f(parts: list[Floats]) -> float:
    """Fisher's F: the variance between groups over that within them; infinite where nothing varies within."""
    share, between = eta_squared(parts), len(parts) - 1
    within = sum(map(len, parts)) - len(parts)
    return float("inf") if share >= 1 else share / (1 - share) * within / between


def _split(numbers: Floats, groups: CodedColumn) -> list[Floats]:
    order = np.argsort(groups.codes, kind="stable")
    edges = np.cumsum(np.bincount(groups.codes, minlength=len(groups.labels)))[:-1]
    return np.split(numbers[order], edges)


def described(numbers: Floats, groups: CodedColumn) -> list[GroupNumbers]:
    """The first twelve groups with rows, mean and box."""
    parts = _split(numbers, groups)
    return [_group(label, part) for label, part in zip(groups.labels[:SHOWN_GROUPS], parts, strict=False)]


def _group(label: str, part: Floats) -> GroupNumbers:
    with np.errstate(over="ignore", invalid="ignore"):
        mean, half = float(part.mean()), np.inf
        if len(part) > 1:
            half = float(stats.t.ppf(0.975, len(part) - 1) * part.std(ddof=1) / np.sqrt(len(part)))
    box = np.quantile(part, (0.0, 0.25, 0.5, 0.75, 1.0)).tolist()
    middle, low, high = (edge if np.isfinite(edge) else None for edge in (mean, mean - half, mean + half))
    return GroupNumbers(label=label, n=len(part), mean=middle, low=low, high=high, box=box)

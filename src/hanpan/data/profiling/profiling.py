"""From a Dataset to its Profile: numbers about every column, every column against the target, and what was noticed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from msgspec import structs

from hanpan.business.problem import Problem
from hanpan.data.across.looking import look_across
from hanpan.data.checks import Context, duplicate_count, run_checks
from hanpan.data.dataset import Dataset
from hanpan.data.pairs.comparing import compare_pairs, rows_for_pairs
from hanpan.data.pairs.pictures import picture_of
from hanpan.data.pairs.record import Pair
from hanpan.data.pairs.strength import strength, strength_limits
from hanpan.data.periods import MICRO_A_DAY, periods_of
from hanpan.data.profiling.image_profile import pixel_profiles, sample_images
from hanpan.data.profiling.profile import ColumnPeriods, ColumnProfile, Details, LongestGap, Profile
from hanpan.data.profiling.roles import apply_roles
from hanpan.data.schema import Column, Schema
from hanpan.data.values import CodedColumn, Values
from hanpan.foundation.budget import Deadline
from hanpan.foundation.findings import Evidence, Finding
from hanpan.statistics.arrays import Floats, Ints, are_whole

MOST_COUNTS = 30
MOST_PICTURES = 6
BINS = (5, 40)
SQUARABLE = 1e150  # larger numbers overflow when they are squared and summed
HUGE = 2.0**900  # a power of two: dividing by it and multiplying again changes no digit
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


def profile_table(
    dataset: Dataset,
    problem: Problem | None = None,
    rows: Ints | None = None,
    findings: list[Finding] | None = None,
    context: Context | None = None,
    until: Deadline | None = None,
) -> Profile:
    """Describe a table.

    Parameters
    ----------
    problem
        Without one nothing is compared with a target.
    rows
        Positions of the development rows: only these are used where a feature meets the target (None: all).
        Types, missing counts and marginals always use every row.
    findings
        What ``run_checks`` found; run here if not given.
    context
        Arrays already made for this table and these rows.
    until
        When columns are no longer compared with the target; those left over are told of.

    Returns
    -------
    Profile
        With the role each column has after the checks.
    """
    context = context or Context(dataset, problem, rows)
    found = run_checks(dataset, problem, rows, context) if findings is None else findings
    schema = apply_roles(dataset, found).schema
    reached: list[Column] = []
    offered = _in_time(schema.singles, until or Deadline.never(), reached)
    pairs = compare_pairs(context.values, problem, context.rows, offered) if problem else []
    by_name = {pair.column: pair for pair in pairs}
    pixels = pixel_profiles(dataset.frame, schema)
    columns = [
        pixels.get(column.name) or describe_column(context.values, column, by_name.get(column.name))
        for column in schema
    ]
    return Profile(
        rows=len(dataset.frame),
        columns=columns,
        duplicate_rows=duplicate_count(context),
        missing_cells=sum(column.missing for column in columns),
        findings=[*found, *_not_reached(schema, reached if problem else schema.singles)],
        extra=structs.replace(
            _compared(context, problem, schema, pairs),
            across=look_across(context.values, problem, context.rows, schema.singles),
            images=sample_images(dataset, problem, context.rows),
        ),
    )


def _in_time(columns: Iterable[Column], until: Deadline, reached: list[Column]) -> Iterator[Column]:
    for column in columns:
        if until.over:
            return
        reached.append(column)
        yield column


def _not_reached(schema: Schema, reached: Sequence[Column]) -> list[Finding]:
    """That the time did not suffice to compare all columns with the target."""
    if len(reached) == len(schema.singles):
        return []
    evidence: dict[str, Evidence] = {"columns": len(reached), "of": len(schema.singles)}
    return [Finding(code="pairs_out_of_time", severity="info", evidence=evidence)]


def describe_column(values: Values, column: Column, pair: Pair | None = None) -> ColumnProfile:
    """Numbers about one column, from all rows."""
    with np.errstate(over="ignore"):  # what overflows is told as None
        numeric = values.is_numeric(column.name)
        numbers = _numeric_parts(values, column) if numeric else _category_parts(values.codes(column.name))
    tested: dict[str, Any] = {"test": pair.test, "effect": pair.effect, "p": pair.p} if pair else {}
    missing = values.n_missing(column.name)
    return ColumnProfile(name=column.name, kind=column.kind, role=column.role, missing=missing, **numbers, **tested)


def _numeric_parts(values: Values, column: Column) -> dict[str, Any]:
    numbers = values.numbers(column.name)
    present = numbers[np.isfinite(numbers)]
    distinct = values.n_distinct(column.name)
    if column.kind == "date":
        dates = _dates(values.frame[column.name])
        return {"n_distinct": distinct, "summary": dates, "periods": rows_by_period(present)}
    return {"n_distinct": distinct, "summary": summarise(present), "histogram": histogram(present, distinct)}


def summarise(present: Floats) -> dict[str, float | str | None]:
    """Mean, standard deviation (n - 1), quartiles and zeros of finite numbers (m,); all None where there are none."""
    names = ("min", "q25", "median", "q75", "max")
    if not len(present):
        return dict.fromkeys(("mean", "std", *names, "zeros"))
    unit = HUGE if np.abs(present).max() > SQUARABLE else 1.0
    scaled = present / unit
    ordered = {name: float(value) * unit for name, value in zip(names, np.quantile(scaled, QUARTERS), strict=True)}
    std = _finite(float(scaled.std(ddof=1)) * unit) if len(present) > 1 else None
    return {"mean": float(scaled.mean()) * unit, "std": std, **ordered, "zeros": float((present == 0).sum())}


def histogram(present: Floats, distinct: int) -> dict[str, list[float]]:
    """Edges (k+1) and counts (k): one bin per value for few whole numbers, else 5 to 40 bins of equal width.

    References
    ----------
    Freedman, D. and Diaconis, P. (1981), Zeitschrift für Wahrscheinlichkeitstheorie 57, 453-476.
    """
    if not len(present):
        return {}
    low, high = float(present.min()), float(present.max())
    if not np.isfinite(high - low):
        return {}
    if high - low < MOST_COUNTS and distinct <= MOST_COUNTS and are_whole(present):
        edges = np.arange(low - 0.5, high + 1)
    else:
        edges = np.linspace(low, high, _bins(present, high - low) + 1)
    if (np.diff(edges) <= 0).any():  # a range so narrow that floating point has no room for bins
        return {"edges": [low, high], "counts": [float(len(present))]}
    return {"edges": edges.tolist(), "counts": np.histogram(present, edges)[0].astype(float).tolist()}


def _bins(present: Floats, spread: float) -> int:
    q25, q75 = np.quantile(present, (0.25, 0.75))
    width = 2 * (q75 - q25) / len(present) ** (1 / 3)
    fewest, most = BINS
    return most if width <= spread / most else max(fewest, int(np.ceil(spread / width)))


def _finite(number: float) -> float | None:
    return number if np.isfinite(number) else None


def _dates(column: pd.Series) -> dict[str, float | str | None]:
    earliest, latest = column.min(), column.max()
    return {
        "earliest": None if pd.isna(earliest) else earliest.isoformat(),
        "latest": None if pd.isna(latest) else latest.isoformat(),
    }


def rows_by_period(days: Floats) -> ColumnPeriods:
    """Rows per calendar period, and the longest time without any, of moments (m,) in days since 1970-01-01."""
    if not len(days):
        return ColumnPeriods()
    found = periods_of(days)
    counts = np.bincount(found.place, minlength=len(found.starts))
    moments = np.sort(pd.unique(days))
    return ColumnPeriods(
        unit=found.unit,
        starts=found.starts,
        counts=counts.tolist(),
        empty=int((counts == 0).sum()),
        span_days=float(moments[-1] - moments[0]),
        longest_gap=_longest_gap(moments),
    )


def _longest_gap(moments: Floats) -> LongestGap:
    gaps = np.diff(moments)
    if not len(gaps):
        return LongestGap()
    place = int(gaps.argmax())
    ends = (moments[place : place + 2] * MICRO_A_DAY).round().astype("datetime64[us]").astype("datetime64[m]")
    return LongestGap(days=float(gaps[place]), after=str(ends[0]), before=str(ends[1]))


def _category_parts(codes: CodedColumn) -> dict[str, Any]:
    sizes = np.bincount(codes.codes[codes.codes >= 0], minlength=len(codes.labels))
    order = np.argsort(-sizes, kind="stable")[:MOST_COUNTS]
    counts = {codes.labels[code]: int(sizes[code]) for code in order}
    return {"n_distinct": len(codes.labels), "counts": counts, "other": int(sizes.sum()) - sum(counts.values())}


def _compared(context: Context, problem: Problem | None, schema: Schema, pairs: list[Pair]) -> Details:
    """The columns against the target."""
    if problem is None:
        return Details()
    rows = rows_for_pairs(context.values, context.rows)
    strongest = sorted(pairs, key=lambda pair: (strength_limits(pair)[0], strength(pair)), reverse=True)[:MOST_PICTURES]
    return Details(
        rows_paired=len(rows),
        rows_offered=len(context.rows),
        pairs={pair.column: structs.replace(pair.evidence, strength=strength(pair)) for pair in pairs},
        pictures={pair.column: picture_of(context.values, problem, rows, schema[pair.column]) for pair in strongest},
    )

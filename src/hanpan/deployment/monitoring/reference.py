"""What a model file remembers of its training, so that later rows can be held against it: histograms, no rows.

The record has a version of its own: files without it open as ever, and say that they cannot be watched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import msgspec
import numpy as np

from hanpan.data.schema import Schema
from hanpan.deployment.bundle import Bundle
from hanpan.deployment.counting.bins import Bins, bins_of
from hanpan.deployment.counting.counts import Counts, counted, same_shape
from hanpan.deployment.monitoring.drift import Allowance, allowance_of
from hanpan.deployment.monitoring.outputs import (
    CONFIDENCE,
    PREDICTION,
    counted_classes,
    output_bins,
    probability_of,
    said,
)
from hanpan.foundation.errors import BundleError
from hanpan.foundation.files import to_json
from hanpan.modeling.fitted.model import Model
from hanpan.preparation.columns import Columns

REFERENCE = "reference.json"
VERSION = 1
_MOST_COLUMNS = 500
_MOST_CELLS = 2_000_000


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came true of the answers in each bin (b,) of one output, out of fold.

    Classes: ``hits``, how often the class (of the confidence: the decision) was right. Numbers: sums of the errors,
    ``absolute``, ``squared`` and to their ``fourth`` power.
    """

    hits: list[float] = field(default_factory=list)
    absolute: list[float] = field(default_factory=list)
    squared: list[float] = field(default_factory=list)
    fourth: list[float] = field(default_factory=list)

    @property
    def parts(self) -> tuple[list[float], ...]:
        """All sums; those that are not kept are empty."""
        return self.hits, self.absolute, self.squared, self.fourth


@dataclass(frozen=True, kw_only=True)
class TrainingReference:
    """The training as histograms.

    Attributes
    ----------
    version
        Of this record.
    columns, outputs
        How columns and answers are counted; answers are those out of fold.
    counts
        The training rows counted so; ``output_rows`` of them have answers.
    outcomes
        Output -> what came true.
    allowances
        Output -> how much it differs from one fit to the next.
    uncounted
        Columns that are not watched.
    """

    version: int
    columns: list[Bins]
    outputs: list[Bins]
    counts: Counts
    output_rows: int = 0
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    allowances: dict[str, Allowance] = field(default_factory=dict)
    uncounted: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """Answers out of fold: ``y`` and ``output`` of rows (n,), NaN where there is none, and the rows of each fold."""

    y: np.ndarray
    output: np.ndarray
    folds: Sequence[np.ndarray] = ()


def reference_of(model: Model, columns: Columns, unseen: Unseen | None = None) -> bytes:
    """The record of a model file.

    Parameters
    ----------
    model
        The model that ships.
    columns
        All rows that it was trained on.
    unseen
        Answers to rows that the model behind each had not seen.
    """
    known = [bins_of(column, columns) for column in model.schema.singles[:_MOST_COLUMNS]]
    features = [one for one in known if one is not None and one.name != model.problem.target]
    missing = {one.name: len(columns) - int(one.count(columns)[0].sum()) for one in features}
    inside = counted(features, columns, {"missing": missing})
    watched = {one.name for one in features} | {model.problem.target}
    record = TrainingReference(
        version=VERSION,
        columns=features,
        outputs=[],
        counts=Counts(rows=len(columns), columns=inside),
        uncounted=[column.name for column in model.schema.singles if column.name not in watched],
    )
    return to_json(record if unseen is None else _with_answers(record, model, unseen))


def _with_answers(record: TrainingReference, model: Model, unseen: Unseen) -> TrainingReference:
    there = np.isfinite(unseen.output.reshape(len(unseen.output), -1)).all(axis=1)
    if not there.any():
        return record
    y, output = unseen.y[there], unseen.output[there]
    told = said(model, output)
    outputs = output_bins(model, told)
    folds = [counted(outputs, said(model, unseen.output[rows[there[rows]]]), {}) for rows in unseen.folds]
    return replace(
        record,
        outputs=outputs,
        counts=replace(record.counts, outputs=counted(outputs, told, {})),
        output_rows=len(y),
        outcomes=_outcomes(model, outputs, told, y, output),
        allowances={one.name: allowance_of(one, [fold[one.name] for fold in folds]) for one in outputs},
    )


def read_reference(bundle: Bundle) -> TrainingReference | None:
    """What a model file remembers; None where it is older than this, or remembers in a way not known yet.

    Raises
    ------
    BundleError
        The record is damaged.
    """
    record = bundle.records.get(REFERENCE)
    if record is None:
        return None
    try:
        if msgspec.json.decode(record, type=_StoredVersion).version != VERSION:
            return None
        found = msgspec.json.decode(record, type=TrainingReference)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BundleError("file_damaged", reason=f"{REFERENCE}: {error}"[:200]) from error
    if not _whole(found, bundle.model.schema):
        raise BundleError("file_damaged", reason=f"{REFERENCE}: bins and counts do not fit")
    return found


class _StoredVersion(msgspec.Struct):
    version: int


def _whole(found: TrainingReference, schema: Schema) -> bool:
    pairs = [(found.columns, found.counts.columns), (found.outputs, found.counts.outputs)]
    for bins, counts in pairs:
        if {one.name for one in bins} != set(counts) or sum(one.size for one in bins) > _MOST_CELLS:
            return False
        if not all(same_shape(counts[one.name], one) and _rising(one) for one in bins):
            return False
    known = {one.name: one.size for one in found.outputs}
    fits = all(
        name in known and all(len(part) in (0, known[name]) for part in one.parts)
        for name, one in found.outcomes.items()
    )
    return fits and all(one.name in schema for one in found.columns)


def _rising(bins: Bins) -> bool:
    edges = np.asarray(bins.edges)
    return bool(np.isfinite(edges).all() and (np.diff(edges) > 0).all())


def _outcomes(
    model: Model, outputs: list[Bins], told: Columns, y: np.ndarray, output: np.ndarray
) -> dict[str, Outcome]:
    by_name = {one.name: one for one in outputs}

    def sums(name: str, weights: np.ndarray) -> list[float]:
        bins = by_name[name]
        places = bins.places(told.numbers((name,))[:, 0])
        return list(np.bincount(places, weights=weights, minlength=bins.size))

    problem = model.problem
    if problem.task == "regression":
        error = told.numbers((PREDICTION,))[:, 0] - y
        powers = (sums(PREDICTION, np.abs(error) ** power) for power in (1, 2, 4))
        return {PREDICTION: Outcome(**dict(zip(("absolute", "squared", "fourth"), powers, strict=True)))}
    hits = {probability_of(problem, code): y == code for code in counted_classes(problem)}
    hits[CONFIDENCE] = model.decision.decide(output) == y
    return {name: Outcome(hits=sums(name, hit.astype(float))) for name, hit in hits.items() if name in by_name}

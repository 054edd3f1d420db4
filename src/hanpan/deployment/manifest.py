"""The manifest of a model file: typed records, and the number of the format.

To change the format: raise ``FORMAT``, keep reading the numbers before it, and add a file of the new number to
``tests/golden``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from hanpan.business.problem import Problem
from hanpan.data.image import ImageShape
from hanpan.data.parsers.moments.clock import SHAPES, is_clock
from hanpan.data.parsers.moments.formats import is_format
from hanpan.data.parsers.moments.zones import is_zone
from hanpan.data.schema import Schema
from hanpan.foundation.errors import BundleError
from hanpan.modeling.trial import RowsFitted

FORMAT = 4
_MOST_FEATURES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class PartRecord:
    """One fitted part: its members lie under ``folder``.

    ``factors`` (since format 4): its probabilities are multiplied by them, one per class, and made to sum to 1.
    """

    algorithm: str
    key: str
    weight: float
    kind: str
    folder: str
    n_features: int
    n_outputs: int
    categorical: list[int] = field(default_factory=list)
    feature_names: list[str] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What is in the file.

    ``threshold`` to ``slope``: the decision rule (from ``scales`` on since format 2). ``hashes``: SHA-256 of every
    other member. ``trained_on``: the rows its parts saw. ``card``: who made it, from what, when it may be trusted, in
    plain values.
    """

    format: int
    hanpan: str
    model: str
    algorithm: str
    problem: Problem
    schema: Schema
    parts: list[PartRecord]
    threshold: float | None
    offsets: list[float]
    scales: list[float] = field(default_factory=list)
    lifts: list[float] = field(default_factory=list)
    gain: list[list[float]] = field(default_factory=list)
    shift: float = 0.0
    slope: float = 1.0
    trained_on: RowsFitted
    fingerprint: str
    hashes: dict[str, str]
    environment: dict[str, str] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Rows of the table with the answers they must get, replayed at every loading."""

    columns: dict[str, list[Any]]
    outputs: list[list[float]]


def check_manifest(manifest: Manifest) -> None:
    """What the types of the records cannot say.

    Raises
    ------
    BundleError
        Labels, columns, cut-off or parts do not fit each other.
    """
    problem, names = manifest.problem, manifest.schema.names
    fitting = {"regression": not problem.labels, "binary": len(problem.labels) == 2}
    if not fitting.get(problem.task, len(problem.labels) > 1) or len(set(problem.labels)) != len(problem.labels):
        raise _damaged("labels do not fit the task")
    if len(set(names)) != len(names) or not manifest.schema.features:
        raise _damaged("columns are not told apart")
    _check_image(manifest.schema.image)
    _check_columns(manifest.schema)
    _check_decision(manifest, len(problem.labels))
    _check_worth(problem)
    weights = [part.weight for part in manifest.parts]
    if not weights or min(weights) <= 0 or abs(sum(weights) - 1) > 1e-6:
        raise _damaged("the weights of the parts do not sum to 1")
    for part in manifest.parts:
        _check_part(part, problem.n_outputs)


def _check_columns(schema: Schema) -> None:
    """Ways of reading that are known, and columns made from others that are there."""
    for column in schema:
        dates = column.reader.split("|") if column.kind == "date" and column.reader else []
        clocks = column.reader.split("|") if column.kind == "number" and is_clock(column.reader) else []
        fits = all(is_format(name.removesuffix("%z")) for name in dates) and all(name in SHAPES for name in clocks)
        if not fits or not is_zone(column.zone) or (column.source and column.source not in schema):
            raise _damaged("a column is read in a way that nobody knows")


def _check_image(image: ImageShape | None) -> None:
    """No image so large that naming its pixels alone would fill the memory."""
    if image is None:
        return
    sides = (image.height, image.width)
    fits = min(sides) > 0 and max(sides) <= _MOST_FEATURES and 0 < image.values <= _MOST_FEATURES
    if not fits or image.channels not in (1, 3) or not (isfinite(image.top) and image.top > 0):
        raise _damaged("the images have no size")


def _check_decision(manifest: Manifest, classes: int) -> None:
    gain, told = manifest.gain, [manifest.threshold or 0.0, manifest.shift, manifest.slope]
    told += [*manifest.offsets, *manifest.scales, *manifest.lifts, *(worth for row in gain for worth in row)]
    lengths = [len(part) for part in (manifest.offsets, manifest.scales, manifest.lifts, gain)]
    square = all(len(row) == len(gain) for row in gain)
    if any(length not in (0, classes) for length in lengths) or not square or not all(map(isfinite, told)):
        raise _damaged("the decision rule does not fit the classes")


def _check_worth(problem: Problem) -> None:
    worth, classes = problem.value, len(problem.labels)
    if worth is None:
        return
    told = [worth.over, worth.under, worth.nothing or 0.0, *(cell for row in worth.gain for cell in row)]
    square = [len(row) for row in worth.gain] == [classes] * classes
    known = not classes or worth.nothing in range(classes)
    paid = classes > 0 or min(worth.over, worth.under) >= 0 < worth.over + worth.under
    if not all(map(isfinite, told)) or not square or not known or not paid:
        raise _damaged("gains and costs do not fit the problem")


def _check_part(part: PartRecord, n_outputs: int) -> None:
    if part.n_outputs != n_outputs:
        raise _damaged("a part answers for another number of classes")
    if part.factors and (len(part.factors) != n_outputs or n_outputs < 2 or not all(map(_is_factor, part.factors))):
        raise _damaged("the factors of a part do not fit the classes")
    rising = all(low < high for low, high in zip(part.categorical, part.categorical[1:], strict=False))
    inside = all(0 <= place < part.n_features for place in part.categorical)
    fewest = 0 if part.kind == "constant" else 1  # the baseline looks at no column
    if not fewest <= part.n_features <= _MOST_FEATURES or not rising or not inside:
        raise _damaged("columns are out of range")


def _is_factor(value: float) -> bool:
    return isfinite(value) and 0 < value <= 1


def _damaged(reason: str) -> BundleError:
    return BundleError("file_damaged", reason=reason)

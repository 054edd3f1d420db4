"""The planner: from what a table has and what an algorithm needs to a Recipe, always the same one."""

from __future__ import annotations

from dataclasses import replace

from hanpan.data.schema import Column, Schema
from hanpan.foundation.errors import DataError, UsageError
from hanpan.preparation.needs import Needs
from hanpan.preparation.recipe import PlannedStep, Recipe
from hanpan.preparation.written import shares_words

SCALINGS = {"standard": "scale", "robust_clip": "robust_clip"}
SELECTIONS = ("none", "forward_bic")

_MOST_DUMMIES = 20  # levels of one category that get a column each; 30 in tables of 5,000 rows and more
_MOST_DUMMIES_LARGE = 30
_LARGE = 5_000
_MOST_CODES = 254
_LARGEST_VIF = 10.0
_FEW_ROWS = 50  # a level, on average: with fewer, a level has something to learn from others that share its words
_REPEATED = (
    0.95  # distinct texts a row; with more, hardly one stands in two rows, and what is said of y is mostly noise
)
_TOPICS, _TOPICS_LARGE = 8, 16  # of a category; a text has twice as many


def plan(
    schema: Schema,
    needs: Needs,
    *,
    n_rows: int,
    task: str,
    n_classes: int = 0,
    scaling: str = "standard",
    select: str = "none",
) -> Recipe:
    """The steps that bring a table's features to what an algorithm needs, and nothing more.

    Parameters
    ----------
    schema
        The table; only its features are prepared, and never columns of kind ``id``.
    needs
        What the algorithm requires.
    n_rows
        Rows there are to learn from.
    task
        ``regression``, ``binary`` or ``multiclass``.
    n_classes
        Classes of the target, 0 for regression.
    scaling
        Where scaling is needed: ``standard``, or ``robust_clip`` (outliers bent, as RealMLP does).
    select
        ``none`` or ``forward_bic`` (variable selection).

    Returns
    -------
    Recipe
        The same for the same arguments.

    Raises
    ------
    DataError
        No feature is left.
    UsageError
        An unknown scaling or selection.

    Examples
    --------
    >>> schema = Schema(columns=(Column(name="age", kind="number"), Column(name="city", kind="category", n_distinct=3)))
    >>> [step.name for step in plan(schema, Needs(scaled=True), n_rows=100, task="regression").steps]
    ['number', 'dummies', 'impute', 'drop_constant', 'scale']
    """
    _check_choice("scaling", scaling, tuple(SCALINGS))
    _check_choice("select", select, SELECTIONS)
    features = [column for column in schema.features if column.kind != "id"]
    if not features:
        raise DataError("prepare_no_features", columns=", ".join(schema.names))
    if not needs.columns:
        return Recipe(steps=())
    if needs.independent or select != "none":  # no equations over gaps
        needs = replace(needs, complete=True)
    classes = 0 if task == "regression" else max(n_classes, 2)
    pixels, needs = _pixel_steps(schema, features, needs)
    taken = {name for step in pixels for name in step.columns}
    others = [column for column in features if column.name not in taken]
    written = _written(others, n_rows)
    steps = [
        *pixels,
        *_number_steps(others, needs),
        *_category_steps(others, written, needs, n_rows, classes),
        *_text_steps(others, written, needs, n_rows, classes),
        *_matrix_steps(features, others, written, needs, classes, scaling, select),
    ]
    return Recipe(steps=tuple(step for step in steps if step.columns))


def _pixel_steps(schema: Schema, features: list[Column], needs: Needs) -> tuple[list[PlannedStep], Needs]:
    """Pixels on one scale where the algorithm needs it, and what it needs besides.

    Neighbouring pixels always resemble each other: leaving them out one by one would tear holes into the picture.
    """
    pixels = tuple(column.name for column in features if column.name in schema.pixels)
    if not pixels or schema.image is None or not (needs.scaled or needs.independent):
        return [], needs
    scaled = needs.scaled and len(pixels) < len(features)
    steps = [PlannedStep(name="pixels", columns=pixels, parameters={"top": schema.image.top})]
    return steps, replace(needs, independent=False, scaled=scaled)


def _number_steps(features: list[Column], needs: Needs) -> list[PlannedStep]:
    ranked = [column for column in features if _is_ranked(column)]
    orders = {column.name: list(column.categories) for column in ranked}
    # Where every step of a date counts alike (distances, sums), December must lie beside January; trees cut anywhere.
    cyclic = needs.scaled or needs.independent
    return [
        PlannedStep(name="number", columns=_named(features, "number")),
        PlannedStep(name="rank", columns=tuple(orders), parameters={"orders": orders}),
        PlannedStep(name="dates", columns=_named(features, "date"), parameters={"cyclic": cyclic}),
    ]


def _category_steps(
    features: list[Column], written: tuple[str, ...], needs: Needs, n_rows: int, classes: int
) -> list[PlannedStep]:
    categories = [column for column in features if _is_category(column)]
    most = _most_levels(needs, n_rows)
    few = tuple(column.name for column in categories if column.n_distinct <= most and column.name not in written)
    encoded = tuple(column.name for column in categories if column.name not in few)
    if needs.dummies:
        plain = PlannedStep(name="dummies", columns=few, parameters={"drop_first": needs.drop_first})
    else:
        plain = PlannedStep(name="codes", columns=few, parameters={"complete": needs.complete})
    return [
        plain,
        PlannedStep(name="target_encode", columns=encoded, parameters={"n_classes": classes}),
        PlannedStep(name="frequency", columns=encoded),
    ]


def _text_steps(
    features: list[Column], written: tuple[str, ...], needs: Needs, n_rows: int, classes: int
) -> list[PlannedStep]:
    """What the pieces of written values say of y, and their topics; free texts are told by topics alone."""
    texts = _named(features, "text")
    categories = tuple(name for name in written if name not in texts)
    topics = _TOPICS if n_rows < 4 * _LARGE else _TOPICS_LARGE
    most = n_rows // 25
    return [
        PlannedStep(name="target_pieces", columns=written, parameters={"n_classes": classes}),
        PlannedStep(name="text", columns=texts, parameters={"n_components": max(2, min(2 * topics, most))}),
        PlannedStep(
            name="text",
            columns=categories if needs.topics else (),
            parameters={"n_components": max(2, min(topics, most))},
        ),
    ]


def _written(features: list[Column], n_rows: int) -> tuple[str, ...]:
    """Columns of values that people wrote, rare ones among them, so that a value can learn from others like it."""
    return tuple(
        column.name
        for column in features
        if (column.kind == "text" and column.n_distinct <= _REPEATED * n_rows)
        or (_is_category(column) and _has_rare_levels(column, n_rows) and shares_words(column.categories))
    )


def _matrix_steps(
    features: list[Column],
    others: list[Column],
    written: tuple[str, ...],
    needs: Needs,
    classes: int,
    scaling: str,
    select: str,
) -> list[PlannedStep]:
    """Steps over all prepared columns; ``others`` are those that are no pixels on a scale, which have no gaps."""
    everything = tuple(column.name for column in features)
    gaps = tuple(column.name for column in others if column.kind in ("number", "date") or _is_ranked(column))
    # A pixel that never changes stays in its place: every fold has the same picture, and a convolution finds its rows.
    steps = [PlannedStep(name="drop_constant", columns=everything)] if len(others) == len(features) else []
    if needs.complete:
        steps.insert(0, PlannedStep(name="impute", columns=gaps))
    if needs.independent:
        # Topics of what is written and parts of a date must not push out a column that a person can read.
        expendable = list(dict.fromkeys((*written, *_named(features, "text"), *_named(features, "date"))))
        parameters = {"limit": _LARGEST_VIF, "expendable": expendable}
        steps.append(PlannedStep(name="independent", columns=everything, parameters=parameters))
    if select != "none":
        steps.append(
            PlannedStep(name="select", columns=everything, parameters={"method": select, "n_classes": classes})
        )
    if needs.scaled:
        steps.append(PlannedStep(name=SCALINGS[scaling], columns=everything))
    return steps


def _most_levels(needs: Needs, n_rows: int) -> int:
    if not needs.dummies:
        return _MOST_CODES
    return _MOST_DUMMIES_LARGE if n_rows >= _LARGE else _MOST_DUMMIES


def _named(features: list[Column], kind: str) -> tuple[str, ...]:
    return tuple(column.name for column in features if column.kind == kind)


def _is_category(column: Column) -> bool:
    return column.kind == "category" or (column.kind == "ordered" and not column.categories)


def _is_ranked(column: Column) -> bool:
    return column.kind == "ordered" and bool(column.categories)


def _has_rare_levels(column: Column, n_rows: int) -> bool:
    return column.n_distinct > max(_MOST_DUMMIES, n_rows / _FEW_ROWS)


def _check_choice(option: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise UsageError("prepare_unknown_choice", option=option, value=value, choices=", ".join(choices))

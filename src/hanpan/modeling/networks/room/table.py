"""The network room on a person's own table: prepared as networks of the board are, on the rows learnt from alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.data.dataset import Dataset
from hanpan.data.image import ImageShape
from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions
from hanpan.data.question.task import define_problem
from hanpan.foundation.errors import DataError
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.networks.room.ground import RoomGround, parts
from hanpan.modeling.networks.room.setup import Setup
from hanpan.preparation.planner import plan
from hanpan.preparation.preparer import build

MOST_ROWS = 5000  # a room is for looking; a random part of a larger table is enough
MOST_INPUTS, MOST_LABELS = 1024, 20


def read_ground(table: Any, target: str, setup: Setup, reading: ReadOptions | None = None) -> RoomGround:
    """Read a table and make rows for the room of it.

    Raises
    ------
    DataError
        The table cannot be read, the target is absent, or there are too many classes or prepared columns to draw.

    Examples
    --------
    >>> ground = read_ground("sklearn:iris", "target", Setup(share=0.7))
    >>> ground.x.shape, ground.labels, ground.columns[0]
    ((105, 4), ('setosa', 'versicolor', 'virginica'), 'sepal length (cm)')
    """
    dataset = load_dataset(table, reading or ReadOptions(), target=target)
    problem, dataset, _ = define_problem(dataset, target)
    return table_ground(dataset, problem, setup)


def table_ground(dataset: Dataset, problem: Problem, setup: Setup) -> RoomGround:
    """Rows for the room of a table whose question is known; the recipe is that of the board's networks."""
    if len(problem.labels) > MOST_LABELS:
        raise DataError("room_labels", target=problem.target, count=len(problem.labels), most=MOST_LABELS)
    random = np.random.default_rng(seed_for(setup.data_seed, "room", "own"))
    rows = np.sort(random.permutation(len(dataset.frame))[:MOST_ROWS])
    frame, y = dataset.frame.iloc[rows], _codes(dataset.frame[problem.target].iloc[rows], problem)
    fit, valid = parts(len(rows), setup.share, random)
    recipe = plan(
        dataset.schema,
        algorithm("network").needs,
        n_rows=len(fit),
        task=problem.task,
        n_classes=len(problem.labels),
    )
    preparer = build(recipe, dataset.schema)
    x = preparer.fit_transform(frame.iloc[fit], y[fit])
    if x.shape[1] > MOST_INPUTS:
        raise DataError("room_inputs", count=x.shape[1], most=MOST_INPUTS)
    centre, scale = _unit(y[fit], problem)
    lines = unit_lines(frame.iloc[fit], preparer.feature_names_, x)
    return RoomGround(
        columns=tuple(preparer.feature_names_),
        x=x,
        y=(y[fit] - centre) / scale,
        x_valid=preparer.transform(frame.iloc[valid]),
        y_valid=(y[valid] - centre) / scale,
        labels=tuple(map(str, problem.labels)),
        target=problem.target,
        target_centre=centre,
        target_scale=scale,
        centre=tuple(line[0] for line in lines),
        scale=tuple(line[1] for line in lines),
        **picture(dataset.schema.image, preparer.feature_names_),
    )


def _codes(target: pd.Series, problem: Problem) -> np.ndarray:
    if problem.task == "regression":
        return target.to_numpy(dtype=float)
    return pd.Index(problem.labels).get_indexer(pd.Index(target)).astype(float)


def _unit(y: np.ndarray, problem: Problem) -> tuple[float, float]:
    """What values are standardised by; classes stay what they are."""
    if problem.task != "regression":
        return 0.0, 1.0
    return float(y.mean()), float(y.std()) or 1.0


def unit_lines(frame: pd.DataFrame, names: tuple[str, ...], x: np.ndarray) -> list[tuple[float, float]]:
    """For each input start and slope of the line that leads back to its column's own unit; 0 and 1 where none does."""
    return [_line(frame[name], x[:, place]) if name in frame else (0.0, 1.0) for place, name in enumerate(names)]


def _line(column: pd.Series, prepared: np.ndarray) -> tuple[float, float]:
    if not pd.api.types.is_numeric_dtype(column) or prepared.std() == 0:
        return 0.0, 1.0
    own = column.to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(own)
    slope, start = np.polyfit(prepared[known], own[known], 1)
    return float(start), float(slope)


def picture(image: ImageShape | None, names: tuple[str, ...]) -> dict[str, Any]:
    """Rows and columns of a picture in grey, and which pixel each input is: those that never vary became none."""
    if image is None or image.channels != 1:
        return {}
    place = {name: at for at, name in enumerate(image.names)}
    if not set(names) <= set(place):
        return {}
    return {"image": (image.height, image.width), "pixels": tuple(place[name] for name in names)}

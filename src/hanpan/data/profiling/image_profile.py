"""Images described as images: a few of each class and their mean, not one histogram a pixel."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.data.dataset import Dataset
from hanpan.data.profiling.drawing import png_text
from hanpan.data.profiling.profile import ColumnProfile, ImageGroup, ImageSamples
from hanpan.data.schema import Schema
from hanpan.foundation.randomness import seed_for
from hanpan.statistics.arrays import Floats, Ints

MOST_CLASSES = 20
SHOWN = 8  # images of a class
SHOWN_ALONE = 16  # where there are no classes
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_NAMES = ("min", "q25", "median", "q75", "max")
_SAMPLE = 2_000  # rows for the quartiles of thousands of columns


def pixel_profiles(frame: pd.DataFrame, schema: Schema) -> dict[str, ColumnProfile]:
    """Plain numbers about each pixel column, all worked out at once; without histogram and test."""
    columns = [column for column in schema if column.name in schema.pixels]
    if not columns:
        return {}
    block = frame[[column.name for column in columns]].to_numpy(dtype=np.float64)
    quarters = np.quantile(block[:_SAMPLE], _QUARTERS, axis=0)
    quarters[0], quarters[-1] = block.min(axis=0), block.max(axis=0)
    told = {"mean": block.mean(axis=0), "std": block.std(axis=0, ddof=1 if len(block) > 1 else 0)}
    told |= dict(zip(_NAMES, quarters, strict=True)) | {"zeros": (block == 0).sum(axis=0)}
    return {
        column.name: ColumnProfile(
            name=column.name,
            kind=column.kind,
            role=column.role,
            missing=0,
            n_distinct=column.n_distinct,
            summary={name: float(values[place]) for name, values in told.items()},
        )
        for place, column in enumerate(columns)
    }


def sample_images(dataset: Dataset, problem: Problem | None, rows: Ints) -> ImageSamples | None:
    """Per class some of its images, and the mean of all.

    From the given rows only; at most 20 classes. Nothing for a table without images.
    """
    image, schema = dataset.schema.image, dataset.schema
    if image is None or not schema.pixels or not len(rows):
        return None
    pixels = whole_images(dataset.frame, schema)
    random = np.random.default_rng(seed_for(0, "images"))
    groups, classes = _groups(dataset.frame, problem, rows)
    told = []
    for label, members in groups:
        drawn = random.permutation(members)[: SHOWN if label else SHOWN_ALONE]
        shown = [png_text(pixels[row], image) for row in np.sort(drawn)]
        mean = png_text(pixels[members].mean(axis=0), image)
        told.append(ImageGroup(label=label, count=len(members), images=shown, mean=mean))
    return ImageSamples(groups=told, classes=classes)


def whole_images(frame: pd.DataFrame, schema: Schema) -> npt.NDArray[np.float64]:
    """All pixels (n, values) of the rows; those that are no column any more are 0."""
    names = schema.image.names if schema.image else ()
    if set(names) <= set(frame.columns):
        return frame[list(names)].to_numpy(dtype=np.float64)
    pixels: Floats = frame.reindex(columns=list(names)).to_numpy(dtype=np.float64)
    return np.nan_to_num(pixels)


def _groups(frame: pd.DataFrame, problem: Problem | None, rows: Ints) -> tuple[list[tuple[str, Ints]], int]:
    """Rows by class, the first 20 of them, and how many classes there are; all rows as one where there are none."""
    if problem is None or not problem.labels:
        return [("", rows)], 0
    target = frame[problem.target].to_numpy()[rows]
    found = [(label, rows[target == label]) for label in problem.labels[:MOST_CLASSES]]
    return [(label, members) for label, members in found if len(members)], len(problem.labels)

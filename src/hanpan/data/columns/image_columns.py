"""The columns of images: pixels are numbers in a known range, a class is a class even where its name is a number."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from hanpan.data.cells import distinct_cells
from hanpan.data.columns.typed import Typed, word_column
from hanpan.data.image import LABEL, ImageShape
from hanpan.data.labels import label_texts
from hanpan.data.raw import RawTable
from hanpan.data.schema import Column


def image_columns(raw: RawTable, corrected: Collection[str]) -> dict[str, Typed]:
    """The pixels and the label of a table made from images, by name; none for other tables.

    Parameters
    ----------
    corrected
        Columns of which the person said what they are.
    """
    image = raw.reading.image
    if image is None:
        return {}
    present = set(raw.frame.columns).difference(corrected)
    found = {name: pixel_column(raw.frame[name], image) for name in image.names if name in present}
    if LABEL in present and isinstance(raw.frame[LABEL].dtype, pd.StringDtype):
        cells = distinct_cells(label_texts(raw.frame[LABEL]))
        found[LABEL] = word_column(LABEL, cells, "category", reason="image_class")
    return found


def pixel_column(series: pd.Series, image: ImageShape) -> Typed:
    """One pixel of every image; its range is that of the format, not that of these images."""
    values = series.to_numpy(dtype=np.float64)
    column = Column(
        name=str(series.name),
        kind="number",
        reader="plain",
        reason="pixel",
        n_distinct=len(np.unique(values)),
        whole=bool((values % 1 == 0).all()),
        low=min(0.0, float(values.min())),
        high=max(image.top, float(values.max())),
    )
    return Typed(column=column, series=pd.Series(values, name=series.name))

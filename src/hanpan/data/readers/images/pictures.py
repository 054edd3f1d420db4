"""Images as a table: one row an image, one column a pixel, the class beside them. What all readers of images share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from hanpan.data.image import LABEL, ImageShape
from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable, raw_table
from hanpan.data.readers import source as sources
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError, UsageError

if TYPE_CHECKING:
    from PIL import Image

Pixels = npt.NDArray[Any]

MOST_VALUES = 4_096  # of one image: each becomes a column
BYTES_A_VALUE = 32  # a pixel is held as a byte, as a float64, and again in the rows of development and of the workers
DARK = 64  # pixels of pictures that never reach this are no bytes, but counts of their own
SHOWN = 3
_SIZE = re.compile(r"(\d{1,5})(?:\s*[xX×]\s*(\d{1,5}))?")
_GREY = np.array([299, 587, 114]) / 1000  # how bright red, green and blue look (ITU-R BT.601)


@dataclass(frozen=True)
class Pictures:
    """Images (n, height, width, channels) as they were found, their classes (n,), and the names of their files."""

    pixels: Pixels
    labels: Sequence[str] | Pixels | None = None
    files: tuple[str, ...] = ()


def picture_table(
    given: Source, pictures: Pictures, options: ReadOptions, form: str, notes: Sequence[Note] = ()
) -> RawTable:
    """The table of images read whole.

    Raises
    ------
    DataError
        They are too large, or of another size than those a model was made from.
    """
    _, height, width, channels = pictures.pixels.shape
    shape = wanted_shape(given, options, ImageShape(height=height, width=width, channels=channels))
    require_room(given, shape, len(pictures.pixels))
    pixels = pictures.pixels
    if pixels.shape[1:] != (shape.height, shape.width, shape.channels):
        pixels = np.stack([fitted(one, shape) for one in pixels])
    pixels, shape = _scaled(pixels, shape, given.like)
    return fitted_table(given, replace(pictures, pixels=pixels), shape, form, notes)


def fitted_table(
    given: Source, pictures: Pictures, shape: ImageShape, form: str, notes: Sequence[Note] = ()
) -> RawTable:
    """The table of images that have their final shape."""
    import pandas as pd

    rows = len(pictures.pixels)
    frame = pd.DataFrame(np.ascontiguousarray(pictures.pixels).reshape(rows, -1), columns=list(shape.names))
    decisions = {
        "images": f"{rows:,}",
        "image_size": f"{shape.width} × {shape.height}",
        "channels": str(shape.channels),
    }
    if pictures.labels is not None:
        frame[LABEL] = pd.Series(pictures.labels, dtype="str" if isinstance(pictures.labels, list) else None)
        decisions["classes"] = f"{frame[LABEL].nunique():,}"
    told: list[Note] = [("images_as_columns", {"count": shape.values}), *notes]
    if shape.resized:
        told.append(("images_resized", {"width": shape.width, "height": shape.height}))
    raw = raw_table(frame, source=given.name, form=form, decisions=decisions, notes=told)
    return replace(raw, reading=replace(raw.reading, image=shape), files=pictures.files)


def wanted_shape(given: Source, options: ReadOptions, own: ImageShape) -> ImageShape:
    """The shape that images of their ``own`` shape are brought to: as asked, or as a model has them, else as they are.

    Raises
    ------
    DataError
        They are too large for one column a pixel, or not of the size that the model knows.
    """
    asked, like = asked_size(options), given.like
    if asked is None and like is not None and like.resized:
        asked = like.height, like.width
    height, width = asked or (own.height, own.width)
    shape = replace(own, height=height, width=width, resized=asked is not None)
    if like is not None:
        if (height, width) != (like.height, like.width):
            told = {"found": f"{width}x{height}", "size": f"{like.width}x{like.height}"}
            raise DataError("images_unlike_model", source=given.name, **told)
        return replace(shape, channels=like.channels, top=like.top)
    if shape.values > MOST_VALUES:
        less = (MOST_VALUES / shape.values) ** 0.5
        smaller = f"{max(1, int(width * less))}x{max(1, int(height * less))}"
        raise DataError(
            "images_too_large",
            source=given.name,
            found=f"{width}x{height}",
            count=shape.values,
            most=MOST_VALUES,
            size=smaller,
        )
    return shape


def asked_size(options: ReadOptions) -> tuple[int, int] | None:
    """Height and width of ``--image-size``.

    Raises
    ------
    UsageError
        It is no size.

    Examples
    --------
    >>> asked_size(ReadOptions(image_size="32x24")), asked_size(ReadOptions(image_size="28"))
    ((24, 32), (28, 28))
    """
    if options.image_size is None:
        return None
    found = _SIZE.fullmatch(options.image_size.strip())
    width, height = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not width or not height:
        raise UsageError("image_size_unread", value=options.image_size)
    return height, width


def require_room(given: Source, shape: ImageShape, rows: int) -> None:
    """Refuse more pixels than the memory holds, before they are read.

    Raises
    ------
    DataError
        They need too much memory.
    """
    needed, limit = rows * shape.values * BYTES_A_VALUE, sources.most_bytes()
    if needed > limit:
        told = {"rows": rows, "count": shape.values, "needed": needed >> 20, "limit": limit >> 20}
        raise DataError("images_too_many", source=given.name, **told)


def fitted(one: Pixels, shape: ImageShape) -> Pixels:
    """One image (height, width, channels) in the channels and the size of ``shape``; its proportions may change."""
    if one.shape[2] != shape.channels:
        one = np.repeat(one, 3, axis=2) if shape.channels == 3 else _as(one.dtype, one @ _GREY)[..., None]
    if one.shape[:2] == (shape.height, shape.width):
        return one
    from PIL import Image  # comes with matplotlib

    planes = [_plane(one[..., channel], Image) for channel in range(one.shape[2])]
    size = (shape.width, shape.height)
    return np.stack([_as(one.dtype, np.asarray(plane.resize(size, Image.Resampling.BILINEAR))) for plane in planes], -1)


def _plane(values: Pixels, image: Any) -> Image.Image:
    made: Image.Image = image.fromarray(np.ascontiguousarray(values, dtype=np.float32))
    return made


def _as(dtype: np.dtype[Any], values: Pixels) -> Pixels:
    return np.rint(values).astype(dtype) if dtype.kind in "iu" else values.astype(dtype)


def _scaled(pixels: Pixels, shape: ImageShape, like: ImageShape | None) -> tuple[Pixels, ImageShape]:
    """Bytes are bytes and shares are shares, whichever of them the model knows."""
    if like is None:
        return pixels, replace(shape, top=_top(pixels))
    shares = pixels.dtype.kind == "f" and float(pixels.max()) <= 1
    if like.top == 255.0 and shares:
        return pixels * 255.0, shape
    return (pixels / 255.0 if like.top == 1.0 and pixels.dtype == np.uint8 else pixels), shape


def _top(pixels: Pixels) -> float:
    largest = float(np.abs(pixels).max())
    return 255.0 if DARK < largest <= 255 else largest or 1.0

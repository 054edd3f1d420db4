"""idx, the format of MNIST: ``…-images-idx3-ubyte`` with its ``…-labels-idx1-ubyte`` beside it."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np

from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable
from hanpan.data.readers.images.pictures import Pictures, Pixels, picture_table
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

# The third byte tells the type of the values, all with the large end first.
TYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
MOST_DIMENSIONS = 4
_IMAGES = re.compile(r"images(?P<sign>[-._]?)idx[34]", re.IGNORECASE)


def accepts(source: Source) -> bool:
    """Files that begin with two zero bytes, a type, and a number of dimensions."""
    start = source.start
    return len(start) >= 4 and start[:2] == b"\x00\x00" and start[2] in TYPES and 1 <= start[3] <= MOST_DIMENSIONS


def read(source: Source, options: ReadOptions) -> RawTable:
    """Images (n, height, width[, channels]), and their classes where the file of labels is found.

    Raises
    ------
    DataError
        The file is cut short or holds no images, or images and labels differ in number.
    """
    pixels = read_idx(source)
    if pixels.ndim == 3:
        pixels = pixels[..., None]
    if pixels.ndim != 4 or pixels.shape[3] not in (1, 3) or not pixels.size:
        raise DataError("idx_not_images", source=source.name, shape=" × ".join(map(str, pixels.shape)))
    beside = labels_beside(source)
    if beside is None:
        return picture_table(source, Pictures(pixels), options, "idx", [("idx_without_labels", {})])
    labels = read_idx(Source(beside))
    if labels.shape != (len(pixels),):
        raise DataError(
            "images_labels_differ", source=source.name, labels=str(labels.shape), rows=len(pixels), name=beside.name
        )
    notes: list[Note] = [("idx_labels", {"file": beside.name})]
    return picture_table(source, Pictures(pixels, [str(label) for label in labels]), options, "idx", notes)


def read_idx(source: Source) -> Pixels:
    """The array of an idx file.

    Raises
    ------
    DataError
        It holds more or fewer values than its head says.

    References
    ----------
    LeCun, Y., Cortes, C. and Burges, C., The MNIST database of handwritten digits: file formats.
    """
    content = source.content
    if not accepts(source) or len(content) < 4 + 4 * content[3]:
        raise DataError("idx_damaged", source=source.name, found=len(content), expected=4)
    dimensions = content[3]
    start = 4 + 4 * dimensions
    shape = tuple(int(size) for size in np.frombuffer(content[4:start], dtype=">u4"))
    dtype = np.dtype(TYPES[content[2]])
    expected = start + math.prod(shape) * dtype.itemsize
    if len(content) != expected:
        raise DataError("idx_damaged", source=source.name, found=len(content), expected=expected)
    return np.frombuffer(content, dtype=dtype, offset=start).reshape(shape).astype(dtype.newbyteorder("="), copy=False)


def labels_beside(source: Source) -> Path | None:
    """The file of labels that belongs to a file of images: ``t10k-images-idx3-ubyte`` → ``t10k-labels-idx1-ubyte``."""
    path = Path(source.text)
    name = path.name.removesuffix(".gz")
    wanted = _IMAGES.sub(lambda found: f"labels{found['sign']}idx1", name)
    if wanted == name:
        return None
    return next((path.with_name(one) for one in (wanted, f"{wanted}.gz") if path.with_name(one).is_file()), None)

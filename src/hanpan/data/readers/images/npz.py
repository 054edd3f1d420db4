"""``.npz``: arrays of images and of their classes, as NumPy writes them. Pickled objects are never read."""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from typing import Any

import numpy as np

from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable
from hanpan.data.readers import source as sources
from hanpan.data.readers.images.pictures import Pictures, Pixels, picture_table
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

# Names under which people keep images and their classes; the first pair that is there counts.
PAIRS = (
    ("x", "y"),
    ("X", "y"),
    ("x_train", "y_train"),
    ("X_train", "y_train"),
    ("images", "labels"),
    ("train_images", "train_labels"),
    ("data", "labels"),
    ("arr_0", "arr_1"),
)
_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError, RuntimeError, OSError)
_CHANNELS = (1, 3, 4)
_MOST_CLASSES = 100  # more different whole numbers are left to be numbers


def accepts(source: Source) -> bool:
    """Files called ``.npz``."""
    return source.is_file and source.suffix == ".npz"


def read(source: Source, options: ReadOptions) -> RawTable:
    """Images (n, height, width[, channels]) and, where there are some, classes (n,).

    Raises
    ------
    DataError
        It is damaged, holds pickled objects or no images, or images and classes differ in number.
    """
    arrays = _headers(source)
    images, labels = _chosen(arrays, source)
    pixels, turned = _images(_array(source, images), images, source)
    told = None if labels is None else _labels(_array(source, labels), labels, len(pixels), source)
    notes: list[Note] = [("npz_channels_first", {"name": images})] if turned else []
    others = sorted(set(arrays) - {images, labels})
    if others:
        notes.append(("npz_others", {"names": ", ".join(others[:10]), "images": images}))
    return picture_table(source, Pictures(pixels, told), options, "npz", notes)


def _headers(source: Source) -> dict[str, tuple[int, ...]]:
    """Names and shapes of the arrays, none of them read yet.

    A file of arrays says how long each one is: what does not fit the memory, or is no array of plain values, is refused
    before a byte of it is unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as packed:
            found = {entry: _header(packed, entry) for entry in packed.infolist()}
    except _DAMAGE as error:
        raise DataError("npz_damaged", source=source.name) from error
    limit = sources.most_bytes()
    for entry, (shape, dtype) in found.items():
        if dtype.hasobject:
            raise DataError("npz_objects", source=source.name, name=entry.filename)
        if entry.file_size > limit:
            raise DataError("file_too_large", source=source.name, limit=limit >> 20)
        if math.prod(shape) * dtype.itemsize > entry.file_size:
            raise DataError("npz_damaged", source=source.name)
    return {entry.filename.removesuffix(".npy"): shape for entry, (shape, _) in found.items()}


def _header(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[tuple[int, ...], np.dtype[Any]]:
    with packed.open(entry) as file:
        version = np.lib.format.read_magic(file)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, _, dtype = read(file)
    return shape, dtype


def _chosen(arrays: dict[str, tuple[int, ...]], source: Source) -> tuple[str, str | None]:
    """The array of images and that of the classes."""
    for images, labels in PAIRS:
        if images in arrays and len(arrays[images]) in (3, 4):
            return images, labels if labels in arrays else None
    alone = [name for name, shape in arrays.items() if len(shape) in (3, 4)]
    if len(alone) != 1:
        shown = ", ".join(f"{name} {shape}" for name, shape in list(arrays.items())[:6])
        raise DataError("npz_without_images", source=source.name, arrays=shown or "-")
    return alone[0], next((name for name in ("y", "labels", "label", "target") if name in arrays), None)


def _array(source: Source, name: str) -> Pixels:
    try:
        with np.load(io.BytesIO(source.content), allow_pickle=False) as arrays:
            return np.asarray(arrays[name])
    except _DAMAGE as error:
        raise DataError("npz_damaged", source=source.name) from error


def _images(array: Pixels, name: str, source: Source) -> tuple[Pixels, bool]:
    """Images (n, height, width, channels), and whether the channels came before the rows."""
    if array.dtype.kind not in "uifb" or not array.size:
        raise DataError("npz_not_images", source=source.name, name=name, shape=str(array.shape), dtype=str(array.dtype))
    pixels = array.astype(np.uint8) if array.dtype.kind == "b" else array
    if pixels.ndim == 3:
        return _finite(pixels[..., None], name, source), False
    turned = pixels.shape[3] not in _CHANNELS and pixels.shape[1] in _CHANNELS
    pixels = np.moveaxis(pixels, 1, 3) if turned else pixels
    if pixels.shape[3] not in _CHANNELS:
        raise DataError("npz_not_images", source=source.name, name=name, shape=str(array.shape), dtype=str(array.dtype))
    return _finite(pixels[..., :3], name, source), turned  # a fourth channel says how opaque a pixel is


def _finite(pixels: Pixels, name: str, source: Source) -> Pixels:
    if pixels.dtype.kind == "f" and not np.isfinite(pixels).all():
        raise DataError("npz_not_finite", source=source.name, name=name)
    return pixels


def _labels(array: Pixels, name: str, rows: int, source: Source) -> list[str] | Pixels:
    flat = array.reshape(len(array)) if array.ndim == 2 and array.shape[1] == 1 else array
    if flat.ndim != 1 or len(flat) != rows:
        raise DataError("images_labels_differ", source=source.name, labels=str(array.shape), rows=rows, name=name)
    if flat.dtype.kind in "SUb" or (flat.dtype.kind in "ui" and len(np.unique(flat)) <= _MOST_CLASSES):
        return [label.decode("utf-8", "replace") if isinstance(label, bytes) else str(label) for label in flat]
    return flat

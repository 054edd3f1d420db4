"""Readers: one file per kind of source, each with ``accepts(source)`` and ``read(source, options)``.

A reader gives cells, never opinions about them: what a column means is decided in ``inference``.
"""

from __future__ import annotations

from types import ModuleType

from hanpan.data.image import LABEL, ImageShape
from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers import (
    bundled,
    delimited,
    excel,
    frames,
    idx,
    image_folder,
    json_lines,
    later,
    npz,
    parquet,
)
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

# The first that accepts reads; the last one takes whatever is left.
READERS: tuple[ModuleType, ...] = (
    frames, bundled, image_folder, npz, idx, later, parquet, excel, json_lines, delimited,
)  # fmt: skip
IMAGES: tuple[ModuleType, ...] = (image_folder, npz, idx)


def read_table(source: object, options: ReadOptions | None = None, like: ImageShape | None = None) -> RawTable:
    """Read a table.

    Parameters
    ----------
    source
        A path (of a file, or of a folder of images), ``-`` (standard input), ``sklearn:NAME``, or a pandas, polars or
        arrow table.
    like
        The images a model was made from: those of the source are brought to their channels, and to their size if that
        had been asked for.

    Raises
    ------
    DataError
        The source cannot be read as a table; the error says why and what to do.

    Examples
    --------
    >>> read_table("sklearn:iris").frame.shape
    (150, 5)
    """
    given, options = Source(source, like), options or ReadOptions()
    if options.query is not None and not given.is_url:
        raise DataError("query_without_database", source=given.name)
    reader = next(reader for reader in READERS if reader.accepts(given))
    if options.sheet is not None and reader is not excel:
        raise DataError("sheet_without_workbook", source=given.name, sheet=options.sheet)
    if options.image_size is not None and reader not in IMAGES:
        raise DataError("image_size_without_images", source=given.name, size=options.image_size)
    table: RawTable = reader.read(given, options)
    return table


def default_target(source: object) -> str | None:
    """The target that goes without saying: the class of images; None for every other table."""
    given = Source(source)
    return LABEL if any(reader.accepts(given) for reader in IMAGES) else None

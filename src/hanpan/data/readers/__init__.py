"""Readers: one file per kind of source, each with ``accepts(source)`` and ``read(source, options)``.

A reader gives cells, never opinions about them: what a column means is decided in ``inference``.
"""

from __future__ import annotations

from collections.abc import Collection
from types import ModuleType

from hanpan.data.image import LABEL
from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers import arrow_file, bundled, database, folder, frames, later, parquet
from hanpan.data.readers.documents import json_file, markup
from hanpan.data.readers.images import idx, image_folder, npz
from hanpan.data.readers.source import Source
from hanpan.data.readers.text import delimited
from hanpan.data.readers.workbooks import excel
from hanpan.data.schema import Schema
from hanpan.foundation.errors import DataError

# The first that accepts reads; the last one takes whatever is left.
READERS: tuple[ModuleType, ...] = (
    frames,
    bundled,
    folder,
    image_folder,
    npz,
    idx,
    database,
    later,
    parquet,
    arrow_file,
    markup,
    excel,
    json_file,
    delimited,
)
IMAGES: tuple[ModuleType, ...] = (image_folder, npz, idx)


def read_table(
    source: object,
    options: ReadOptions | None = None,
    like: Schema | None = None,
    wanted: Collection[str] = (),
) -> RawTable:
    """Read a table.

    Parameters
    ----------
    source
        A path (of a file, or of a folder of images), ``-`` (standard input), ``sklearn:NAME``, the address of a
        database, or a pandas, polars or arrow table.
    like
        The schema of a model: its names tell where those of the table stand, and images are brought to the channels of
        its images, and to their size if that had been asked for.
    wanted
        Other names that the table should have, such as the target.

    Raises
    ------
    DataError
        The source cannot be read as a table; the error says why and what to do.

    Examples
    --------
    >>> read_table("sklearn:iris").frame.shape
    (150, 5)
    """
    given, options = _source(source, like, wanted), options or ReadOptions()
    reader = next(reader for reader in READERS if reader.accepts(given))
    if options.sheet is not None and reader is not excel:
        raise DataError("sheet_without_workbook", source=given.name, sheet=options.sheet)
    if options.range is not None and reader is not excel:
        raise DataError("range_without_workbook", source=given.name, range=options.range)
    if options.query is not None and reader is not database:
        raise DataError("query_without_database", source=given.name)
    if options.image_size is not None and reader not in IMAGES:
        raise DataError("image_size_without_images", source=given.name, size=options.image_size)
    table: RawTable = reader.read(given, options)
    return table


def _source(given: object, like: Schema | None, wanted: Collection[str]) -> Source:
    if like is None:
        return Source(given, wanted=tuple(wanted))
    return Source(given, like.image, (*wanted, *(column.name for column in like.features)))


def default_target(source: object) -> str | None:
    """The target that goes without saying: the class of images; None for every other table."""
    given = Source(source)
    return LABEL if any(reader.accepts(given) for reader in IMAGES) else None

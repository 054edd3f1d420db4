"""A table in several files: a folder of Parquet or of text, here or in an object store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers.cutting.files import PARQUET, TEXT, files_of, pieces_of_files
from hanpan.data.readers.cutting.remote import is_remote
from hanpan.data.readers.images.image_files import ENDINGS
from hanpan.data.readers.source import Source
from hanpan.data.readers.stacking import stacked
from hanpan.foundation.errors import DataError


def accepts(source: Source) -> bool:
    """Addresses of object stores, and folders with Parquet or text files and no image in them."""
    if is_remote(source):
        return True
    return source.is_folder and _holds_tables(Path(source.text))


def read(source: Source, options: ReadOptions) -> RawTable:
    """All files, one below the other, in the order of their names.

    Raises
    ------
    DataError
        There is no file, one cannot be read, or one has other columns than the first.
    """
    files = files_of(source)
    tables = [table for piece in pieces_of_files(files, options) if (table := piece.read()) is not None]
    if not tables:
        raise DataError("no_rows", source=source.name, names="-")
    found = stacked(tables, source.name)
    decisions = {**found.reading.decisions, "files": str(len(files))}
    return replace(found, reading=replace(found.reading, decisions=decisions))


def _holds_tables(folder: Path) -> bool:
    """Whether tables lie in a folder, and no image: a list beside images is no table of them."""
    endings = {Source(path).suffix for path in folder.rglob("*")}
    return bool(endings & {*PARQUET, *TEXT}) and not endings & set(ENDINGS)

"""Tables too large to be read at once, piece by piece: text with a separator, Parquet, folders and stores of them,
and the answers of databases.

What cannot be cut into pieces so is read at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hanpan.data.options import ReadOptions
from hanpan.data.readers import READERS, database, folder, parquet
from hanpan.data.readers.cutting.files import PARQUET, bytes_of_file, files_of, pieces_of_files
from hanpan.data.readers.cutting.parquet_file import parquet_pieces
from hanpan.data.readers.cutting.piece import Piece
from hanpan.data.readers.cutting.remote import RemoteFile
from hanpan.data.readers.cutting.text_file import text_pieces
from hanpan.data.readers.packed import DAMAGE, packer_of
from hanpan.data.readers.source import Source
from hanpan.data.readers.text import delimited

LARGE = 32 << 20  # bytes from which a file is read in pieces; packed ones from a quarter of that
_HEAD = 1 << 20


def in_pieces(source: Source, options: ReadOptions, *, groups: bool = False) -> Iterator[Piece] | None:
    """The pieces of a large table, any of which may be passed over; None where it is better read at once.

    ``groups``: of Parquet alone, and then of any size.

    Raises
    ------
    DataError
        The file is damaged, or its encoding cannot be told.
    """
    if _in_files(source):
        files = files_of(source)
        return None if groups and not all(map(_is_parquet, files)) else pieces_of_files(files, options)
    return _of_file(source, options, groups=groups) if _is_large(source, 0 if groups else LARGE) else None


def any_pieces(source: Source, options: ReadOptions) -> Iterator[Piece] | None:
    """The pieces of a table of any size; None of what cannot be cut into pieces.

    Raises
    ------
    DataError
        As ``in_pieces``; a database does not answer.
    """
    if _in_files(source):
        return pieces_of_files(files_of(source), options)
    if source.is_text and database.accepts(source):
        return database.pieces(source, options)
    return _of_file(source, options) if _is_plain_file(source) else None


def size_of(source: Source, options: ReadOptions) -> int:
    """Bytes that a table takes in memory, about; 0 of what cannot be cut into pieces."""
    if _in_files(source):
        return sum(map(bytes_of_file, files_of(source)))
    if source.is_text and database.accepts(source):
        return database.size(source, options)
    return bytes_of_file(source) if _is_plain_file(source) else 0


def _in_files(source: Source) -> bool:
    return source.is_text and folder.accepts(source)


def _is_parquet(file: Source) -> bool:
    return file.suffix in PARQUET and (isinstance(file, RemoteFile) or Path(str(file.text)).is_file())


def _of_file(source: Source, options: ReadOptions, *, groups: bool = False) -> Iterator[Piece] | None:
    try:
        head = source.beginning(_HEAD)
        reader = next(reader for reader in READERS if reader.accepts(head))
    except (*DAMAGE, ValueError):
        return None
    if reader is parquet:
        return parquet_pieces(source)
    return text_pieces(source, options) if reader is delimited and not groups else None


def _is_plain_file(source: Source) -> bool:
    return source.is_file and source.text != "-" and Path(source.text).is_file()


def _is_large(source: Source, large: int) -> bool:
    return _is_plain_file(source) and source.size >= (large // 4 if packer_of(source.start) else large)

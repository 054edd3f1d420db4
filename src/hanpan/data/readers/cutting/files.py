"""The files of a table that lies in several: a folder, here or in an object store, of Parquet or of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers.cutting.parquet_file import cells_of, parquet_pieces
from hanpan.data.readers.cutting.piece import Piece
from hanpan.data.readers.cutting.remote import is_remote, remote_files
from hanpan.data.readers.cutting.text_file import text_pieces
from hanpan.data.readers.source import Source
from hanpan.data.readers.text import delimited
from hanpan.foundation.errors import DataError

PARQUET = (".parquet", ".pq")
TEXT = (".csv", ".tsv", ".txt", ".dat")
_PACKED = 5  # bytes of text that a packed byte stands for, about
_SHOWN = 10
_HIDDEN = ("_", ".")  # what others write beside the files of a table: _SUCCESS, .crc


def files_of(source: Source) -> list[Source]:
    """The files that a folder or a store holds a table in, by name; none where it is neither.

    Raises
    ------
    DataError
        Parquet lies beside text; the store does not answer or holds nothing.
    """
    found: list[Source]
    if is_remote(source):
        found = [*remote_files(source)]
    elif source.is_folder:
        paths = sorted(path for path in Path(source.text).rglob("*") if path.is_file())
        found = [Source(path, source.like, source.wanted) for path in paths]
    else:
        return []
    kept = [file for file in found if file.suffix in (*PARQUET, *TEXT) and not _is_hidden(file, source)]
    if len({file.suffix in PARQUET for file in kept}) > 1:
        raise DataError("files_of_two_kinds", source=source.name)
    if is_remote(source) and not kept:
        raise DataError("store_empty", source=source.name)
    for file in kept:
        file.wanted = source.wanted
    return kept


def pieces_of_file(file: Source, options: ReadOptions) -> Iterator[Piece] | None:
    """The pieces of a Parquet or text file; None of text whose lines are not cut by a plain separator."""
    return parquet_pieces(file) if file.suffix in PARQUET else text_pieces(file, options)


def pieces_of_files(files: list[Source], options: ReadOptions) -> Iterator[Piece]:
    """The pieces of all files, one file after another; each must have the columns of the first.

    Raises
    ------
    DataError
        A file has other columns, or cannot be read.
    """
    numbers = count()
    names: set[str] = set()
    for file in files:
        pieces = pieces_of_file(file, options) or iter([Piece(0, partial(delimited.read, file, options))])
        for piece in pieces:
            yield replace(piece, number=next(numbers), read=partial(_checked, piece, file, names, files[0]))


def bytes_of_file(file: Source) -> int:
    """What the table of a file takes in memory, about."""
    if file.suffix in PARQUET:
        return cells_of(file)
    return file.size * (_PACKED if file.packed else 1)


def _checked(piece: Piece, file: Source, names: set[str], first: Source) -> RawTable | None:
    """The rows of a piece, whose columns must be those of the pieces before it."""
    raw = piece.read()
    if raw is None:
        return None
    found = set(raw.frame.columns)
    if names and found != names:
        told = ", ".join(sorted(found ^ names)[:_SHOWN])
        raise DataError("files_differ", source=file.name, first=first.name, columns=told)
    names.update(found)
    return raw


def _is_hidden(file: Source, source: Source) -> bool:
    below = file.name.removeprefix(source.name)
    return any(part.startswith(_HIDDEN) for part in below.split("/") if part)

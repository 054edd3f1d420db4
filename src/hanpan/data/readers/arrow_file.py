"""Arrow files, as Feather calls them."""

from __future__ import annotations

from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers.frames import from_arrow
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

MARK = b"ARROW1"


def accepts(source: Source) -> bool:
    """Files that begin as Feather does."""
    return source.content.startswith(MARK)


def read(source: Source, options: ReadOptions) -> RawTable:
    """Read all columns with their types.

    Raises
    ------
    DataError
        The file is damaged.
    """
    import pyarrow as pa

    try:
        with pa.ipc.open_file(pa.BufferReader(source.content)) as file:
            table = file.read_all()
        table.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        raise DataError("arrow_damaged", source=source.name) from error
    return from_arrow(table, source=source.name, form="arrow")

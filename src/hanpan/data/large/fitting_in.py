"""Whether a table fits into the memory, with all that is made of it."""

from __future__ import annotations

from typing import Any

from hanpan.data.options import ReadOptions
from hanpan.data.readers.pieces import size_of
from hanpan.data.readers.source import Source

TIMES = 6  # what a run takes of memory, all processes together, for each byte of the table
_SHARE = 0.8  # of the memory that is free now


def fits(table: Any, options: ReadOptions, memory: float | None) -> bool:
    """Whether a run has room for a table; what cannot be read in pieces is taken to fit.

    Parameters
    ----------
    memory
        Bytes that a run may take; None: most of what is free now.
    """
    source = Source(table)
    if not source.is_text:
        return True
    return size_of(source, options) * TIMES <= allowed(memory)


def allowed(memory: float | None) -> float:
    """Bytes that a run may take."""
    import psutil

    return memory if memory is not None else _SHARE * psutil.virtual_memory().available

"""Memory that is free again goes back to the system."""

from __future__ import annotations

import contextlib
import ctypes
import sys


def give_freed_back() -> None:
    """Hand what was freed back to the system, where the allocators can be asked to: glibc's and, once loaded, Arrow's.

    Left alone, glibc keeps freed blocks of up to 32 MB: after a table was read, as much again lies idle. To forbid
    blocks of that kind instead (``M_MMAP_THRESHOLD``) makes arithmetic on arrays 6 to 8 times slower. Arrow's gives
    back only what the asking thread itself had.
    """
    arrow = sys.modules.get("pyarrow")
    if arrow is not None:
        arrow.default_memory_pool().release_unused()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def own_memory() -> int:
    """Bytes that this process shares with nobody; 0 where the system does not say (only Linux does).

    Examples
    --------
    >>> own_memory() >= 0
    True
    """
    import psutil

    taken = psutil.Process().memory_info()
    return int(taken.rss - getattr(taken, "shared", taken.rss))

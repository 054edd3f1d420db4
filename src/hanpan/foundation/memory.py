"""Memory that is free again goes back to the system."""

from __future__ import annotations

import contextlib
import ctypes
from functools import cache

_MMAP_THRESHOLD = -3  # glibc's name for the size from which a block is mapped by itself
_LARGE = 1 << 16
# The same for a child, from its first moment.
FREEING = {"MALLOC_MMAP_THRESHOLD_": str(_LARGE)}


@cache
def give_freed_back() -> None:
    """Let the C library map every large block by itself, so that the system has it back when it is freed.

    Left alone, glibc soon keeps blocks of up to 32 MB for itself: after a table was read, as much again lies idle.
    Other libraries than glibc do as they always do.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)

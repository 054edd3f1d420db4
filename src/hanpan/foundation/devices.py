"""Graphics cards: which there are, asked of the driver itself, so that no heavy library is loaded for it."""

from __future__ import annotations

import ctypes
from functools import cache

_DRIVERS = ("libcuda.so.1", "nvcuda.dll")
_LONGEST_NAME = 128


@cache
def graphics_cards() -> tuple[str, ...]:
    """Names of the NVIDIA cards that this process may use (``CUDA_VISIBLE_DEVICES`` counts); none without a driver."""
    driver = _driver()
    if driver is None or driver.cuInit(0) != 0:
        return ()
    count = ctypes.c_int()
    if driver.cuDeviceGetCount(ctypes.byref(count)) != 0:
        return ()
    return tuple(_name(driver, place) for place in range(count.value))


def _driver() -> ctypes.CDLL | None:
    for name in _DRIVERS:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _name(driver: ctypes.CDLL, place: int) -> str:
    told = ctypes.create_string_buffer(_LONGEST_NAME)
    if driver.cuDeviceGetName(told, _LONGEST_NAME, place) != 0:
        return f"CUDA {place}"
    return told.value.decode("utf-8", "replace")

"""Random bits as JAX's own generator draws them, written out flat, so that XLA makes one pass of it.

JAX rolls the rounds of Threefry into loops on CPUs, each of which writes all its numbers to memory; for the few
thousand bits of a dropout mask that costs three times as much.

References
----------
Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3.
"""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp

_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_PARITY = 0x1BD11BDA


def bits(key: Any, shape: tuple[int, ...]) -> Any:
    """32 random bits per cell, those of ``jax.random.bits``.

    Examples
    --------
    >>> key = jax.random.PRNGKey(3)
    >>> bool((bits(key, (5, 7)) == jax.random.bits(key, (5, 7))).all())
    True
    """
    if not is_known_layout():
        return jax.random.bits(key, shape)
    count = jax.lax.iota(jnp.uint32, math.prod(shape))
    high, low = _threefry(key, jnp.zeros_like(count), count)
    return (high ^ low).reshape(shape)


def is_true(drawn: Any, keep: float) -> Any:
    """What ``jax.random.bernoulli`` makes of such bits: True with probability ``keep``.

    Examples
    --------
    >>> key = jax.random.PRNGKey(3)
    >>> bool((is_true(bits(key, (5, 7)), .8) == jax.random.bernoulli(key, .8, (5, 7))).all())
    True
    """
    # 23 random bits behind the exponent of 1.0 give a number in [1, 2).
    uniform = jax.lax.bitcast_convert_type((drawn >> 9) | jnp.uint32(0x3F800000), jnp.float32) - 1.0
    return uniform < jnp.float32(keep)


def is_known_layout() -> bool:
    """Whether JAX numbers the bits of an array as is done here (its default since 0.5)."""
    config: Any = jax.config  # its options are not declared
    return bool(config.jax_threefry_partitionable) and config.jax_default_prng_impl == "threefry2x32"


def _threefry(key: Any, x0: Any, x1: Any) -> tuple[Any, Any]:
    """Twenty rounds of add, rotate and xor, the key mixed in after every four."""
    keys = (key[0], key[1], key[0] ^ key[1] ^ jnp.uint32(_PARITY))
    x0, x1 = x0 + keys[0], x1 + keys[1]
    for block in range(5):
        for rotation in _ROTATIONS[block % 2]:
            x0 = x0 + x1
            x1 = x0 ^ ((x1 << rotation) | (x1 >> (32 - rotation)))
        x0, x1 = x0 + keys[(block + 1) % 3], x1 + keys[(block + 2) % 3] + jnp.uint32(block + 1)
    return x0, x1

"""The random bits of Dropout, drawn for many steps at once: those each step would draw, in a fraction of the time.

A step's few thousand random bits cost more than its arithmetic, because the generator works through them in small
pieces. A layer's key in step k is known beforehand (its counter grows by one a step), and drawing under ``vmap`` gives
the bits that single draws would give. So bits are drawn before a scan and handed to its steps. Bits, not masks:
what comes after them stays in the step as it is, so that XLA rounds everything as in a single step.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import keras

from hanpan.modeling.networks.compiled.threefry import bits, is_true
from hanpan.modeling.networks.stored import adapter

MOST_CELLS = 16 * 2**20  # of bits (4 bytes each) held at once; beyond, each step draws its own
CACHED_CELLS = 2**20  # as many as stay near the processor until their step comes

Drawn = dict[int, Any]  # by place of the layer's key among the non-trainable variables; first axis: steps


class Dropout(NamedTuple):
    """A layer whose bits are known beforehand: used once in a step, and shaped like its input."""

    place: int
    keep: float
    shape: tuple[int, ...]


def dropouts(model: Any) -> list[Dropout]:
    """The dropout layers of a model that can be drawn for beforehand."""
    places = {id(variable): place for place, variable in enumerate(model.non_trainable_variables)}
    found = []
    for layer in adapter.layers_used_once(model):
        if type(layer) is not keras.layers.Dropout or not 0 < layer.rate < 1 or layer.noise_shape is not None:
            continue
        place, shape = places.get(id(layer.seed_generator.state)), tuple(layer.output.shape[1:])
        if place is not None and None not in shape:
            found.append(Dropout(place, 1.0 - layer.rate, shape))
    return found


def together(layers: Sequence[Dropout], steps: int, batch_size: int) -> int:
    """For how many steps to draw at once: a part of an epoch whose bits stay in the processor's cache.

    Never for one alone, whose bits XLA would work into the step and round otherwise; all where there is no such part.

    Examples
    --------
    >>> wide = [Dropout(0, 0.8, (128,)), Dropout(1, 0.8, (128,))]
    >>> together(wide, 195, 256), together(wide, 197, 256), together([], 195, 256)
    (15, 197, 195)
    """
    each = sum(batch_size * math.prod(layer.shape) for layer in layers)
    parts = (size for size in range(2, steps) if steps % size == 0 and size * each <= CACHED_CELLS)
    return steps if steps * each <= CACHED_CELLS else max(parts, default=steps)


def drawn(layers: Sequence[Dropout], other: list[Any], steps: int, batch_size: int) -> Drawn:
    """Bits (steps, batch_size, ...) of each layer, from its key in ``other`` (the non-trainable values).

    None are drawn where they would fill the memory: then each step draws its own.
    """
    if sum(steps * batch_size * math.prod(layer.shape) for layer in layers) > MOST_CELLS:
        return {}
    return {layer.place: _of_layer(layer, other[layer.place], steps, batch_size) for layer in layers}


def _of_layer(layer: Dropout, key: Any, steps: int, batch_size: int) -> Any:
    seed, counter = key
    keys = jnp.stack([jnp.full(steps, seed), counter + jnp.arange(steps, dtype=counter.dtype)], axis=1)
    return jax.vmap(lambda one: bits(one, (batch_size, *layer.shape)))(keys)


def moved_on(other: list[Any], ready: Drawn, steps: Any) -> list[Any]:
    """The non-trainable values, the counters of such layers as far on as if each step had drawn its own."""
    return [
        value.at[1].add(jnp.asarray(steps).astype(value.dtype)) if place in ready else value
        for place, value in enumerate(other)
    ]


@contextmanager
def given(model: Any, ready: Drawn) -> Iterator[None]:
    """While a step is traced, dropout layers take these bits and leave their counters alone (see ``moved_on``)."""
    if not ready:
        yield
        return
    by_key = {id(model.non_trainable_variables[place]): cells for place, cells in ready.items()}

    def dropout(own: Any, inputs: Any, rate: float, noise_shape: Any = None, seed: Any = None) -> Any:
        cells = by_key.get(id(getattr(seed, "state", None)))
        if cells is None:
            return own(inputs, rate, noise_shape=noise_shape, seed=seed)
        return jax.lax.select(is_true(cells, 1.0 - rate), inputs / (1.0 - rate), jnp.zeros_like(inputs))

    with adapter.dropout_replaced(dropout):
        yield

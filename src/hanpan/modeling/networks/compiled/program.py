"""Some epochs as one XLA program: a scan over the model's own training step, validation included.

``Model.fit`` spends 170-350 microseconds a step on dispatch; a small network needs a tenth of that for arithmetic.
``model.train_step`` is a pure function of state and batch on JAX, so a scan over it does what ``fit`` does, with
overridden steps, regularisers, schedules, dropout and batch normalisation included, and to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import jax
import jax.numpy as jnp
import numpy as np

from hanpan.modeling.networks.compiled.masks import Dropout, drawn, dropouts, given, moved_on, together
from hanpan.modeling.networks.stored.adapter import State, compile_mark

_PROGRAMS: WeakKeyDictionary[Any, dict[Any, Any]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Plan:
    """The parts of a program that are fixed when it is compiled.

    ``capacity`` is the largest number of epochs in one call; of the state after each of them the first ``keep`` parts
    are returned (none, the weights, or all four).
    """

    batch_size: int
    validation_batch_size: int
    capacity: int
    keep: int


def program(model: Any, plan: Plan, arguments: tuple[Any, ...]) -> Callable[..., Any]:
    """The compiled program for a model and arguments of these shapes, made once and kept with the model.

    It takes ``(state, fresh, data, valid, orders, count)`` and returns ``(state, logs, kept)``: the state after
    ``count`` epochs, the logs of each, and what ``unpacking`` reads (first axis of both: ``plan.capacity``).
    """
    shapes = jax.tree.map(lambda leaf: (jnp.shape(leaf), jnp.result_type(leaf)), arguments)
    key = (plan, compile_mark(model), str(shapes))
    kept = _PROGRAMS.setdefault(model, {})
    if key not in kept:
        kept[key] = jax.jit(_epochs(model, plan)).lower(*arguments).compile()
    made: Callable[..., Any] = kept[key]
    return made


def _epochs(model: Any, plan: Plan) -> Callable[..., Any]:
    # Jitted on its own, so that asking for the shapes of its result and calling it trace the model only once.
    one = jax.jit(lambda *arguments: epoch(model, plan, *arguments))

    def run(state: State, fresh: list[Any], data: Any, valid: Any, orders: Any, count: Any) -> Any:
        some = count > 0

        def body(index: Any, carried: Any) -> Any:
            state, kept = carried
            before = _packed(state[: plan.keep])  # not the state after: writing it would change how a step is fused
            state, logs = one(state, fresh, data, valid, orders[index], some)
            return state, jax.tree.map(lambda all_, new: all_.at[index].set(new), kept, (logs, before))

        shaped = jax.eval_shape(
            lambda state: (one(state, fresh, data, valid, orders[0], some)[1], _packed(state[: plan.keep])), state
        )
        kept = jax.tree.map(lambda leaf: jnp.zeros((plan.capacity, *leaf.shape), leaf.dtype), shaped)
        state, (logs, before) = jax.lax.fori_loop(0, count, body, (state, kept))
        return state, logs, before

    return run


def epoch(
    model: Any, plan: Plan, state: State, fresh: list[Any], data: Any, valid: Any, order: Any, some: Any = None
) -> Any:
    """One epoch: all full batches, the short last one, then validation; metrics start fresh for each part.

    ``some`` is true (see ``_apart``), or None where nothing has to round as Keras does.
    """

    def train(state: State, batch: Any) -> tuple[State, Any]:
        rows, bits = batch
        with given(model, bits):
            logs, state = model.train_step(state, jax.tree.map(lambda array: array[rows], data))
        return _plain(state), logs

    state, logs = _through(train, (*state[:3], fresh), order, plan.batch_size, some, dropouts(model))
    if valid is None:
        return state, logs

    def test(state: State, batch: Any) -> tuple[State, Any]:
        batch, _ = batch
        logs, (trainable, other, metrics) = model.test_step((state[0], state[1], state[3]), batch)
        return _plain((trainable, other, state[2], metrics)), logs

    state, val_logs = _through(test, (*state[:3], fresh), valid, plan.validation_batch_size, some)
    return state, {**logs, **{f"val_{name}": value for name, value in val_logs.items()}}


def _through(
    step: Callable[..., Any], state: State, rows: Any, batch_size: int, some: Any, layers: Sequence[Dropout] = ()
) -> tuple[State, Any]:
    """A step over full batches, bits of ``layers`` given, and the rest; the last logs (metrics are running means)."""
    n = jax.tree.leaves(rows)[0].shape[0]
    full = n // batch_size if n >= 2 * batch_size else 0  # XLA makes no loop of a single one
    size = together(layers, full, batch_size)

    def several(state: State, batches: Any) -> tuple[State, Any]:
        bits = drawn(layers, state[1], size, batch_size)
        state, every = jax.lax.scan(step, state, (batches, bits))
        return (state[0], moved_on(state[1], bits, size), *state[2:]), _last(every)

    state, logs = _plain(state), None
    if full:
        batches = jax.tree.map(lambda a: a[: full * batch_size].reshape(-1, size, batch_size, *a.shape[1:]), rows)
        state, every = jax.lax.scan(several, state, batches)
        logs = _last(every)
    for begin in range(full * batch_size, n, batch_size):
        batch = jax.tree.map(lambda a, begin=begin: a[begin : begin + batch_size], rows)
        state, logs = _apart(step, some, state, (batch, {}))
    return state, logs


def _apart(step: Callable[..., Any], some: Any, *arguments: Any) -> Any:
    """A single step as a branch that is always taken: so it is rounded as in a program of its own, which Keras's is.

    Within a loop XLA keeps to the step; a single one it would fuse with what stands around it, and round otherwise.
    That ``some`` is true is known when the program runs, and not before.
    """
    if some is None:
        return step(*arguments)
    result = jax.eval_shape(step, *arguments)
    return jax.lax.cond(
        some, step, lambda *_: jax.tree.map(lambda of: jnp.zeros(of.shape, of.dtype), result), *arguments
    )


def _last(every: Any) -> Any:
    return jax.tree.map(lambda values: values[-1], every)


def _plain(state: Any) -> State:
    trainable, other, optimizer, metrics = (list(part) for part in state)
    return trainable, other, optimizer, metrics


def _packed(state: Any) -> dict[str, Any]:
    """All values in one vector for each type of number: one write, and little to compile, for any number of them."""
    leaves = jax.tree.leaves(state)
    types = dict.fromkeys(str(leaf.dtype) for leaf in leaves)
    return {name: jnp.concatenate([leaf.ravel() for leaf in leaves if str(leaf.dtype) == name]) for name in types}


def unpacking(like: Any) -> Callable[[dict[str, np.ndarray], int], Any]:
    """What gives the kept parts of the state before epoch ``index`` of a call, shaped like those of ``like``."""
    ends: dict[str, int] = {}
    pieces: list[list[tuple[str, slice, tuple[int, ...]]]] = []
    for part in like:
        pieces.append([])
        for leaf in part:
            name, begin = str(leaf.dtype), ends.get(str(leaf.dtype), 0)
            ends[name] = begin + leaf.size
            pieces[-1].append((name, slice(begin, ends[name]), leaf.shape))

    def state(kept: dict[str, np.ndarray], index: int) -> Any:
        return tuple([kept[name][index, place].reshape(shape) for name, place, shape in part] for part in pieces)

    return state

"""Training on more rows than are held at once: passes over chunks of them, with the programs of ``Trainer``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp
import numpy as np

from hanpan.modeling.listening.progress import tell_epoch
from hanpan.modeling.listening.stopwatch import go_on, stopwatch
from hanpan.modeling.networks.compiled.padding import PaddedRows, judged_rows, padded
from hanpan.modeling.networks.compiled.trainer import Progress, Trainer, TrainingOutcome, outcome_of

STRETCH, STRETCHES = 8_192, 8  # rows that follow one another; how many such make a chunk


@dataclass(frozen=True, kw_only=True)
class StreamedRows:
    """Rows that lie elsewhere: ``read(start, stop)`` gives x (stop - start, width) of some; y, weight (n,) of all."""

    width: int
    read: Callable[[int, int], np.ndarray]
    y: np.ndarray
    weight: np.ndarray

    def chunks(self, random: np.random.RandomState) -> Iterator[PaddedRows]:
        """All rows once, in chunks of stretches from all over the table, so that none is of one kind of rows."""
        stretches = random.permutation(-(-len(self.y) // STRETCH))
        for first in range(0, len(stretches), STRETCHES):
            go_on()
            starts = stretches[first : first + STRETCHES] * STRETCH
            yield _joined([self._some(start, min(len(self.y), start + STRETCH)) for start in starts.tolist()])

    def _some(self, start: int, stop: int) -> PaddedRows:
        parts = self.read(start, stop), self.y[start:stop], self.weight[start:stop]
        return PaddedRows(*(np.asarray(part, np.float32) for part in parts))


def train_streamed(
    trainer: Trainer,
    rows: StreamedRows,
    passes: int,
    batch_size: int,
    rate: float | None,
    random: np.random.RandomState,
) -> TrainingOutcome:
    """So many passes from the model's present weights; the last weights are kept, also where the time ends it before.

    The order of chunks, and of the rows in each, is drawn anew for every pass (Bottou 2012, Stochastic gradient descent
    tricks: rows in random order).
    """
    watch, progress, program = stopwatch(), None, None
    judged = None
    for number in range(passes):
        for chunk in rows.chunks(random):
            judged = judged_rows(chunk, None, random) if judged is None else judged
            batch = min(batch_size, len(chunk.y))
            if progress is None:
                progress = trainer.begin(padded(chunk), batch, passes, rate, len(judged.y))
            arguments = _arguments(progress, chunk, judged, batch, number, random)
            program = trainer.program(batch, False, arguments)
            progress = program(*arguments)
            if watch.over():
                break
        if progress is None or watch.cut or not np.isfinite(float(progress.curve[number, 0, 0])):
            break
        tell_epoch(passes, np.asarray(progress.curve)[: number + 1, :, 0])
    if progress is None:
        raise ValueError("there are no rows to train on")
    return outcome_of(progress, False)


def _arguments(
    progress: Progress, chunk: PaddedRows, judged: PaddedRows, batch: int, number: int, random: np.random.RandomState
) -> tuple[Any, ...]:
    """A chunk as an epoch of its own that is told as the pass it belongs to."""
    data, n = padded(chunk), len(chunk.y)
    order = np.zeros((1, len(data.y)), np.int32)
    order[0, :n] = random.permutation(n)
    again = progress._replace(epoch=jnp.int32(number), wait=jnp.int32(0))
    never = np.int32(2**30)
    return again, data, judged, np.int32(n // batch), np.float32(0), never, order, np.int32(number + 1)


def _joined(parts: list[PaddedRows]) -> PaddedRows:
    return PaddedRows(*(np.concatenate(each) for each in zip(*parts, strict=True)))

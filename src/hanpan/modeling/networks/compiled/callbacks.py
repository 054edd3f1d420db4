"""What callbacks ask of compiled training: how many epochs may pass unseen, and whether each state is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keras import callbacks as known

from hanpan.modeling.networks.stored.adapter import is_default

_BATCH_HOOKS = (
    "on_batch_begin",
    "on_batch_end",
    "on_train_batch_begin",
    "on_train_batch_end",
    "on_test_begin",
    "on_test_end",
    "on_test_batch_begin",
    "on_test_batch_end",
)
_PATIENT = (known.EarlyStopping, known.ReduceLROnPlateau)
_QUIET = (*_PATIENT, known.History, known.CSVLogger, known.ProgbarLogger, known.ModelCheckpoint)
_BY_EPOCH = (known.ModelCheckpoint, known.BackupAndRestore)


def batch_hook(callbacks: Sequence[Any]) -> str | None:
    """The name of a hook that must run within an epoch, which a compiled epoch cannot do; None if there is none."""
    for callback in callbacks:
        if isinstance(callback, known.ProgbarLogger) or _waits_for_epoch(callback):
            continue
        for name in _BATCH_HOOKS:
            if not is_default(getattr(callback, name)):
                return f"{type(callback).__name__}.{name}"
    return None


def quiet(callbacks: Sequence[Any]) -> list[Any]:
    """Those of Keras's own, whose doings at the end of an epoch are known."""
    return [callback for callback in callbacks if type(callback) in _QUIET]


def epochs_unseen(callbacks: Sequence[Any], most: int) -> int:
    """How many epochs may run before any callback could change something (at least 1).

    A callback with patience cannot act before its patience runs out, so the epochs until then need no return to
    Python, and none is computed in vain.
    """
    if len(quiet(callbacks)) < len(callbacks):
        return 1
    patience = [callback.patience - callback.wait for callback in callbacks if isinstance(callback, _PATIENT)]
    return int(max(1, min([most, *patience])))


def parts_wanted(callbacks: Sequence[Any]) -> int:
    """How many parts of the state a callback reads after each epoch: none, the weights (2), or all (4)."""
    if any(isinstance(callback, known.ModelCheckpoint) for callback in callbacks):
        return 4
    stopping = [callback for callback in callbacks if isinstance(callback, known.EarlyStopping)]
    return 2 if any(callback.restore_best_weights for callback in stopping) else 0


def _waits_for_epoch(callback: Any) -> bool:
    return type(callback) in _BY_EPOCH and callback.save_freq == "epoch"

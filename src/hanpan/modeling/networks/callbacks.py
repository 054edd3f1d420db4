"""What callbacks ask of compiled training: how many epochs may pass unseen, and whether each state is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keras import callbacks as known

from hanpan.modeling.networks.adapter import is_default

_BATCH_HOOKS = (
    "on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end",
    "on_test_begin", "on_test_end", "on_test_batch_begin", "on_test_batch_end",
)  # fmt: skip
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


def epochs_unseen(callbacks: Sequence[Any], most: int) -> int:
    """How many epochs may run before any callback could change something (at least 1).

    A callback with patience cannot act before its patience runs out, so the epochs until then need no return to
    Python, and none is computed in vain.
    """
    if not all(type(callback) in _QUIET for callback in callbacks):
        return 1
    patience = [callback.patience - callback.wait for callback in callbacks if isinstance(callback, _PATIENT)]
    return max(1, min([most, *patience]))


def wants_each_state(callbacks: Sequence[Any]) -> bool:
    """Whether a callback reads the weights after each epoch."""
    return any(
        isinstance(callback, known.ModelCheckpoint)
        or (isinstance(callback, known.EarlyStopping) and callback.restore_best_weights)
        for callback in callbacks
    )


def _waits_for_epoch(callback: Any) -> bool:
    return type(callback) in _BY_EPOCH and callback.save_freq == "epoch"

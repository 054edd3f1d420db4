"""Work in a process apart, with limits on its memory and time: what a stranger's file does there costs only that.

A folder holds what is asked and gets what is answered. A refusal comes back as the same ``HanpanError``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from hanpan.foundation import errors
from hanpan.foundation.environment import child_environment

_REFUSED = 4  # the exit status where the reason was written
_REASON = "refused.json"
_ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
_LONGEST = 200


class Died(Exception):  # noqa: N818  # what happened to the process, told to whoever asked for it
    """The process gave no answer: it ran out of time (``late``) or memory, or crashed; ``told`` is its last line."""

    def __init__(self, told: str, *, late: bool = False) -> None:
        super().__init__(told)
        self.told, self.late = told, late


def work_apart(module: str, folder: Path, *, seconds: float) -> None:
    """Run ``python -m module folder`` and wait for it.

    Raises
    ------
    HanpanError
        What the process refused.
    Died
        It gave no answer.
    """
    command = [sys.executable, "-m", module, str(folder)]
    environment = child_environment(**_ONE_THREAD)
    try:
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Died(f"{seconds:g} s", late=True) from error
    if done.returncode == _REFUSED:
        kind, key, fields = json.loads((folder / _REASON).read_text("utf-8"))
        raise getattr(errors, kind)(key, **fields)
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise Died(" ".join([f"exit status {done.returncode}", *last])[:_LONGEST])


def answer_apart(work: Callable[[Path], None], *, memory: int, seconds: int) -> int:
    """What the process does: ``work`` on its folder, within bytes of memory and seconds of processor time.

    Returns
    -------
    int
        The exit status.
    """
    folder = Path(sys.argv[1])
    _limit(memory, seconds)
    try:
        work(folder)
    except errors.HanpanError as error:
        told = [type(error).__name__, error.key, error.fields]
        (folder / _REASON).write_text(json.dumps(told, default=str), "utf-8")
        return _REFUSED
    return 0


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    for kind, wanted in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))

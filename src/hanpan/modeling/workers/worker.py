"""A worker process: ``python -m hanpan.modeling.workers.worker SESSION [ANSWERS]``.

Takes one order a line on stdin and answers with one line on its original stdout (``messages``). Before the answer it
tells when the library that the job needs is loaded (a cold disk may take ten seconds, which are none of the job's), and
what a long fit tells meanwhile. It never imports the caller's ``__main__``. When stdin ends (the parent died), it ends
at once, whatever a fit is doing.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from hanpan.modeling.workers.messages import Do

# PJRT_NPROC is the one that XLA heeds on CPUs (jaxlib 0.10): its flags for threads have no effect there.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "PJRT_NPROC")
# glibc gives each thread that allocates a heap of its own, and libraries start some: one heap is a quarter smaller.
ENVIRONMENT = dict.fromkeys((*_THREADS, "MALLOC_ARENA_MAX"), "1")
# Bytes: all libraries together take 320 MB. Programs of networks of all sizes add up; CatBoost keeps what it needed.
_MUCH_LEFT_OVER, _MOST_LEFT_OVER = 330_000_000, 400_000_000


def main(session_folder: str, answers_folder: str = "") -> None:
    """Work until stdin ends; large answers are left in a folder, that of the session if no other is named."""
    answers = _keep_stdout_clean()
    orders = _read_in_background()
    # Warm-up while the parent still reads and checks the table: these imports are most of a first trial's time.
    import sklearn.linear_model  # noqa: F401
    from msgspec.structs import replace

    from hanpan.modeling.listening.progress import heard_by
    from hanpan.modeling.workers.jobs import Workshop
    from hanpan.modeling.workers.messages import Began, OnTheWay, Ready, Report, line_of

    workshop = Workshop(session_folder, answers_folder)

    def write(message: Report) -> None:
        answers.write(line_of(message))
        answers.flush()

    write(Ready())
    with heard_by(lambda event: write(OnTheWay(event=event))):
        while True:
            order = orders.get()
            write(Began(needs=workshop.load(order)))
            answer = workshop.answer(order)
            write(replace(answer, spent=_left_over(workshop.kept) > _MOST_LEFT_OVER))


def _left_over(kept: int) -> int:
    """Bytes that stay after a job beside those ``kept`` for the next ones; programs of networks go where it is much."""
    from hanpan.foundation.memory import give_freed_back, own_memory

    give_freed_back()
    if "jax" in sys.modules and own_memory() - kept > _MUCH_LEFT_OVER:
        from hanpan.modeling.networks.stored.backend import forget_programs

        forget_programs()
        give_freed_back()
    return own_memory() - kept


def _keep_stdout_clean() -> BinaryIO:
    """Libraries that print must not break the protocol: their stdout becomes stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _read_in_background() -> queue.Queue[Do]:
    orders: queue.Queue[Do] = queue.Queue()

    def read() -> None:
        from hanpan.modeling.listening.stopwatch import call_off
        from hanpan.modeling.workers.messages import Do, order_of

        for line in sys.stdin.buffer:
            order = order_of(line)
            if isinstance(order, Do):
                orders.put(order)
            else:
                call_off(order.number)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return orders


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A worker process: ``python -m hanpan.modeling.workers.worker SESSION``.

Takes one job per line of JSON on stdin and answers one line of JSON on its original stdout. Before the answer there
are lines ``{"began": ...}``, when the library that the job needs is loaded (a cold disk may take ten seconds, which
are none of the job's), and ``{"progress": ...}``: what a long fit tells meanwhile. A line ``{"stop": ...}`` calls the
job off. It never imports the caller's ``__main__``. When stdin ends (the parent died), it ends at once, whatever a fit
is doing.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from typing import BinaryIO

# PJRT_NPROC is the one that XLA heeds on CPUs (jaxlib 0.10): its flags for threads have no effect there.
ONE_THREAD = {
    name: "1"
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "PJRT_NPROC")
}


def main(session_folder: str) -> None:
    """Work until stdin ends."""
    answers = _keep_stdout_clean()
    jobs = _read_in_background()
    # Warm-up while the parent still reads and checks the table: these imports are most of a first trial's time.
    import sklearn.linear_model  # noqa: F401

    from hanpan.modeling.listening.progress import heard_by
    from hanpan.modeling.workers.jobs import Workshop

    workshop = Workshop(session_folder)

    def write(line: bytes) -> None:
        answers.write(line + b"\n")
        answers.flush()

    write(b'{"ready": true}')
    with heard_by(lambda told: write(json.dumps({"progress": told}).encode())):
        while True:
            line = jobs.get()
            write(json.dumps({"began": workshop.load(line)}).encode())
            write(workshop.answer(line))


def _keep_stdout_clean() -> BinaryIO:
    """Libraries that print must not break the protocol: their stdout becomes stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _read_in_background() -> queue.Queue[bytes]:
    jobs: queue.Queue[bytes] = queue.Queue()

    def read() -> None:
        for line in sys.stdin.buffer:
            if line.startswith(b'{"stop"'):
                from hanpan.modeling.listening.stopwatch import call_off

                call_off(int(json.loads(line)["stop"]))
            else:
                jobs.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return jobs


if __name__ == "__main__":
    main(sys.argv[1])

"""The members of a cluster: a scheduler, and workers that come back to it however often it is started anew.

``python -m hanpan.modeling.workers.cluster.members scheduler|worker ...`` starts one that ends with whoever started it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from hanpan.foundation.budget import Deadline
from hanpan.foundation.errors import AccessError, UsageError
from hanpan.foundation.extras import need
from hanpan.modeling.workers.cluster.address import PORT, ClusterAddress, is_loopback
from hanpan.modeling.workers.cluster.encryption import require_closed
from hanpan.modeling.workers.cluster.link import quieten

Tell = Callable[[str], None]

# A member that is silent for so long is gone; the defaults (minutes) are for tasks that keep Python from answering,
# and ours are done in processes of their own. Profiling and stealing are for many small tasks.
_SETTINGS = {
    "distributed.scheduler.worker-ttl": "30s",
    "distributed.scheduler.work-stealing": False,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.worker.profile.enabled": False,
    "distributed.comm.timeouts.connect": "10s",
    "distributed.comm.timeouts.tcp": "30s",
    "distributed.comm.retry.count": 2,
    "distributed.admin.tick.limit": "30s",
}
_PAGES = {
    "dashboard": False,
    "dashboard_address": "127.0.0.1:0",
}  # Dask's own pages know no key: for this machine alone
_AGAIN = 1.0  # seconds between two tries to come back


def run_scheduler(host: str = "127.0.0.1", port: int = PORT, security: Any = None, tell: Tell = print) -> None:
    """Be the scheduler until told to stop; ``tell`` hears its address.

    Raises
    ------
    UsageError
        It would listen to strangers without TLS.
    AccessError
        The port is taken.
    """
    require_closed(host, security)
    distributed = _prepared()

    async def be() -> None:
        options = {"host": host, "port": port, **_PAGES}
        try:
            async with distributed.Scheduler(**options, protocol=_protocol(security), security=security) as scheduler:
                tell(scheduler.address)
                await scheduler.finished()
        except OSError as error:
            raise AccessError("cluster_port", host=host, port=port, reason=error) from error

    asyncio.run(_until_stopped(be))


def run_worker(
    address: ClusterAddress,
    threads: int,
    host: str = "",
    security: Any = None,
    patience: float = 300.0,
    tell: Tell = print,
) -> None:
    """Be a worker that does ``threads`` jobs at a time, until told to stop; ``tell`` hears where, each time it comes.

    Raises
    ------
    UsageError
        It would listen to strangers without TLS.
    AccessError
        There was no scheduler for ``patience`` seconds.
    """
    host = host or ("127.0.0.1" if is_loopback(address.host) else "")
    if not is_loopback(host) and security is None:
        raise UsageError("cluster_worker_open", address=str(address))
    distributed = _prepared()
    # Where the scheduler sees this machine; Dask would ask which way leads to the Internet.
    host = host or distributed.utils.get_ip(address.host.strip("[]"), address.port)
    options = {"nthreads": threads, "host": host, "security": security, **_PAGES}

    async def be() -> None:
        away = Deadline.after(patience)
        while True:
            with contextlib.suppress(OSError, TimeoutError):
                timeout = f"{max(1.0, away.left):.0f}s"
                async with distributed.Worker(str(address), **options, death_timeout=timeout) as worker:
                    tell(worker.address)
                    await worker.finished()
                away = Deadline.after(patience)
            if away.over:
                raise AccessError("cluster_unreachable", address=str(address), reason="timeout")
            await asyncio.sleep(_AGAIN)

    asyncio.run(_until_stopped(be))


def _prepared() -> Any:
    dask = need("dask", "cluster")
    dask.config.set(_SETTINGS)
    distributed = need("distributed", "cluster")
    quieten(logging.ERROR)
    return distributed


def _protocol(security: Any) -> str:
    return "tcp://" if security is None else "tls://"


async def _until_stopped(be: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """SIGTERM and Ctrl-C end a member in good order, whatever it waits for."""
    member, loop = asyncio.ensure_future(be()), asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # no such signals on Windows
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, member.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await member


def _end_with_parent() -> None:
    """When stdin ends the parent is gone, and so is the use of this."""

    def read() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _end_with_parent()
    if sys.argv[1] == "scheduler":
        run_scheduler(port=0, tell=_say)
    else:
        run_worker(ClusterAddress.of(sys.argv[2]), 1, tell=_say)

"""The connection to a scheduler: who works there, and what becomes of it when it breaks."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from typing import Any, Protocol

from hanpan.foundation.budget import Deadline
from hanpan.foundation.errors import AccessError
from hanpan.foundation.extras import need
from hanpan.modeling.workers.cluster.address import ClusterAddress

PATIENCE = 120.0  # seconds that a scheduler, or the last worker, may be away
_CONNECTING, _ANSWERING = 8.0, 5.0
_AGAIN = 1.0  # seconds between two tries


class SchedulerPlace(Protocol):
    """Where a scheduler is to be found, now."""

    def look(self) -> str:
        """Its address; whatever of it must be started again is."""

    def close(self) -> None:
        """End what was started for it."""


class ClusterLink:
    """A client of a scheduler; made anew when the connection breaks.

    Parameters
    ----------
    place
        Where the scheduler is.
    security
        Dask's ``Security``, or None.
    client
        A client that is there already, and stays when this is closed.

    Raises
    ------
    AccessError
        Nobody answers at the address.
    """

    def __init__(self, place: SchedulerPlace, security: Any = None, client: Any = None) -> None:
        self._place, self._security, self._given = place, security, client
        self._distributed = need("distributed", "cluster")
        self.client: Any = client
        self._again, self._topic = Deadline.after(0), ""
        if client is None:
            quieten(logging.CRITICAL + 1)  # what breaks is told in our words
            self.client = self._connected(_CONNECTING)

    @property
    def address(self) -> str:
        """Where the scheduler is, or was."""
        return str(self.client.scheduler.address) if self.client is not None else self._place.look()

    @property
    def reached(self) -> bool:
        """Whether the scheduler is, as far as is known."""
        return self.client is not None and self.client.status == "running"

    @property
    def exposed(self) -> bool:
        """Whether what is said can be read on the way: it leaves this machine, and is not encrypted."""
        told = self.address
        return told.startswith("tcp://") and not ClusterAddress.of(told).on_this_machine

    def workers(self) -> dict[str, int] | None:
        """The threads of each worker by its address; None where the scheduler is not to be reached."""
        self._place.look()
        if not self.reached:
            self._lost()
            return None
        try:
            asked = self.client.sync(self.client.scheduler.identity, n_workers=-1, callback_timeout=_ANSWERING)
        except (OSError, TimeoutError, ValueError):
            self._lost()
            return None
        told = asked["workers"]
        return {address: one["nthreads"] for address, one in told.items() if one.get("status", "running") == "running"}

    def hear(self, topic: str, hearer: Callable[[Any], None]) -> None:
        """Let somebody hear what workers tell under a topic, in a thread of its own."""
        self._topic = topic
        self.client.subscribe_topic(topic, lambda event: hearer(event[1]))

    def close(self) -> None:
        """Leave the cluster."""
        if self.client is not None and self.client is not self._given:
            self._leave()
        elif self._topic and self.client is not None and self.reached:
            self.client.unsubscribe_topic(self._topic)
        self._place.close()

    def _lost(self) -> None:
        """Try to connect again, now and then."""
        if self.client is not None and self.client is not self._given:
            self._leave()
        if self._again.over:
            self._again = Deadline.after(_AGAIN)
            with contextlib.suppress(AccessError):
                self.client = self._connected(_AGAIN)

    def _leave(self) -> None:
        with contextlib.suppress(Exception):  # it is broken, or else goes by itself
            self.client.close(timeout=1)
        self.client = None

    def _connected(self, seconds: float) -> Any:
        address = self._place.look()
        try:
            return self._distributed.Client(
                address, timeout=seconds, security=self._security, set_as_default=False, name="hanpan"
            )
        except (OSError, TimeoutError, RuntimeError, ValueError) as error:
            raise AccessError("cluster_unreachable", address=address, reason=_root(error)) from error


def quieten(level: int) -> None:
    """Let Dask's loggers, which have levels of their own, say no more than that."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(level)


def _root(error: BaseException) -> BaseException | str:
    """Why: what the operating system said where it said something."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    known = isinstance(error, OSError) and error.errno is not None
    return error if known else " ".join(str(error).split())[:200] or type(error).__name__

"""The workplace: workers, journal and kept fits, opened once for whatever is fitted, and closed whatever happens.

A run, a scikit-learn estimator, and a row of the board that is saved later all work here.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hanpan.business.metrics import metric
from hanpan.foundation.budget import Budget
from hanpan.foundation.events import Events
from hanpan.modeling.fitting.bags import Bags
from hanpan.modeling.folds.ground import Ground
from hanpan.modeling.listening.progress import relay
from hanpan.modeling.options import ClusterOptions, SearchOptions
from hanpan.modeling.search.filling import Filling
from hanpan.modeling.search.refit import Refits
from hanpan.modeling.workers.journal import Journal
from hanpan.modeling.workers.local import LocalPool
from hanpan.modeling.workers.opening import open_pool
from hanpan.modeling.workers.session import G, Session


class Workplace:
    """Where fitting happens. The workers start at once: they load their libraries while the table is being read.

    Parameters
    ----------
    folder
        Where rows are handed to the workers and fits are kept meanwhile.
    workers
        Number of processes; one for each core if None, this very process if 0.
    budget
        The time there is.
    events
        Who listens.
    cluster
        Where the work is done instead.
    client
        A Dask ``Client`` of the cluster where it is done instead.

    Raises
    ------
    UsageError, AccessError
        See ``modeling.workers.opening.open_pool``.
    """

    def __init__(
        self,
        folder: Path,
        workers: int | None,
        budget: Budget | None = None,
        events: Events | None = None,
        cluster: ClusterOptions | None = None,
        client: Any = None,
    ) -> None:
        self.events, self.budget = events or Events(), budget or Budget(None)
        self._folder = folder
        self._session = Session(folder / ".session")
        self.pool = open_pool(self._session.folder, workers, cluster or ClusterOptions(), client)
        self.pool.hearer = relay(self.events)
        self.closing = ExitStack()  # whatever else must be closed with the workplace
        self._written = False
        self.closing.callback(self._clear)
        self.closing.callback(self.pool.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.close()

    def _clear(self) -> None:
        """Only what was put there by this workplace: in a folder in use it is another's."""
        if self._written:
            self._session.remove()

    def furnish(self, ground: G, journal: Journal, folder: Path | None = None) -> G:
        """Put the rows where the workers find them; the ground as it lies there. ``journal`` is closed with the place.

        ``folder``: where fits are kept, if that is known only by now.
        """
        folder, self._written = folder or self._folder, True
        self.closing.callback(journal.close)
        self._session.write(ground)
        ground = self._session.shared(ground)
        self._ground: Ground = ground
        self.bags = Bags(folder / ".bags", metric(ground.problem.metric).greater_is_better)
        self.refits = Refits(ground, self.pool, journal, self.bags, self.budget)
        return ground

    def filling(self, options: SearchOptions) -> Filling:
        """A search over the rows."""
        here = LocalPool(self._session.folder) if self.pool.apart else self.pool
        return Filling(self._ground, options, self.pool, self.refits.journal, self.bags, self.events, self.budget, here)

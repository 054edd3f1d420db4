"""One run: the six phases in order. Each phase calls one room and keeps its record."""

from __future__ import annotations

import importlib
import math
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.data.profiling.profile import Profile
from hanpan.evaluation.goals.requirement import parse_requirements
from hanpan.foundation.budget import Budget, Deadline
from hanpan.foundation.events import EventLog, Events
from hanpan.foundation.files import refuse_overwriting, write_whole
from hanpan.foundation.memory import give_freed_back
from hanpan.foundation.texts import default_language
from hanpan.modeling.workers.journal import Journal
from hanpan.study.after.finishing import finish, requirement_met
from hanpan.study.after.shipping import environment
from hanpan.study.before.asking import Question, ask
from hanpan.study.before.dealing import deal_all_rows
from hanpan.study.before.networks import keep_networks, with_networks
from hanpan.study.before.sampling import with_sample
from hanpan.study.before.understanding import Understood, describe, understand
from hanpan.study.folder import (
    CARD,
    default_folder,
    folder_of_memory,
    in_use,
    load_record,
    make_folder,
    open_journal,
    save_record,
)
from hanpan.study.options import RunOptions
from hanpan.study.record import Study
from hanpan.study.workplace import Workplace

# What judging and insights import, in the order of need; the boosters last, for they are large.
_LIBRARIES = ("matplotlib.figure", "sklearn.neighbors", "lightgbm", "xgboost", "catboost")
_JUDGING, _JUDGING_A_THOUSAND, _MOST_JUDGED = 0.7, 0.25, 10_000  # seconds of work, and more for each 1,000 rows
_REPORT, _COLUMNS_A_SECOND = 1.8, 2_500  # seconds of work, and one more for so many columns
_FOR_DESCRIBING = 0.15  # of the budget, where the search has to wait for it
_FOR_INSIGHTS, _MOST_FOR_INSIGHTS = 0.15, 25.0  # of the budget, and seconds at most


@dataclass(frozen=True)
class Occasion:
    """How a run came about.

    Attributes
    ----------
    language
        ``ko`` or ``en`` for what is written; that of the machine if None.
    started
        Monotonic second at which the budget began to run (the start of the process); now if None.
    needed
        Modules that the caller will import afterwards; they are loaded while the workers search.
    client
        A Dask ``Client`` of the cluster where the work is done, in place of an address.
    """

    language: str | None = None
    started: float | None = None
    needed: Sequence[str] = ()
    client: Any = None


def run_study(
    table: Any,
    *,
    options: RunOptions,
    models: Sequence[Any] = (),
    events: Events | None = None,
    occasion: Occasion | None = None,
) -> Study:
    """The whole process, from a table to a judged model file in the study folder.

    Parameters
    ----------
    table
        A path, ``-``, ``sklearn:NAME``, or a pandas, polars or arrow table.
    options
        All options; ``options.output.config`` names a problem card.
    models
        The person's own networks: Keras models, builders ``f(n_inputs, n_outputs)`` of one, or paths.
    events
        Who listens to the progress.

    Raises
    ------
    UsageError, DataError
        See ``foundation.errors``: what, where, what was expected, what to do.
    """
    return run_question(table, ask(table, options, networks=models), events=events, occasion=occasion)


def run_question(
    table: Any, question: Question, *, events: Events | None = None, occasion: Occasion | None = None
) -> Study:
    """The same of a question that was put together already.

    Raises
    ------
    UsageError, DataError
        As ``run_study``.
    """
    events, occasion = events or Events(), occasion or Occasion()
    if question.options.output.require is not None:
        parse_requirements(question.options.output.require)  # what cannot be read is told before the table is
    named = question.options.output.out
    folder = Path(named or default_folder(question.table_name, question.target))
    given = question.options.output.config, question.options.design.test, *question.networks
    refuse_overwriting(folder, [table, *given, *question.joins.files])
    budget = Budget(question.options.search.seconds, started=occasion.started)
    study = Study(
        folder=folder,
        name=question.table_name,
        language=occasion.language or default_language(),
        options=question.options.identity(),
        card_folder=str(question.joins.folder.absolute()),
        requirement=question.options.output.require or "",
    )
    with ExitStack() as held:
        unnamed = named is None and not isinstance(table, str | Path)
        if unnamed:  # which folder it is depends on the rows
            folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="hanpan-")))
        # The workers have the cores; in this process the threads of BLAS would only get in their way.
        held.enter_context(threadpool_limits(1))
        workers, cluster = question.options.search.workers, question.options.cluster
        place = held.enter_context(Workplace(folder, workers, budget, events, cluster, occasion.client))
        return _Run(question, study, place, occasion.needed, unnamed=unnamed).go(table)


class _Run:
    """The phases of one run, with the study they fill."""

    def __init__(
        self, question: Question, study: Study, place: Workplace, needed: Sequence[str], *, unnamed: bool
    ) -> None:
        self.question, self.study, self.place, self.needed = question, study, place, needed
        self.unnamed = unnamed
        self.options, self.events, self.budget = question.options, place.events, place.budget
        self.budget.plan("insights", self._for_insights())

    def go(self, table: Any) -> Study:
        """The phases."""
        with self._phase("reading"):
            understood = self._understood(table)
        journal = self._open(understood)
        earlier = load_record(journal)
        if earlier is not None and earlier.complete:
            journal.close()
            earlier.folder = self.study.folder
            # Of this command, not of the first.
            earlier.requirement_met = requirement_met(self.options, earlier.evaluation)
            earlier.requirement = self.study.requirement
            return earlier
        with self._phase("reading"):
            closing = self.place.closing
            understood = deal_all_rows(understood, self.study.folder, self.question, closing, self.events)
        whole = [(understood.dataset, understood.context)]
        understood = self._furnished(understood, journal)
        understood.tell_into(self.study)
        self.study.environment = environment()
        keep_networks(self.study.folder, understood.bench.networks)
        save_record(self.study, journal)
        with self._phase("search", "searching"):
            filling = self.place.filling(self.options.search)
            filling.begin()
            with self._meanwhile(understood, whole):
                filled = filling.run()
        self.study.board, self.study.interrupted = filled.board, filled.interrupted
        save_record(self.study, journal)
        with self._phase("judging"):
            finish(self.study, understood, filled, self.place, self.options)
        self.study.complete = not filled.interrupted
        if self.study.complete:
            self.place.bags.remove()
        save_record(self.study, journal)
        self.events.tell("done")
        return self.study

    def _furnished(self, understood: Understood, journal: Journal) -> Understood:
        """The rows lie in files that all processes share; those of the whole table are kept only if asked again."""
        if not understood.problem.hypotheses:  # which are answered at the end
            emptied = understood.dataset.without_cells()
            context = Context(emptied, understood.problem, understood.context.rows)
            understood = replace(understood, dataset=emptied, context=context)
        return self.place.furnish(understood, journal, self.study.folder)

    def _understood(self, table: Any) -> Understood:
        understood = understand(table, self.question, self.events)
        understood, self.study.findings = with_networks(
            understood, self.question.networks, self.options.network, self.options.search.seed
        )
        if self.options.output.require is not None:
            problem = understood.problem
            with_goal = understood.success is not None and understood.success.goal is not None
            valued = problem.value is not None
            parse_requirements(self.options.output.require, problem.task, valued=valued, with_goal=with_goal)
        self._plan(understood)
        search = self.options.search
        understood, sampled = with_sample(understood, search.seconds, search.seed)
        self.study.findings += sampled
        return understood

    def _open(self, understood: Understood) -> Journal:
        told = {**self.study.options, "card": self.question.card.identity()}
        told["network"] = sorted(understood.bench.networks)  # what a network is, not where it lies
        known = understood.dataset.fingerprint
        if self.unnamed:
            self.study.folder = folder_of_memory(self.question.target, self.question.table_name, known, told)
        make_folder(self.study.folder)
        self.place.closing.enter_context(in_use(self.study.folder))
        journal = open_journal(self.study.folder, known, told, fresh=self.options.output.fresh)
        if self.question.card.path is not None:  # a row of the board saved later reads the table as this run did
            write_whole(self.study.folder / CARD, self.question.card.path.read_bytes())
        log = EventLog(self.study.folder / "events.jsonl")
        self.place.closing.callback(log.close)
        self.events.add(log)
        return journal

    def _plan(self, understood: Understood) -> None:
        """What comes after the search costs more for many rows, classes and columns."""
        rows, classes = len(understood.holdout_y), len(understood.problem.labels)
        judging = _JUDGING + _JUDGING_A_THOUSAND * min(rows, _MOST_JUDGED) / 1000 * (1 + classes / 50)
        self.budget.plan("judging", judging, work=True)
        self.budget.plan("report", _REPORT + len(understood.schema) / _COLUMNS_A_SECOND, work=True)
        if understood.schema.image is not None:
            self.budget.plan("insights", 1.5 * self._for_insights())  # what is worked out on images takes longest

    def _for_insights(self) -> float:
        """Seconds kept for what is worked out after judging."""
        if self.options.output.insights == "none" or self.budget.seconds is None:
            return 0.0
        return min(_MOST_FOR_INSIGHTS, _FOR_INSIGHTS * self.budget.seconds)

    @contextmanager
    def _meanwhile(self, understood: Understood, whole: list[tuple[Dataset, Context]]) -> Iterator[None]:
        """While the workers search this process is idle: it describes the table, and loads what judging will need.

        Two threads that import one library at the same time may find it half loaded: where the search works in this
        very process the table is described before, and judging waits for the end of what is being loaded.
        ``whole`` is emptied: nobody needs the table once it is described.
        """

        def described(until: Deadline) -> Profile:
            dataset, context = whole.pop()
            profile = describe(replace(understood, dataset=dataset, context=context), until)
            del dataset, context
            give_freed_back()
            return profile

        if not self.place.pool.apart:
            self.study.profile = described(self.budget.deadline("search").within(self._for_describing()))
            yield
            return
        stop = threading.Event()

        def work() -> Profile:
            profile = described(self.budget.deadline("search"))
            for name in (*self.needed, *_LIBRARIES):
                with suppress(ImportError):  # whoever needs it tells
                    if not stop.is_set():
                        importlib.import_module(name)
            return profile

        with ThreadPoolExecutor(1, "describing") as beside:
            profile = beside.submit(work)
            try:
                yield
            finally:
                stop.set()
        self.study.profile = profile.result()

    def _for_describing(self) -> float:
        return math.inf if self.budget.seconds is None else _FOR_DESCRIBING * self.budget.seconds

    @contextmanager
    def _phase(self, name: str, told: str | None = None) -> Iterator[None]:
        told = told or name
        self.events.tell("phase", name=told)
        give_freed_back()
        with self.budget.spending(name):
            yield
        self.study.seconds[told] = self.budget.spent[name]

"""The same question asked of newer rows, and the answer compared with the model that is there."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from hanpan.business.card import Card, read_card
from hanpan.data.belonging import groups_of, times_of
from hanpan.data.conforming.conform import conform
from hanpan.data.joining import join_tables
from hanpan.data.joins import Joins
from hanpan.data.raw import RawTable
from hanpan.data.readers import read_table
from hanpan.deployment.bundle import Bundle, read_bundle
from hanpan.deployment.comparing import Comparison, compare
from hanpan.foundation.errors import BundleError, DataError, UsageError
from hanpan.foundation.events import Events
from hanpan.foundation.options import option
from hanpan.modeling.options import ClusterOptions
from hanpan.study.after.shipping import StudySource, save_model, wanted_row
from hanpan.study.asked import RUN, VERSION, AskedRun
from hanpan.study.before.asking import ask
from hanpan.study.options import RunOptions
from hanpan.study.record import Study
from hanpan.study.run import Occasion, run_question

LEAST_NEWEST = 30
_EITHER = ("trials", "budget")  # one of them sets the other aside


@dataclass(frozen=True, kw_only=True)
class RetrainOptions:
    """How a model is trained anew.

    Attributes
    ----------
    newest
        Share of the rows that train nothing: on them, the newest, both models are compared.
    out
        The study folder.
    rank
        Place on the new board, or the name of a model there, that is compared instead of the chosen one.
    """

    newest: float = option(0.25, low=0.05, high=0.5, metavar="SHARE")
    out: str | None = option(None, metavar="DIR")
    rank: str | None = option(None, metavar="RANK|NAME")


@dataclass(frozen=True, kw_only=True)
class Retrained:
    """A model trained anew, and how it compares with the one that was there.

    ``older`` rows trained it, on the ``newest`` both are compared. ``ordered_by``: the column of time that says which
    are newest; None where the order of the table did. ``left_out``: older rows of groups that the newest ones have.
    ``comparison``: ``first`` is the model that was there. ``path``: the file of the new one.
    """

    study: Study
    path: Path
    comparison: Comparison
    older: int
    newest: int
    ordered_by: str | None
    left_out: int = 0


@dataclass(frozen=True)
class Halves:
    """Positions of rows, the older and the newest ones."""

    older: np.ndarray
    newest: np.ndarray
    ordered_by: str | None
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class Again:
    """What is run: the record in the model file, with what was said anew in place of it."""

    asked: AskedRun
    said: Mapping[str, Any] = field(default_factory=dict)

    def options(self, out: str, config: str | None) -> RunOptions:
        """All options of the run."""
        known = dict(self.asked.options)
        if any(name in self.said for name in _EITHER):
            known = {name: value for name, value in known.items() if name not in _EITHER}
        return RunOptions.of(**{**known, **self.said, "out": out, **({"config": config} if config else {})})


def asked_of(bundle: Bundle) -> AskedRun:
    """What was asked when a model was made.

    Raises
    ------
    UsageError
        The file is older than this, or says it in a way not known yet.
    BundleError
        The record is damaged.
    """
    record = bundle.records.get(RUN)
    if record is None:
        raise UsageError("retrain_unknown")
    try:
        found = msgspec.json.decode(record, type=AskedRun)
    except msgspec.DecodeError as error:
        raise BundleError("file_damaged", reason=f"{RUN}: {error}"[:200]) from error
    if found.version != VERSION:
        raise UsageError("retrain_unknown")
    return found


def retrain(
    bundle: Bundle,
    table: Any,
    names: tuple[str, str],
    options: RetrainOptions,
    said: Mapping[str, Any],
    *,
    events: Events | None = None,
    language: str | None = None,
) -> Retrained:
    """Run the model's card on the older rows of a table, and compare both models on the newest ones.

    Parameters
    ----------
    bundle
        The model that is there.
    table
        Newer rows with their answers.
    names
        What both models are called.
    options
        The share of the rows that are compared on, and the study folder, which must be said.
    said
        Options of the run that are to be others now, by flat name.

    Raises
    ------
    UsageError
        The model file does not say how it was made, or the new board has no such rank or name.
    DataError
        The table cannot be read, or has too few rows.
    """
    again, out = Again(asked=asked_of(bundle), said=said), str(options.out)
    with tempfile.TemporaryDirectory(prefix="hanpan-") as folder:
        card, config = _card(again.asked, Path(folder))
        run = again.options(out, config)
        joins = replace(Joins.of(card), folder=Path(again.asked.card_folder or "."))
        raw = read_table(table, run.read, bundle.model.schema)
        halves = _halves(bundle, raw, joins, options.newest)
        older = raw.taken(halves.older)
        question = ask(older, run, joins.folder, run.network.network)
        study = run_question(older, question, events=events, occasion=Occasion(language=language))
        path = _file(study, options.rank, StudySource(older, question), run.cluster)
    compared = compare(bundle, read_bundle(path), join_tables(raw.taken(halves.newest), joins), names)
    return Retrained(
        study=study,
        path=path,
        comparison=compared,
        older=len(halves.older),
        newest=len(halves.newest),
        ordered_by=halves.ordered_by,
        left_out=halves.left_out,
    )


def _file(study: Study, rank: str | None, source: StudySource, cluster: ClusterOptions) -> Path:
    """The file of the chosen model, or of another one of the board, which then lies beside it."""
    if study.model_path is None:
        raise UsageError("study_unfinished", folder=str(study.folder))
    if rank is None:
        return study.model_path
    row = wanted_row(study, int(rank) if rank.strip().isdecimal() else rank.strip())
    if study.board is not None and row is study.board.winner:
        return study.model_path
    return save_model(study, row.rank, study.folder / f"model.rank{row.rank}.hanpan", source, cluster)


def _card(asked: AskedRun, folder: Path) -> tuple[Card, str | None]:
    """The card as it was, and the file it lies in for the run."""
    if not asked.card:
        return Card(), None
    path = folder / "card.toml"
    path.write_text(asked.card, encoding="utf-8")
    return read_card(path), str(path)


def _halves(bundle: Bundle, raw: RawTable, joins: Joins, share: float) -> Halves:
    """The newest rows by the card's column of time, else by the order of the table; no group stands on both sides.

    Raises
    ------
    DataError
        There are too few rows to compare on.
    """
    problem = bundle.model.problem
    joined = join_tables(raw, joins)
    frame, _ = conform(joined, bundle.model.schema, target=problem.target)
    rows = len(raw.frame)
    if len(frame) != rows:  # an inner join left some out: which ones cannot be told
        raise DataError("retrain_rows_lost", rows=rows, left=len(frame))
    count = round(share * rows)
    if count < LEAST_NEWEST:
        raise DataError("retrain_few_rows", rows=rows, newest=count, least=LEAST_NEWEST)
    timed = problem.time is not None and problem.time in frame
    times = times_of(frame, problem) if timed else None
    order = np.arange(rows) if times is None else np.argsort(np.asarray(times, dtype=float), kind="stable")
    older, newest = order[: rows - count], order[rows - count :]
    left_out = 0
    if problem.group is not None and problem.group in frame:
        groups = groups_of(frame[problem.group])
        apart = ~np.isin(groups[older], groups[newest])
        older, left_out = older[apart], int((~apart).sum())
    return Halves(np.sort(older), np.sort(newest), problem.time if timed else None, left_out)

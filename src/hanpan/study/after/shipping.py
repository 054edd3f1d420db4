"""Phase 6 in a run: the model file, and other rows of the board shipped later."""

from __future__ import annotations

import platform
import time
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

import hanpan
from hanpan.business.decision import DecisionRule
from hanpan.data.names import nearest
from hanpan.data.raw import RawTable
from hanpan.data.readers import read_table
from hanpan.deployment.bundle import Contents, write_bundle
from hanpan.deployment.monitoring.reference import REFERENCE, Unseen, reference_of
from hanpan.deployment.seen import SEEN, seen_rows
from hanpan.foundation.budget import Deadline
from hanpan.foundation.environment import cores
from hanpan.foundation.errors import UsageError
from hanpan.foundation.events import Events
from hanpan.foundation.files import refuse_overwriting, to_json, write_whole
from hanpan.modeling.board.board import BoardRow
from hanpan.modeling.board.voices import Voice, voices_of
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.options import ClusterOptions
from hanpan.modeling.search.refit import FitWish
from hanpan.modeling.trial import RowsFitted
from hanpan.modeling.workers.journal import Journal
from hanpan.preparation.columns import Columns
from hanpan.study.after.chosen import (
    Chosen,
    ChosenMember,
    learned_decision,
    members_of,
    model_from,
    parts_of,
    trained_on,
)
from hanpan.study.asked import RUN, asked_run
from hanpan.study.before.asking import Question, ask
from hanpan.study.before.dealing import deal_all_rows
from hanpan.study.before.networks import kept_networks, kept_paths
from hanpan.study.before.sampling import with_sample
from hanpan.study.before.understanding import Understood, understand
from hanpan.study.folder import JOURNAL, MODEL, files_of, in_use
from hanpan.study.options import RunOptions
from hanpan.study.record import Shipped, Study
from hanpan.study.workplace import Workplace

_LIBRARIES = ("numpy", "pandas", "scikit-learn", "lightgbm", "catboost", "keras", "jax")


@dataclass(frozen=True)
class Decided:
    """The decision rule, and the outputs out of fold behind it, which later answers are held against.

    There are three times as many of them as rows in the hold-out: that counts for more than that the folds' fits met
    fewer rows than the one that ships (``benchmarks/watch.py``).
    """

    decision: DecisionRule
    outputs: np.ndarray | None = None


def ship(study: Study, understood: Understood, chosen: Chosen, outputs: np.ndarray | None) -> Shipped:
    """Write model.hanpan: fitted on all rows if there was time, else the judged model itself.

    ``outputs``: of the chosen row, out of fold.
    """
    decided = Decided(chosen.decision, outputs)
    _write(study, study.folder / MODEL, chosen.row, chosen.shipped, understood, decided)
    _write_networks(study.folder, chosen.shipped)
    row, names = chosen.row, {other.key: other.model for other in study.board.rows} if study.board else {}
    fits = {names.get(member.voice.trial.key, row.model): member.rows for member in chosen.shipped}
    return Shipped(
        model=row.model, algorithm=row.algorithm, trained_on=trained_on(chosen.shipped), file=MODEL, fits=fits
    )


@dataclass(frozen=True)
class StudySource:
    """The table that a study was made of, and the question asked of it."""

    table: Any
    question: Question


def save_model(
    study: Study,
    model: int | str | None,
    out: Path,
    source: StudySource | None = None,
    cluster: ClusterOptions | None = None,
    client: Any = None,
) -> Path:
    """Save the model of a rank or a name of the board (the shipped one if None).

    It is taken from the journal, or fitted again from the table; ``source``, where that is at hand. ``cluster``,
    ``client``: where it is fitted, if not on this machine.

    Raises
    ------
    UsageError
        No such rank or name, the table is gone or changed, or the place is a file that the study lives on.
    AccessError
        The place cannot be written to.
    """
    refuse_overwriting(out, files_of(study))
    if model is None and study.model_path is not None and study.model_path.is_file():
        write_whole(out, study.model_path.read_bytes())
        return out
    fitted = fitted_row(study, wanted_row(study, model), source, cluster, client)
    _write(study, out, fitted.row, fitted.members, fitted.understood, fitted.decided)
    return out


def wanted_row(study: Study, model: int | str | None) -> BoardRow:
    """A row of the board by rank or name; the chosen one if None.

    Raises
    ------
    UsageError
        No such rank or name, or the study has no board yet.
    """
    board = study.board
    if board is None:
        raise UsageError("study_unfinished", folder=str(study.folder))
    row = board.winner if model is None else board.row(model)
    if row is not None:
        return row
    if isinstance(model, str):
        raise UsageError("no_model_named", name=model, names=nearest(model, [row.model for row in board.ranked]))
    raise UsageError("no_rank", rank=model, last=len(board.ranked))


def environment() -> dict[str, str]:
    """Versions of Python, hanpan and the libraries that take part."""
    found = {"python": platform.python_version(), "hanpan": hanpan.__version__}
    for name in (*_LIBRARIES, "xgboost-cpu", "xgboost"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


@dataclass(frozen=True)
class FittedRow:
    """A row of the board whose members are fitted on all rows, from the table the study was made of."""

    row: BoardRow
    understood: Understood
    options: RunOptions
    members: list[ChosenMember]
    decided: Decided


def fitted_row(
    study: Study,
    row: BoardRow,
    source: StudySource | None = None,
    cluster: ClusterOptions | None = None,
    client: Any = None,
) -> FittedRow:
    """Fit the row's members on all rows, in guarded workers; what the journal has is taken from there.

    Raises
    ------
    UsageError
        The table is gone or changed, or a member cannot be fitted.
    """
    if study.board is None:
        raise UsageError("study_unfinished", folder=str(study.folder))
    understood, question = understood_again(study, source)
    options = question.options
    ground = replace(understood, bench=replace(understood.bench, networks=kept_networks(study.folder)))
    voices = voices_of(row, study.board)
    with Workplace(study.folder, min(len(voices), cores()), cluster=cluster, client=client) as place:
        place.closing.enter_context(in_use(study.folder))
        ground = deal_all_rows(ground, study.folder, question, place.closing)
        journal = Journal(study.folder / JOURNAL)
        ground = place.furnish(ground, journal)
        place.refits.run([FitWish(voice.trial, "all") for voice in voices], Deadline.never())
        members = members_of(row, study.board, place.refits, ("all",))
        outputs = mixed_outputs(voices, journal)
        learned = learned_decision(ground, outputs)
    if not members:
        raise UsageError("rank_not_fitted", rank=row.rank, model=row.model, table=study.name)
    decided = Decided(learned.decision if learned else DecisionRule(), outputs)
    return FittedRow(row, understood, options, members, decided)


def understood_again(study: Study, source: StudySource | None = None) -> tuple[Understood, Question]:
    """What was known before the first fit: a study keeps records, not rows, so that the table itself is read again.

    ``source``: the table and the question, where they are at hand.

    Raises
    ------
    UsageError
        The table was not read from a file, is gone, or has changed.
    """
    source = source or _source(study)
    search = source.question.options.search
    understood = understand(source.table, source.question, Events())
    if understood.dataset.fingerprint != study.fingerprint:
        raise UsageError("table_changed", table=study.name)
    return with_sample(understood, search.seconds, search.seed)[0], source.question


def _source(study: Study) -> StudySource:
    """The table where it lies, and the question as the folder keeps it."""
    reading = study.reading
    if study.name == "-" or (reading is not None and reading.format == "frame"):
        raise UsageError("table_not_kept", table=study.name)
    flat = {name: value for name, value in study.options.items() if name != "card" and value not in (None, [], ())}
    card = study.folder / "card.toml"
    options = RunOptions.of(**flat, **({"config": str(card)} if card.is_file() else {}))
    question = ask(study.name, options, Path(study.card_folder), kept_paths(study.folder))
    if reading is None or not reading.part:
        return StudySource(study.name, question)
    return StudySource(_part(study, reading.part, options), question)


def _part(study: Study, stretches: list[tuple[int, int]], options: RunOptions) -> RawTable:
    """The rows of its table that a study was made of (the older ones, where a model was trained anew).

    Raises
    ------
    UsageError
        The table is shorter now.
    """
    whole = read_table(study.name, options.read, study.schema)
    if stretches[-1][1] > len(whole.frame):
        raise UsageError("table_changed", table=study.name)
    return whole.taken(np.concatenate([np.arange(*one) for one in stretches]))


def mixed_outputs(voices: list[Voice], journal: Journal) -> np.ndarray | None:
    """Out-of-fold outputs of a row of the board; None where those of a member were not kept."""
    known = [(voice.weight, journal.outputs(voice.trial.key)) for voice in voices]
    if any(output is None for _, output in known):
        return None
    total = sum(weight for weight, _ in known)
    return np.asarray(sum(weight / total * output for weight, output in known if output is not None))


def _write(
    study: Study, path: Path, row: BoardRow, members: list[ChosenMember], understood: Understood, decided: Decided
) -> None:
    rows = trained_on(members)
    model = model_from(members, understood, decided.decision)
    contents = Contents(
        model=model,
        name=row.model,
        algorithm=row.algorithm,
        trained_on=rows,
        fingerprint=study.fingerprint,
        version=hanpan.__version__,
        environment=environment(),
        card=_card(study, row, understood, members),
        records=_records(study, understood, rows, _reference(model, understood, rows, decided.outputs)),
        examples=understood.bench.frame,
    )
    write_bundle(path, contents, parts_of(members)[0])


def _write_networks(folder: Path, members: list[ChosenMember]) -> None:
    """Each network among the shipped parts as a plain ``.keras`` file, for whoever wants to go on with Keras."""
    for member in members:
        for number, fit in enumerate(member.fits, start=1):
            content = fit.members.get("network.keras")
            if content is not None:
                fold = f"-fold{number}" if len(member.fits) > 1 else ""
                (folder / "networks").mkdir(exist_ok=True)
                write_whole(folder / "networks" / f"{fit.algorithm}-{fit.key}{fold}.keras", content)


def _card(study: Study, row: BoardRow, understood: Understood, members: list[ChosenMember]) -> dict[str, Any]:
    """Who made it, from what, and how well it did."""
    return {
        "table": study.name,
        "question": understood.problem.question,
        "rows": understood.rows,
        "rank": row.rank,
        "score": row.score,
        "parameters": row.parameters,
        "members": row.members,
        "fits": {member.voice.trial.key: member.rows for member in members},
        "made": time.strftime("%Y-%m-%d"),
    }


def _records(study: Study, understood: Understood, rows: RowsFitted, reference: bytes) -> dict[str, bytes]:
    found = {"profile.json": study.profile, "evaluation.json": study.evaluation, RUN: asked_run(study)}
    told = {name: to_json(record) for name, record in found.items() if record is not None}
    seen = seen_rows(_met(understood, rows).frame, understood.schema, study.fingerprint)
    return {**told, SEEN: seen, REFERENCE: reference}


def _reference(model: Model, understood: Understood, rows: RowsFitted, outputs: np.ndarray | None) -> bytes:
    """What later rows are held against: the rows it was trained on, and its answers out of fold."""
    bench, frame = understood.bench, Columns(_met(understood, rows).frame)
    if outputs is None or len(outputs) != len(bench.y):
        return reference_of(model, frame)
    folds = [held for _, held in bench.folds]
    return reference_of(model, frame, Unseen(y=bench.y, output=outputs, folds=folds))


def _met(understood: Understood, rows: RowsFitted) -> Bench:
    """The rows that the shipped fits have met."""
    return understood.bench if rows == "folds" else understood.fitted_on(rows)

"""Phase 6 in a run: the model file, and other rows of the board shipped later."""

from __future__ import annotations

import platform
import time
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import hanpan
from hanpan.business.decision import DecisionRule
from hanpan.data.names import nearest
from hanpan.deployment.bundle import Contents, write_bundle
from hanpan.deployment.seen import SEEN, seen_rows
from hanpan.foundation.errors import UsageError
from hanpan.foundation.events import Events
from hanpan.foundation.files import to_json, write_whole
from hanpan.modeling.board import Board, BoardRow
from hanpan.modeling.filling import default_workers
from hanpan.modeling.journal import Journal
from hanpan.modeling.model import model_of
from hanpan.modeling.pool import WorkerPool
from hanpan.modeling.refit import FitWish, Refits
from hanpan.modeling.session import Session
from hanpan.modeling.stored import StoredFit
from hanpan.modeling.voices import Voice, voices_of
from hanpan.study.asking import ask
from hanpan.study.folder import JOURNAL, MODEL
from hanpan.study.judging import Chosen, learned_decision
from hanpan.study.networks import kept_networks, kept_paths
from hanpan.study.options import RunOptions
from hanpan.study.record import Shipped, Study
from hanpan.study.understanding import Understood, understand

_LIBRARIES = ("numpy", "pandas", "scikit-learn", "lightgbm", "catboost", "keras", "jax")


def ship(study: Study, understood: Understood, chosen: Chosen) -> Shipped:
    """Write model.hanpan: fitted on all rows if there was time, else the judged model itself."""
    fits = chosen.everything if chosen.trained_on == "all" else chosen.development
    shipped = Fits(chosen.voices, fits, chosen.trained_on, chosen.decision)
    _write(study, study.folder / MODEL, chosen.row, shipped, understood)
    _write_networks(study.folder, chosen.voices, fits)
    return Shipped(
        model=chosen.row.model, algorithm=chosen.row.algorithm, trained_on=chosen.trained_on, file=MODEL
    )  # fmt: skip


def save_model(study: Study, model: int | str | None, out: Path) -> Path:
    """Save the model of a rank or a name of the board (the shipped one if None).

    It is taken from the journal, or fitted again from the table.

    Raises
    ------
    UsageError
        No such rank or name, the table is gone or changed, or the place cannot be written to.
    """
    if model is None and study.model_path is not None and study.model_path.is_file():
        write_whole(out, study.model_path.read_bytes())
        return out
    if study.board is None:
        raise UsageError("study_unfinished", folder=str(study.folder))
    return _save_row(study, study.board.winner if model is None else _wanted(study.board, model), out)


def _wanted(board: Board, model: int | str) -> BoardRow:
    row = board.row(model)
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


def _save_row(study: Study, row: BoardRow, out: Path) -> Path:
    """Fit the row's members on all rows, in guarded workers, from the table the study was made of."""
    if study.board is None:
        raise UsageError("study_unfinished", folder=str(study.folder))
    understood = _understood_again(study)
    voices = voices_of(row, study.board)
    session = Session(study.folder / ".session")
    bench = replace(understood.bench, networks=kept_networks(study.folder))
    session.write(bench, understood.holdout, understood.holdout_y)
    pool, journal = WorkerPool(session.folder, min(len(voices), default_workers())), Journal(study.folder / JOURNAL)
    try:
        refits = Refits(pool, journal)
        refits.run([FitWish(voice.trial, "all") for voice in voices], None)
        found = [refits.part(voice.trial, "all") for voice in voices]
        learned = learned_decision(understood, mixed_outputs(voices, journal))
    finally:
        pool.close()
        journal.close()
        session.remove()
    fits = [fit for fit in found if fit is not None]
    if len(fits) < len(voices):
        raise UsageError("rank_not_fitted", rank=row.rank, model=row.model, table=study.name)
    _write(study, out, row, Fits(voices, fits, "all", learned.decision if learned else DecisionRule()), understood)
    return out


def _understood_again(study: Study) -> Understood:
    # A study keeps records, not rows: the table itself is read again and must be the same.
    if study.name == "-" or (study.reading is not None and study.reading.format == "frame"):
        raise UsageError("table_not_kept", table=study.name)
    flat = {name: value for name, value in study.options.items() if name != "card" and value not in (None, [], ())}
    card = study.folder / "card.toml"
    options = RunOptions.of(**flat, **({"config": str(card)} if card.is_file() else {}))
    understood = understand(
        study.name, ask(study.name, options, Path(study.card_folder), kept_paths(study.folder)), Events()
    )
    if understood.dataset.fingerprint != study.fingerprint:
        raise UsageError("table_changed", table=study.name)
    return understood


@dataclass(frozen=True)
class Fits:
    """What a file is made of: members, their fits, the rows these saw, and how outputs become answers."""

    voices: list[Voice]
    fits: list[StoredFit]
    trained_on: str
    decision: DecisionRule


def mixed_outputs(voices: list[Voice], journal: Journal) -> np.ndarray | None:
    """Out-of-fold outputs of a row of the board; None where those of a member were not kept."""
    known = [(voice.weight, journal.outputs(voice.trial.key)) for voice in voices]
    if any(output is None for _, output in known):
        return None
    total = sum(weight for weight, _ in known)
    return np.asarray(sum(weight / total * output for weight, output in known if output is not None))


def _write(study: Study, path: Path, row: BoardRow, made: Fits, understood: Understood) -> None:
    weights = [voice.weight for voice in made.voices]
    model = model_of(understood.problem, understood.schema, made.fits, weights, made.decision)
    contents = Contents(
        model=model,
        name=row.model,
        algorithm=row.algorithm,
        trained_on=made.trained_on,
        fingerprint=study.fingerprint,
        version=hanpan.__version__,
        environment=environment(),
        card=_card(study, row, understood),
        records=_records(study, understood, made.trained_on),
        examples=understood.bench.frame,
    )
    write_bundle(path, contents, made.fits)


def _write_networks(folder: Path, voices: list[Voice], fits: list[StoredFit]) -> None:
    """Each network among the shipped parts as a plain ``.keras`` file, for whoever wants to go on with Keras."""
    for voice, fit in zip(voices, fits, strict=True):
        content = fit.members.get("network.keras")
        if content is not None:
            (folder / "networks").mkdir(exist_ok=True)
            write_whole(folder / "networks" / f"{voice.trial.candidate.algorithm}-{fit.key}.keras", content)


def _card(study: Study, row: BoardRow, understood: Understood) -> dict[str, Any]:
    """Who made it, from what, and how well it did."""
    return {
        "table": study.name,
        "question": understood.problem.question,
        "rows": len(understood.dataset.frame),
        "rank": row.rank,
        "score": row.score,
        "parameters": row.parameters,
        "members": row.members,
        "made": time.strftime("%Y-%m-%d"),
    }


def _records(study: Study, understood: Understood, trained_on: str) -> dict[str, bytes]:
    found = {"profile.json": study.profile, "evaluation.json": study.evaluation}
    told = {name: to_json(record) for name, record in found.items() if record is not None}
    frames = [understood.bench.frame, *([understood.holdout] if trained_on == "all" else [])]
    return {**told, SEEN: seen_rows(pd.concat(frames), understood.schema, study.fingerprint)}

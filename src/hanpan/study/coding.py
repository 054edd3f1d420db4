"""Phase 6 as plain code: a row of the board, fitted on all rows, with what its program is written from."""

from __future__ import annotations

from pathlib import Path

from hanpan.deployment.code.exporting import export
from hanpan.deployment.code.record import Member, ToldRow
from hanpan.foundation.errors import UsageError
from hanpan.modeling.arrays import unpack
from hanpan.modeling.folds.batches import too_large
from hanpan.preparation.preparer import Preparer
from hanpan.study.after.chosen import model_from
from hanpan.study.after.shipping import FittedRow, fitted_row, wanted_row
from hanpan.study.record import Study


def write_code(study: Study, model: int | str | None, folder: Path, language: str) -> list[Path]:
    """Write a row of the board (the shipped one if None) as plain code into a folder.

    Raises
    ------
    UsageError
        No such row, the table is gone or changed, or something in the row has no counterpart in plain code.
    AccessError
        The folder cannot be written to.
    """
    _require_fitted_at_once(study)
    fitted = fitted_row(study, wanted_row(study, model))
    return export(_told(study, fitted, language), folder)


def _require_fitted_at_once(study: Study) -> None:
    """Plain code reads a table and fits on it at once, which would not give a model that was fitted in batches."""
    design, schema = study.design, study.schema
    rows = 0 if design is None else design.development_rows + design.holdout_rows
    if schema is not None and too_large(rows, len(schema.features)):
        raise UsageError("code_of_batches", rows=rows, columns=len(schema.features))


def _told(study: Study, fitted: FittedRow, language: str) -> ToldRow:
    understood, bench = fitted.understood, fitted.understood.fitted_on("all")
    total = sum(member.voice.weight for member in fitted.members)
    members = tuple(
        Member(
            candidate=member.voice.trial.candidate,
            weight=member.voice.weight / total,
            rounds=member.voice.trial.curve.chosen if member.voice.trial.curve is not None else None,
            preparer=Preparer.from_state(unpack(fit.preparer)),
            factors=tuple(fit.factors),
        )
        for member in fitted.members
        for fit in member.fits
    )
    return ToldRow(
        source=study.name,
        options=fitted.options.read,
        dataset=understood.dataset,
        problem=understood.problem,
        model=fitted.row.model,
        members=members,
        decision=fitted.decided.decision,
        y=bench.y,
        output=model_from(fitted.members, understood, fitted.decided.decision).output(bench.frame),
        language=language,
    )

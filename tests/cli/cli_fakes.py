"""Records as a study would hold them, so that the door is tested without a search."""

from pathlib import Path

from hanpan.business.problem import Problem
from hanpan.evaluation.record import Evaluation, Judged
from hanpan.foundation.findings import Finding
from hanpan.modeling.board.board import Board, BoardRow
from hanpan.study.record import Shipped, Study


def row(rank: int | None, model: str, score: float | None, diagnosis: str = "fine", note: str = "") -> BoardRow:
    return BoardRow(
        rank=rank,
        model=model,
        algorithm=model.rstrip("_0123456789"),
        score=score,
        score_std=0.012,
        train_score=score,
        fit_seconds=0.1234,
        predict_seconds=0.01,
        diagnosis=diagnosis,
        key=model,
        note=note,
    )


def board(count: int = 3) -> Board:
    models = [row(place, f"lightgbm_{place}", 0.95 - place / 100) for place in range(1, count + 1)]
    base = row(count + 1, "baseline_1", 0.5, diagnosis="")
    failed = row(None, "svm_1", None, "failed", "failed_time")
    return Board(metric="auc", greater_is_better=True, rows=[*models, base, failed], chosen="lightgbm_1")


def evaluation() -> Evaluation:
    judged = {"auc": Judged(value=0.9312, low=0.91, high=0.95, baseline=0.5)}
    return Evaluation(model="lightgbm_1", algorithm="lightgbm", judged_on="holdout", rows=143, metrics=judged)


def study(folder: Path, **changes: object) -> Study:
    made = Study(folder=folder, name="churn.csv", language="en", options={})
    made.problem = Problem(target="CHURN", task="binary", metric="auc", labels=("STAY", "LEAVE"))
    made.board, made.evaluation = board(), evaluation()
    made.shipped = Shipped(model="lightgbm_1", algorithm="lightgbm", trained_on="all", file="model.hanpan")
    evidence = {"count": 3, "rows": 143, "share": 3 / 143}
    made.findings = [Finding(code="target_missing", severity="warning", subject="CHURN", evidence=evidence)]
    made.left_out = [("id", "id_like")]
    made.complete = True
    for name, value in changes.items():
        setattr(made, name, value)
    return made

"""One row of a class ends neither the hold-out nor the study for the others; it stays predictable, and is said."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.modeling.workers.journal import Journal

QUICK = {"trials": 2, "workers": 0, "insights": "none", "lang": "en", "metric": "auc"}


def table(n: int = 200, labels: str = "ABC") -> pd.DataFrame:
    """Labels that depend on x; ``noise`` does not."""
    random = np.random.default_rng(3)
    x = random.normal(size=n)
    cuts = np.linspace(-1, 1, len(labels) - 1)
    return pd.DataFrame(
        {
            "x": x,
            "noise": random.normal(size=n),
            "y": np.array(list(labels))[np.digitize(x + 0.3 * random.normal(size=n), cuts)],
        }
    )


def run(frame: pd.DataFrame, folder, **more) -> hanpan.Study:
    path = folder / "table.csv"
    frame.to_csv(path, index=False)
    return hanpan.run(str(path), "y", out=str(folder / "study"), **{**QUICK, **more})


@pytest.fixture(scope="module")
def studies(tmp_path_factory) -> dict[str, hanpan.Study]:
    alone = table()
    alone.loc[5, "y"] = "D"
    return {
        name: run(frame, tmp_path_factory.mktemp("lonely"), algorithms=["logistic_regression"])
        for name, frame in (("without", table()), ("with", alone))
    }


def test_the_others_are_judged_as_without_it(studies) -> None:
    without, with_it = studies["without"].evaluation, studies["with"].evaluation
    assert without.judged_on == with_it.judged_on == "holdout"
    assert with_it.rows == pytest.approx(without.rows, abs=1)
    for name in ("auc", "accuracy", "log_loss"):
        assert with_it.metrics[name].value == pytest.approx(without.metrics[name].value, abs=0.12)
    scores = [studies[name].board.winner.score for name in ("without", "with")]
    assert scores[1] == pytest.approx(scores[0], abs=0.05)


def test_it_stays_predictable_and_is_said(studies) -> None:
    study = studies["with"]
    assert study.problem.labels == ("A", "B", "C", "D")
    shares = np.asarray(study.model.predict_proba(table()))
    assert shares.shape == (200, 4)
    assert (shares[:, 3] > 0).all()
    (told,) = [finding for finding in study.profile.findings if finding.code == "lonely_class"]
    assert told.evidence == {"classes": "D", "count": 1}
    assert next(row.support for row in study.evaluation.classes if row.label == "D") == 0
    for language in ("ko", "en"):
        assert "D" in study.report(lang=language).read_text("utf-8")
    assert not [finding for finding in studies["without"].profile.findings if finding.code == "lonely_class"]


@pytest.mark.parametrize("labels", ["AB", "ABC"])
@pytest.mark.parametrize("n", [60, 203])
def test_a_constant_ranks_nothing(tmp_path, labels, n) -> None:
    study = run(table(n, labels), tmp_path, holdout=0.0, algorithms=["decision_tree"])
    assert study.evaluation.judged_on == "out_of_fold"
    assert study.evaluation.metrics["auc"].baseline == 0.5


def test_few_rows_a_fold_are_no_constant(tmp_path) -> None:
    frame = table(24, "AB")
    study = run(frame, tmp_path, holdout=0.0, folds=20, algorithms=["logistic_regression"])
    with closing(Journal(study.folder / "journal.sqlite")) as journal:
        outputs = {trial.candidate.algorithm: journal.outputs(trial.key) for trial in journal.trials()}
    assert len(np.unique(outputs["logistic_regression"])) > 20
    assert len(np.unique(outputs["baseline"][:, 0])) == 1

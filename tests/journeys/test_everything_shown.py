"""Whole runs with all that is worked out after judging: every part of the report comes about, in both languages."""

import pandas as pd
import pytest
from tests.support.reports import page

import hanpan
from hanpan.insights.catalogue import INSIGHTS

CARDS = {
    "regression": """
[problem]
target = "y"
unit = "kg"
protected = ["sex"]
[value]
currency = "원"
over = 1
under = 3
[[hypotheses]]
x = "bmi"
because = "무거우면 더 나빠진다"
""",
    "binary": """
[problem]
target = "y"
positive = "yes"
protected = ["sex"]
[value]
currency = "원"
nothing = "no"
[value.gain.yes]
yes = 10
no = -10
[value.gain.no]
yes = -4
no = 0
[[hypotheses]]
x = "bp"
[groups]
blood = ["s1", "s2", "s3"]
body = ["bmi", "age"]
""",
    "multiclass": """
[problem]
target = "y"
""",
}
ALGORITHMS = "linear_regression,logistic_regression,decision_tree,random_forest,lightgbm,network"


def people(task: str) -> pd.DataFrame:
    from sklearn.datasets import load_diabetes

    frame = load_diabetes(as_frame=True).frame.rename(columns={"target": "y"})
    frame["sex"] = (frame["sex"] > 0).map({True: "여", False: "남"})
    if task == "binary":
        frame["y"] = (frame["y"] > 200).map({True: "yes", False: "no"})
    elif task == "multiclass":
        frame["y"] = pd.cut(frame["y"], [0, 60, 150, 250, 400], labels=["낮음", "보통", "높음", "아주 높음"]).astype(
            str
        )
    return frame


@pytest.mark.parametrize("task", list(CARDS))
def test_every_part_comes_about(task, tmp_path):
    (tmp_path / "hanpan.toml").write_text(CARDS[task], encoding="utf-8")
    study = hanpan.run(
        people(task),
        config=str(tmp_path / "hanpan.toml"),
        trials=10,
        workers=1,
        algorithms=ALGORITHMS + (",network_grouped" if "[groups]" in CARDS[task] else ""),
        out=str(tmp_path / "study"),
        lang="ko",
    )
    failed = [(found.subject, found.evidence) for found in study.findings if found.code == "insight_failed"]
    assert not failed
    assert set(study.insights) <= {insight.name for insight in INSIGHTS}
    assert len(study.insights) >= 2
    for language in ("ko", "en"):
        shown = page(study, language)
        assert "panel-failed" not in shown
        assert len(shown.encode()) < 5_000_000

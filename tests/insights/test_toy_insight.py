"""An insight from outside: worked out, kept in the study, shown in the report and told where it is not there."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.support.reports import page

import hanpan
from hanpan.doors.report import chapters
from hanpan.doors.report.parts.panel import Panel
from hanpan.foundation.findings import Finding
from hanpan.insights import gathering
from hanpan.insights.insight import Insight
from hanpan.insights.record import Insights
from hanpan.study.folder import open_study


def make(scene, answers):
    del answers
    return {"rows": len(scene.ground.bench.y), "columns": [column.name for column in scene.features]}


def build(study, words):
    del words
    if "toy" not in study.insights:
        return None
    told = study.insights["toy"]
    return {"title": "Toys", "sentences": [f"{told['rows']} rows & {', '.join(told['columns'])}"], "charts": []}


TOY = Insight("toy", make, notice=lambda told: [Finding(code="toy", severity="info", subject=told["columns"][0])])
SHY = Insight("shy", make, absent=lambda scene: "rows")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    random = np.random.default_rng(0)
    table = pd.DataFrame({"x": random.normal(size=80), "y": random.normal(size=80)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "INSIGHTS", (TOY, SHY))
        return hanpan.run(
            table,
            "y",
            trials=1,
            workers=0,
            algorithms=["linear_regression"],
            progress=False,
            out=str(tmp_path_factory.mktemp("toy") / "study"),
        )


def test_it_is_worked_out_and_kept_in_the_folder(study) -> None:
    assert study.insights["toy"] == {"rows": study.design.development_rows, "columns": ["x"]}
    assert [one.subject for one in study.findings if one.code == "toy"] == ["x"]
    assert open_study(study.folder).insights == study.insights


def test_it_is_shown_and_its_absence_is_told(study, monkeypatch) -> None:
    panels = (Panel("toy", "evaluation", build, template="plain"), Panel("shy", "evaluation", lambda *_: None))
    monkeypatch.setattr(chapters, "PANELS", panels)
    told = replace(open_study(study.folder), findings=[])  # a Finding of its own would need texts of its own
    shown = page(told, "en")
    assert "<h3" in shown
    assert f"{study.design.development_rows} rows &amp; x" in shown
    assert "shy" in shown


def test_a_record_of_another_version_is_told_as_failed_and_the_rest_is_read() -> None:
    known, unread = Insights.read({"segments": {"tried": "nine"}, "sizes": {"curves": []}, "toy": 1})
    assert (list(known), unread) == (["sizes", "toy"], ["segments"])

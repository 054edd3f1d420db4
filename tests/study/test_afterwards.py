"""What a run left out stands in one list, and is worked out afterwards."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.doors.report import beside, write_report
from hanpan.foundation.errors import UsageError
from hanpan.foundation.texts import LANGUAGES, text
from hanpan.study.after.afterwards import NAMES, open_ones, work_out
from hanpan.study.folder import open_study


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A short run without insights, of a table in a file."""
    folder, random = tmp_path_factory.mktemp("left"), np.random.default_rng(0)
    x = random.normal(size=(240, 3))
    frame = pd.DataFrame(x, columns=list("abc")).assign(
        y=np.where(x[:, 0] + random.normal(0, 0.5, 240) > 0.9, "p", "n")
    )
    frame.to_csv(folder / "t.csv", index=False)
    wanted = ["decision_tree", "lightgbm"]
    options = {"trials": 4, "workers": 0, "insights": "none", "lang": "en", "algorithms": wanted}
    return hanpan.run(folder / "t.csv", "y", out=folder / "s", **options)


def absent_of(page: str) -> str:
    found = re.search(r'id="absent".*?</details>', page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group()))


def test_every_insight_is_there_or_has_a_reason(study):
    assert set(study.insights) | set(study.absent) == set(NAMES)
    assert set(study.absent.values()) == {"off"}
    assert open_ones(study) == NAMES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_lists_what_is_not_in_it_and_says_how_to_get_it(study, language, tmp_path):
    path = write_report(study, language, tmp_path / "r.html")
    page, learning = path.read_text("utf-8"), beside(path).read_text("utf-8")
    told = absent_of(page)
    for name in NAMES:
        assert text(f"insight.{name}", language) in told
    assert text("absent.reason.off", language) in told
    assert f"hanpan insights {study.folder}" in told
    assert text("activations.shapes.title", language) in learning  # the functions are drawn all the same


def test_what_was_left_out_is_worked_out_afterwards(study):
    made = work_out(open_study(study.folder), ("tree", "calibrated", "complexity", "fairness"), workers=0)
    assert {"tree", "calibrated"} <= set(made.insights)
    assert (made.absent["complexity"], made.absent["fairness"]) == ("model", "not_asked")
    assert made.absent["lesson"] == "off"
    again = open_study(study.folder)
    assert set(again.insights) == {"tree", "calibrated"}
    assert again.evaluation == made.evaluation


def test_the_command_writes_the_report_anew(study, capsys):
    from hanpan.doors.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["insights", str(study.folder), "lesson", "--workers", "0", "--lang", "ko"])
    out, err = capsys.readouterr()
    path = Path(out.strip().splitlines()[-1])
    assert ended.value.code in (0, None)
    assert path.name == "report.ko.html"
    assert text("insight.lesson", "ko") in err
    assert text("insight.lesson", "ko") not in absent_of(path.read_text("utf-8"))


def test_names_that_are_none_are_refused_with_the_nearest(study):
    with pytest.raises(UsageError) as wrong:
        work_out(open_study(study.folder), ("lessons",))
    assert "lesson" in wrong.value.message("en")

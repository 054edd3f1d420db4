"""Runs outlive pages: followed, paused, gone on with, ended early, all from files."""

import time

import pandas as pd
import pytest

from hanpan.business.card import Card, CardProblem
from hanpan.doors.studio.desk.runs import Following, begin, pause, started, stop
from hanpan.doors.studio.desk.works import Works

PATIENCE = 120


def until(look, good):
    """The first look that is good."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if good(seen := look()):
            return seen
        time.sleep(0.1)
    raise AssertionError(seen)


@pytest.fixture
def works(tmp_path):
    return Works(tmp_path / "studies")


def asked(works, tmp_path, **run):
    frame = pd.DataFrame({"x": range(200), "y": ["a" if i * 7 % 10 < 4 else "b" for i in range(200)]})
    frame.to_csv(tmp_path / "t.csv", index=False)
    work = works.begin(str(tmp_path / "t.csv"))
    told = {"workers": 0, "insights": "none", "algorithms": ("decision_tree", "k_neighbors"), **run}
    work.keep(Card(problem=CardProblem(target="y"), run=told), "en")
    return work


def test_a_run_is_paused_gone_on_with_and_ended_early(works, tmp_path):
    work = begin(works, asked(works, tmp_path, trials=5000), "en")
    first = Following(work)
    until(first.look, lambda seen: len(seen.trials) > 2 and seen.searching)
    pause(work)
    paused = until(first.look, lambda seen: seen.state != "running")
    assert paused.state == "paused"
    assert paused.board.ranked[0].score_std is not None
    again = begin(works, work, "en")
    assert started(again).folder == started(work).folder
    later = Following(again)
    until(later.look, lambda seen: seen.searching and len(seen.trials) > len(paused.trials))
    stop(again)
    ended = until(later.look, lambda seen: seen.state != "running")
    assert ended.state == "stopped"
    assert {trial.key for trial in paused.trials} <= {trial.key for trial in ended.trials}
    assert (works.folder / "t-y" / "model.hanpan").is_file()
    # Whoever comes later sees the same.
    assert Following(works.find(again.name)).look().trials == ended.trials


def test_a_refused_run_says_why(works, tmp_path):
    work = asked(works, tmp_path, trials=1)
    (tmp_path / "t.csv").write_text("x,z\n1,2\n", "utf-8")
    work = begin(works, work, "ko")
    ended = until(Following(work).look, lambda seen: seen.state != "running")
    assert ended.state == "failed"
    assert "y" in ended.failure
    assert "Traceback" not in ended.failure


def test_another_card_is_another_study(works, tmp_path):
    work = begin(works, asked(works, tmp_path, trials=1), "en")
    until(lambda: works.find(work.name).study, lambda folder: folder is not None)
    pause(work)
    work.keep(Card(problem=CardProblem(target="y", question="why?"), run={"trials": 1, "workers": 0}), "en")
    other = begin(works, work, "en")
    pause(other)
    assert started(other).folder.endswith("t-y-2")
    until(Following(other).look, lambda seen: seen.state == "paused")

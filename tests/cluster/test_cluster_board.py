"""The board of a cluster: that of this machine, whoever is killed meanwhile; nothing finished is repeated."""

import gc
import signal
import subprocess
import sys
import time
from collections import Counter

import numpy as np
import pytest
from tests.support.members import Members

import hanpan
from hanpan import BoardClassifier
from hanpan.modeling.workers.cluster.pool import ClusterPool

ASKED = {"trials": 6, "insights": "none", "algorithms": ["logistic_regression", "decision_tree"]}
CLOCKS = ("fit_seconds", "predict_seconds")


def told(study):
    """What a board says, without clocks."""
    return study.board.to_frame().drop(columns=list(CLOCKS), errors="ignore").to_csv(index=False)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return hanpan.run("sklearn:iris", "target", workers=0, out=tmp_path_factory.mktemp("alone") / "s", **ASKED)


@pytest.fixture(scope="module")
def members():
    found = Members()
    yield found
    found.close()


class Killer:
    """Listens to a run and, at the trials named, kills."""

    def __init__(self, **at):
        self.at, self.done, self.kinds = at, Counter(), []

    def __call__(self, event):
        self.kinds.append(event.kind)
        if event.kind == "trial_done":
            self.done[event.fields["done"]] += 1
            self.at.get(f"at_{len(self.done)}", lambda: None)()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # of Dask's client, when its scheduler is killed
def test_a_worker_and_the_scheduler_are_lost_and_the_board_is_the_same(alone, members, tmp_path):
    killer = Killer(at_1=members.lose_worker, at_3=members.lose_scheduler)
    study = hanpan.run("sklearn:iris", "target", cluster=members.address, out=tmp_path / "s", listener=killer, **ASKED)
    members.workers.append(members.another())
    assert told(study) == told(alone)
    assert set(killer.done.values()) == {1}
    gc.collect()


def test_the_client_is_lost_and_the_same_command_goes_on(alone, members, tmp_path):
    out = tmp_path / "s"
    asked = ASKED | {"cluster": members.address, "out": str(out)}
    script = f"import hanpan; hanpan.run('sklearn:iris', 'target', **{asked!r})"
    client = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    events = out / "events.jsonl"
    wait_for(lambda: events.exists() and events.read_text("utf-8").count('"trial_done"') >= 2)
    client.send_signal(signal.SIGKILL)
    client.wait()
    before = events.read_text("utf-8").count('"trial_done"')
    study = hanpan.run("sklearn:iris", "target", **asked)
    assert told(study) == told(alone)
    assert before >= 2
    assert events.read_text("utf-8").count('"trial_done"') <= 6


def test_other_work_on_a_study_and_scikit_learns_estimators_go_there_too(alone, members, tmp_path, monkeypatch):
    opened, close = [], ClusterPool.close
    monkeypatch.setattr(ClusterPool, "close", lambda pool: (opened.append(pool), close(pool)))
    alone.save(tmp_path / "model.hanpan", model="decision_tree", cluster=members.address)
    alone.work_out("tree", cluster=members.address)
    x = np.arange(40.0)[:, None]
    BoardClassifier(trials=2, algorithms=("decision_tree",), cluster=members.address).fit(x, x[:, 0] > 20)
    assert len(opened) == 3


def wait_for(ready, seconds=240):
    until = time.time() + seconds
    while not ready() and time.time() < until:
        time.sleep(0.02)
    assert ready()

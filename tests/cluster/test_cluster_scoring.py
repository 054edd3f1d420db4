"""A folder of Parquet scored on a cluster: what this machine would write, restartable, whoever sees the files."""

import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest
from tests.support.object_store import object_store

import hanpan
from hanpan.data.readers.cutting.piece import RowGroup
from hanpan.deployment.predictor import Predictor
from hanpan.deployment.predictor.chores import MODEL, ScoreGroup
from hanpan.deployment.predictor.elsewhere import ClusterCrew, crew_of
from hanpan.deployment.predictor.listing import ListOptions
from hanpan.doors.telling.reasons import ReasonWords
from hanpan.foundation.errors import DataError, UsageError
from hanpan.modeling.options import ClusterOptions
from hanpan.modeling.workers.local import LocalPool


class AtOnce(ClusterCrew):
    """Whatever the workers would do, in this process."""

    def __init__(self) -> None:
        super().__init__(ClusterOptions())

    def opened(self, session):
        return LocalPool(session)


LOCAL = crew_of(ClusterOptions(cluster="local:2"))


def rows(count: int, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    table = pd.DataFrame(
        {"id": np.arange(count), "size": random.normal(size=count), "city": random.choice(["서울", "부산"], count)}
    )
    return table.assign(price=3 * table["size"] + 2 * (table["city"] == "서울") + random.normal(0, 0.1, count))


@pytest.fixture(scope="module")
def predictor(tmp_path_factory):
    out = tmp_path_factory.mktemp("model") / "s"
    asked = {"trials": 2, "workers": 0, "algorithms": ["linear_regression"], "insights": "none"}
    return Predictor.load(hanpan.run(rows(200, 1).drop(columns="id"), "price", out=out, **asked).model_path)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "new"
    path.mkdir()
    for part in range(3):
        rows(100, 10 + part).drop(columns="price").to_parquet(path / f"part-{part}.parquet", row_group_size=50)
    return path


def test_a_cluster_writes_what_this_machine_writes(predictor, folder, tmp_path) -> None:
    asked = {"listing": ListOptions(keep=("id",), reasons=1), "language": "ko", "tell": ReasonWords("ko")}
    here = predictor.score_file(folder, tmp_path / "here.csv", **asked)
    there = predictor.score_file(folder, tmp_path / "there.csv", crew=LOCAL, **asked)
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()
    assert there.rows == here.rows == 300


def test_row_groups_of_a_store_are_scored_where_they_are_reached_and_sent_along_where_not(
    predictor, folder, tmp_path, monkeypatch
) -> None:
    predictor.score_file(folder, tmp_path / "here.csv")
    shutil.copytree(folder, tmp_path / "store" / "bucket" / "new")
    scored, do = [], ScoreGroup.do
    monkeypatch.setattr(ScoreGroup, "do", lambda chore, session: scored.append(chore) or do(chore, session))
    with object_store(tmp_path / "store", monkeypatch):
        predictor.score_file("s3://bucket/new", tmp_path / "there.csv", crew=AtOnce())
        assert [chore.content for chore in scored] == [None] * 6
        sizes = [os.stat(path).st_size for path in sorted(folder.iterdir()) for _ in range(2)]
        assert [chore.size for chore in scored] == sizes
        monkeypatch.setattr(RowGroup, "lying", lambda group: None)
        predictor.score_file("s3://bucket/new", tmp_path / "sent.csv", crew=AtOnce())
    for name in ("there.csv", "sent.csv"):
        assert (tmp_path / name).read_bytes() == (tmp_path / "here.csv").read_bytes()


def test_what_is_refused_there_is_refused_here(predictor, folder, tmp_path) -> None:
    pd.DataFrame({"id": [1]}).to_parquet(folder / "part-9.parquet")
    with pytest.raises(DataError) as refused:
        predictor.score_file(folder, tmp_path / "p.csv", crew=AtOnce())
    assert refused.value.key == "features_absent"
    assert "size" in refused.value.message("en")
    assert not list(tmp_path.glob("*p.csv*"))


def test_a_row_group_is_sent_along_to_whoever_does_not_see_its_file(predictor, folder, tmp_path) -> None:
    (tmp_path / MODEL).write_bytes(predictor.path.read_bytes())
    path = folder / "part-2.parquet"
    group = RowGroup(str(path), 1, 20)
    asked = {
        "group": group,
        "size": path.stat().st_size,
        "places": [0, 2],
        "listing": ListOptions(),
        "intervals": False,
        "teller": "hanpan.modeling.fitted.reasons:plainly",
        "language": "en",
    }
    seen, content = ScoreGroup(**asked).do(tmp_path)
    alone = group.alone()
    path.unlink()
    assert ScoreGroup(**asked).do(tmp_path)[0].unseen
    assert ScoreGroup(**asked, content=alone).do(tmp_path) == (seen, content)
    assert [noticed.rows for noticed in seen.noticed] == [20, 10]


def test_a_table_that_is_no_parquet_is_refused(predictor, tmp_path) -> None:
    rows(20, 3).to_csv(tmp_path / "new.csv", index=False)
    with pytest.raises(UsageError) as refused:
        predictor.score_file(tmp_path / "new.csv", tmp_path / "p.csv", crew=LOCAL)
    assert refused.value.key == "cluster_needs_parquet"
    assert not list(tmp_path.glob("*p.csv*"))


def test_the_client_is_killed_and_the_same_command_goes_on(predictor, tmp_path) -> None:
    """On another pool too: what is done lies beside the results, whoever did it."""
    folder, out = tmp_path / "many", tmp_path / "p.csv"
    folder.mkdir()
    rows(1000, 5).drop(columns="price").to_parquet(folder / "part.parquet", row_group_size=5)
    code = "import sys; from hanpan.doors.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, "predict", predictor.path, folder, "--out", out, "--cluster", "local:1"]
    command += ["--lang", "en"]
    client = subprocess.Popen([str(part) for part in command], stderr=subprocess.DEVNULL)
    done = tmp_path / ".p.csv.parts"
    until = time.time() + 240
    while len(list(done.glob("*.json"))) < 5 and time.time() < until:
        time.sleep(0.01)
    client.send_signal(signal.SIGKILL)
    client.wait()
    before = len(list(done.glob("*.json")))
    assert 5 <= before < 200
    assert not out.exists()
    again = predictor.score_file(folder, out, language="en")
    assert again.resumed == before
    assert len(pd.read_csv(out)) == 1000

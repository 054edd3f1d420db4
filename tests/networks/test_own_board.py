"""A person's own network on the board: given as an object, a builder or a file; judged, kept, resumed, refused."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.foundation.errors import UsageError

L = keras.layers
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras


def network(*layers: Any, wide: int = 4, loss: str = "mse", rate: float = 0.01) -> keras.Model:
    model = keras.Sequential([L.Input((wide,)), *layers])
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss)
    return model


def table(n: int = 160) -> pd.DataFrame:
    random = np.random.default_rng(0)
    x = pd.DataFrame({"a": random.normal(size=n), "b": random.normal(size=n)})
    x["sex"] = np.where(np.arange(n) % 2, "F", "M")  # which of the two is more frequent differs from fold to fold
    x["city"] = random.choice(["Seoul", "Busan", "Jeju"], n, p=[0.6, 0.38, 0.02])  # Jeju is rare: absent in some folds
    x["y"] = 3 + 2 * x["a"] - x["b"] + 2 * (x["sex"] == "F") + 0.1 * random.normal(size=n)
    x["kind"] = pd.cut(x["y"], [-99, 2, 5, 99], labels=["low", "mid", "high"]).astype(str)
    return x


def run(target: str, models: Any, folder: Any, **options: Any) -> hanpan.Study:
    told = {"workers": 1, "trials": 2, "algorithms": ["network_own"], "insights": "none", **options}
    rest = "kind" if target == "y" else "y"
    path = folder.with_suffix(".csv")
    table().to_csv(path, index=False)
    return hanpan.run(str(path), target=target, drop=[rest], models=models, out=str(folder), lang="en", **told)


def test_networks_of_a_person_stand_on_the_board(tmp_path: Any) -> None:
    def deep(n_inputs: int, n_outputs: int) -> keras.Model:
        return network(L.Dense(8, activation="relu"), L.Dense(n_outputs), wide=n_inputs)

    line = network(L.Dense(1), wide=6, rate=0.05)
    study = run("y", [line, deep], tmp_path / "s", trials=3)
    board = study.board.to_frame()
    assert board["algorithm"].tolist().count("network_own") == 2
    assert {"network_own", "network_own_2", "baseline"} <= set(board["model"])
    assert board.set_index("model")["score"]["network_own"] < 0.5
    assert study.recipes["network_own"].steps[-1].name == "align"
    model = hanpan.load(study.folder / "model.hanpan")
    there = table()
    assert np.corrcoef(model.predict(there), there["y"])[0, 1] > 0.95
    given = sorted(path.name for path in (study.folder / "networks" / "given").glob("*.keras"))
    assert [name.split("-")[0] for name in given] == ["deep", "network"]

    again = run("y", [network(L.Dense(1), wide=6, rate=0.05), deep], tmp_path / "s", trials=3)
    assert again.complete  # resumed: the same networks, however their weights were drawn
    with pytest.raises(UsageError) as refused:
        run("y", [network(L.Dense(1), wide=6, rate=0.06), deep], tmp_path / "s", trials=3)
    assert refused.value.key == "folder_of_another_study"
    row = next(row for row in study.board.ranked if row.model == "network_own_2")
    saved = study.save(tmp_path / "second.hanpan", model=row.rank)  # fitted again, from the table and the kept network
    assert hanpan.load(saved).predict(there).shape == (len(there),)

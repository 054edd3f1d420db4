"""Labels come back with the type and the letters that the target had; in files as they stood in the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.deployment.predictor import Predictor

LARGE = [9007199254740993, 9007199254740995]
OPTIONS = {"trials": 2, "workers": 0, "algorithms": ["decision_tree"], "insights": "none", "lang": "en"}


def rows(labels, n: int = 60) -> pd.DataFrame:
    """Two columns of which the first decides between two labels."""
    x = np.arange(n) * 7 % 31
    return pd.DataFrame({"x": x, "z": np.arange(n) % 5, "y": [labels[int(value > 15)] for value in x]})


FRAMES = {
    "int8": (rows([0, 1]).astype({"y": "int8"}), "int8"),
    "minus one and one": (rows([-1, 1]), "int64"),
    "float32": (rows([0.0, 1.0]).astype({"y": "float32"}), "float32"),
    "bool": (rows([False, True]), "bool"),
    "large": (rows(LARGE).astype({"y": "Int64"}), "int64"),
    "words": (rows(["no", "yes"]), "str"),
    "categories": (rows(["no", "yes"]).astype({"y": "category"}), "str"),
    "categories of numbers": (rows([3, 4]).astype({"y": "category"}), "int64"),
}


@pytest.mark.parametrize("name", FRAMES)
def test_predictions_have_the_type_of_the_target(tmp_path: Path, name: str) -> None:
    frame, dtype = FRAMES[name]
    study = hanpan.run(frame, "y", out=tmp_path, **OPTIONS)
    predicted = study.predict(frame.drop(columns="y"))
    assert str(predicted.dtype) == dtype
    assert (predicted.to_numpy() == frame["y"].astype(dtype).to_numpy()).mean() > 0.9


def test_gaps_in_the_target_change_no_label(tmp_path: Path) -> None:
    frame = rows(LARGE).astype({"y": "Int64"})
    frame.loc[::10, "y"] = None
    frame.to_parquet(tmp_path / "t.parquet")
    study = hanpan.run(tmp_path / "t.parquet", "y", out=tmp_path / "s", task="binary", **OPTIONS)
    assert set(study.predict(frame)) == set(LARGE)


@pytest.mark.parametrize(
    ("labels", "dtype"), [(["0", "1"], "int64"), (["01", "02"], "object"), (["1.0", "0.0"], "float64")]
)
def test_labels_of_a_text_file(tmp_path: Path, labels: list[str], dtype: str) -> None:
    path = tmp_path / "t.csv"
    rows(labels).to_csv(path, index=False)
    study = hanpan.run(path, "y", out=tmp_path / "s", **OPTIONS)
    predicted = study.predict(path)
    assert str(predicted.dtype) == dtype
    assert set(map(str, predicted)) == set(labels)
    Predictor.load(study.model_path).score_file(path, tmp_path / "p.csv")
    assert set(pd.read_csv(tmp_path / "p.csv", dtype=str)["prediction"]) == set(labels)


def test_labels_like_formulas_come_back_as_they_were_where_the_guard_is_off(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows(["=1+1", "fine"]).to_csv(path, index=False)
    predictor = Predictor.load(hanpan.run(path, "y", out=tmp_path / "s", **OPTIONS).model_path)
    done = predictor.score_file(path, tmp_path / "p.csv")
    assert done.guarded == ["=1+1"]
    assert set(pd.read_csv(tmp_path / "p.csv")["prediction"]) == {"'=1+1", "fine"}
    assert predictor.score_file(path, tmp_path / "p.csv", guard=False).guarded == []
    assert set(pd.read_csv(tmp_path / "p.csv")["prediction"]) == {"=1+1", "fine"}

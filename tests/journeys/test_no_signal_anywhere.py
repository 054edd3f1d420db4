"""No signal, no model: at every door. Where there is one, every door ships a model."""

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.modeling.fitted.model import Model

FEW = {"algorithms": ("logistic_regression", "linear_regression", "decision_tree", "k_neighbors"), "workers": 0}


def table(signal: bool, task: str, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    x = random.normal(size=(200, 4))
    z = (2 * x[:, 0] if signal else 0) + random.normal(size=200)
    frame = pd.DataFrame(x, columns=list("abcd"))
    return frame.assign(y=z if task == "regression" else np.where(z > 0, "yes", "no"))


def by_run(frame: pd.DataFrame, task: str, folder: str) -> Model:
    return hanpan.run(frame, "y", trials=6, insights="none", out=folder, **FEW).model


def by_save(frame: pd.DataFrame, task: str, folder: str) -> Model:
    study = hanpan.run(frame, "y", trials=6, insights="none", out=folder, **FEW)
    return hanpan.load(study.save(study.folder / "saved.hanpan"))


def by_estimator(frame: pd.DataFrame, task: str, folder: str) -> Model:
    kind = hanpan.BoardRegressor if task == "regression" else hanpan.BoardClassifier
    return kind(trials=6, random_state=0, **FEW).fit(frame.drop(columns="y"), frame["y"]).model_


DOORS = {"run": by_run, "save": by_save, "estimator": by_estimator}


@pytest.mark.parametrize("task", ["regression", "binary"])
@pytest.mark.parametrize("door", DOORS)
def test_noise_ships_the_baseline_and_signal_a_model(door: str, task: str, tmp_path) -> None:
    shipped = {
        signal: DOORS[door](table(signal, task, seed=1), task, str(tmp_path / str(signal))) for signal in (False, True)
    }
    assert [part.algorithm for part in shipped[False].parts] == ["baseline"]
    assert "baseline" not in [part.algorithm for part in shipped[True].parts]

"""A graphics card is used where there is one, and a fit that fails there is done on the processor."""

import numpy as np
import pytest
import xgboost

from hanpan.doors.cli import examination
from hanpan.modeling.estimators import cat, devices, xgb
from hanpan.modeling.estimators.base import Rows, Setting

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(120, 3))
Y = (X[:, 0] > 0).astype(int)


def told_by_doctor() -> dict[str, tuple[str, str]]:
    return {check.name: (check.value, check.remark) for check in examination._graphics("cpu:0")}


def test_a_card_is_told_and_who_does_not_use_it(monkeypatch) -> None:
    monkeypatch.setattr(examination, "graphics_cards", lambda: ("NVIDIA H200",))
    monkeypatch.setattr(examination, "_version", lambda name: "3.2" if name == "xgboost-cpu" else None)
    assert told_by_doctor() == {
        "graphics": ("NVIDIA H200", ""),
        "graphics_networks": ("cpu:0", "jax_without_card"),
        "graphics_xgboost": ("xgboost-cpu", "xgboost_without_card"),
    }


def test_no_card_is_told_too(monkeypatch) -> None:
    monkeypatch.setattr(examination, "graphics_cards", tuple)
    assert told_by_doctor() == {"graphics": ("", "no_graphics")}


def test_builds_without_cuda_stay_on_the_processor(monkeypatch) -> None:
    monkeypatch.setattr(devices, "graphics_cards", lambda: ("NVIDIA H200",))
    monkeypatch.setattr(xgboost, "build_info", lambda: {"USE_CUDA": False})
    assert not devices.xgboost_on_card()
    monkeypatch.setattr(xgboost, "build_info", lambda: {"USE_CUDA": True})
    assert devices.xgboost_on_card()


@pytest.mark.parametrize(
    ("module", "name", "kind"),
    [(xgb, "xgboost_on_card", xgb.XGBoostEstimator), (cat, "catboost_on_card", cat.CatBoostEstimator)],
)
def test_what_fails_on_the_card_is_fitted_on_the_processor_and_says_so(monkeypatch, module, name, kind) -> None:
    setting = Setting(task="binary", n_classes=2, parameters={"n_estimators": 5})
    plain, other = kind(setting), kind(setting)
    plain.fit(Rows(X, Y))
    monkeypatch.setattr(module, name, lambda: True)
    train = xgboost.train

    def train_without_memory(parameters, *rows, **more):
        if parameters["device"] == "cuda":
            raise xgboost.core.XGBoostError("out of memory on the card")
        return train(parameters, *rows, **more)

    monkeypatch.setattr(xgboost, "train", train_without_memory)
    with pytest.warns(UserWarning, match="graphics card failed"):
        other.fit(Rows(X, Y))
    np.testing.assert_array_equal(other.output(X), plain.output(X))

"""The backend contract: environment variables, import orders, the check of JAX's arithmetic."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import pytest

from hanpan.foundation.environment import FUSION_FAULT, FUSION_FLAG, jaxlib_version
from hanpan.foundation.texts import text
from hanpan.modeling.networks.stored.backend import counts_right


def told_by(program: str, **environment: str) -> str:
    """What a fresh process prints, without this process's choices."""
    kept = {name: value for name, value in os.environ.items() if name not in ("KERAS_BACKEND", "XLA_FLAGS")}
    done = subprocess.run(
        [sys.executable, "-c", program], env={**kept, **environment}, capture_output=True, text=True, check=False
    )
    return (done.stdout + done.stderr).strip()


def test_importing_hanpan_sets_variables_and_imports_nothing_heavy() -> None:
    program = (
        "import sys, os, hanpan\n"
        "print(os.environ['KERAS_BACKEND'], os.environ.get('XLA_FLAGS'), {'keras', 'jax', 'numpy'} & set(sys.modules))"
    )
    flag = f"{FUSION_FLAG}=" if jaxlib_version() in FUSION_FAULT else "None"
    assert told_by(program) == f"jax {flag} set()"


def test_choices_already_made_are_kept() -> None:
    program = "import os, hanpan; print(os.environ['KERAS_BACKEND'], os.environ['XLA_FLAGS'])"
    told = told_by(program, KERAS_BACKEND="numpy", XLA_FLAGS="--xla_cpu_multi_thread_eigen=false")
    assert told.startswith("numpy --xla_cpu_multi_thread_eigen=false")
    again = "import os, hanpan; from hanpan.foundation import environment as e; e.prepare_environment()\n"
    again += "print(os.environ['XLA_FLAGS'].count(e.FUSION_FLAG))"
    assert told_by(again) in ("1" if jaxlib_version() in FUSION_FAULT else "0", "0")


def test_keras_on_another_backend_is_told_plainly() -> None:
    program = (
        "import keras, hanpan, hanpan.networks as hn, numpy as np\n"
        "try:\n    hn.NetworkRegressor().fit(np.zeros((30, 1)), np.arange(30.0))\n"
        "except hanpan.NetworkError as error:\n    print(error.key)"
    )
    assert told_by(program, KERAS_BACKEND="numpy") == "keras_backend"


def test_a_model_on_another_backend_is_trained_elsewhere_and_comes_back() -> None:
    program = (
        "import keras, numpy as np, hanpan.networks as hn\n"
        "model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])\n"
        "model.compile(optimizer=keras.optimizers.Adam(0.1), loss='mse')\n"
        "x = np.linspace(-1, 1, 64).reshape(-1, 1)\n"
        "history = hn.fit(model, x, 2 * x + 1, epochs=60, validation_data=(x, 2 * x + 1))\n"
        "print(keras.backend.backend(), len(history.history['val_loss']), model.history is history)\n"
        "print(round(float(model.predict(np.array([[0.5]]), verbose=0)[0, 0]), 1))"
    )
    assert told_by(program, KERAS_BACKEND="numpy").split("\n")[-2:] == ["numpy 60 True", "2.0"]


def test_products_row_by_row_come_out_right() -> None:
    assert counts_right()


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "tensorflow"),
        ({"KERAS_BACKEND": "torch"}, "torch"),
        ({"KERAS_BACKEND": "jax"}, "jax"),
        ({"KERAS_HOME": "."}, "jax"),
    ],
    ids=["nothing chosen", "torch", "jax", "a file of Keras"],
)
def test_what_keras_takes_where_it_comes_first(environment, told, tmp_path, monkeypatch) -> None:
    (tmp_path / "keras.json").write_text('{"backend": "jax"}', "utf-8")
    home = str(tmp_path) if "KERAS_HOME" in environment else str(tmp_path / "none")
    program = "import hanpan\nfrom hanpan.foundation.environment import backend_alone as b; print(b())"
    assert told_by(program, **{**environment, "KERAS_HOME": home}) == told


@pytest.mark.skipif(importlib.util.find_spec("tensorflow") is not None, reason="tells of a machine without TensorFlow")
def test_the_doctor_says_what_to_do_where_keras_would_find_no_back_end(monkeypatch) -> None:
    from hanpan.doors.cli import examination

    monkeypatch.setattr(examination, "backend_alone", lambda: "tensorflow")
    (check,) = examination._keras_first()
    assert (check.value, check.state, check.remark) == ("tensorflow", "note", "keras_first_absent")
    for language in ("ko", "en"):
        assert "KERAS_BACKEND=jax" in text(f"cli.doctor.remark.{check.remark}", language)

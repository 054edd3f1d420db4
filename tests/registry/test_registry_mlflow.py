"""A model file in MLflow: registered there with its scores, and answering as here."""

from pathlib import Path

import numpy as np
import pytest

import hanpan
from hanpan.doors.cli import main

mlflow = pytest.importorskip("mlflow", reason="MLflow is an extra: pip install 'hanpan[mlflow]'")
pytestmark = pytest.mark.filterwarnings("ignore")  # of MLflow itself

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize("kind", ["binary", "regression"])
def test_a_model_in_mlflow_answers_as_here(kind, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path, where = GOLDEN / f"format4.{kind}.hanpan", f"sqlite:///{tmp_path / 'mlflow.db'}"
    words = ["models", "export", str(path), "--name", "churn", "--mlflow", where, "--alias", "champion"]
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    assert capsys.readouterr().out.strip() == "models:/churn/1"
    model = hanpan.load(path)
    rows = model.background
    served = mlflow.pyfunc.load_model("models:/churn@champion")
    told = served.predict(rows)
    assert list(told["prediction"]) == list(model.answers_of(model.output(rows)))
    if kind == "binary":
        assert np.allclose(told.iloc[:, 1:].to_numpy(), model.predict_proba(rows))
    names = [column.name for column in served.metadata.signature.inputs]
    assert set(names) == {column.name for column in model.schema.features if column.name != model.problem.target}

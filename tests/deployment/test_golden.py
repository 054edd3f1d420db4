"""A model file of every format so far loads and answers as it did."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.deployment.manifest import FORMAT

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_old_files_load_and_answer_alike(number):
    told = json.loads((GOLDEN / f"format{number}.json").read_text("utf-8"))
    model = hanpan.load(GOLDEN / f"format{number}.hanpan")
    rows = pd.DataFrame(told["rows"])
    assert np.allclose(model.predict_proba(rows), told["probabilities"], atol=1e-6)
    if "predictions" in told:
        assert model.predict(rows).tolist() == told["predictions"]

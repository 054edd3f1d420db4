"""Groups of columns on the card: on the board, in the model file, refused where they are wrong."""

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.foundation.errors import DataError, UsageError
from hanpan.modeling.networks.stored.safety import load_safely


@pytest.fixture
def frame():
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"income": random.normal(size=160), "house": random.normal(size=160)})
    frame["city"] = random.choice(["Seoul", "Busan", "Daegu"], 160)
    frame["same"] = 1
    frame["y"] = frame["income"] + frame["house"] ** 2 + (frame["city"] == "Seoul")
    return frame


@pytest.fixture
def card(tmp_path):
    def write(groups):
        path = tmp_path / "hanpan.toml"
        path.write_text(f"[problem]\ntarget = 'y'\n[groups]\n{groups}\n", "utf-8")
        return str(path)

    return write


def run(frame, config, folder, **more):
    more = {"trials": 2, "insights": "none", "algorithms": ["network_grouped"], **more}
    return hanpan.run(frame, config=config, out=str(folder / "study"), workers=1, lang="en", **more)


def test_groups_reach_the_board_and_the_model_file(frame, card, tmp_path):
    study = run(frame, card("money = ['income', 'house']\nplace = ['city', 'same']"), tmp_path)
    assert study.problem.groups == {"money": ("income", "house"), "place": ("city", "same")}
    assert {finding.code for finding in study.profile.findings} >= {"group_columns_left_out"}
    done = {trial.candidate.algorithm for trial in study.board.trials if trial.score is not None}
    assert "network_grouped" in done
    stored = next((tmp_path / "study" / "networks").glob("*.keras"))
    names = {layer.name for layer in load_safely(stored.read_bytes()).layers}
    assert {"money", "place"} <= names


@pytest.mark.parametrize(
    ("groups", "error", "key"),
    [("money = ['incom']", DataError, "column_absent"), ("money = ['y']", DataError, "group_holds_target")],
)
def test_wrong_groups_are_refused(frame, card, tmp_path, groups, error, key):
    with pytest.raises(error) as refused:
        run(frame, card(groups), tmp_path)
    assert refused.value.key == key
    assert "income" in refused.value.message("en") or key != "column_absent"


def test_without_groups_the_algorithm_is_refused(frame, card, tmp_path):
    with pytest.raises(UsageError) as refused:
        run(frame, card(""), tmp_path)
    assert refused.value.key == "algorithm_without_groups"

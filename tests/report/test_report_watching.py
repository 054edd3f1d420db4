"""The panel of a network learning: curve, reading, layers, recipe, checkpoints, in both languages."""

import math
import re

import pytest
from page_reader import read
from tests.support.reports import learning

from hanpan.doors.report.parts.watching.chart import WatchedChart
from hanpan.doors.report.parts.watching.panel import build
from hanpan.doors.telling.words import Words
from hanpan.foundation.findings import Finding
from hanpan.insights.watching.record import WatchedTraining, Watching
from hanpan.modeling.network_picture import LayerFacts, NetworkPicture

LAYERS = [
    LayerFacts(name="input", kind="InputLayer", shape=(4,), parameters=0, nodes=4),
    LayerFacts(
        name="hidden_1", kind="Dense", shape=(16,), parameters=80, nodes=16, activation="relu", sources=("input",)
    ),
    LayerFacts(
        name="output", kind="Dense", shape=(1,), parameters=17, nodes=1, activation="sigmoid", sources=("hidden_1",)
    ),
]
EVIDENCE = {"epoch": 4, "epochs": 8, "best": "0.3", "end": "0.7", "count": 1, "folds": 1}


def training(code: str = "curve_overfit_kept", **changes) -> WatchedTraining:
    told = {
        "model": "network_2",
        "algorithm": "network",
        "rows": 180,
        "columns": ["사용량", "age", "<b>도시</b>", "same"],
        "history": {
            "loss": [0.7, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.1],
            "val_loss": [0.7, 0.5, 0.4, 0.3, 0.4, 0.5, 0.6, 0.7],
        },
        "chosen": 4,
        "findings": [Finding(code=code, severity="info", subject="network_2", evidence=EVIDENCE)],
        "picture": NetworkPicture(
            layers=LAYERS, trainable=97, loss="binary_crossentropy", optimizer="Adam", learning_rate=0.005
        ),
        "lines": [
            "Epoch 1: val_loss improved from inf to 0.70000, saving model to network-a-epoch-001.keras",
            "Epoch 5: val_loss did not improve from 0.30000",
        ],
        "files": ["network-a-epoch-001.keras"],
    }
    return WatchedTraining(**{**told, **changes})


@pytest.fixture
def study(studies):
    study = studies["binary"]
    before = study.insights
    study.insights = before.with_found({"watching": Watching(networks=[training()])})
    yield study
    study.insights = before


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_panel_shows_curve_reading_layers_recipe_and_lines(study, language):
    shown = learning(study, language)
    words = Words(language)
    assert words.text("watching.title") in shown
    assert words.text("watching.chart.turns") in shown
    assert "did not improve from 0.30000" in shown
    assert "(None, 16)" in shown
    assert "&lt;b&gt;" in shown
    assert "<b>도시</b>" not in shown
    assert words.text("recipe.binary.why") in shown
    ids = [one.attributes["id"] for one in read(shown).all("title") if "id" in one.attributes]
    assert len(ids) == len(set(ids))


def test_nothing_is_shown_where_no_network_was_tried(studies):
    assert build(studies["regression"], Words("en")) is None


def test_the_recipe_of_the_task_stands_out(study):
    shown = build(study, Words("en"))
    assert [row["own"] for row in shown["recipe"]] == [False, False, False, True, False]
    assert "0.005" in shown["optimizer"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_recipe_tells_every_layer_and_what_follows_it(study, language):
    """Input shape, relu with its reason, both losses for several classes, and the NumPy calls that decide."""
    entry, hidden, _, two, several = build(study, Words(language))["recipe"]
    assert "Input(shape=(4,))" in entry["nodes"]
    assert "None" in entry["why"]
    assert "relu" in hidden["activation"]
    assert "relu" in hidden["why"]
    assert "np.where(p >= 0.5, 1, 0)" in two["follow"]
    assert "np.argmax(p, axis=1)" in several["follow"]
    assert {"sparse_categorical_crossentropy", "categorical_crossentropy"} <= set(re.split(r"[^\w]+", several["loss"]))


def test_the_chart_says_whether_validation_turned():
    words = Words("en")
    assert "validation rises, to 0.7000" in WatchedChart(words, "a", training()).finding()
    assert "in epoch 4 of 8" in WatchedChart(words, "a", training("curve_fine")).finding()
    pack = WatchedChart(words, "a", training("curve_fine", chosen=6)).finding()
    assert "in epoch 4 of 8" in pack
    assert "those of epoch 6" in pack
    alone = training("curve_fine", history={"loss": [1.0, 0.5, None]}, chosen=3)
    chart = WatchedChart(words, "a", alone)
    assert "no validation rows" in chart.finding()
    assert math.isnan(chart.train[-1])
    assert chart.svg().startswith("<svg")

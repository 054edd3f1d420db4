"""Curves read in words: planted faults of really trained networks are found, and nothing is found where nothing is."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import hanpan.networks as hn
from hanpan.foundation.texts import has_text
from hanpan.modeling.curves.curve_signals import Facts, Signals, measure
from hanpan.modeling.curves.watched import Watched, curve_findings, reachable_share, untrained

import keras  # isort: skip  (after hanpan, which chooses the backend)

SHARED = next((found for folder in Path(__file__).parents if (found := folder / "shared" / "data").is_dir()), None)
PLANTED = json.loads(Path(__file__).with_name("planted_curves.json").read_text("utf-8"))


def codes(history, **facts) -> list[str]:
    return [finding.code.removeprefix("curve_") for finding in hn.read_curves(history, language="en", **facts)]


def plain(code: str) -> str:
    return code.removesuffix("_kept").removesuffix("_counted")


# What a planted fault may be called. Where early stopping keeps the best epoch, leaps do no harm, and are not told of.
CALLED = {
    "rate_high": {"rate_high", "rate_far_high", "settled", "weak"},
    "not_converged": {"not_converged", "slow"},
    "dead_start": {"dead_start", "weak"},
    "noisy_validation": {"noisy_validation", "rate_high", "overfit"},
    "lucky_epoch": {"lucky_epoch", "rate_high"},
    "fine": {"fine", "settled"},
}
BESIDE = ("noisy_validation", "validation_better", "lucky_epoch")  # notes, beside a verdict


def planted() -> list[tuple[str, list[str]]]:
    return [(one["expected"], [plain(code) for code in codes(one["history"], **one["facts"])]) for one in PLANTED]


def rightly(expected: str, read: list[str]) -> bool:
    told = read if expected in BESIDE else read[:1]
    return bool(CALLED.get(expected, {expected}) & set(told))


def test_planted_faults_are_found_and_clean_curves_left_alone() -> None:
    found = {kind: [rightly(kind, read) for name, read in planted() if name == kind] for kind, _ in planted()}
    faults = [right for kind, told in found.items() if kind != "fine" for right in told]
    assert len(faults) >= 80
    assert len(found) >= 11
    assert np.mean(faults) >= 0.9
    assert np.mean(found["fine"]) >= 0.8
    assert all(np.mean(told) > 0.5 for told in found.values())


def test_every_third_well_trained_network_is_called_fine() -> None:
    """Of the others the curves cannot tell whether another learning rate is better, and that is said."""
    told = [read[0] for kind, read in planted() if kind == "fine"]
    assert told.count("fine") >= len(told) / 3


@pytest.mark.filterwarnings("ignore::hanpan.modeling.networks.notices.NetworkNotice")  # of the missing value
def test_a_keras_history_tells_its_own_facts() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(200, 4))
    y = (x[:, 0] > 0).astype(float)
    x[3, 1] = np.nan
    # No Dropout on the input: it would hide the missing value from some epochs.
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(1, "sigmoid")])
    model.compile("adam", "binary_crossentropy")
    history = hn.fit(model, x, y, epochs=3, verbose=0)
    assert codes(history) == ["nan"]  # either cause
    (finding,) = hn.read_curves(history, x, y, language="en")
    assert finding.code == "curve_nan_data"
    assert finding.evidence["rate"] == "0.001"


def test_an_estimator_says_what_it_did_about_an_error_beyond_all_numbers() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(120, 3))
    network = hn.NetworkRegressor((8,), learning_rate=1e30, epochs=20, random_state=0)
    with pytest.raises(Exception, match="1e"):  # even a thousandth of that is too much
        network.fit(x, x[:, 0])
    network.set_params(learning_rate=3e3).fit(x, x[:, 0])
    reading = hn.read_curves(network, language="ko")
    retried = next(finding for finding in reading if finding.code == "curve_retried")
    assert retried.evidence["tried"][0] == "3000"
    assert float(retried.evidence["rate"]) == network.learning_rate_ < 3e3
    assert "3000" in str(reading)


def test_both_curves_of_an_estimator_are_measured_alike() -> None:
    random = np.random.default_rng(1)
    x = random.normal(size=(300, 4))
    y = x[:, 0] + 0.5 * random.normal(size=300) > 0
    network = hn.NetworkClassifier((16,), dropout=0.5, l2=0.1, epochs=30, random_state=0, validation_fraction=0.3)
    network.fit(x, y, sample_weight=random.uniform(0.1, 5, size=300))
    assert network.curve_facts_["inference"]
    # Dropout of one half and a heavy penalty count in neither, or train would stand far above.
    assert network.history_["loss"][-1] < network.history_["val_loss"][-1] * 1.3
    assert len(network.history_["val_accuracy"]) == len(network.history_["loss"])


def test_sentences_in_both_languages() -> None:
    for one in PLANTED:
        for finding in hn.read_curves(one["history"], language="ko", **one["facts"]):
            assert all(has_text(f"finding.{finding.code}.{part}", "en") for part in ("title", "evidence", "advice"))
            assert all(
                "{" not in finding.part(part, lang) for part in ("title", "evidence", "advice") for lang in ("ko", "en")
            )
    html = hn.read_curves({"loss": [1.0, 0.5, 0.4]}, language="en")._repr_html_()
    assert html.startswith("<ul><li><b>")


def test_curves_without_validation_or_with_hardly_an_epoch() -> None:
    assert codes({"loss": []}) == ["short"]
    assert codes({"loss": [1.0, 0.5]}) == ["short"]
    assert codes({"loss": [None, None]}, finite_data=True) == ["nan_rate"]
    assert codes({"loss": [1.0, 0.5, 0.3, 0.25, 0.25, 0.25, 0.25, 0.25]}) == ["settled", "unvalidated"]
    assert codes({"loss": [1.0, 0.5, None], "val_loss": [1.0, 0.6, None]}, kept=True) == ["nan_rate_kept"]


EPOCHS = np.arange(200)
FALL = 20 * 0.93**EPOCHS + 1


def test_a_network_with_a_good_fit_can_over_fit() -> None:
    """Validation triples, which is little beside the first loss."""
    curves = {"loss": FALL.tolist(), "val_loss": (FALL + 2 + np.maximum(0, EPOCHS - 60) * 0.05).tolist()}
    (finding,) = hn.read_curves(curves, language="en")
    assert finding.code == "curve_overfit"
    assert 55 <= finding.evidence["epoch"] <= 65
    assert "3.257" in str(hn.read_curves(curves, language="ko"))


def test_a_loss_that_falls_at_every_epoch_is_not_trained_at_too_high_a_rate() -> None:
    """The course's first model: 563 to 72 in 50 epochs of Adam(.1), where one answer for all rows costs 84."""
    loss = (84 * 0.93 ** np.arange(50) + 500 * 0.87 ** np.arange(50)).tolist()
    facts = {"baseline": 84.0, "learning_rate": 0.1, "adaptive": True}
    assert codes({"loss": loss, "val_loss": [1.05 * one for one in loss]}, **facts) == ["not_converged"]
    crawl = (600 - 1.5 * np.arange(50)).tolist()
    assert codes({"loss": crawl, "val_loss": crawl}, **facts) == ["slow"]
    hardly = (600 - 0.015 * np.arange(50)).tolist()
    assert codes({"loss": hardly, "val_loss": hardly}, **facts) == ["slow"]


@pytest.mark.skipif(SHARED is None, reason="the shared tables are not here")
@pytest.mark.parametrize(
    ("hidden", "epochs", "columns", "expected"),
    [((), 50, ["lstat", "rm", "ptratio"], "not_converged"), ((128, 128, 64), 300, [], "overfit")],
)
def test_networks_of_the_course_on_boston(hidden: Any, epochs: int, columns: list[str], expected: str) -> None:
    table = pd.read_csv(SHARED / "boston.csv")
    y = table.pop("medv").to_numpy("float32")
    x = table[columns or list(table)]
    x = ((x - x.mean()) / x.std() if hidden else (x - x.min()) / (x.max() - x.min())).to_numpy("float32")
    order = np.random.default_rng(0).permutation(len(y))
    keras.utils.set_random_seed(0)
    layers = [keras.layers.Dense(nodes, activation="relu") for nodes in hidden]
    model = keras.Sequential([keras.layers.Input((x.shape[1],)), *layers, keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.001 if hidden else 0.1), loss="mse")
    history = hn.fit(model, x[order], y[order], epochs=epochs, validation_split=0.2, verbose=0)
    (first, *_) = hn.read_curves(history, x, y, language="en")
    assert first.code == f"curve_{expected}"


def test_early_stopping_is_known_to_who_reads_the_curves() -> None:
    random = np.random.default_rng(0)
    x, y = random.normal(size=(60, 8)).astype("float32"), random.normal(size=60).astype("float32")
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.layers.Input((8,)), keras.layers.Dense(64, "relu"), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.01), loss="mse")
    stop = keras.callbacks.EarlyStopping(patience=15, restore_best_weights=True)
    history = hn.fit(model, x, y, epochs=200, validation_split=0.3, callbacks=[stop], verbose=0)
    assert hn.read_curves(history, x, y)[0].code == "curve_overfit_kept"
    assert hn.read_curves(history, x, y, kept=False)[0].code == "curve_overfit"


def watched(*, rise: float = 0.0, learning: float = 0.2, **more: Any) -> Watched:
    told = {
        "epochs": 40,
        "best_epoch": 10,
        "validated": True,
        "best": 0.3,
        "end": 0.3 * (1 + rise),
        "learnt": 0.5,
        "own": 0.6,
        "moved": 0.5,
        "rise": rise,
        "clear": 9.0,
        "learning": learning,
        **more,
    }
    return Watched(signals=Signals(**told), facts=Facts(baseline=0.69, kept=True))


def slow() -> Watched:
    return watched(learnt=-2.0, own=-2.0, promise=0.1, falling=1.0)


def test_what_most_folds_suggest_is_told_once_with_their_number() -> None:
    (finding,) = curve_findings([watched(rise=0.3), watched(rise=0.2), watched(rise=0.0)], "network_2")
    assert (finding.code, finding.subject) == ("curve_overfit_kept", "network_2")
    assert (finding.evidence["count"], finding.evidence["folds"]) == (2, 3)
    (finding,) = curve_findings([watched(rise=0.3), watched(rise=0.0), watched(rise=0.0)], "network_2")
    assert finding.code == "curve_fine"


@pytest.mark.parametrize("count", [1, 2, 4])
def test_folds_that_learnt_nothing_are_told_however_few(count: int) -> None:
    """A network that learnt nothing in 2 of 5 folds has not learnt well in 3."""
    found = curve_findings([*[watched()] * (5 - count), *[slow()] * count], "mine", diagnosis="unstable")
    assert [one.code for one in found] == ["curve_slow"]
    assert (found[0].evidence["count"], found[0].evidence["folds"]) == (count, 5)
    assert untrained(found)


@pytest.mark.parametrize("diagnosis", ["overfit", "underfit", "unstable"])
@pytest.mark.parametrize("rise", [0.0, 0.3])
def test_the_curves_never_say_otherwise_than_the_diagnosis(diagnosis: str, rise: float) -> None:
    (finding,) = curve_findings([watched(rise=rise)] * 3, "network", diagnosis=diagnosis)
    kept = diagnosis == "overfit" and rise > 0
    assert finding.code == ("curve_overfit_kept" if kept else f"curve_ended_{diagnosis}")
    for language in ("ko", "en"):
        assert all("{" not in finding.part(part, language) for part in ("title", "evidence", "advice"))
    assert curve_findings([watched()], "network", diagnosis="fine")[0].code == "curve_fine"


def test_under_fitting_is_told_against_the_best_of_the_board() -> None:
    share = reachable_share([{"log_loss": 0.1}, {"log_loss": 0.4}], {"log_loss": 0.69, "auc": 0.5})
    assert share == pytest.approx(0.1 / 0.69)
    assert reachable_share([{"r2": 0.1}], {"r2": 0.0}) is None
    (finding,) = curve_findings([watched()], "network", share, "underfit")
    assert finding.code == "curve_underfit"
    (finding,) = curve_findings([watched()], "network", share, "fine")
    assert finding.code == "curve_fine"


def test_a_best_of_the_board_that_is_hardly_better_is_no_reason() -> None:
    """Where one answer for all rows is nearly the best there is, nothing is missing."""
    (finding,) = curve_findings([watched(learnt=0.0, own=0.0)], "network", 0.97, "underfit")
    assert finding.code == "curve_ended_underfit"


def test_signals_of_a_curve_that_is_all_the_same() -> None:
    signals = measure([0.5] * 20, [0.5] * 20)
    assert (signals.moved, signals.rise, signals.noise) == (0, 0, 0)

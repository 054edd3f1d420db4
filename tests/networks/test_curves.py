"""Curves read in words: planted faults of really trained networks are found, and nothing is found where nothing is."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import hanpan.networks as hn
from hanpan.foundation.texts import has_text
from hanpan.modeling.curve_signals import Facts, Signals, measure
from hanpan.modeling.watched import Watched, curve_findings, reachable_share

import keras  # isort: skip  (after hanpan, which chooses the backend)

PLANTED = json.loads(Path(__file__).with_name("planted_curves.json").read_text("utf-8"))


def codes(history, **facts) -> list[str]:
    return [finding.code.removeprefix("curve_") for finding in hn.read_curves(history, language="en", **facts)]


def plain(code: str) -> str:
    return code.removesuffix("_kept").removesuffix("_counted")


def test_planted_faults_are_found_and_clean_curves_left_alone() -> None:
    read = {one["name"]: [plain(code) for code in codes(one["history"], **one["facts"])] for one in PLANTED}
    faults = [one for one in PLANTED if one["expected"] != "fine"]
    clean = [one for one in PLANTED if one["expected"] == "fine"]
    assert len(faults) >= 80
    assert len({one["expected"] for one in faults}) >= 10
    found = [one["expected"] in read[one["name"]] for one in faults]
    first = [one["expected"] == read[one["name"]][0] for one in faults]
    quiet = [read[one["name"]] == ["fine"] for one in clean]
    assert np.mean(found) >= 0.9
    assert np.mean(first) >= 0.8
    assert np.mean(quiet) >= 0.9


def test_every_kind_of_fault_is_found_more_often_than_not() -> None:
    missed, count = Counter(), Counter()
    for one in PLANTED:
        count[one["expected"]] += 1
        missed[one["expected"]] += one["expected"] not in [
            plain(code) for code in codes(one["history"], **one["facts"])
        ]
    assert not {kind: (missed[kind], count[kind]) for kind in count if missed[kind] > count[kind] / 2}


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
            assert all("{" not in finding.part(part, lang) for part in ("title", "evidence", "advice")
                       for lang in ("ko", "en"))  # fmt: skip
    html = hn.read_curves({"loss": [1.0, 0.5, 0.4]}, language="en")._repr_html_()
    assert html.startswith("<ul><li><b>")


def test_curves_without_validation_or_with_hardly_an_epoch() -> None:
    assert codes({"loss": []}) == ["short"]
    assert codes({"loss": [1.0, 0.5]}) == ["short"]
    assert codes({"loss": [None, None]}, finite_data=True) == ["nan_rate"]
    assert codes({"loss": [1.0, 0.5, 0.3, 0.25, 0.24, 0.24]}) == ["fine"]
    assert codes({"loss": [1.0, 0.5, None], "val_loss": [1.0, 0.6, None]}, kept=True) == ["nan_rate_kept"]


def watched(*, rise: float) -> Watched:
    signals = Signals(epochs=40, best_epoch=10, best=0.3, end=0.5, learnt=0.5, moved=0.5, rise=rise, fall_after=0.2)
    return Watched(signals=signals, facts=Facts(baseline=0.69, kept=True))


def test_what_most_folds_suggest_is_told_once_with_their_number() -> None:
    (finding,) = curve_findings([watched(rise=0.3), watched(rise=0.2), watched(rise=0.0)], "network_2")
    assert (finding.code, finding.subject) == ("curve_overfit_kept", "network_2")
    assert (finding.evidence["count"], finding.evidence["folds"]) == (2, 3)
    (finding,) = curve_findings([watched(rise=0.3), watched(rise=0.0), watched(rise=0.0)], "network_2")
    assert finding.code == "curve_fine"


def test_under_fitting_is_told_against_the_best_of_the_board() -> None:
    share = reachable_share([{"log_loss": 0.1}, {"log_loss": 0.4}], {"log_loss": 0.69, "auc": 0.5})
    assert share == pytest.approx(0.1 / 0.69)
    assert reachable_share([{"r2": 0.1}], {"r2": 0.0}) is None
    (finding,) = curve_findings([watched(rise=0.0)], "network", share)
    assert finding.code == "curve_underfit"


def test_signals_of_a_curve_that_is_all_the_same() -> None:
    signals = measure([0.5] * 20, [0.5] * 20)
    assert (signals.moved, signals.rise, signals.noise) == (0, 0, 0)

"""The network view by itself: it says what NumPy says, plays what was recorded, and runs no names."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from tests.support.browser import DESKTOP, PHONE, chromium, opened, violations  # noqa: F401 - fixtures

from hanpan.doors.telling.network_view.view import choices, page, recorded, script, view_texts
from hanpan.foundation.texts import LANGUAGES
from hanpan.modeling.networks.room.ground import toy_ground
from hanpan.modeling.networks.room.passes import answers, forward
from hanpan.modeling.networks.room.presets import PRESETS
from hanpan.modeling.networks.room.setup import FUNCTIONS, SETS, RoomLayer, Setup
from hanpan.modeling.networks.room.table import read_ground
from hanpan.modeling.networks.room.training import Training
from hanpan.modeling.networks.room.wire import whole

EVIL = "</script><img src=x onerror=alert(1)>"
SHOWN = "(at) => [0, 1, 2, 3].map((row) => document.querySelectorAll('hanpan-network')[at].says(row))"


def trained(setup: Setup, epochs: int = 5, ground=None) -> Training:
    made = Training(setup, ground)
    for _ in range(epochs):
        made.run_epoch()
    return made


def said(training: Training) -> list[list[float]]:
    sums = forward(training.weights, training.setup, training.ground.x[:4]).sums[-1]
    told = answers(sums, training.ground)
    if told.ndim == 2:
        return told.tolist()
    return np.column_stack([1 - told, told]).tolist() if training.ground.labels else told[:, None].tolist()


def test_the_view_says_what_numpy_says(opened, tmp_path) -> None:  # noqa: F811
    sets = ["xor", "arms", "gauss"]
    setups = [
        Setup(
            data=sets[at % 3],
            rows=40,
            inputs=("x1", "x2", "x1*x2"),
            layers=(RoomLayer(nodes=5, activation=name), RoomLayer(nodes=3)),
        )
        for at, name in enumerate(FUNCTIONS)
    ]
    trainings = [*map(trained, setups), trained(Setup(data="digits", rows=60, layers=(RoomLayer(nodes=4),)))]
    body = "".join(recorded(one, "en") for one in trainings)
    (tmp_path / "all.html").write_text(f"<!doctype html><meta charset=utf-8>{body}<script>{script()}</script>", "utf-8")
    shown, seen = opened((tmp_path / "all.html").as_uri())
    for at, training in enumerate(trainings):
        assert np.array(shown.evaluate(SHOWN, at)) == pytest.approx(np.array(said(training)), abs=2e-4)
    assert (seen.errors, len(seen.asked)) == ([], 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_recorded_training_is_played_without_a_server(opened, tmp_path, language: str) -> None:  # noqa: F811
    training = trained(Setup(data="circle", rows=60, layers=(RoomLayer(nodes=4),)), epochs=12)
    (tmp_path / "one.html").write_text(page(whole(training), language), "utf-8")
    size = PHONE if language == "ko" else DESKTOP
    shown, seen = opened((tmp_path / "one.html").as_uri(), size=size, dark=language == "ko", language=language)
    assert shown.locator("[data-at=epoch]").inner_text() == "12"
    now = shown.evaluate(SHOWN, 0)
    shown.locator("[data-part=scrub]").fill("0")
    assert shown.locator("[data-at=epoch]").inner_text() == "0"
    assert shown.evaluate(SHOWN, 0) != now
    shown.locator("[data-keep='n1.2']").press("Enter")
    assert shown.locator("[data-part=numbers] tbody tr").count() == 3
    assert shown.locator("[data-part=numbers] input[type=checkbox]:not(:disabled)").count() == 0
    shown.locator("[data-part=tables] summary").click()
    assert violations(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert (seen.errors, len(seen.asked)) == ([], 1)


def test_names_are_only_ever_words(opened, tmp_path) -> None:  # noqa: F811
    ground = read_ground("sklearn:iris", "target", Setup(data="own"))
    ground = replace(ground, columns=(EVIL, "{title}", "a\u202eb", "열 이름"), labels=(EVIL, "둘", "'\"`"), target=EVIL)
    (tmp_path / "evil.html").write_text(
        page(whole(trained(Setup(data="own", layers=(RoomLayer(nodes=3),)), 2, ground)), "ko"), "utf-8"
    )
    shown, seen = opened((tmp_path / "evil.html").as_uri(), language="ko")
    shown.locator("[data-keep='n1.0']").click()
    shown.locator("[data-part=tables] summary").click()
    assert EVIL in shown.locator("[data-part=numbers] table").inner_text()
    assert (seen.dialogs, seen.errors, len(seen.asked)) == ([], [], 1)
    assert shown.locator("hanpan-network img").count() == 0


def test_every_text_the_view_asks_for_is_there() -> None:
    texts = view_texts("en")
    named = [f"data.{name}" for name in SETS] + [f"about.{name}" for name in SETS]
    named += [f"preset.{one.name}.{part}" for one in PRESETS for part in ("title", "why")]
    named += [f"speed.{name}" for name in choices()["speeds"]] + [f"rule.{name}" for name in choices()["optimizers"]]
    assert not [key for key in named if key not in texts]
    asked = set(re.findall(r"""\b(?:t|text)\(["']([\w.]+)["']""", script()))
    assert not {key for key in asked if key not in texts}


def test_a_recorded_training_stays_small() -> None:
    training = trained(
        Setup(data="clouds", rows=40, batch_size=40, layers=(RoomLayer(nodes=8), RoomLayer(nodes=8))), epochs=300
    )
    assert len(recorded(training, "ko").encode()) < 400_000
    assert toy_ground(training.setup).n_inputs == 2

"""A network in training on the terminal: one line under the bar."""

import io

from rich.console import Console

from hanpan.doors.telling.door import Door
from hanpan.doors.telling.screen import Live
from hanpan.foundation.events import Event

FIELDS = {"algorithm": "network", "candidate": "a", "fold": 1, "epoch": 50, "epochs": 200, "loss": 0.2}


def shown(door: Door, *events: Event) -> str:
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    door.console = console
    with Live(door) as live:
        for event in events:
            live(event)
        console.file.truncate(0)
        live._bar.refresh()
    return console.file.getvalue()


def test_a_network_in_training_has_a_line_with_its_losses_and_their_course() -> None:
    event = Event("epoch", {**FIELDS, "val_loss": 0.31, "course": [0.7, 0.5, 0.35, 0.31]})
    told = shown(Door(language="en"), event)
    assert "epoch 50" in told
    assert "train 0.2000 · validation 0.3100" in told
    assert "█▄▂▁" in told


def test_without_validation_rows_there_is_one_loss() -> None:
    told = shown(Door(language="ko"), Event("epoch", {**FIELDS, "course": [0.2]}))
    assert "에포크 50, 손실 0.2000" in told
    assert "검증" not in told

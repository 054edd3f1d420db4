"""The process in which rooms train: requests in, frames out, and no room keeps another waiting."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from tests.support.recordings import keep_recording, made_recording

from hanpan.foundation.environment import child_environment
from hanpan.modeling.networks.room.links import unpack
from hanpan.modeling.networks.room.presets import PRESETS
from hanpan.modeling.networks.room.process import Rooms


@pytest.fixture
def told() -> list[dict]:
    return []


@pytest.fixture
def rooms(told) -> Rooms:
    made = Rooms(told.append)
    made.do({"room": "a", "do": "open", "link": "data=xor&layers=4-tanh"})
    return made


def test_a_room_is_told_whole_and_again_after_a_reload(rooms, told) -> None:
    for _ in range(3):
        rooms.do({"room": "a", "do": "epoch"})
    rooms.do({"room": "a", "do": "open", "link": "data=circle"})
    again = told[-1]
    assert (again["setup"]["data"], again["now"]["epoch"], len(again["curves"]["loss"])) == ("xor", 3, 4)
    assert [epoch for epoch, _ in again["frames"]] == [0, 1, 2, 3]
    assert len(unpack(again["frames"][-1][1])) == sum(a * b + b for a, b in ((2, 4), (4, 1)))
    rooms.do({"room": "a", "do": "open", "link": "data=circle", "anew": True})
    assert told[-1]["setup"]["data"] == "circle"
    assert json.dumps(again, allow_nan=False)


def test_everything_a_page_asks_for(rooms, told) -> None:
    rooms.do({"room": "a", "do": "step"})
    assert told[-1]["numbers"]["errors"][1] is not None
    rooms.do({"room": "a", "do": "edit", "layer": 0, "source": 0, "node": 1, "value": 2})
    assert "weights=" in told[-1]["link"]
    rooms.do({"room": "a", "do": "cut", "layer": 0, "source": 1, "node": 1})
    assert told[-1]["setup"]["cut"] == [[0, 1, 1]]
    rooms.do(
        {"room": "a", "do": "change", "changes": {"learning_rate": 1, "layers": [{"nodes": 2, "activation": "elu"}]}}
    )
    assert told[-1]["widths"] == [2, 2, 1]
    rooms.do({"room": "a", "do": "back"})
    rooms.do({"room": "a", "do": "restart", "new": True})
    assert told[-1]["setup"]["seed"] == 1
    rooms.do({"room": "a", "do": "code"})
    assert "def build(" in told[-1]["code"]
    rooms.do({"room": "a", "do": "close"})
    before = len(told)
    rooms.do({"room": "a", "do": "step"})
    assert len(told) == before


@pytest.mark.parametrize(
    "request_",
    [
        {"do": "change", "changes": {"layers": [{"nodes": 4000}]}},
        {"do": "change", "changes": {"layers": "x"}},
        {"do": "change", "changes": {"layers": [{"knots": 3}]}},
        {"do": "change", "changes": {"nothing": 1}},
        {"do": "change", "changes": {"learning_rate": "high"}},
        {"do": "change", "changes": {"data": "own"}},
        {"do": "change"},
        {"do": "edit", "layer": 0, "source": 0, "node": 0, "value": "x"},
        {"do": "edit", "layer": 0, "source": 0, "node": 0, "value": 1e99},
        {"do": "cut", "layer": 0},
        {"do": "open", "anew": True, "link": "data=own"},
        {"do": "open", "anew": True, "link": "data=own", "table": "/nowhere.csv", "target": "y"},
    ],
)
def test_what_cannot_be_done_is_told_and_the_room_stays(rooms, told, request_) -> None:
    rooms.do({"room": "a", **request_})
    assert told[-1]["kind"] == "refused"
    rooms.do({"room": "a", "do": "step"})
    assert told[-1]["kind"] == "frame"


def test_rooms_that_play_take_turns_and_stop_where_they_were_told(rooms, told) -> None:
    rooms.do({"room": "b", "do": "open", "link": "data=digits&layers=64-relu,64-relu&rows=2000"})
    rooms.do({"room": "a", "do": "play", "speed": "fast", "until": 4})
    rooms.do({"room": "b", "do": "play", "speed": "fast"})
    for _ in range(40):
        rooms.train()
    frames = [one for one in told if one["kind"] == "frame"]
    last = {one["room"]: one for one in frames}
    heard = {one["epoch"] for one in frames if one["room"] == "a"}
    for one in frames:
        if one["room"] == "a" and "passed" in one:
            heard |= set(range(one["passed"]["from"], one["passed"]["from"] + len(one["passed"]["loss"])))
    assert heard == {0, 1, 2, 3, 4}
    assert (last["a"]["epoch"], last["a"]["playing"]) == (4, False)
    assert rooms.playing[0].name == "b"
    assert rooms.playing[0].training.now.steps > 0
    assert last["a"]["signs"] is not None


def test_the_process_answers_by_lines_and_ends_with_its_input() -> None:
    asked = [
        {"room": "a", "do": "open", "link": "data=clouds"},
        {"room": "a", "do": "epoch"},
        {"room": "a", "do": "fly"},
    ]
    command = [sys.executable, "-m", "hanpan.modeling.networks.room.process"]
    lines = "\n".join(["no json", *map(json.dumps, asked)])
    done = subprocess.run(
        command, input=lines, env=child_environment(), capture_output=True, text=True, timeout=60, check=True
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["kind"] for one in answers] == ["whole", "frame"]
    assert "keras" not in done.stderr


def test_presets_open_by_their_links(rooms, told) -> None:
    from hanpan.doors.telling.network_view.view import choices

    for one, preset in zip(choices()["presets"], PRESETS, strict=True):
        rooms.do({"room": one["name"], "do": "open", "link": one["link"]})
        assert told[-1]["setup"]["data"] == preset.setup.data


def test_a_network_of_the_board_opens_where_it_answers_and_trains_on(rooms, told, tmp_path) -> None:
    found = made_recording("sklearn:iris", "target", epochs=4)
    place = tmp_path / keep_recording(found, tmp_path)
    place = tmp_path / "checkpoints" / place.name
    rooms.do({"room": "b", "do": "open", "link": "", "recording": str(place)})
    whole = told[-1]
    assert (whole["kind"], whole["now"]["epoch"], whole["ground"]["target"]) == ("whole", found.chosen, "target")
    assert [epoch for epoch, _ in whole["frames"]] == found.epochs[:-1]
    rooms.do({"room": "b", "do": "epoch"})
    assert told[-1]["epoch"] == found.chosen + 1
    rooms.do({"room": "c", "do": "open", "link": whole["link"], "recording": str(place)})
    assert told[-1]["now"]["weights"] == whole["now"]["weights"]
    place.write_bytes(place.read_bytes()[:200])
    rooms.do({"room": "d", "do": "open", "link": "", "recording": str(place)})
    assert told[-1]["kind"] == "refused"


def test_code_of_ones_own_opens_on_what_fits_it(rooms, told, tmp_path) -> None:
    code = tmp_path / "a.py"
    code.write_text("keras.Sequential([L.Input((4,)), L.Dense(5, 'relu'), L.Dense(3, 'softmax')])", "utf-8")
    iris = {"table": "sklearn:iris", "target": "target"}
    rooms.do({"room": "b", "do": "open", "link": "data=own&hide=share", "network": str(code), **iris})
    assert (told[-1]["widths"], told[-1]["setup"]["hide"]) == ([4, 5, 3], ("share",))
    rooms.do({"room": "c", "do": "open", "link": "", "network": str(code)})
    assert (told[-1]["kind"], told[-1]["key"]) == ("refused", "room_no_toy")

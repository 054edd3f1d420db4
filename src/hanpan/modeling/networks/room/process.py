"""The process in which rooms train: ``python -m hanpan.modeling.networks.room.process``.

A line in is one request as JSON, a line out one answer; both name their room. Rooms that play take turns, so that a
large one never keeps a small one waiting. It ends when nobody speaks to it any more.
"""

from __future__ import annotations

import contextlib
import json
import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TextIO

from hanpan.foundation.budget import CLOCK
from hanpan.foundation.errors import HanpanError, UsageError
from hanpan.foundation.files import from_json
from hanpan.modeling.networks.room import wire
from hanpan.modeling.networks.room.ground import RoomGround
from hanpan.modeling.networks.room.links import from_link
from hanpan.modeling.networks.room.opening.own import open_network
from hanpan.modeling.networks.room.recorded.recording import Recording
from hanpan.modeling.networks.room.setup import OWN, RoomLayer, Setup
from hanpan.modeling.networks.room.training import RoomStep, Training

FRAMES = 40  # a second and a room at most
SPEEDS = {"slow": 3, "step": 40, "fast": 0}  # steps a second; 0: as many as there is time for
MOST_EPOCHS = 20_000  # nobody looks any more
_SLICE = 0.015  # seconds a room trains before others have their turn
_ALL_FRAMES = 600  # a second of all rooms together: where a class plays, each is drawn a little less often
_BYTES = 400_000  # of frames a second and a room: large networks are drawn less often
_SPARING = 4  # frames take a fifth of the time at most
_SIGNS = 0.7  # seconds between looks at what stands out

Request = dict[str, Any]
Aside = Callable[[Callable[[], Callable[[], None]]], None]


@dataclass
class Room:
    """One training, whether it plays, and when it was last drawn."""

    name: str
    training: Training
    playing: bool = False
    speed: str = "step"
    drawn: float = 0.0
    looked: float = 0.0
    due: float = 0.0  # when the next step is
    until: int = MOST_EPOCHS
    last: RoomStep | None = None
    cost: float = 0.0  # seconds that the last frame took to make
    shown: int = 0  # the epoch of the last frame

    def pause(self, playing: int) -> float:
        """Seconds between frames where so many rooms play."""
        return max(1 / FRAMES, playing / _ALL_FRAMES, 8 * len(self.training.flat) / _BYTES, _SPARING * self.cost)


class Rooms:
    """All rooms of a studio.

    Parameters
    ----------
    tell
        Takes an answer.
    aside
        Does what takes long (reading a table) somewhere else, and then what that gave back here; at once if not given.

    Examples
    --------
    >>> told = []
    >>> rooms = Rooms(told.append)
    >>> rooms.do({"room": "a", "do": "open", "link": "data=xor"})
    >>> rooms.do({"room": "a", "do": "step"})
    >>> [(one["kind"], one["now"]["step"] if "now" in one else one["step"]) for one in told]
    [('whole', 0), ('frame', 1)]
    """

    def __init__(self, tell: Callable[[dict[str, Any]], None], aside: Aside | None = None) -> None:
        self._tell = tell
        self._aside = aside or (lambda work: work()())
        self._rooms: dict[str, Room] = {}

    @property
    def playing(self) -> list[Room]:
        """Rooms that train by themselves."""
        return [room for room in self._rooms.values() if room.playing]

    def do(self, request: Request) -> None:
        """Do what is asked; what cannot be done is told."""
        name, verb = str(request.get("room", "")), str(request.get("do", ""))
        try:
            if verb == "open":
                self._open(name, request)
            elif name in self._rooms and verb in _VERBS:
                _VERBS[verb](self, self._rooms[name], request)
        except HanpanError as error:
            self._refuse(name, error)
        except (TypeError, ValueError, KeyError, IndexError):  # a request that no view of ours sends
            self._tell({"room": name, "kind": "refused", "error": "UsageError", "key": "room_request", "fields": {}})

    def train(self) -> float:
        """Give the room that waits longest its turn; seconds until the next is due."""
        playing = self.playing
        if not playing:
            return 60.0
        room = min(playing, key=lambda one: one.due)
        if room.due <= CLOCK.now():
            self._turn(room)
        return max(0.0, min((one.due for one in self.playing), default=CLOCK.now() + 60) - CLOCK.now())

    def _turn(self, room: Room) -> None:
        pace, end = SPEEDS[room.speed], CLOCK.now() + _SLICE
        if pace:
            room.last = room.training.step()
            room.due = max(room.due + 1 / pace, CLOCK.now() - 0.2)
        else:
            while CLOCK.now() < end and room.training.broken is None and room.training.now.epoch < room.until:
                room.last = room.training.step()
            room.due = CLOCK.now()
        if room.training.broken is not None or room.training.now.epoch >= room.until:
            room.playing = False
        if not room.playing or CLOCK.now() - room.drawn >= room.pause(len(self.playing)) - 0.004:
            self._draw(room)

    def _draw(self, room: Room) -> None:
        room.drawn = CLOCK.now()
        told = not room.playing or room.drawn - room.looked > _SIGNS
        if told:
            room.looked = room.drawn
        slow = room.speed == "slow" or not room.playing
        step, since, room.shown = room.last if slow else None, room.shown, room.training.now.epoch
        self._say(room, wire.frame(room.training, playing=room.playing, step=step, told=told, since=since))
        room.cost = 0.0 if told else CLOCK.now() - room.drawn

    def _say(self, room: Room, told: dict[str, Any]) -> None:
        self._tell({"room": room.name, **told})

    def _open(self, name: str, request: Request) -> None:
        if name in self._rooms and not request.get("anew"):
            self._whole(self._rooms[name], request)
            return
        if request.get("network") or request.get("recording") or _on_own(request):
            self._aside(lambda: self._done(name, lambda: self._begin(name, _given(request))))
        else:
            linked = from_link(str(request.get("link", "")))
            self._begin(name, Training(linked.setup, None, linked.weights))()

    def _begin(self, name: str, training: Training) -> Callable[[], None]:
        """A room made; what comes back puts it in its place."""
        room = Room(name, training)

        def put() -> None:
            self._rooms[name] = room
            self._whole(room, {})

        return put

    def _done(self, name: str, make: Callable[[], Callable[[], None]]) -> Callable[[], None]:
        """What is left to do after something was made aside: to put it in its place, or to tell why not."""
        try:
            return make()
        except HanpanError as error:
            refused = error
            return lambda: self._refuse(name, refused)

    def _refuse(self, name: str, error: HanpanError) -> None:
        fields = {key: value if isinstance(value, int | float) else str(value) for key, value in error.fields.items()}
        self._tell({"room": name, "kind": "refused", "error": type(error).__name__, "key": error.key, "fields": fields})

    def _whole(self, room: Room, request: Request) -> None:
        del request
        room.shown = room.training.now.epoch
        self._say(room, wire.whole(room.training, playing=room.playing))

    def _play(self, room: Room, request: Request) -> None:
        speed = str(request.get("speed", room.speed))
        room.speed = speed if speed in SPEEDS else room.speed
        room.until = min(MOST_EPOCHS, int(request.get("until") or MOST_EPOCHS))
        room.playing = room.training.broken is None and room.training.now.epoch < room.until
        room.due = CLOCK.now()
        self._draw(room)

    def _pause(self, room: Room, request: Request) -> None:
        del request
        room.playing = False
        self._draw(room)

    def _step(self, room: Room, request: Request) -> None:
        del request
        room.playing = False
        room.last = room.training.step()
        self._draw(room)

    def _epoch(self, room: Room, request: Request) -> None:
        del request
        room.playing, room.last = False, None
        room.training.run_epoch()
        self._draw(room)

    def _back(self, room: Room, request: Request) -> None:
        room.playing, room.last = False, None
        room.training.back()
        self._whole(room, request)

    def _change(self, room: Room, request: Request) -> None:
        room.training.change(**_changes(request["changes"]))
        room.last = None
        if request.get("restart"):
            room.training.restart()
        self._whole(room, request)

    def _edit(self, room: Room, request: Request) -> None:
        layer, source, node = (int(request[name]) for name in ("layer", "source", "node"))
        room.training.edit(layer, source, node, float(request["value"]))
        room.last = None
        self._whole(room, request)

    def _cut(self, room: Room, request: Request) -> None:
        room.training.cut(*(int(request[name]) for name in ("layer", "source", "node")))
        room.last = None
        self._whole(room, request)

    def _restart(self, room: Room, request: Request) -> None:
        room.playing, room.last = False, None
        room.training.restart(new=bool(request.get("new")))
        self._whole(room, request)

    def _code(self, room: Room, request: Request) -> None:
        from hanpan.modeling.networks.room.keras_code import keras_code

        self._say(room, {"kind": "code", "code": keras_code(room.training, str(request.get("title", ""))[:200])})

    def _close(self, room: Room, request: Request) -> None:
        del request
        del self._rooms[room.name]


_VERBS: dict[str, Callable[[Rooms, Room, Request], None]] = {
    name: getattr(Rooms, f"_{name}")
    for name in ("whole", "play", "pause", "step", "epoch", "back", "change", "edit", "cut", "restart", "code", "close")
}


def _changes(told: Request) -> dict[str, Any]:
    """Changes of a setup from plain values."""
    made: dict[str, Any] = {}
    known = {item.name: type(getattr(Setup(), item.name)) for item in fields(Setup)}
    for name, value in dict(told).items():
        if name not in known:
            raise UsageError("room_setup", name=str(name)[:40], value=str(value)[:40], choices=", ".join(known))
        if name == "layers":
            made[name] = tuple(RoomLayer(**layer) for layer in value)
        elif name == "cut":
            made[name] = frozenset((int(a), int(b), int(c)) for a, b, c in value)
        elif known[name] is tuple:
            made[name] = tuple(map(str, value))
        else:
            made[name] = float(value) if known[name] is float and isinstance(value, int) else value
    return made


def _on_own(request: Request) -> bool:
    """Whether the link asks for the person's own table."""
    return from_link(str(request.get("link", ""))).setup.data == OWN


def _given(request: Request) -> Training:
    """A training on what takes a moment to read: one's own table, one's own network, a network of the board."""
    linked = from_link(str(request.get("link", "")))
    if request.get("network"):
        return _of_file(request, linked.setup)
    if request.get("recording"):
        found = from_json(Path(str(request["recording"])).read_bytes(), Recording)
        known = found.training(found.chosen)
        changed = linked.weights is not None and linked.setup.data == OWN
        return Training(linked.setup, known.ground, linked.weights) if changed else known
    return Training(linked.setup, _own(request, linked.setup), linked.weights)


def _of_file(request: Request, setup: Setup) -> Training:
    """One's own network on the table in hand, if there is one and it fits, else on the toy set that does."""
    found = open_network(Path(str(request["network"])))
    if not request.get("table") or setup.data != OWN:
        linked = found.on_toys()
        return Training(replace(linked.setup, hide=setup.hide), None, linked.weights)
    ground = _own(request, setup)
    linked = found.on(ground)
    return Training(replace(linked.setup, share=setup.share, hide=setup.hide), ground, linked.weights)


def _own(request: Request, setup: Setup) -> RoomGround:
    from hanpan.modeling.networks.room.table import read_ground

    table, target = str(request.get("table", "")), str(request.get("target", ""))
    if not table or not target:
        raise UsageError("room_setup", name="data", value=OWN, choices="hanpan studio TABLE")
    return read_ground(table, target, setup)


def main(source: TextIO, to: TextIO) -> None:
    """Listen and train until the source ends."""
    asked: queue.Queue[Request | Callable[[], None] | None] = queue.Queue()

    def listen() -> None:
        for line in source:
            with contextlib.suppress(ValueError):
                asked.put(json.loads(line))
        asked.put(None)

    def tell(answer: dict[str, Any]) -> None:
        to.write(json.dumps(answer, separators=(",", ":")) + "\n")
        to.flush()

    def aside(work: Callable[[], Callable[[], None]]) -> None:
        threading.Thread(target=lambda: asked.put(work()), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    rooms, wait = Rooms(tell, aside), 60.0
    while True:
        with contextlib.suppress(queue.Empty):
            request = asked.get(timeout=wait) if wait > 0 else asked.get_nowait()
            if request is None:
                return
            if callable(request):
                request()
            else:
                rooms.do(request)
        wait = 0.0 if not asked.empty() else rooms.train()


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)

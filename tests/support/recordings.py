"""A recorded training for tests: what a run leaves beside a study, without training anything on a board."""

from pathlib import Path

from hanpan.foundation.files import to_json
from hanpan.insights.watching.record import CHECKPOINTS, RECORDING
from hanpan.modeling.networks.room.links import pack, to_link
from hanpan.modeling.networks.room.recorded.recording import Recording
from hanpan.modeling.networks.room.setup import RoomLayer, Setup
from hanpan.modeling.networks.room.table import read_ground
from hanpan.modeling.networks.room.training import CURVES, Training


def made_recording(table: object, target: str, epochs: int = 6) -> Recording:
    """Of a small network that learnt in the room."""
    setup = Setup(data="own", layers=(RoomLayer(nodes=4, activation="relu"), RoomLayer(nodes=3)))
    training = Training(setup, ground := read_ground(table, target, setup))
    for _ in range(epochs):
        training.run_epoch()
    return Recording(
        setup=to_link(setup),
        columns=list(ground.columns),
        labels=list(ground.labels),
        target=ground.target,
        centre=list(ground.centre),
        scale=list(ground.scale),
        target_centre=ground.target_centre,
        target_scale=ground.target_scale,
        pixels=[],
        rows=(len(ground.x), len(ground.x_valid)),
        epochs=[epoch for epoch, _ in training.kept],
        weights=[pack(flat) for _, flat in training.kept],
        chosen=epochs - 1,
        **{name: pack(getattr(ground, name).ravel()) for name in ("x", "y", "x_valid", "y_valid")},
        **{name: getattr(training.curves, name) for name in CURVES},
    )


def keep_recording(recording: Recording, folder: Path) -> str:
    """Put it where a run puts it; the name that ``WatchedTraining`` tells."""
    place = folder / CHECKPOINTS / f"network-a{RECORDING}"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(to_json(recording))
    return place.name

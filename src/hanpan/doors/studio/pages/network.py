"""The network room: a small network built, trained and looked into, on toy data or on one's own table."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from nicegui import ui

from hanpan.doors.studio.desk.rooms import new_room, room_name
from hanpan.doors.studio.parts import heading, link, paragraph
from hanpan.doors.studio.visit import Visit
from hanpan.doors.telling.network_view.view import choices, script, view_texts, worded
from hanpan.modeling.networks.room.setup import OWN, Setup

_LINKED = (*Setup.__dataclass_fields__, "weights")  # parts of a link, as ``room.links`` writes it
_VERBS = frozenset(
    ("open", "whole", "play", "pause", "step", "epoch", "back", "change", "edit", "cut", "restart", "code")
)


def show(visit: Visit) -> None:
    """The room that the address names, or a new one as its link says."""
    room = room_name(visit.query.get("room", ""))
    if not room:
        ui.navigate.to(visit.here(room=new_room()))
        return
    heading(1, visit.text("room.title"))
    paragraph(visit.text("room.lead"), "lead")
    table = _own(visit)
    _ways(visit, table)
    ui.add_head_html(f"<script>{script()}</script>")
    view = ui.element("hanpan-network").props("live").classes("wide")
    if visit.query.get("work"):
        view.props["base"] = urlencode({"work": visit.query["work"]})
    _join(visit, room, view, table)


def _ways(visit: Visit, table: dict[str, str]) -> None:
    """From toys to one's own table and back."""
    if not table:
        return
    with ui.element("p"):
        if visit.query.get("data") == OWN:
            link(visit.text("room.page.toys"), visit.to("network"))
        else:
            link(
                visit.text("room.page.own"), visit.to("network", data=OWN, layers="8-relu,4-relu", learning_rate="0.01")
            )
    if visit.query.get("data") == OWN:
        paragraph(visit.text("room.page.columns"), "small")


def _own(visit: Visit) -> dict[str, str]:
    """The table in hand and its target; empty where there is none."""
    work = visit.work
    target = work.card().problem.target if work else None
    return {"table": work.told.table, "target": target} if work and target else {}


def _join(visit: Visit, room: str, view: ui.element, table: dict[str, str]) -> None:
    """Between the page and the room: what it tells in words of the language, what the person does as requests."""
    rooms, client = visit.studio.rooms, ui.context.client
    opening = {"do": "open", "link": _link(visit), **table}

    def tell(told: dict[str, Any]) -> None:
        if told["kind"] == "gone":
            view.run_method("take", {"kind": "refused", "message": visit.text("room.page.gone")})
        else:
            view.run_method("take", worded(told, visit.words))

    async def act(event: Any) -> None:
        asked = event.args.get("detail", event.args) if isinstance(event.args, dict) else {}
        if isinstance(asked, dict) and asked.get("do") in _VERBS:
            own = {name: value for name, value in asked.items() if name not in ("room", "table", "target")}
            await rooms.ask(room, {**own, **(table if own["do"] == "open" else {})})

    async def begin() -> None:
        view.run_method("begin", view_texts(visit.language), choices())
        await rooms.ask(room, opening)

    view.on("act", act, args=["detail"])
    leave = rooms.look(room, tell)
    client.on_connect(begin)
    client.on_delete(leave)


def _link(visit: Visit) -> str:
    """The part of the address that is a network's."""
    return urlencode({name: visit.query[name] for name in _LINKED if name in visit.query})

"""The network room: a small network built, trained and looked into, on toy data or on one's own table."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from nicegui import run, ui

from hanpan.doors.studio.desk.answers import with_problem
from hanpan.doors.studio.desk.looking import dataset_of
from hanpan.doors.studio.desk.networks import recorded_network
from hanpan.doors.studio.desk.rooms import new_room, room_name
from hanpan.doors.studio.desk.works import StudioWork
from hanpan.doors.studio.dropping import dropping, receiving
from hanpan.doors.studio.parts import button, choice, heading, later, link, paragraph, section, tag, title, writing
from hanpan.doors.studio.visit import Visit
from hanpan.doors.telling.network_view.view import choices, script, view_texts, worded
from hanpan.doors.telling.words import short
from hanpan.modeling.networks.room.opening.own import KERAS
from hanpan.modeling.networks.room.setup import OWN, Setup

_LINKED = (*Setup.__dataclass_fields__, "weights")  # parts of a link, as ``room.links`` writes it
_VERBS = frozenset(
    ("open", "whole", "play", "pause", "step", "epoch", "back", "change", "edit", "cut", "restart", "code")
)
_FILES = ("room", "table", "target", "network", "recording")  # what the page says, never the browser
_BEGINNING = {"layers": "8-relu,4-relu", "learning_rate": "0.01"}  # on a table of one's own
BOARD = "board"  # the network of the work's study, as ``?from=``


def show(visit: Visit) -> None:
    """The room that the address names, or a new one as its link says."""
    room = room_name(visit.query.get("room", ""))
    if not room:
        ui.navigate.to(visit.here(room=new_room()))
        return
    title(visit.text("room.title"))
    paragraph(visit.text("room.lead"), "lead")
    table = _own(visit)
    if visit.query.get("data") == OWN and visit.work is not None and not table:
        _asking(visit, visit.work)
        return
    _ways(visit, table)
    ui.add_head_html(f"<script>{script()}</script>")
    view = ui.element("hanpan-network").props("live").classes("wide")
    base = {name: visit.query[name] for name in ("work", "from") if visit.query.get(name)}
    if base:
        view.props["base"] = urlencode(base)
    _join(visit, room, view, table)


def _ways(visit: Visit, table: dict[str, str]) -> None:
    """From toys to one's own table and network, and back; a lesson that hides the data leads nowhere."""
    if "data" in visit.query.get("hide", "").split(","):
        return
    receiving()
    own, board = visit.query.get("data") == OWN, recorded_network(visit.work.study) if visit.work else None
    from_board = visit.query.get("from") == BOARD
    with ui.element("p").classes("choices"):
        if own or from_board:
            link(visit.text("room.page.toys"), visit.to("network"))
        if table and not own:
            link(visit.text("room.page.own"), visit.to("network", data=OWN, **_BEGINNING))
        if board is not None and not from_board:
            link(visit.text("room.page.board"), visit.to("network", **{"from": BOARD}))
    if own or from_board:
        paragraph(visit.text(f"room.page.{'recorded' if from_board else 'columns'}"), "small")
    with ui.element("details").classes("bring"):
        tag("summary", visit.text("room.page.bring"))
        with ui.element("div").classes("ways"):
            _bringing(visit, table)


def _bringing(visit: Visit, table: dict[str, str]) -> None:
    """A table, a Keras file, or code of one's own."""
    with ui.element("div").classes("way"):
        heading(2, visit.text("room.page.table"))
        paragraph(visit.text("room.page.table_lead"), "small")
        to = urlencode({"data": OWN, **_BEGINNING})
        dropping(visit, visit.text("room.page.choose_table"), page=f"/network?{to}&work=")
    on = {"work": visit.query["work"], "data": OWN} if table else {}
    with ui.element("div").classes("way"):
        heading(2, visit.text("room.page.keras"))
        paragraph(visit.text("room.page.keras_table" if table else "room.page.keras_toys", **table), "small")
        page = f"/network?{urlencode(on)}&network="
        label = visit.text("room.page.choose_keras")
        dropping(visit, label, to="/receive/network", page=page, accept=KERAS)
    told = {"code": ""}

    async def opened() -> None:
        if told["code"].strip():
            name = await run.io_bound(visit.studio.works.networks.keep, told["code"])
            ui.navigate.to(f"/network?{urlencode({**on, 'network': name})}")

    with ui.element("div").classes("way"):
        heading(2, visit.text("room.page.code"))
        paragraph(visit.text("room.page.code_lead"), "small")
        writing(visit.text("room.page.code_text"), "", lambda value: told.update(code=value), rows=4)
        button(visit.text("room.page.code_open"), opened)


def _asking(visit: Visit, work: StudioWork) -> None:
    """Which column is to be predicted; a table alone says nothing of that."""

    def drawn(columns: list[str]) -> None:
        told = {"target": columns[-1]}

        def chosen() -> None:
            work.keep(with_problem(work.card(), target=told["target"]), visit.language)
            ui.navigate.to(visit.here())

        with ui.element("div").classes("form"):
            among = {name: short(name) for name in columns}
            choice(visit.text("room.page.target"), among, columns[-1], lambda name: told.update(target=name))
        button(visit.text("room.page.target_go"), chosen, "main")

    with section():
        later(visit, lambda: [one.name for one in dataset_of(work).schema.columns], drawn)


def _own(visit: Visit) -> dict[str, str]:
    """The table in hand and its target; empty where there is none."""
    work = visit.work
    target = work.card().problem.target if work else None
    return {"table": work.told.table, "target": target} if work and target else {}


def _files(visit: Visit) -> dict[str, str]:
    """The network that the address names: one that was brought, or that of the study."""
    brought = visit.studio.works.networks.find(visit.query.get("network", ""))
    if brought is not None:
        return {"network": str(brought)}
    board = recorded_network(visit.work.study) if visit.work and visit.query.get("from") == BOARD else None
    return {} if board is None else {"recording": str(board)}


def _join(visit: Visit, room: str, view: ui.element, table: dict[str, str]) -> None:
    """Between the page and the room: what it tells in words of the language, what the person does as requests."""
    rooms, client = visit.studio.rooms, ui.context.client
    opening = {"do": "open", "link": _link(visit), **table, **_files(visit)}

    def tell(told: dict[str, Any]) -> None:
        if told["kind"] == "gone":
            view.run_method("take", {"kind": "refused", "message": visit.text("room.page.gone")})
        else:
            view.run_method("take", worded(told, visit.words))

    async def act(event: Any) -> None:
        asked = event.args.get("detail", event.args) if isinstance(event.args, dict) else {}
        if isinstance(asked, dict) and asked.get("do") in _VERBS:
            own = {name: value for name, value in asked.items() if name not in _FILES}
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

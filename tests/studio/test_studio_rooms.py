"""The process behind the network rooms: who looks hears, a room outlives its page, and a dead process is begun anew."""

import asyncio
import os
import signal

from hanpan.doors.studio.desk.rooms import NetworkRooms, new_room, room_name

LINK = "data=xor&layers=3-tanh"


async def heard(told: list[dict], kind: str) -> dict:
    """The next message of a kind."""
    for _ in range(1200):
        for place, one in enumerate(told):
            if one["kind"] == kind:
                return told.pop(place)
        await asyncio.sleep(0.05)
    raise AssertionError(f"no {kind} in {[one['kind'] for one in told]}")


def walked(walk) -> None:
    async def go() -> None:
        rooms = NetworkRooms()
        try:
            await walk(rooms)
        finally:
            await rooms.close()

    asyncio.run(go())


def test_a_room_outlives_its_page() -> None:
    async def walk(rooms: NetworkRooms) -> None:
        told: list[dict] = []
        leave = rooms.look("a" * 8, told.append)
        await rooms.ask("a" * 8, {"do": "open", "link": LINK})
        await heard(told, "whole")
        await rooms.ask("a" * 8, {"do": "epoch"})
        await heard(told, "frame")
        leave()
        later: list[dict] = []
        rooms.look("a" * 8, later.append)
        await rooms.ask("a" * 8, {"do": "open", "link": LINK})
        whole = await heard(later, "whole")
        assert (whole["now"]["epoch"], whole["now"]["playing"], told) == (1, False, [])

    walked(walk)


def test_a_process_that_died_is_begun_anew_and_said_so() -> None:
    async def walk(rooms: NetworkRooms) -> None:
        told: list[dict] = []
        rooms.look("b" * 8, told.append)
        await rooms.ask("b" * 8, {"do": "open", "link": LINK})
        await heard(told, "whole")
        first = rooms.pid
        os.kill(first, signal.SIGKILL)
        await heard(told, "gone")
        assert (await heard(told, "whole"))["now"]["epoch"] == 0
        assert rooms.pid != first

    walked(walk)


def test_names_of_rooms_are_names_and_nothing_else() -> None:
    assert room_name(new_room())
    assert not any(map(room_name, ("", "short", "../../etc/passwd", "a" * 65, "<script>alert", "a b c d e f")))

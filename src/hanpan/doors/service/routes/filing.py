"""``/v1/models/NAME/file``: a file of rows in, the same rows with their predictions back.

The file is read and answered in a process apart: whatever is in it, the service goes on. Nothing of it is kept but the
counts of its rows, for the watch.
"""

from __future__ import annotations

import base64
import json
import tempfile
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from hanpan.deployment.counting.counts import Counts
from hanpan.doors.service.desk import Desk
from hanpan.doors.service.refusals import Refused, answer
from hanpan.foundation.apart import Died, work_apart
from hanpan.foundation.errors import HanpanError

MOST_SECONDS = 90
WORKBOOKS = (".xlsx", ".xls")
ENDINGS = (".csv", ".tsv", ".txt", *WORKBOOKS)
_LONGEST = 100  # letters of a name that are told back


async def file(request: Request) -> Response:
    """Predictions of a file."""
    desk = Desk.of(request)
    served = desk.served(request)
    name = request.query_params.get("name", "")[-_LONGEST:]
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise Refused(422, "file_ending", name=name, endings=", ".join(ENDINGS), problems=[])
    content, language = await desk.body(request), desk.language(request)
    asked: dict[str, Any] = {
        "model": served.name,
        "file": f"table{ending}",  # never the name that came: it could be a path
        "out": "out.xlsx" if ending in WORKBOOKS else "out.csv",
        "most": desk.options.file_rows,
        "language": language,
    }

    def work() -> tuple[dict[str, Any], Counts]:
        return _scored(desk.shelf.content(served), content, asked, name)

    async with desk.work.place():
        told, counts = await desk.work.file(work)
    desk.filed(request, served, counts)
    made = f"{Path(name).stem}.predictions{Path(asked['out']).suffix}"
    return answer({"model": served.name, "version": served.version, "name": made, **told})


def _scored(model: bytes, content: bytes, asked: dict[str, Any], name: str) -> tuple[dict[str, Any], Counts]:
    """What the process apart answered, and the rows summed up.

    Raises
    ------
    HanpanError
        The table is refused.
    Refused
        422: reading it took too much time or memory.
    """
    with tempfile.TemporaryDirectory(prefix="hanpan-file-") as place:
        folder = Path(place)
        (folder / "model").write_bytes(model)
        (folder / asked["file"]).write_bytes(content)
        (folder / "asked").write_text(json.dumps(asked), "utf-8")
        try:
            work_apart("hanpan.doors.service.processes.filing_child", folder, seconds=MOST_SECONDS)
        except HanpanError as error:
            raise _called(error, str(folder / asked["file"]), name) from error
        except Died as died:
            code = "file_late" if died.late else "file_died"
            raise Refused(422, code, name=name, seconds=MOST_SECONDS, problems=[]) from died
        told: dict[str, Any] = json.loads((folder / "told.json").read_text("utf-8"))
        content = (folder / asked["out"]).read_bytes()
        counts = msgspec.json.decode((folder / "counts.json").read_bytes(), type=Counts)
        return {**told, "content": base64.b64encode(content).decode("ascii")}, counts


def _called(error: HanpanError, path: str, name: str) -> HanpanError:
    """A refusal that calls the file by the name it came under."""
    told = {key: value.replace(path, name) if isinstance(value, str) else value for key, value in error.fields.items()}
    return type(error)(error.key, **told)

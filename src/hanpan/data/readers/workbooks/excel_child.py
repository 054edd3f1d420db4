"""Run as ``python -m hanpan.data.readers.workbooks.excel_child FOLDER``: one table of a workbook as an Arrow file.

The folder holds ``book`` and ``asked`` (JSON), and gets ``out``.
"""

from __future__ import annotations

import json
from pathlib import Path

from hanpan.data.readers.workbooks.workbook import Wanted, read_workbook
from hanpan.foundation.apart import answer_apart

MOST_MEMORY = 6 << 30
MOST_SECONDS = 300


def read(folder: Path) -> None:
    """Read the workbook and write the table."""
    import pyarrow as pa

    table = read_workbook(folder / "book", Wanted(**json.loads((folder / "asked").read_text("utf-8"))))
    with pa.OSFile(str(folder / "out"), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


if __name__ == "__main__":
    raise SystemExit(answer_apart(read, memory=MOST_MEMORY, seconds=MOST_SECONDS))

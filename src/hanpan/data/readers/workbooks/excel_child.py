"""Run as ``python -m hanpan.data.readers.workbooks.excel_child FOLDER``: one table of a workbook as an Arrow file.

The folder holds ``book`` and ``asked`` (JSON), and gets ``out``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from hanpan.data.readers.workbooks.workbook import Asked, read_workbook
from hanpan.foundation.errors import HanpanError

MOST_MEMORY = 6 << 30
REFUSED = 4  # the exit status where ``out`` holds the reason


def main(folder: str) -> int:
    """Read and write; the exit status tells how it went."""
    _limit_memory()
    import pyarrow as pa

    book, asked, out = (Path(folder, name) for name in ("book", "asked", "out"))
    try:
        table = read_workbook(book, Asked(**json.loads(asked.read_text("utf-8"))))
    except HanpanError as error:
        out.write_text(json.dumps([type(error).__name__, error.key, error.fields]), "utf-8")
        return REFUSED
    with pa.OSFile(str(out), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))

"""Notebooks of the course executed as Jupyter executes them; what their exercises say, open and answered."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hanpan.doors.course.days import DAYS
from hanpan.doors.course.lesson import read_lesson

# Most of a notebook's time goes to compiling small networks: the compiler may leave them slow.
QUICK_TO_COMPILE = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"
CHECK = re.compile(r'^course\.check\("(\w+)", .*\)$', re.MULTILINE)


@contextmanager
def kernel() -> Iterator[Callable[[Path, str], Any]]:
    """What runs notebooks one after another in one process, which imports and compiles once for all of them."""
    import nbformat
    from nbclient import NotebookClient

    client = NotebookClient(nbformat.v4.new_notebook(), kernel_name="python3", timeout=180)

    def executed(path: Path, day: str) -> Any:
        """The notebook run from top to bottom without a name of those before, the answer behind each exercise."""
        client.nb = nbformat.read(path, as_version=4)
        nbformat.validate(client.nb)
        client.nb.cells = [cell for told in client.nb.cells for cell in (told, *_answered(told, day))]
        # Files that a lesson writes land beside the notebook.
        afresh = f"%reset -f\n%cd -q {path.parent}"
        client.nb.cells.insert(0, nbformat.v4.new_code_cell(afresh))
        return client.execute(cleanup_kc=False)

    with client.setup_kernel(env={**os.environ, "XLA_FLAGS": QUICK_TO_COMPILE}):
        yield executed


def checks(book: Any) -> list[tuple[str, bool, str]]:
    """(exercise, whether it is the answered one, what was said)."""
    found = []
    for cell in book.cells:
        named = CHECK.search(cell.source) if cell.cell_type == "code" else None
        if named:
            told = [output.data["text/plain"] for output in cell.outputs if output.output_type == "execute_result"]
            found.append((named[1], cell.metadata.get("answered", False), told[-1]))
    return found


def _answered(cell: Any, day: str) -> list[Any]:
    named = CHECK.search(cell.source) if cell.cell_type == "code" else None
    if not named:
        return []
    from nbformat.v4 import new_code_cell

    assert named[1] in DAYS[day]
    code = f"{read_lesson(named[1]).code_of('answer')}\n{named[0]}"
    return [new_code_cell(code, metadata={"answered": True})]

"""A Jupyter notebook, nbformat 4.5: a dozen lines of JSON, for which a library would be one more to install.

References
----------
https://nbformat.readthedocs.io/en/latest/format_description.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal, NamedTuple


class NotebookCell(NamedTuple):
    """Words or code."""

    kind: Literal["markdown", "code"]
    source: str


def notebook(cells: Iterable[NotebookCell]) -> str:
    """The document.

    Examples
    --------
    >>> json.loads(notebook([NotebookCell("code", "1 + 1")]))["cells"][0]["source"]
    ['1 + 1']
    """
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    written = [_cell(number, cell) for number, cell in enumerate(cells)]
    book = {"cells": written, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def _cell(number: int, cell: NotebookCell) -> dict[str, object]:
    told: dict[str, object] = {"cell_type": cell.kind, "id": f"cell-{number}", "metadata": {}}
    told["source"] = cell.source.splitlines(keepends=True)
    return told | ({"execution_count": None, "outputs": []} if cell.kind == "code" else {})

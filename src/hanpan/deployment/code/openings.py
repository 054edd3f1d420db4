"""Ways in which a table may be opened by pandas, the plainest first: as Python writes them, and as they are done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from hanpan.data.readers.text.separator import named_separator
from hanpan.deployment.code.pieces import Code, literal
from hanpan.foundation.errors import UsageError

_FIRST_LINES = 30  # of a file, among which its table may begin
_BUNDLED = "sklearn:"


@dataclass(frozen=True)
class Opening:
    """An expression that opens the table at ``path``, and what does the same.

    ``text``: whether its cells come as text; ``before``: statements that stand before it.
    """

    expression: str
    make: Callable[[str], pd.DataFrame]
    text: bool = False
    before: tuple[str, ...] = ()


def openings(source: str, form: str, decisions: dict[str, str], names: Sequence[str]) -> Iterator[Opening]:
    """Openings of a table that was read as ``form``, with the ``names`` of all its columns.

    Raises
    ------
    UsageError
        Nothing in pandas reads such a table.
    """
    if form == "csv":
        yield from _csv(decisions, names)
    elif form == "sklearn":
        yield _bundled(source.removeprefix(_BUNDLED))
    elif form == "parquet":
        yield _called("read_parquet", {})
    elif form == "arrow":
        yield _called("read_feather", {})
    elif form == "json":
        plain = {"dtype": False, "convert_dates": False}
        yield _called("read_json", {"lines": True, **plain})
        yield _called("read_json", plain)
    elif form == "excel":
        yield _excel(decisions)
    else:
        raise UsageError("code_source", source=source, form=form)


def _called(name: str, settings: dict[str, Any], *, text: bool = False) -> Opening:
    """A reader of pandas with settings."""
    told = "".join(f", {key}={literal(value)}" for key, value in settings.items())
    given = {key: str if isinstance(value, Code) else value for key, value in settings.items()}
    return Opening(f"pd.{name}(path{told})", lambda path: getattr(pd, name)(path, **given), text=text)


def _csv(decisions: dict[str, str], names: Sequence[str]) -> Iterator[Opening]:
    settings: dict[str, Any] = {}
    told = decisions.get("separator", ",")
    if told == "space":
        settings["sep"] = r"\s+"
    elif told not in (",", "none"):
        settings["sep"] = named_separator(told)
    encoding = decisions.get("encoding", "utf-8")
    if encoding.lower() not in ("utf-8", "ascii"):
        settings["encoding"] = encoding
    settings |= {"dtype": Code("str"), "keep_default_na": False}
    yield _called("read_csv", settings, text=True)
    line = re.search(r"\d+", decisions.get("header", ""))
    lines = [int(line[0])] if line else []
    for above in dict.fromkeys([*lines, *range(1, _FIRST_LINES), 0]):
        found = {**settings, "header": None, "names": list(names), "skiprows": above}
        yield _called("read_csv", found, text=True)


def _bundled(name: str) -> Opening:
    lines = (
        f"bunch = load_{name}(as_frame=True)",
        "table = bunch.data.copy()",
        'table["target"] = bunch.target',
        'if "target_names" in bunch:',
        '    table["target"] = [str(bunch.target_names[code]) for code in bunch.target]',
    )

    def make(path: str) -> pd.DataFrame:
        from hanpan.data.readers import read_table

        return read_table(path).frame

    return Opening("table", make, before=lines)


def _excel(decisions: dict[str, str]) -> Opening:
    sheet: Any = decisions.get("sheet") or 0

    def make(path: str) -> pd.DataFrame:
        import fastexcel

        return fastexcel.read_excel(path).load_sheet(sheet).to_pandas()

    return Opening(f"fastexcel.read_excel(path).load_sheet({literal(sheet)}).to_pandas()", make)

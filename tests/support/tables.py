"""Tables made by chance, of every kind of column, and the files and frames that can carry them.

A column is a list of Python's values with ``None`` for gaps; ``text`` is how people write them in a file of text.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet

WORDS = ("서울", "부산", "대구", "A", "b c", "Été", "x;y", 'say "hi"', "없음", "1호", "<b>", "O'Neil")
SEOUL, UTC = dt.timezone(dt.timedelta(hours=9)), dt.UTC
DAY = dt.date(2021, 3, 1)


@dataclass(frozen=True)
class Made:
    """A column: its kind, its values, and how files of text write one."""

    kind: str
    values: list[Any]
    text: Callable[[Any], str] = str

    def rows(self, kept: list[int]) -> Made:
        """Some of its rows."""
        return Made(self.kind, [self.values[i] for i in kept], self.text)


Table = dict[str, Made]


def table(chance: random.Random, rows: int | None = None) -> Table:
    """A table of two to six columns and a target of two classes."""
    n = rows or chance.choice([12, 20, 40, 90])
    kinds = [chance.choice(list(KINDS)) for _ in range(chance.randint(2, 6))]
    made = {f"{kind}_{j}": KINDS[kind](chance, n) for j, kind in enumerate(kinds)}
    named = {_named(chance, name): _with_gaps(column, chance) for name, column in made.items()}
    return {**named, "y": Made("word", [chance.choice(["yes", "no"]) for _ in range(n - 2)] + ["yes", "no"])}


def some_rows(made: Table, kept: list[int]) -> Table:
    """The same table with some of its rows."""
    return {name: column.rows(kept) for name, column in made.items()}


def _named(chance: random.Random, name: str) -> str:
    return chance.choice([name, name, f" {name} ", f"{name} (단위)", f"열, {name}", f"“{name}”"])


def _with_gaps(column: Made, chance: random.Random) -> Made:
    share = chance.choice([0, 0, 0.05, 0.3])
    values = [None if chance.random() < share else value for value in column.values]
    return Made(column.kind, values if any(value is not None for value in values) else column.values, column.text)


def _whole(chance: random.Random, n: int) -> Made:
    low, high = chance.choice([(0, 9), (-50, 50), (0, 1), (1900, 2030), (10**6, 10**9), (0, 3 * 10**5)])
    return Made("whole", [chance.randint(low, high) for _ in range(n)])


def _float(chance: random.Random, n: int) -> Made:
    digits, scale = chance.randint(1, 6), 10 ** chance.randint(-3, 6)
    return Made("float", [round(chance.gauss(0, 1) * scale, digits) for _ in range(n)], repr)


def _thousands(chance: random.Random, n: int) -> Made:
    sign = chance.choice(["{:,}", "₩{:,}", "{:,}원", "${:,}"])
    return Made("thousands", [chance.randint(0, 10**7) for _ in range(n)], sign.format)


def _percent(chance: random.Random, n: int) -> Made:
    return Made("percent", [chance.randint(0, 1000) / 1000 for _ in range(n)], lambda v: f"{round(100 * v, 1)}%")


def _bool(chance: random.Random, n: int) -> Made:
    styles = [str, lambda v: str(v).upper(), lambda v: str(v).lower()]
    return Made("bool", [chance.random() < 0.5 for _ in range(n - 2)] + [True, False], chance.choice(styles))


def _word(chance: random.Random, n: int) -> Made:
    few = chance.sample(WORDS, chance.randint(2, 6))
    return Made("word", [chance.choice(few) for _ in range(n)])


def _code(chance: random.Random, n: int) -> Made:
    return Made("code", [f"{chance.randint(1, 99999):05d}" for _ in range(n)])


def _sentence(chance: random.Random, n: int) -> Made:
    return Made("sentence", [" ".join(chance.choices(WORDS, k=8)) + f" {i}" for i in range(n)])


def _date(chance: random.Random, n: int) -> Made:
    form = chance.choice(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y년 %m월 %d일", "%Y%m%d"])
    values = [DAY + dt.timedelta(days=chance.randrange(1500)) for _ in range(n)]
    return Made("date", values, lambda v: v.strftime(form))


def _time(chance: random.Random, n: int) -> Made:
    form = chance.choice(["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M:%S"])
    start = dt.datetime(2021, 3, 1)
    values = [start + dt.timedelta(seconds=chance.randrange(10**8)) for _ in range(n)]
    return Made("time", values, lambda v: v.strftime(form))


def _zoned(chance: random.Random, n: int) -> Made:
    zone = chance.choice([SEOUL, UTC, dt.timezone(dt.timedelta(hours=-3, minutes=-30))])
    start = dt.datetime(2021, 3, 1, tzinfo=zone)
    values = [start + dt.timedelta(seconds=chance.randrange(10**8)) for _ in range(n)]
    sep = chance.choice("T ")
    return Made("zoned", values, lambda v: v.isoformat(sep=sep))


def _span(chance: random.Random, n: int) -> Made:
    longest = chance.choice([600, 5000, 200_000])
    return Made("span", [dt.timedelta(seconds=60 * chance.randrange(1, longest // 60)) for _ in range(n)])


def _clock(chance: random.Random, n: int) -> Made:
    values = [dt.time(chance.randrange(24), chance.randrange(60)) for _ in range(n)]
    return Made("clock", values, dt.time.isoformat)


def _constant(chance: random.Random, n: int) -> Made:
    return Made("constant", [chance.choice([5, "x", 2.5, True])] * n)


KINDS: dict[str, Callable[[random.Random, int], Made]] = {
    "whole": _whole,
    "float": _float,
    "thousands": _thousands,
    "percent": _percent,
    "bool": _bool,
    "word": _word,
    "code": _code,
    "sentence": _sentence,
    "date": _date,
    "time": _time,
    "zoned": _zoned,
    "span": _span,
    "clock": _clock,
    "constant": _constant,
}


# What carries a table. ------------------------------------------------------------------------------------------------


def texts(made: Table) -> list[list[str]]:
    """Rows of text, the names first."""
    columns = [["" if value is None else column.text(value) for value in column.values] for column in made.values()]
    return [list(made), *map(list, zip(*columns, strict=True))]


def as_csv(made: Table, folder: Path, sep: str = ",", encoding: str = "utf-8", ending: str = ".csv") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sep).writerows(texts(made))
    content = out.getvalue().encode(encoding)
    path = folder / f"table{ending}"
    path.write_bytes(gzip.compress(content, 1) if ending.endswith(".gz") else content)
    return path


def as_json(made: Table, folder: Path, lines: bool = True) -> Path:
    columns = [[_for_json(value, column) for value in column.values] for column in made.values()]
    rows = [dict(zip(made, row, strict=True)) for row in zip(*columns, strict=True)]
    path = folder / ("table.jsonl" if lines else "table.json")
    told = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) if lines else json.dumps(rows)
    path.write_text(told, "utf-8")
    return path


def _for_json(value: Any, column: Made) -> Any:
    return value if value is None or isinstance(value, int | float | str) else column.text(value)


def as_html(made: Table, folder: Path) -> Path:
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in texts(made))
    path = folder / "table.xls"
    path.write_text(f"<html><table>{rows}</table></html>", "utf-8")
    return path


def as_pandas(made: Table, folder: Path) -> pd.DataFrame:
    return pd.DataFrame({name: _series(column) for name, column in made.items()})


def _series(column: Made) -> pd.Series:
    """The type that pandas itself gives such values."""
    if column.kind == "bool" and None in column.values:
        return pd.Series(column.values, dtype="boolean")
    if column.kind in ("whole", "thousands") and None in column.values:
        return pd.Series(column.values, dtype="Int64")
    return pd.Series(column.values)


def as_objects(made: Table, folder: Path) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(column.values, dtype=object) for name, column in made.items()})


def as_categories(made: Table, folder: Path) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Categorical(column.values) for name, column in made.items()})


def as_arrow(made: Table, folder: Path) -> pa.Table:
    return pa.table({name: pa.array(column.values) for name, column in made.items()})


def as_dictionaries(made: Table, folder: Path) -> pa.Table:
    return pa.table({name: pa.array(column.values).dictionary_encode() for name, column in made.items()})


def as_polars(made: Table, folder: Path) -> pl.DataFrame:
    return pl.DataFrame({name: pl.Series(column.values) for name, column in made.items()})


def as_parquet(made: Table, folder: Path) -> Path:
    path = folder / "table.parquet"
    pyarrow.parquet.write_table(as_arrow(made, folder), path)
    return path


def as_feather(made: Table, folder: Path) -> Path:
    path = folder / "table.feather"
    pyarrow.feather.write_feather(as_arrow(made, folder), str(path))
    return path


def as_mapping(made: Table, folder: Path) -> dict[str, list[Any]]:
    return {name: column.values for name, column in made.items()}


CARRIERS: dict[str, Callable[[Table, Path], Any]] = {
    "csv": as_csv,
    "csv ;": lambda made, folder: as_csv(made, folder, ";"),
    "tsv": lambda made, folder: as_csv(made, folder, "\t", ending=".tsv"),
    "csv.gz": lambda made, folder: as_csv(made, folder, ending=".csv.gz"),
    "utf-16": lambda made, folder: as_csv(made, folder, encoding="utf-16"),
    "json lines": as_json,
    "json": lambda made, folder: as_json(made, folder, lines=False),
    "html": as_html,
    "xlsx": lambda made, folder: as_xlsx(made, folder),
    "parquet": as_parquet,
    "feather": as_feather,
    "pandas": as_pandas,
    "objects": as_objects,
    "categories": as_categories,
    "arrow": as_arrow,
    "dictionaries": as_dictionaries,
    "polars": as_polars,
    "mapping": as_mapping,
}
EPOCH = dt.datetime(1899, 12, 30)
STYLES = "".join(
    f'<numFmt numFmtId="{170 + i}" formatCode="{form}"/>'
    for i, form in enumerate(["yyyy\\-mm\\-dd hh:mm:ss", "[h]:mm:ss", "hh:mm:ss", "yyyy\\-mm\\-dd"])
)
FORMATS = {"date": 4, "time": 1, "zoned": 1, "span": 2, "clock": 3, "percent": 5}


def as_xlsx(made: Table, folder: Path) -> Path:
    """A workbook with the types that Excel has: numbers with a format, yes and no, text. Zones it cannot carry."""
    rows = "".join(f"<row>{''.join(cells)}</row>" for cells in zip(*map(_cells, made, made.values()), strict=True))
    styles = "".join(f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number in (0, 170, 171, 172, 173, 10))
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook {MAIN} {R}><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/s.xml", ("styles", "styles.xml")),
        "xl/styles.xml": f"<styleSheet {MAIN}><numFmts>{STYLES}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>",
        "xl/worksheets/s.xml": f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>",
    }
    path = folder / "table.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def _cells(name: str, column: Made) -> list[str]:
    return [_cell(name, column), *(_cell(value, column) for value in column.values)]


def _cell(value: Any, column: Made) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    return f'<c s="{FORMATS.get(column.kind, 0)}"><v>{_serial(value)}</v></c>'


def _serial(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return repr((value.replace(tzinfo=None) - EPOCH) / dt.timedelta(days=1))
    if isinstance(value, dt.date):
        return (value - EPOCH.date()).days
    if isinstance(value, dt.timedelta):
        return repr(value / dt.timedelta(days=1))
    if isinstance(value, dt.time):
        return repr((value.hour * 3600 + value.minute * 60 + value.second) / 86400)
    return repr(value)


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
R = f'xmlns:r="{OFFICE}"'


def _relation(kind: str, target: str, *more: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate([(kind, target), *more], 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    )

"""A column of every type that pandas, polars and Arrow know, with and without gaps, for tests of reading."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import uuid
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

N = 40
DAY, TIME = dt.date(2024, 1, 31), dt.datetime(2024, 1, 31, 8, 30)
SEOUL = dt.timezone(dt.timedelta(hours=9))


def column(make: Callable[[int], Any], gaps: bool = True) -> list[Any]:
    """Values of rows 0 ... N-1, every seventh missing where there are gaps."""
    return [None if gaps and i % 7 == 3 else make(i) for i in range(N)]


def whole(i: int) -> int:
    return (i * 7) % 11


def word(i: int) -> str:
    return "가나다라"[i % 4]


def day(i: int) -> dt.date:
    return DAY + dt.timedelta(days=i)


def time(i: int) -> dt.datetime:
    return TIME + dt.timedelta(hours=i, seconds=i)


def span(i: int) -> dt.timedelta:
    return dt.timedelta(minutes=5 * i + 1)


def money(i: int) -> decimal.Decimal:
    return decimal.Decimal(i * 25) / 100


def pandas_columns() -> dict[str, pd.Series]:
    """By the name of the type."""
    made: dict[str, Any] = {}
    for name in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"):
        made[name] = np.array(column(whole, gaps=False), dtype=name)
    for name in ("Int8", "Int64", "UInt8", "UInt64"):
        made[name] = pd.array(column(whole), dtype=name)
    for name in ("float16", "float32", "float64", "Float32", "Float64"):
        made[name] = pd.array(column(lambda i: i / 4), dtype=name)
    made["longdouble"] = np.array(column(lambda i: i / 4, gaps=False), dtype=np.longdouble)
    made["bool"] = np.array([i % 3 == 0 for i in range(N)])
    made["boolean"] = pd.array(column(lambda i: i % 3 == 0), dtype="boolean")
    for name in ("str", "string[python]", "string[pyarrow]", "object"):
        made[name] = pd.array(column(word), dtype=name)
    for unit in ("s", "ms", "us", "ns"):
        made[f"datetime64[{unit}]"] = pd.Series(column(time)).astype(f"datetime64[{unit}]")
        made[f"timedelta64[{unit}]"] = pd.Series(column(span)).astype(f"timedelta64[{unit}]")
    made["datetime64 Seoul"] = pd.Series(column(time)).astype("datetime64[us]").dt.tz_localize("Asia/Seoul")
    made["datetime64 UTC"] = pd.Series(column(time)).astype("datetime64[us]").dt.tz_localize("UTC")
    made["datetime64 New York"] = pd.Series(column(time)).astype("datetime64[us]").dt.tz_localize("America/New_York")
    made["datetime64 +05:30"] = (
        pd.Series(column(time)).astype("datetime64[us]").dt.tz_localize(dt.timezone(dt.timedelta(hours=5, minutes=30)))
    )
    made["period[M]"] = pd.PeriodIndex(pd.to_datetime(pd.Series(column(day))), freq="M")
    made["period[Q]"] = pd.PeriodIndex(pd.to_datetime(pd.Series(column(day))), freq="Q")
    made["period[D]"] = pd.PeriodIndex(pd.to_datetime(pd.Series(column(day))), freq="D")
    made["interval"] = pd.cut(pd.Series(column(whole), dtype="float64"), 3).astype("interval[float64, right]")
    made["cut"] = pd.cut(pd.Series(column(whole), dtype="float64"), 3)
    made["category of words"] = pd.Categorical(column(word))
    made["category of numbers"] = pd.Categorical(column(whole))
    made["category of fractions"] = pd.Categorical(column(lambda i: (i % 4) / 4))
    made["category of yes and no"] = pd.Categorical(column(lambda i: i % 3 == 0))
    made["category of times"] = pd.Categorical(column(lambda i: time(i % 5)))
    made["category of mixtures"] = pd.Categorical(column(lambda i: [1, "x", 2.5][i % 3]))
    made["category unused"] = pd.Categorical(column(word), categories=["가", "나", "다", "라", "마"])
    made["ordered words"] = pd.Categorical(column(word), categories=["라", "다", "나", "가"], ordered=True)
    made["ordered numbers"] = pd.Categorical(column(lambda i: i % 4), ordered=True)
    made["ordered fractions"] = pd.Categorical(column(lambda i: (i % 4) / 2), ordered=True)
    made["sparse numbers"] = pd.arrays.SparseArray(column(whole, gaps=False), fill_value=0)
    made["sparse gaps"] = pd.arrays.SparseArray([np.nan if v is None else float(v) for v in column(whole)])
    made["sparse bool"] = pd.arrays.SparseArray([i % 3 == 0 for i in range(N)], fill_value=False)
    for name, make in OBJECTS.items():
        made[f"object {name}"] = pd.Series(column(make), dtype=object)
    for name, array in arrow_columns().items():
        if not name.startswith(WITHOUT_PANDAS):
            made[f"{name}[pyarrow]"] = pd.Series(array, dtype=pd.ArrowDtype(array.type))
    return {name: pd.Series(value, name="x").reset_index(drop=True) for name, value in made.items()}


OBJECTS: dict[str, Callable[[int], Any]] = {
    "whole numbers": whole,
    "numbers": lambda i: [1, 2.5][i % 2] * i,
    "numpy numbers": lambda i: [np.int16(i), np.float32(i / 2)][i % 2],
    "huge numbers": lambda i: 2**70 + i % 5,
    "large numbers": lambda i: 2**53 + 1 + i % 5,
    "decimals": money,
    "fractions": lambda i: fractions.Fraction(i, 4),
    "yes and no": lambda i: i % 3 == 0,
    "words": word,
    "bytes": lambda i: word(i).encode(),
    "days": day,
    "times": time,
    "times and days": lambda i: [day(i), time(i)][i % 2],
    "timestamps": lambda i: pd.Timestamp(time(i)),
    "times of one zone": lambda i: time(i).replace(tzinfo=SEOUL),
    "times of mixed zones": lambda i: time(i).replace(tzinfo=[SEOUL, dt.UTC][i % 2]),
    "times with and without zone": lambda i: time(i).replace(tzinfo=[SEOUL, None][i % 2]),
    "far days": lambda i: dt.date(9999, 12, 31) if i % 2 else day(i),
    "clock times": lambda i: time(i).time(),
    "spans": span,
    "periods": lambda i: pd.Period(day(i), freq="M"),
    "numbers and words": lambda i: [i, word(i)][i % 2],
    "numbers as words": lambda i: [i, str(i)][i % 2],
    "numbers, words, yes": lambda i: [i, word(i), True][i % 3],
    "nothing": lambda i: None,
    "names": lambda i: uuid.UUID(int=i % 5),
    "kinds of nothing": lambda i: [float("nan"), pd.NA, pd.NaT, None, 5.0][i % 5],
}


def arrow_columns() -> dict[str, pa.Array]:
    """By the name of the type; nested ones are in ``nested_columns``."""
    made: dict[str, pa.Array] = {}
    for kind in (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()):
        made[str(kind)] = pa.array(column(whole), kind)
    made["large int64"] = pa.array(column(lambda i: 2**53 + 1 + i % 5), pa.int64())
    for kind in (pa.float32(), pa.float64()):
        made[str(kind)] = pa.array(column(lambda i: i / 4), kind)
    made["float16"] = pa.array([None if v is None else np.float16(v) for v in column(lambda i: i / 4)], pa.float16())
    for kind in (pa.decimal32(9, 2), pa.decimal64(18, 2), pa.decimal128(20, 2), pa.decimal256(40, 2)):
        made[str(kind).partition("(")[0]] = pa.array(column(money), kind)
    made["bool"] = pa.array(column(lambda i: i % 3 == 0))
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        made[str(kind)] = pa.array(column(word), kind)
    for kind in (pa.binary(), pa.large_binary(), pa.binary_view(), pa.binary(3)):
        made[str(kind)] = pa.array(column(lambda i: word(i).encode()), kind)
    for kind in (pa.date32(), pa.date64()):
        made[str(kind).partition("[")[0]] = pa.array(column(day), kind)
    for unit in ("s", "ms", "us", "ns"):
        made[f"timestamp {unit}"] = pa.array(column(time), pa.timestamp(unit))
        made[f"duration {unit}"] = pa.array(column(span), pa.duration(unit))
    for zone in ("UTC", "Asia/Seoul", "+05:30"):
        made[f"timestamp {zone}"] = pa.array(column(time), pa.timestamp("us", zone))
    made["time32"] = pa.array(column(lambda i: time(i).time().replace(microsecond=0)), pa.time32("s"))
    made["time64"] = pa.array(column(lambda i: time(i).time()), pa.time64("us"))
    made["null"] = pa.nulls(N)
    made["dictionary of words"] = pa.array(column(word)).dictionary_encode()
    made["dictionary of numbers"] = pa.array(column(lambda i: i % 4)).dictionary_encode()
    made["dictionary of fractions"] = pa.array(column(lambda i: (i % 4) / 4)).dictionary_encode()
    made["dictionary of days"] = pa.array(column(lambda i: day(i % 5))).dictionary_encode()
    made["ordered dictionary"] = pa.DictionaryArray.from_arrays(
        pa.array(column(lambda i: i % 3), pa.int8()), pa.array(["low", "mid", "high"]), ordered=True
    )
    made["run-end encoded"] = pa.compute.run_end_encode(pa.array([i // 4 for i in range(N)]))
    made["months and days"] = pa.array(column(lambda i: (i % 3, i % 5, 0)), pa.month_day_nano_interval())
    made["uuid"] = pa.ExtensionArray.from_storage(
        pa.uuid(), pa.array(column(lambda i: bytes([i % 5] * 16)), pa.binary(16))
    )
    made["json"] = pa.ExtensionArray.from_storage(pa.json_(), pa.array(column(lambda i: str(i % 5)), pa.string()))
    made["bool8"] = pa.ExtensionArray.from_storage(pa.bool8(), pa.array(column(lambda i: i % 2), pa.int8()))
    return made


WITHOUT_PANDAS = ("run-end", "dictionary", "ordered", "uuid", "json", "bool8", "months")  # no ArrowDtype of it works


def nested_columns() -> dict[str, pa.Array]:
    """Types whose cells are no plain values."""
    return {
        "list": pa.array(column(lambda i: [i, 2]), pa.list_(pa.int64())),
        "large_list": pa.array(column(lambda i: [i, 2]), pa.large_list(pa.int64())),
        "list_view": pa.array(column(lambda i: [i, 2]), pa.list_view(pa.int64())),
        "fixed_size_list": pa.array(column(lambda i: [i, 2]), pa.list_(pa.int64(), 2)),
        "struct": pa.array(column(lambda i: {"a": i})),
        "map": pa.array(column(lambda i: [("k", i)]), pa.map_(pa.string(), pa.int64())),
        "union": pa.UnionArray.from_dense(
            pa.array([i % 2 for i in range(N)], pa.int8()),
            pa.array([i // 2 for i in range(N)], pa.int32()),
            [pa.array(range(N // 2)), pa.array([word(i) for i in range(N // 2)])],
        ),
    }


def polars_columns() -> dict[str, pl.Series]:
    """By the name of the type; nested ones left out."""
    made: dict[str, pl.Series] = {}
    for kind in (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.Int128, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64):
        made[str(kind)] = pl.Series(column(whole), dtype=kind)
    for kind in (pl.Float32, pl.Float64):
        made[str(kind)] = pl.Series(column(lambda i: i / 4), dtype=kind)
    made["Decimal"] = pl.Series(column(money), dtype=pl.Decimal(20, 2))
    made["Boolean"] = pl.Series(column(lambda i: i % 3 == 0))
    made["String"] = pl.Series(column(word))
    made["Categorical"] = pl.Series(column(word), dtype=pl.Categorical)
    made["Enum"] = pl.Series(column(word), dtype=pl.Enum(["라", "다", "나", "가", "마"]))
    made["Date"] = pl.Series(column(day))
    for unit in ("ms", "us", "ns"):
        made[f"Datetime {unit}"] = pl.Series(column(time), dtype=pl.Datetime(unit))
        made[f"Duration {unit}"] = pl.Series(column(span), dtype=pl.Duration(unit))
    made["Datetime Seoul"] = pl.Series(column(time), dtype=pl.Datetime("us")).dt.replace_time_zone("Asia/Seoul")
    made["Time"] = pl.Series(column(lambda i: time(i).time()))
    made["Binary"] = pl.Series(column(lambda i: word(i).encode()))
    made["Null"] = pl.Series([None] * N)
    made["Object"] = pl.Series(column(lambda i: fractions.Fraction(i, 4)), dtype=pl.Object)
    return made

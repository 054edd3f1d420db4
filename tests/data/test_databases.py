"""Tables of databases: each kind for real, the same cells as from a file, and refusals that give nothing away."""

import datetime as dt
import decimal
import sqlite3

import duckdb
import pandas as pd
import pytest
from sqlalchemy import create_engine, text
from tests.support.postgres import fresh_database, server  # noqa: F401  # a fixture

import hanpan
from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions
from hanpan.data.readers import read_table
from hanpan.doors.cli import main
from hanpan.foundation.errors import HanpanError

ROWS = [
    (
        i,
        None if i % 9 == 0 else 20 + i % 50,
        "서울" if i % 3 else "부산 역",
        i * 0.5,
        i % 2 == 0,
        f"2024-01-{1 + i % 28:02d}",
    )
    for i in range(60)
]
COLUMNS = "id integer, age integer, city varchar(20), pay {number}, gone boolean, joined {date}"


def fill(kind, place, request):
    """A database with two tables of people; its address."""
    made = {"sqlite": ("real", "text"), "duckdb": ("decimal(9, 2)", "date"), "postgresql": ("numeric(9, 2)", "date")}
    number, date = made[kind]
    columns = COLUMNS.format(number=number, date=date)
    if kind == "duckdb":
        path = place / "people.duckdb"
        with duckdb.connect(str(path)) as base:
            base.execute(f'create table "손님 명단" ({columns}); create table empty (a integer)')
            base.executemany('insert into "손님 명단" values (?, ?, ?, ?, ?, ?)', ROWS)
        return f"duckdb:///{path}"
    address = (
        f"sqlite:///{place / 'people.db'}" if kind == "sqlite" else fresh_database(request.getfixturevalue("server"))
    )
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as base:
        base.execute(text(f'create table "손님 명단" ({columns})'))
        base.execute(text("create table empty (a integer)"))
        names = [f"c{place}" for place in range(6)]
        told = text(f'insert into "손님 명단" values ({", ".join(":" + name for name in names)})')
        base.execute(told, [dict(zip(names, row, strict=True)) for row in ROWS])
    engine.dispose()
    return address


@pytest.fixture(params=["sqlite", "duckdb", "postgresql"])
def address(request, tmp_path):
    return fill(request.param, tmp_path, request)


def test_a_table_by_its_name_or_by_a_query(address):
    whole = load_dataset(address, ReadOptions(query="손님 명단"), target="gone")
    assert [column.kind for column in whole.schema][1:4] == ["number", "category", "number"]
    assert whole.schema["joined"].kind == "date"
    assert whole.frame["age"].isna().sum() == 7
    assert whole.frame["pay"].tolist() == [i * 0.5 for i in range(60)]
    assert whole.frame["joined"].iloc[1] == pd.Timestamp("2024-01-02")
    some = read_table(
        address,
        ReadOptions(query="select city, count(*) as n from \"손님 명단\" where city like '부산%' group by city;"),
    )
    assert some.frame.to_dict("list") == {"city": ["부산 역"], "n": [20]}
    assert some.reading.format == "database"


@pytest.mark.parametrize(
    ("query", "key", "told"),
    [
        ("손님", "database_table", "손님 명단"),
        ("select this from nowhere", "database_query", "nowhere"),
        ("select * from empty", "database_empty", "a"),
        ('select a.id, b.id from "손님 명단" a, "손님 명단" b where a.id = b.id', "database_twins", "id"),
        (None, "database_which", "empty"),
        ("", "database_which", "손님 명단"),
    ],
)
def test_what_cannot_be_answered_is_told(address, query, key, told):
    with pytest.raises(HanpanError) as error:
        read_table(address, ReadOptions(query=query))
    assert error.value.key == key
    for language in ("en", "ko"):
        assert len(error.value.message(language).splitlines()) == 3
        assert told in error.value.message(language)


@pytest.mark.parametrize("query", ['delete from "손님 명단"', "drop table empty", "insert into empty values (1)"])
def test_nothing_can_be_changed(address, query):
    with pytest.raises(HanpanError) as error:
        read_table(address, ReadOptions(query=query))
    assert error.value.key in ("database_query", "database_not_selecting")
    assert len(read_table(address, ReadOptions(query="손님 명단")).frame) == 60


def test_values_of_drivers_become_plain(tmp_path, server):  # noqa: F811  # the fixture
    address = fresh_database(server)
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as base:
        base.execute(
            text("create table t (price numeric, at timestamptz, day date, span interval, ok boolean, n bigint)")
        )
        told = text("insert into t values (:a, :b, :c, :d, :e, :f)")
        first = {
            "a": decimal.Decimal("1.25"),
            "b": dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC),
            "c": dt.date(2024, 5, 1),
        }
        base.execute(told, [{**first, "d": dt.timedelta(hours=2), "e": True, "f": 2**40}] * 3)
        base.execute(told, [dict.fromkeys("abcdef")] * 2)
    engine.dispose()
    dataset = load_dataset(address)
    assert dataset.frame["price"].tolist()[0] == 1.25
    assert {column.name: column.kind for column in dataset.schema}["day"] == "date"


def test_a_file_of_a_database_is_a_table_like_others(tmp_path, request):
    for kind, name in (("sqlite", "people.db"), ("duckdb", "people.duckdb")):
        fill(kind, tmp_path, request)
        assert len(read_table(tmp_path / name, ReadOptions(query="손님 명단")).frame) == 60


def test_no_server_no_file_no_driver(tmp_path, monkeypatch):
    monkeypatch.setenv("DB_PASSWORD", "hunter2-secret")
    cases = {
        "postgresql://me:$DB_PASSWORD@127.0.0.1:9/shop": "database_unreachable",
        "sqlite:///nowhere/at/all.db": "database_file",
        "duckdb:///nowhere.duckdb": "database_file",
        "oracle://me@host/db": "database_driver",
        "klingon://me@host/db": "database_address",
        "$NO_SUCH_VARIABLE": "database_variable",
        "postgresql://me:${NO_SUCH_VARIABLE}@host/db": "database_variable",
        "$DB_PASSWORD": "database_address",
    }
    for address, key in cases.items():
        with pytest.raises(HanpanError) as error:
            read_table(address, ReadOptions(query="people"))
        assert error.value.key == key, address
        for language in ("en", "ko"):
            assert "hunter2" not in error.value.message(language)


def test_a_password_is_found_nowhere_afterwards(tmp_path, request, monkeypatch, capsys):
    address = fill("sqlite", tmp_path, request)
    monkeypatch.setenv("SHOP_ADDRESS", f"{address}?hunter2-secret=1")
    monkeypatch.setenv("SHOP", address)
    study = hanpan.run(
        "$SHOP",
        target="gone",
        query="손님 명단",
        drop=["id"],
        algorithms=["decision_tree"],
        trials=2,
        workers=0,
        out=tmp_path / "study",
    )
    for path in study.folder.rglob("*"):
        if path.is_file():
            assert str(tmp_path / "people.db").encode() not in path.read_bytes(), path
    study.save(tmp_path / "second.hanpan", model=1)  # read again from where it came
    with pytest.raises(SystemExit) as ended:
        main(["profile", "$SHOP_ADDRESS", "--query", "nothing", "--lang", "en"])
    assert ended.value.code == 3
    told = capsys.readouterr()
    assert "hunter2" not in told.out + told.err


def test_predict_and_evaluate_read_databases(tmp_path, request, capsys):
    address = fill("sqlite", tmp_path, request)
    hanpan.run(
        address,
        target="gone",
        query="손님 명단",
        drop=["id"],
        algorithms=["decision_tree"],
        trials=2,
        workers=0,
        out=tmp_path / "study",
    )
    model = str(tmp_path / "study" / "model.hanpan")
    for command in (["predict", model, address, "--out", str(tmp_path / "p.csv")], ["evaluate", model, address]):
        with pytest.raises(SystemExit) as ended:
            main([*command, "--query", "손님 명단", "--json"])
        assert ended.value.code == 0
    assert len(pd.read_csv(tmp_path / "p.csv")) == 60
    assert "hunter2" not in capsys.readouterr().err


def test_a_query_without_a_database_is_refused(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(HanpanError) as error:
        read_table(tmp_path / "t.csv", ReadOptions(query="t"))
    assert error.value.key == "query_without_database"


def test_a_damaged_database_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "t.db") as base:
        base.execute("create table t(a, b)")
        base.executemany("insert into t values (?, ?)", [(i, "x" * 100) for i in range(500)])
    base.close()
    content = (tmp_path / "t.db").read_bytes()
    (tmp_path / "t.db").write_bytes(content[:5000] + b"\xff" * 4000 + content[9000:])
    with pytest.raises(HanpanError) as error:
        read_table(tmp_path / "t.db")
    assert error.value.key.startswith("database_")

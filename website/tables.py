"""The small tables that the pages work on, made up here: a telephone company whose customers leave.

``python -m website.tables DIR`` writes them into a folder; the site offers them for download.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd

_KOREAN = {
    "id": "고객번호",
    "age": "나이",
    "city": "지역",
    "contract": "약정",
    "months": "가입개월",
    "fee": "월요금",
    "calls": "상담횟수",
    "CHURN": "해지",
}
_CITIES = {"Seoul": "서울", "Busan": "부산", "Daejeon": "대전", "Jeju": "제주"}
_CONTRACTS = {"monthly": "무약정", "yearly": "단기", "long": "장기"}


def customers(rows: int, first: int, seed: int) -> pd.DataFrame:
    """Customers of 24 months; who pays much, called often and has no contract leaves."""
    random = np.random.default_rng(seed)
    months = random.gamma(2.0, 14.0, rows).round().clip(1, 90).astype(int)
    calls = random.poisson(0.9, rows)
    contract = random.choice(list(_CONTRACTS), rows, p=[0.45, 0.35, 0.2])
    fee = random.choice([29_000, 39_000, 55_000, 79_000], rows, p=[0.35, 0.3, 0.2, 0.15])
    pull = -2.3 - 0.03 * months + 0.000012 * fee + 0.9 * calls + 1.5 * (contract == "monthly")
    month = pd.period_range("2023-01", periods=24, freq="M").strftime("%Y-%m").to_numpy()
    table = pd.DataFrame(
        {
            "id": np.arange(first, first + rows),
            "household": random.integers(1, rows, rows),
            "month": np.sort(random.choice(month, rows)),
            "age": random.integers(19, 80, rows),
            "city": random.choice(list(_CITIES), rows, p=[0.5, 0.25, 0.15, 0.1]),
            "contract": contract,
            "months": months,
            "fee": fee,
            "calls": calls,
        }
    )
    table["CHURN"] = np.where(random.random(rows) < 1 / (1 + np.exp(-pull)), "LEAVE", "STAY")
    return table


def calls_of(table: pd.DataFrame, seed: int) -> pd.DataFrame:
    """A line for each call: who, how long, why."""
    random = np.random.default_rng(seed)
    who = table["id"].repeat(table["calls"]).to_numpy()
    reasons = random.choice(["bill", "network", "move"], len(who))
    return pd.DataFrame({"id": who, "minutes": random.gamma(2.0, 3.0, len(who)).round(1), "reason": reasons})


def write_tables(folder: Path) -> None:
    """Write all tables into a folder; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    churn = customers(600, 10_001, 7)
    churn.to_csv(folder / "churn.csv", index=False)
    customers(120, 20_001, 8).drop(columns="CHURN").to_csv(folder / "new.csv", index=False)
    customers(200, 30_001, 9).to_csv(folder / "may.csv", index=False)
    calls_of(churn, 10).to_csv(folder / "calls.csv", index=False)
    leaky = churn.assign(offer=np.where(churn["CHURN"] == "LEAVE", "declined", "none"))
    leaky.to_csv(folder / "leaky.csv", index=False)
    (folder / "korean.csv").write_bytes(_korean(churn).encode("cp949"))
    _database(folder / "shop.db", churn)
    _images(folder / "digits.npz")


def _korean(churn: pd.DataFrame) -> str:
    """As offices send it: a title, units, 1,234 with commas, a line of sums."""
    told = churn[list(_KOREAN)].replace(
        {"city": _CITIES, "contract": _CONTRACTS, "CHURN": {"LEAVE": "해지", "STAY": "유지"}}
    )
    told["fee"] = [f"{fee:,}원" for fee in told["fee"]]
    body = told.rename(columns=_KOREAN).to_csv(index=False, lineterminator="\n")
    return f"고객 현황,,,,,,,\n작성: 영업기획팀,,,,,,,\n\n{body}합계,,,,,,{churn['calls'].sum()},\n"


def _database(path: Path, churn: pd.DataFrame) -> None:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        churn.to_sql("customers", connection, index=False)


def _images(path: Path) -> None:
    """300 of the handwritten digits that come with scikit-learn, 8 × 8."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    np.savez_compressed(path, x=digits.images[:300].astype("uint8"), y=digits.target[:300])


if __name__ == "__main__":
    write_tables(Path(sys.argv[1] if len(sys.argv) > 1 else "."))

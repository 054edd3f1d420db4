"""Make the model file that reads as people write: python -m tests.golden.make_written NUMBER, once a number.

Its columns keep a decimal comma, a unit, the clock of a zone, two-digit years, spans of time and open ends.
"""

import sys
import tempfile
from pathlib import Path

import pandas as pd

import hanpan
from hanpan.foundation.files import to_json

HERE = Path(__file__).parent
NAMES = ("price", "paid", "when", "birth", "span", "end", "city", "y")


def row(i):
    """Cells as text: y follows the price, the hour, the year of birth, the span and whether the end is open."""
    hour, open_end = i * 7 % 24, i % 3 == 0
    price = f"{1000 + 37 * (i * 13 % 97):,}".replace(",", ".") + f",{i % 10}0"
    day = f"2024-03-{i % 28 + 1:02d}"
    cells = [
        price,
        f"{3 + i % 5}만원",
        f"{day}T{hour:02d}:30:00+09:00",
        f"{i % 12 + 1}/{13 + i % 15}/{40 + i * 11 % 60}",
    ]
    cells += [f"{i % 7}:{i % 6}0:00", "9999-12-31" if open_end else day, ("Seoul", "seoul", "Busan")[i % 3]]
    high = hour > 11 if open_end else (i * 13 % 97) > 48
    return [*cells, "1" if high else "0"]


def make(number):
    """A tree on the table, and what it answers to new rows of text."""
    with tempfile.TemporaryDirectory() as folder:
        lines = "\n".join(";".join(cells) for cells in [NAMES, *(row(i) for i in range(150))])
        path = Path(folder) / "table.csv"
        path.write_text(lines + "\n", "utf-8")
        options = {"trials": 1, "workers": 0, "algorithms": ["decision_tree"], "insights": "none", "lang": "en"}
        study = hanpan.run(path, "y", out=Path(folder) / "study", **options)
        content = Path(study.model_path).read_bytes()
    (HERE / f"format{number}.hanpan").write_bytes(content)
    model = hanpan.load(HERE / f"format{number}.hanpan")
    rows = [dict(zip(NAMES[:-1], row(i)[:-1], strict=True)) for i in range(150, 190)]
    rows += [{**rows[0], "price": "1.500"}, {**rows[0], "paid": "50,000원", "when": "2024-03-05T12:30:00"}]
    frame = pd.DataFrame(rows)
    told = {"rows": rows, "probabilities": model.predict_proba(frame).tolist()}
    (HERE / f"format{number}.json").write_bytes(to_json({**told, "predictions": model.predict(frame).tolist()}))


if __name__ == "__main__":
    make(int(sys.argv[1]))

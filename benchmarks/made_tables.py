"""Tables made to be hard on the clock: many classes, many columns, many rows. Each with a signal that a tree finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd


def letters(random: np.random.Generator, n: int = 10_000, classes: int = 26, columns: int = 16) -> pd.DataFrame:
    """Whole numbers 0 ... 15 around three centres a class, as measured letters have them."""
    centres = random.uniform(2, 13, size=(classes, 3, columns))
    y = random.integers(0, classes, n)
    x = centres[y, random.integers(0, 3, n)] + random.normal(0, 1.7, size=(n, columns))
    frame = pd.DataFrame(np.clip(x.round(), 0, 15).astype(int), columns=[f"m{i}" for i in range(columns)])
    return frame.assign(y=[f"class {k}" for k in y])


def sick_beans(random: np.random.Generator, n: int = 512, classes: int = 19, columns: int = 35) -> pd.DataFrame:
    """Few rows of many classes, each class with levels of its own in some columns."""
    y = np.arange(n) % classes
    usual = random.integers(0, 5, size=(classes, columns))
    cells = np.where(random.uniform(size=(n, columns)) < 0.75, usual[y], random.integers(0, 5, size=(n, columns)))
    frame = pd.DataFrame(cells, columns=[f"sign{i}" for i in range(columns)]).map("level {}".format)
    return frame.assign(y=[f"disease {k}" for k in y])


def many_classes(random: np.random.Generator) -> pd.DataFrame:
    """100 classes."""
    return letters(random, n=8_000, classes=100, columns=20)


def many_categories(random: np.random.Generator, n: int = 2_000, columns: int = 500) -> pd.DataFrame:
    """500 columns of 12 levels each; ten of them matter."""
    cells = random.integers(0, 12, size=(n, columns))
    z = (cells[:, :10] < 4).sum(axis=1) + random.normal(0, 0.7, n)
    frame = pd.DataFrame(cells, columns=[f"c{i}" for i in range(columns)]).map("v{}".format)
    return frame.assign(y=np.where(z > np.median(z), "yes", "no"))


def many_columns(random: np.random.Generator, n: int = 60, columns: int = 3_000) -> pd.DataFrame:
    """3,000 numbers of 60 rows; one of them nearly decides."""
    x = random.normal(size=(n, columns))
    frame = pd.DataFrame(x, columns=[f"g{i}" for i in range(columns)]).round(4)
    return frame.assign(y=np.where(x[:, 0] + random.normal(0, 0.2, n) > 0, "ill", "well"))


def many_rows(random: np.random.Generator, n: int = 1_000_000, columns: int = 10) -> pd.DataFrame:
    """A million rows of ten columns, some of them words."""
    x = random.normal(size=(n, columns - 2))
    city, size = random.integers(0, 30, n), random.integers(0, 4, n)
    z = x[:, 0] * (size - 1.5) + np.sin(city) + 0.5 * x[:, 1] ** 2 + random.normal(0, 1, n)
    frame = pd.DataFrame(x, columns=[f"x{i}" for i in range(columns - 2)]).round(3)
    frame["city"] = np.char.add("city ", city.astype(str))
    frame["size"] = np.array(["S", "M", "L", "XL"])[size]
    return frame.assign(y=np.where(z > 0.5, "buys", "leaves"))


MADE = {
    "letters_26": letters,
    "sick_19": sick_beans,
    "classes_100": many_classes,
    "categories_500": many_categories,
    "columns_3000": many_columns,
    "rows_1000000": many_rows,
}


def write_made(folder: Path, names: list[str]) -> list[dict[str, object]]:
    """Write the tables as CSV, where they are not there yet; one description each."""
    found: list[dict[str, object]] = []
    for number, (name, make) in enumerate(MADE.items()):
        if name in names:
            path = folder / f"{name}.csv"
            if not path.exists():
                make(np.random.default_rng(number)).to_csv(path, index=False)
            found.append({"name": name, "path": str(path), "target": "y"})
    return found

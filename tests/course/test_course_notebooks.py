"""Every notebook of the course runs from top to bottom, in both languages, on its own table and on a person's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from hanpan.course import write_course
from hanpan.doors.course.days import DAYS
from hanpan.foundation.texts import text

pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
from executing import checks, kernel


def customers(path: Path) -> Path:
    """A table with words, gaps and two classes, as people have them."""
    random = np.random.default_rng(0)
    months, calls = random.integers(1, 60, 240), random.poisson(3, 240)
    tariff = random.choice(["basic", "plus", "gold"], 240)
    leaves = random.random(240) < 1 / (1 + np.exp(0.06 * months - 0.5 * calls + (tariff == "gold")))
    spent = (20 + 0.5 * months + 10 * (tariff == "gold") + random.normal(0, 4, 240)).round(2)
    spent[::17] = np.nan
    table = {"months": months, "calls": calls, "tariff": tariff, "spent": spent, "CHURN": np.where(leaves, "yes", "no")}
    pd.DataFrame(table).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def executed() -> Iterator[Callable[[Path, str], Any]]:
    """A notebook executed in the kernel of this file."""
    with kernel() as run:
        yield run


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_notebook_runs_and_its_answers_are_right(
    day: str, language: str, executed: Callable[[Path, str], Any], tmp_path: Path
) -> None:
    own: dict[str, Any] = {}
    if language == "ko":
        own = {"source": str(customers(tmp_path / "customers.csv")), "target": "CHURN"}
    (path,) = write_course(tmp_path / "course", day, language=language, **own)
    told = checks(executed(path, day))
    assert [name for name, answered, _ in told if not answered] == list(DAYS[day])
    for name, answered, said in told:
        key = f"course.{name}.right" if answered else "course.answer.empty"
        assert text(key, language) in said, name

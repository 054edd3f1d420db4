"""Every verb on every type of column, as a feature, a target, a group and a time: done, or refused in words."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.support.dtypes import N, arrow_columns, pandas_columns, polars_columns

import hanpan
from hanpan.deployment.predictor import Predictor
from hanpan.foundation.errors import HanpanError
from hanpan.foundation.texts import LANGUAGES

CHANCE = np.random.default_rng(0)
GOOD = CHANCE.normal(size=N)
BESIDE = {"good": GOOD.tolist(), "city": ["abc"[i % 3] for i in range(N)]}
ANSWER = {"y": [("no", "yes")[int(each > 0)] for each in GOOD]}
LIBRARIES = {
    "pandas": (pandas_columns, pd.DataFrame),
    "arrow": (arrow_columns, pa.table),
    "polars": (polars_columns, pl.DataFrame),
}
FEWEST_DONE = {"feature": 0.95, "target": 0.4, "group": 0.2, "time": 0.2}


@pytest.mark.fuzz
@pytest.mark.parametrize(
    ("library", "role"),
    [
        *((library, role) for library in LIBRARIES for role in ("feature", "target")),
        ("pandas", "group"),
        ("pandas", "time"),
    ],
)
def test_every_verb(tmp_path, library, role):
    columns, build = LIBRARIES[library]
    tried = list(columns().values())
    if role in ("group", "time"):  # gaps are refused there
        tried = [column for column in tried if column.notna().all()]
    done = [every_verb(build, column, role, tmp_path / str(i)) for i, column in enumerate(tried)]
    assert np.mean(done) >= FEWEST_DONE[role]


def every_verb(build, column, role, folder):
    """Whether all went through; a refusal is worded in both languages, anything else is a fault."""
    folder.mkdir()
    (folder / "card.toml").write_text("[problem]\n" if role in ("feature", "target") else f'[problem]\n{role} = "x"\n')
    table = build({"x": column, **BESIDE, **(ANSWER if role != "target" else {})})
    try:
        study = hanpan.run(
            table,
            target="x" if role == "target" else "y",
            config=folder / "card.toml",
            trials=2,
            workers=0,
            algorithms=["baseline", "decision_tree"],
            progress=False,
            insights="none",
            out=folder / "study",
        )
        study.report(folder / "report.html")
        Predictor.load(study.model_path).evaluate_file(table)
        shown = [len(study.predict(table)), repr(study.board), repr(study.profile)]
    except HanpanError as error:
        shown = [error.message(language) for language in LANGUAGES]
    return len(shown) > len(LANGUAGES)

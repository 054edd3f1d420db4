"""Every kind of picture in the report has a case here, one file for each part of the report."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import numpy as np
from test_report_charts import chart_classes

from hanpan.doors.report.charts.ink import FIRST, GOOD, SECOND, VARIABLES
from hanpan.doors.telling.words import Words


def test_every_kind_of_picture_is_read() -> None:
    """A chart cannot be added without a case that computes its sentence again."""
    words = Words("en")
    files = [importlib.import_module(path.stem) for path in Path(__file__).parent.glob("test_sentences_*.py")]
    kinds = [kind for file in files for kind in file.KINDS.values()]
    read = {type(kind.draw(np.random.default_rng(0), words)) for kind in kinds}
    assert {each for each in chart_classes() if not inspect.isabstract(each)} == read
    assert set(VARIABLES) >= {FIRST, GOOD, SECOND}

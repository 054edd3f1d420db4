"""A model to work with, wherever it is kept. Imports what models need, and nothing of what makes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hanpan.deployment.bundle import read_bundle
from hanpan.modeling.fitted.model import Model


def load(path: str | Path) -> Model:
    """Load a model file.

    Raises
    ------
    BundleError
        The file is damaged, hostile, or from a newer version.

    Examples
    --------
    >>> import hanpan, pandas, tempfile
    >>> rows = pandas.DataFrame({"size": range(90), "price": [3 * i + i % 7 for i in range(90)]})
    >>> options = {"trials": 1, "workers": 0, "algorithms": ["linear_regression"], "insights": "none"}
    >>> study = hanpan.run(rows, "price", out=tempfile.mkdtemp(), **options)
    >>> model = hanpan.load(study.model_path)
    >>> list(model.predict(rows, intervals=True).columns)
    ['prediction', 'prediction_low', 'prediction_high']
    """
    return replace(read_bundle(path).model, path=str(path))

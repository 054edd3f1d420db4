"""hanpan (한판): one board, from a table and a question to a model in service.

>>> import hanpan
>>> study = hanpan.run("churn.csv", target="CHURN", budget=60)  # doctest: +SKIP
>>> study.board  # doctest: +SKIP
>>> study.save("churn.hanpan")  # doctest: +SKIP
>>> hanpan.load("churn.hanpan").predict(new_customers)  # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from hanpan.foundation.environment import prepare_environment

if TYPE_CHECKING:
    from hanpan import course, networks
    from hanpan.api import Study, run
    from hanpan.api import open_study as open  # noqa: A004, F401 - hanpan.open; not among the names of a star import
    from hanpan.deployment.opening import load
    from hanpan.deployment.predictor import Predictor
    from hanpan.evaluation.tables.worked import Behind, behind
    from hanpan.foundation.errors import AccessError, BundleError, DataError, HanpanError, NetworkError, UsageError
    from hanpan.looking import evaluate, model_card, predict, profile, to_onnx
    from hanpan.scikit import BoardClassifier, BoardRegressor

__version__ = "0.1.0"
__all__ = [
    "AccessError",
    "Behind",
    "BoardClassifier",
    "BoardRegressor",
    "BundleError",
    "DataError",
    "HanpanError",
    "NetworkError",
    "Predictor",
    "Study",
    "UsageError",
    "behind",
    "course",
    "evaluate",
    "load",
    "model_card",
    "networks",
    "predict",
    "profile",
    "run",
    "to_onnx",
]

prepare_environment()

# Public name -> module that owns it: loaded when first asked for, so that `import hanpan` costs next to nothing.
_OWNERS = {
    "behind": "hanpan.evaluation.tables.worked",
    "Behind": "hanpan.evaluation.tables.worked",
    "run": "hanpan.api",
    "open": "hanpan.api:open_study",
    "profile": "hanpan.looking",
    "evaluate": "hanpan.looking",
    "predict": "hanpan.looking",
    "model_card": "hanpan.looking",
    "to_onnx": "hanpan.looking",
    "load": "hanpan.deployment.opening",
    "Study": "hanpan.api",
    "Predictor": "hanpan.deployment.predictor",
    "BoardClassifier": "hanpan.scikit",
    "BoardRegressor": "hanpan.scikit",
    "HanpanError": "hanpan.foundation.errors",
    "UsageError": "hanpan.foundation.errors",
    "AccessError": "hanpan.foundation.errors",
    "DataError": "hanpan.foundation.errors",
    "NetworkError": "hanpan.foundation.errors",
    "BundleError": "hanpan.foundation.errors",
}


def __getattr__(name: str) -> Any:
    if name in ("course", "networks"):
        return importlib.import_module(f"hanpan.{name}")
    if name in _OWNERS:
        owner, _, own = _OWNERS[name].partition(":")
        return getattr(importlib.import_module(owner), own or name)
    raise AttributeError(f"module 'hanpan' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "open", "__version__", "__doc__"]

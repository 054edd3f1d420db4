"""A model file at work: tables and files in ``tables``, single rows in ``compiled``.

Here: rows made to fit, answers in plain values, files scored. Not here: judging (``labelled``), HTTP.
"""

from hanpan.deployment.predictor.answers import Answer
from hanpan.deployment.predictor.compiled import Compiled
from hanpan.deployment.predictor.scoring import predict_table
from hanpan.deployment.predictor.tables import Predictor

__all__ = ["Answer", "Compiled", "Predictor", "predict_table"]

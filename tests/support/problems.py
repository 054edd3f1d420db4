"""Problems asked for in one call, whatever of it stands on a card."""

from typing import Any

from hanpan.business.card import Card, CardProblem
from hanpan.data.dataset import Dataset
from hanpan.data.question.task import define_problem
from hanpan.foundation.findings import Finding

_OF_CARD = ("hypotheses", "groups", "value")
_FLAGS = ("task", "positive", "metric")


def define(dataset: Dataset, target: str, **told: Any) -> tuple[Any, Dataset, list[Finding]]:
    """``define_problem`` with what a card would say of it as keywords."""
    flags = {name: told.pop(name) for name in _FLAGS if name in told}
    beside = {name: told.pop(name) for name in _OF_CARD if name in told}
    return define_problem(dataset, target, **flags, card=Card(problem=CardProblem(**told), **beside))

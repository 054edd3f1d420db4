"""The glossary: complete, one word for one thing, and the same terms in both languages."""

import re

import pytest

from hanpan.business.metrics import METRICS
from hanpan.doors.report.sections.glossary.chapter import glossary
from hanpan.doors.telling.words import Words

LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])
# What a learner of the course meets in a report and may look up.
COURSE = {
    "information_gain",
    "entropy",
    "optimizer",
    "gradient_descent",
    "adam",
    "sigmoid",
    "softmax",
    "relu",
    "dense",
    "activation",
    "hidden_layer",
    "hidden_node",
    "epoch",
    "round",
    "batch",
    "learning_rate",
    "early_stopping",
    "dropout",
    "regularisation",
    "loss",
    "log_loss",
    "mse",
    "rmse",
    "mae",
    "mape",
    "r2",
    "accuracy",
    "precision",
    "recall",
    "f1",
    "auc",
    "roc",
    "tp",
    "confusion_matrix",
    "cut_off",
    "argmax",
    "dummy",
    "integer_codes",
    "scaling",
    "overfit",
    "underfit",
    "complexity",
    "learning_curve",
    "complexity_curve",
    "development",
    "validation",
    "holdout",
    "cross_validation",
    "board",
    "baseline",
    "vif",
    "p_value",
    "effect_size",
}
WORD_IN_BRACKETS = re.compile(r"\s*\(([^)]*)\)")


def names(entry: dict[str, str]) -> set[str]:
    """A term and all its other names, those in brackets too."""
    told = [entry["term"], *filter(None, (entry["also"] or "").split(", "))]
    inside = [found for part in told for found in WORD_IN_BRACKETS.findall(part)]
    return {WORD_IN_BRACKETS.sub("", part).casefold() for part in told} | {part.casefold() for part in inside}


@LANGUAGES
def test_it_explains_what_the_course_and_the_scores_say(language: str) -> None:
    known = {entry["id"] for entry in glossary(Words(language))}
    assert known >= COURSE
    scores = {"auc", "accuracy", "f1", "log_loss", "rmse", "mae", "mape", "r2", "precision", "recall"}
    assert scores & set(METRICS) <= known


@LANGUAGES
def test_no_word_stands_for_two_things(language: str) -> None:
    owner: dict[str, str] = {}
    for entry in glossary(Words(language)):
        assert entry["means"]
        for name in names(entry):
            assert owner.setdefault(name, entry["id"]) == entry["id"], f"{name}: {owner[name]} and {entry['id']}"


def test_both_languages_explain_the_same() -> None:
    korean, english = ({entry["id"] for entry in glossary(Words(language))} for language in ("ko", "en"))
    assert korean == english

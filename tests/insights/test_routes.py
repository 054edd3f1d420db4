"""Two routes to a network, compared over the same folds."""

import pytest

from hanpan.insights.routes.work import compare_routes
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.trial import Trial
from hanpan.preparation.recipe import Recipe


def trial(parameters, folds, purpose="default", name="network"):
    candidate = Candidate(algorithm=name, parameters=parameters, recipe=Recipe(steps=()), purpose=purpose)
    mean = sum(folds) / len(folds)
    return Trial(
        candidate=candidate,
        status="done",
        score=mean,
        score_std=0.1,
        train_score=mean,
        fold_scores=list(folds),
        fold_train_scores=list(folds),
    )


SMALL, LARGE = (dict(one) for one in algorithm("network").defaults[:2])


@pytest.mark.parametrize(
    ("small", "large", "greater", "winner"),
    [
        ([0.70, 0.72, 0.71], [0.80, 0.82, 0.81], True, "large"),
        ([0.70, 0.72, 0.71], [0.80, 0.82, 0.81], False, "small"),
        ([0.70, 0.90, 0.80], [0.80, 0.82, 0.81], True, "undecided"),
        ([0.70], [0.80], True, "undecided"),
    ],
)
def test_the_answer_follows_the_difference_fold_by_fold(small, large, greater, winner):
    routes = compare_routes([trial(SMALL, small), trial(LARGE, large)], greater)
    assert routes.winner == winner
    sign = 1 if greater else -1
    assert routes.ahead == pytest.approx(sign * (sum(large) - sum(small)) / len(small))
    assert (routes.noise is None) == (len(small) == 1)


def test_the_defaults_stand_for_the_routes_not_the_best_of_many():
    lucky = trial({**SMALL, "learning_rate": 0.02}, [0.99, 0.99], purpose="variation")
    routes = compare_routes([lucky, trial(LARGE, [0.8, 0.8]), trial(SMALL, [0.7, 0.7])], True)
    assert routes.small.score == pytest.approx(0.7)
    assert (routes.large.dropout, routes.large.l1 > 0, routes.large.l2 > 0) == (0.2, True, True)


def test_one_route_alone_is_no_comparison():
    assert compare_routes([trial(SMALL, [0.7])], True) is None
    assert compare_routes([trial(SMALL, [0.7]), trial(LARGE, [0.8], name="network_modern")], True) is None

"""A drawn tree: its gains by hand and as scikit-learn counts them."""

import pytest
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from tests.support.benches import make_bench, recipes_for

from hanpan.insights.tree.errand import GrowTree
from hanpan.insights.tree.work import GrownNode, GrownTree, entropy, read_tree
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.fitting import fit_once


def drawn(task, levels=4, **parameters):
    bench, _, _ = make_bench(task, n=300)
    _, recipes = recipes_for(bench, ("decision_tree",))
    candidate = Candidate(algorithm="decision_tree", parameters=parameters, recipe=recipes["decision_tree"])
    told = GrowTree(candidate=candidate, levels=levels).do(bench, 10.0)
    return read_tree(told, "decision_tree", bench.problem.labels, 0.8), bench, candidate


def test_gain_by_hand():
    nodes = [
        GrownNode(rows=10, values=[0.5, 0.5], impurity=0.5, yes=1, no=2, feature=0, threshold=0.5, flag=True),
        GrownNode(rows=4, values=[0.0, 1.0], impurity=0.0),
        GrownNode(rows=6, values=[5 / 6, 1 / 6], impurity=0.2),
    ]
    told = GrownTree(rows=10, depth=1, leaves=2, names=["c=a"], sources=["c"], nodes=nodes)
    root = read_tree(told, "t", ["no", "yes"], None).nodes[0]
    assert root.impurity == pytest.approx(1.0)
    assert root.gain == pytest.approx(1 - 0.6 * entropy([5 / 6, 1 / 6]))


@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
def test_gains_agree_with_scikit_learn(task):
    tree, bench, candidate = drawn(task, max_depth=3, min_samples_leaf=10)
    fitted = fit_once(bench, candidate)
    x = fitted.preparer.transform(bench.frame)
    kind = DecisionTreeRegressor() if task == "regression" else DecisionTreeClassifier(criterion="entropy")
    question = tree.nodes[0].question
    column = x[:, [fitted.preparer.feature_names_.index(question.name)]]
    own = (column[:, 0] <= question.threshold).astype(float)[:, None]
    theirs = kind.set_params(max_depth=1).fit(own, bench.y).tree_
    left = (theirs.n_node_samples[1:] * theirs.impurity[1:]).sum() / theirs.n_node_samples[0]
    assert tree.nodes[0].gain == pytest.approx(theirs.impurity[0] - left)
    assert all(node.gain >= 0 for node in tree.nodes if node.gain is not None)
    assert tree.rows == len(bench.y)
    for node in tree.nodes:
        if node.yes >= 0:
            children = tree.nodes[node.yes], tree.nodes[node.no]
            assert sum(child.rows for child in children) == node.rows
            assert {child.depth for child in children} == {node.depth + 1}


def test_yes_of_a_level_is_that_level():
    tree, bench, _ = drawn("regression", max_depth=6)
    place, node = next((i, one) for i, one in enumerate(tree.nodes) if one.question and one.question.flag)
    assert node.question.source == "c"
    if place == 0:
        level = node.question.name.partition("=")[2]
        rows = bench.frame["c"].eq(level).fillna(value=False).sum()
        assert tree.nodes[node.yes].rows == rows


def test_deep_trees_are_cut():
    tree, _, _ = drawn("binary", levels=2, max_depth=8)
    assert max(node.depth for node in tree.nodes) == 2
    assert any(node.cut for node in tree.nodes)
    assert tree.depth > 2


def test_questions_are_read_as_people_do():
    from hanpan.doors.report.questions import asked, prepared_name, rule
    from hanpan.doors.telling.words import Words
    from hanpan.insights.tree.record import SplitQuestion

    words = Words("en")
    level = SplitQuestion(name="city=Seoul", source="city", threshold=0.5, flag=True)
    assert (asked(level, words), rule(level, words, yes=False)) == ("city = Seoul?", "city ≠ Seoul")
    assert rule(SplitQuestion(name="age", source="age", threshold=30.5, flag=False), words, yes=False) == "age > 30.5"
    assert prepared_name("zip:frequency", "zip", words) == "zip (frequency)"


def test_an_ordered_category_is_asked_by_its_levels():
    from hanpan.doors.report.questions import rule
    from hanpan.doors.telling.words import Words
    from hanpan.insights.tree.record import SplitQuestion

    words, levels = Words("en"), ["Bad", "Medium", "Good"]
    shelf = SplitQuestion(name="shelf", source="shelf", threshold=0.5, flag=False, levels=levels)
    assert (rule(shelf, words, yes=True), rule(shelf, words, yes=False)) == ("shelf = Bad", "shelf = Medium / Good")
    grade = SplitQuestion(name="grade", source="grade", threshold=0.5, flag=True, levels=["low", "high"])
    assert (rule(grade, words, yes=True), rule(grade, words, yes=False)) == ("grade = high", "grade = low")

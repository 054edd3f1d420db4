"""What hidden nodes respond to: planted networks of which the answer is known."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from tests.support.benches import make_bench, recipes_for

import hanpan.networks as hn
from hanpan.foundation.errors import UsageError
from hanpan.insights.insides.errand import LookInside
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.networks.plain.anatomy import one_member
from hanpan.modeling.networks.plain.forward import LayerSpec, forward
from hanpan.modeling.networks.plain.insides import insides
from hanpan.modeling.networks.plain.record import NetworkRecord

X = np.random.default_rng(0).normal(size=(200, 4))


class Planted:
    """Node 1 responds to a and not b; node 2 to the two columns of the category; node 3 is never heard."""

    def __init__(self, task: Any = "regression") -> None:
        dense, relu = LayerSpec(kind="dense"), LayerSpec(kind="activation", activation="relu")
        last = [LayerSpec(kind="activation", activation="sigmoid")] if task == "binary" else []
        self.record_ = NetworkRecord(
            task=task,
            n_inputs=4,
            n_classes=2 * (task == "binary"),
            n_parameters=0,
            answer="sigmoid" if last else "value",
            layers=(dense, relu, dense, *last),
        )
        first = np.array([[2.0, 0, 1], [-1.0, 0, 1], [0, 1.5, 0], [0, -1.5, 0]])
        self.arrays_ = {
            "0.kernel": first,
            "0.bias": np.zeros(3),
            "2.kernel": np.array([[3.0], [-1.0], [0.0]]),
            "2.bias": np.zeros(1),
        }


NAMES = ["a", "b", "kind", "kind"]


def answers(x: np.ndarray) -> np.ndarray:
    return 3 * np.maximum(2 * x[:, 0] - x[:, 1], 0) - np.maximum(1.5 * (x[:, 2] - x[:, 3]), 0)


def test_a_planted_network_is_read_as_it_was_planted() -> None:
    found = insides(Planted(), X, NAMES, answers(X))
    assert [node.name for node in found.nodes] == ["1", "2", "3"]
    assert found.columns[0] == "a"
    assert dict(zip(found.columns, found.directed, strict=True)) == {"a": True, "b": True, "kind": False}
    first, second, third = found.nodes
    reach = dict(zip(found.columns, first.reach, strict=True))
    assert reach["a"] == pytest.approx(2 * X[:, 0].std())
    assert reach["b"] == pytest.approx(-X[:, 1].std())
    assert reach["kind"] == 0
    assert dict(zip(found.columns, second.reach, strict=True))["kind"] > 1
    assert first.on == pytest.approx(np.mean(2 * X[:, 0] > X[:, 1]))
    assert first.lifts == pytest.approx(1)
    assert second.lifts == pytest.approx(-1)
    assert first.correlation is not None
    assert first.correlation > 0.8
    assert (third.influence, found.silent, found.count, found.hidden) == (0, 1, 3, (3,))


@pytest.mark.parametrize("task", ["regression", "binary"])
def test_insides_show_themselves_as_a_short_table(task: Any) -> None:
    y = X[:, 0] if task == "regression" else (X[:, 0] > 0).astype(int)
    found = insides(Planted(task), X, NAMES, y, labels=["no", "yes"] if task == "binary" else [])
    told = repr(found.speaking("en"))
    assert told.startswith(
        "<The first hidden layer has 3 nodes (looked at on 200 rows). 1 changes the answers next to nothing.>"
    )
    assert repr(found.speaking("ko")).startswith(
        "<첫 은닉층의 노드는 3개입니다(200행에서 살펴봄). 1개는 예측을 거의 바꾸지 않습니다.>"
    )
    assert len(told.splitlines()) == 5
    assert re.search(r"a \+\d[.\d]*, b -\d", told)
    assert not re.search(r"[+ ]0[,\n]", told)
    assert "kind +" not in told
    assert "<table" in found._repr_html_()
    frame = found.to_frame()
    assert list(frame["node"]) == [node.name for node in found.nodes]
    assert {"reach_a", "reach_b", "reach_kind"} <= set(frame.columns)
    assert ("toward" in frame.columns) == (task == "binary")


def test_classes_have_means_and_a_direction() -> None:
    y = (answers(X) > 1).astype(int)
    found = insides(Planted("binary"), X, NAMES, y, labels=["no", "yes"])
    node = found.nodes[0]
    assert node.toward == 1
    assert node.lifts > 0
    assert node.by_class[1] > node.by_class[0]
    assert node.correlation is None


def test_grouped_nodes_keep_their_names() -> None:
    network = hn.GroupedNetworkClassifier({"money": [0, 1]}, nodes=2, hidden=(), epochs=30, random_state=0)
    y = np.where(X[:, 0] > 0, "yes", "no")
    found = hn.insides(network.fit(X, y), X, ["income", "house", "age", "city"], y)
    assert {node.name for node in found.nodes} == {"money 1", "money 2", "others 1", "others 2"}
    assert found.labels == ("no", "yes")
    money = next(node for node in found.nodes if node.name == "money 1")
    assert dict(zip(found.columns, money.reach, strict=True))["age"] == 0


@pytest.mark.parametrize("kind", [hn.ModernNetworkRegressor, hn.PackedNetworkRegressor])
def test_of_a_pack_the_member_nearest_to_its_answer_is_looked_into(kind: Any) -> None:
    network = kind(hidden=(6, 4), epochs=32, n_members=3, pieces=4, random_state=0).fit(X, 3 * X[:, 0] - X[:, 1])
    found = hn.insides(network, X, ["a", "b", "c", "d"], X[:, 0])
    members = network.arrays_["1.kernel"].shape[0]
    assert (found.members, found.count, found.hidden) == (members, 6, (6, 4))
    assert found.columns[0] == "a"
    alone = [one_member(network.record_, network.arrays_, place) for place in range(members)]
    answers = np.array([forward(record.layers, arrays, X)[:, 0] for record, arrays in alone])
    far = np.square(answers - answers.mean(axis=0)).mean(axis=1)
    assert found.member == np.argmin(far) + 1
    record = network.record_
    assert np.allclose(answers.mean(axis=0) * record.target_scale + record.target_mean, network.predict(X), atol=1e-3)
    # What a column adds to a node's sum: by itself and by its pieces.
    record, arrays = alone[found.member - 1]
    encoded = forward(record.layers[:1], arrays, X)
    places = [0, *(4 + np.flatnonzero(arrays["0.column"] == 0))]
    spread = (encoded[:, places] @ arrays["1.kernel"][places]).std(axis=0)
    for node in found.nodes:
        assert abs(node.reach[0]) == pytest.approx(spread[int(node.name) - 1], rel=1e-4)


def test_what_cannot_be_looked_into_is_refused() -> None:
    line = hn.NetworkRegressor(hidden=(), epochs=2).fit(X, X[:, 0])
    for thing in (line, object()):
        with pytest.raises(UsageError, match="no first hidden layer"):
            insides(thing, X, NAMES, X[:, 0])
    with pytest.raises(UsageError, match="do not fit the network"):
        insides(Planted(), X, NAMES[:3], X[:, 0])


def test_the_errand_names_columns_of_the_table() -> None:
    bench, _, _ = make_bench("multiclass", n=120)
    _, recipes = recipes_for(bench, ("network",))
    for hidden, known in (([4], True), ([], False)):
        parameters = {"hidden": hidden, "learning_rate": 0.01}
        candidate = Candidate(algorithm="network", parameters=parameters, recipe=recipes["network"])
        found = LookInside(candidate=candidate, rounds=5).do(bench, 20.0)
        assert (found is not None) == known
        if found is not None:
            assert set(found.columns) <= set(bench.frame.columns)
            assert len(found.nodes[0].by_class) == 3

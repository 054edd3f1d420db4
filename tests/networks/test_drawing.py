"""A network as a summary and a drawing."""

from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import hanpan.networks as hn
from hanpan.modeling.networks.plain.equation import single_node

import keras  # isort: skip  (after hanpan, which chooses the backend)

L = keras.layers


def parts(svg: str, tag: str) -> list[Any]:
    return [part for part in ElementTree.fromstring(svg).iter() if part.tag.endswith(tag)]


def words(svg: str) -> list[str]:
    return [part.text for part in parts(svg, "text")]


def dense(*widths: int, inputs: int = 12) -> keras.Model:
    return keras.Sequential([L.Input((inputs,)), *(L.Dense(width, name=f"d{width}") for width in widths)])


@pytest.mark.parametrize(("inputs", "widths", "count"), [(3, (1,), 4), (12, (2, 1), 29), (12, (18, 4, 1), 315)])
def test_the_summary_counts_what_keras_counts(inputs: int, widths: tuple[int, ...], count: int) -> None:
    model = dense(*widths, inputs=inputs)
    seen = hn.picture(model)
    assert seen.trainable == count == model.count_params()
    assert sum(layer.parameters for layer in seen.layers) == count
    assert [layer.shape for layer in seen.layers[1:]] == [tuple(layer.output.shape[1:]) for layer in model.layers]


def test_seeds_of_dropout_are_no_parameters() -> None:
    model = keras.Sequential([L.Input((3,)), L.Dense(4), L.Dropout(0.5), L.BatchNormalization(), L.Dense(1)])
    seen = hn.picture(model)
    assert (seen.trainable, seen.fixed) == (16 + 8 + 5, 8)


def test_every_node_is_drawn_and_connected() -> None:
    svg = hn.draw(dense(3, 1, inputs=4), ["a", "b", "c", "나이"], ["y"])
    assert len(parts(svg, "circle")) == 4 + 3 + 1
    assert len(parts(svg, "line")) == 4 * 3 + 3 * 1
    assert {"a", "b", "c", "나이", "y", "d3"} <= set(words(svg))
    assert svg._repr_svg_().startswith("<svg")


def test_wide_layers_show_some_nodes_and_three_dots() -> None:
    svg = hn.draw(dense(64, 3), [f"column{at}" for at in range(12)], ["a", "b", "c"])
    assert len(parts(svg, "circle")) == 8 + 8 + 3
    assert words(svg).count("⋮") == 2
    assert {"column0", "column11"} <= set(words(svg))
    assert "column5" not in words(svg)


def test_groups_of_columns_feed_their_own_nodes_only() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(40, 4))
    network = hn.GroupedNetworkClassifier({"money": [0, 1], "time": [2]}, nodes=2, hidden=(), epochs=1)
    svg = hn.draw(network.fit(x, x[:, 0] > 0).model_, ["income", "house", "hours", "age"], ["yes"])
    assert {"money", "time", "others", "income", "hours", "age", "yes"} <= set(words(svg))
    assert len(parts(svg, "line")) == 2 * 2 + 1 * 2 + 1 * 2 + 6  # not 4 * 6 + 6


def test_layers_that_are_no_row_of_nodes_are_boxes() -> None:
    model = keras.Sequential([L.Input((8, 8, 1)), L.Conv2D(4, 3), L.Flatten(), L.Dense(10, "softmax")])
    svg = hn.draw(model)
    assert {"8×8×1", "6×6×4", "144", "10 · softmax"} <= set(words(svg))
    assert len(parts(svg, "rect")) == 3


def test_names_cannot_break_out_of_the_drawing() -> None:
    svg = hn.draw(dense(1, inputs=2), ["<script>", "a\x00&b"], ["</svg>"])
    assert "<script>" in words(svg)
    assert not parts(svg, "script")


def test_a_single_node_tells_its_equation_in_the_targets_own_unit() -> None:
    x = np.linspace(-1, 1, 80).reshape(-1, 1)
    network = hn.NetworkRegressor((), epochs=200, learning_rate=0.05, random_state=0).fit(x, 300 * x[:, 0] + 5000)
    told = single_node(network, ["rooms"], "price")
    assert told.startswith("price = 50")
    assert "·rooms" in told
    deep = hn.NetworkRegressor((3,), epochs=1).fit(x, x[:, 0])
    assert single_node(deep, ["rooms"], "price") == ""

"""Which images are shown, which classes are said to be mixed up, and which blocks of pixels matter."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hanpan.business.metrics import metric
from hanpan.data.image import ImageShape
from hanpan.foundation.budget import Deadline
from hanpan.insights.images.blocks import Looked, block_importance
from hanpan.insights.images.telling import mixed_up, telling_rows, telling_values


def looked(image: ImageShape, place: int, rows: int = 120) -> Looked:
    """A model that sees one pixel and nothing else, and images of noise."""
    random = np.random.default_rng(0)
    frame = pd.DataFrame(random.integers(0, 256, (rows, image.values)).astype(float), columns=list(image.names))
    frame.iloc[:, 0] = 7.0
    y = (frame.iloc[:, place].to_numpy() > 127).astype(int)

    def output(rows: pd.DataFrame) -> np.ndarray:
        sure = np.where(rows.iloc[:, place].to_numpy() > 127, 0.95, 0.05)
        return np.column_stack([1 - sure, sure])

    return Looked(output, frame, y, image, metric("log_loss"))


@pytest.mark.parametrize(
    ("image", "place", "block"),
    [
        (ImageShape(height=14, width=14), 14 * 9 + 4, (4, 2)),
        (ImageShape(height=14, width=21), 21 * 13 + 20, (6, 10)),
        (ImageShape(height=7, width=7, channels=3), (7 * 2 + 5) * 3 + 1, (2, 5)),
        (ImageShape(height=3, width=4), 6, (1, 2)),
    ],
)
def test_the_block_that_the_model_sees_is_found(image: ImageShape, place: int, block: tuple[int, int]) -> None:
    found = block_importance(looked(image, place), until=Deadline.after(60))
    assert found is not None
    assert (found.down, found.across) == (-(-image.height // found.side), -(-image.width // found.side))
    values = np.array(found.values, dtype=float)
    assert np.unravel_index(values.argmax(), values.shape) == block
    assert values[block] > 0.5
    values[block] = 0
    assert np.abs(values).max() == 0


def test_without_time_nothing_is_claimed() -> None:
    assert block_importance(looked(ImageShape(height=14, width=14), 0), until=Deadline.after(-1)) is None


def test_a_score_where_more_is_better_counts_the_other_way() -> None:
    case = looked(ImageShape(height=7, width=7), 24)
    found = block_importance(
        Looked(case.output, case.frame, case.y, case.image, metric("accuracy")), until=Deadline.after(60)
    )
    assert found is not None
    assert found.values[3][3] > 0.2


def test_the_worst_mistakes_come_first_and_sure_ones_differ() -> None:
    random = np.random.default_rng(0)
    output = random.dirichlet(np.full(5, 0.3), 300)
    y = np.where(random.random(300) < 0.7, output.argmax(axis=1), random.integers(0, 5, 300))
    decided = output.argmax(axis=1)
    chosen = telling_rows(y, output, decided)
    true = output[np.arange(300), y]
    assert (decided[chosen.wrong] != y[chosen.wrong]).all()
    assert true[chosen.wrong].tolist() == sorted(true[decided != y])[: len(chosen.wrong)]
    assert true[chosen.unsure].tolist() == sorted(true[decided == y])[: len(chosen.unsure)]
    assert len(set(y[chosen.sure])) == 5
    assert not set(chosen.sure) & set(chosen.unsure)


@pytest.mark.parametrize("right", [0, 1, 2, 3, 9])
def test_few_rows_are_shown_once(right: int) -> None:
    y = np.zeros(9, dtype=int)
    sure = np.where(np.arange(9) < right, 0.9, 0.2)
    chosen = telling_rows(y, np.column_stack([sure, 1 - sure]), (sure < 0.5).astype(int))
    assert sorted([*chosen.unsure, *chosen.sure]) == list(range(right))
    assert len(chosen.wrong) == 9 - right


def test_values_by_their_error() -> None:
    chosen = telling_values(np.arange(30.0), np.zeros(30))
    assert chosen.wrong[:2] == [29, 28]
    assert chosen.sure[0] == 0


def test_pairs_mixed_up_both_ways_count_together() -> None:
    table = [[50, 3, 2, 0], [3, 40, 4, 0], [0, 0, 40, 1], [0, 0, 0, 9]]
    pairs = mixed_up(table, ("a", "b", "c", "d"))
    assert [(pair.first, pair.second, pair.forth, pair.back) for pair in pairs] == [
        ("b", "a", 3, 3),
        ("b", "c", 4, 0),
        ("a", "c", 2, 0),
    ]
    assert mixed_up([[5, 0], [0, 5]], ("a", "b")) == []

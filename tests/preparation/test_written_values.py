"""Categories that people wrote: values that share words tell of each other; nothing changes where they share none."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import TruncatedSVD

from hanpan.data.schema import Column, Schema
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.preparation import ngrams
from hanpan.preparation.needs import Needs
from hanpan.preparation.planner import plan
from hanpan.preparation.preparer import Preparer, build
from hanpan.preparation.recipe import Recipe
from hanpan.preparation.steps.target_pieces import TargetPieces
from hanpan.preparation.steps.text import Text
from hanpan.preparation.written import shares_words

RANKS = {"Senior": 2.0, "Junior": -2.0, "Chief": 4.0, "Assistant": -4.0}
FIELDS = {"Police": 1.0, "Fire": 0.5, "Library": -1.0, "Software": 1.5, "Highway": -0.5}
ROLES = {"Officer": 0.3, "Engineer": 0.8, "Clerk": -0.8, "Inspector": 0.0}
JOBS = {
    " ".join(parts): RANKS[parts[0]] + FIELDS[parts[1]] + ROLES[parts[2]]
    for parts in itertools.product(RANKS, FIELDS, ROLES)
}
KOREAN = tuple(
    f"{place}{team}{rank}"
    for place, team, rank in itertools.product(
        ("본사", "부산지점", "광주공장"), ("영업", "인사", "재무"), ("사원", "대리", "과장", "부장")
    )
)
NATIVE = Needs(complete=False, dummies=False)


def jobs(n: int = 400) -> tuple[pd.DataFrame, np.ndarray]:
    """Rows of job titles, and what they are paid."""
    random = np.random.default_rng(5)
    title = random.choice(list(JOBS), n)
    return pd.DataFrame({"title": pd.Series(title, dtype="str")}), np.array([JOBS[each] for each in title])


def schema_of(values: tuple[str, ...], kind: str = "category", n_distinct: int = 0) -> Schema:
    """One column of these values."""
    column = Column(name="title", kind=kind, categories=values, n_distinct=n_distinct or len(values))  # type: ignore[arg-type]
    return Schema(columns=(column,))


def steps_of(schema: Schema, needs: Needs, n_rows: int = 400) -> list[str]:
    """The steps that are planned."""
    return [step.name for step in plan(schema, needs, n_rows=n_rows, task="regression").steps]


@pytest.mark.parametrize(
    ("values", "written"),
    [
        (tuple(JOBS), True),
        (KOREAN, True),
        (tuple(f"A{i:03d}" for i in range(300)), False),
        (tuple(f"{i:08x}" for i in range(1, 10**9, 10**7)), False),
        (tuple(f"{i} {i + 1}" for i in range(100)), False),
        (tuple(JOBS)[:10], False),
        (("Seoul", "Busan", "Daegu", "Incheon", "Gwangju", "Daejeon", "Ulsan", "Sejong", "Suwon", "Jeju") * 3, False),
        ((), False),
    ],
)
def test_values_are_written_where_they_share_words(values: tuple[str, ...], written: bool) -> None:
    assert shares_words(values) is written


def test_written_categories_give_their_pieces_and_no_codes() -> None:
    names = steps_of(schema_of(tuple(JOBS)), NATIVE)
    assert {"target_encode", "frequency", "target_pieces", "text"} <= set(names)
    assert "codes" not in names


@pytest.mark.parametrize("name", ["linear_regression", "logistic_regression", "k_neighbors"])
def test_where_columns_are_summed_up_or_measured_topics_are_left_out(name: str) -> None:
    names = steps_of(schema_of(tuple(JOBS)), algorithm(name).needs)
    assert "target_pieces" in names
    assert "text" not in names


@pytest.mark.parametrize(
    ("schema", "n_rows"),
    [
        (schema_of(tuple(f"A{i:03d}" for i in range(80))), 400),
        (schema_of(tuple(JOBS)), 80 * 60),  # each level has rows enough of its own
        (schema_of((), "text", 400), 400),  # a text that is new in every row
    ],
)
def test_other_columns_are_prepared_as_ever(schema: Schema, n_rows: int) -> None:
    for needs in (Needs(), NATIVE):
        assert "target_pieces" not in steps_of(schema, needs, n_rows)


def test_a_text_that_stands_in_several_rows_gives_its_pieces() -> None:
    assert {"target_pieces", "text"} <= set(steps_of(schema_of((), "text", 300), Needs()))


def test_new_and_mistyped_values_are_told_by_their_pieces() -> None:
    frame, y = jobs()
    known = frame["title"] != "Chief Software Engineer"
    step = TargetPieces(("title",)).fit(frame[known], y[known])
    new, mistyped, nothing = step.transform(
        {"title": ["Chief Software Engineer", "Asistant Librry Clerk", None]}
    ).ravel()
    assert new > np.quantile(y, 0.9)
    assert mistyped < np.quantile(y, 0.2)
    assert nothing == pytest.approx(y[known].mean())


def test_no_row_is_told_its_own_answer() -> None:
    frame, y = jobs(100)
    changed = y.copy()
    changed[7] = 1000.0
    first, second = (TargetPieces(("title",)).fit_transform(frame, each) for each in (y, changed))
    assert first[7] == second[7]
    assert not np.array_equal(first, second)


def test_words_that_say_nothing_give_no_training_signal() -> None:
    seen = []
    for seed in range(5):
        frame, _ = jobs(600)
        y = np.random.default_rng(seed).normal(size=600)
        crossed = TargetPieces(("title",)).fit_transform(frame, y).ravel()
        seen.append(np.corrcoef(crossed, y)[0, 1])
    assert abs(np.mean(seen)) < 0.1


@pytest.mark.parametrize(("n_classes", "outputs"), [(0, 1), (2, 1), (3, 3)])
def test_each_class_has_an_output(n_classes: int, outputs: int) -> None:
    frame, y = jobs(120)
    target = np.argsort(np.argsort(y)) * n_classes // len(y) if n_classes else y
    step = TargetPieces(("title",), n_classes)
    assert step.fit_transform(frame, target).shape == (120, outputs)
    assert set(step.sources) == {"title"}


@pytest.mark.parametrize("titles", [["Chief"], [None, None, None], ["a", "a", "b"]])
def test_tiny_columns_are_told_the_mean(titles: list[str | None]) -> None:
    y = np.arange(len(titles), dtype=float)
    step = TargetPieces(("title",))
    assert np.isfinite(step.fit_transform({"title": titles}, y)).all()
    assert step.transform({"title": ["new"]}).tolist() == [[y.mean()]]


def planned(needs: Needs) -> tuple[Preparer, pd.DataFrame, np.ndarray]:
    """Job titles, prepared."""
    frame, y = jobs()
    schema = schema_of(tuple(JOBS))
    preparer = build(plan(schema, needs, n_rows=400, task="regression"), schema)
    return preparer, frame, preparer.fit_transform(frame, y)


def test_every_prepared_column_is_known_to_come_from_the_column_of_the_table() -> None:
    preparer, _, x = planned(NATIVE)
    assert preparer.sources_ == ("title",) * x.shape[1]
    made = set(preparer.feature_names_)
    assert {"title:frequency", "title:target", "title:pieces", "title:topic1", "title:length"} <= made


def test_read_again_it_answers_for_one_row_as_for_many_and_for_new_values() -> None:
    preparer, frame, _ = planned(Needs(scaled=True))
    again = Preparer.from_state(preparer.state())
    cells = [*frame["title"][:5], "Chef Softwre Enginer", None]
    together = again.transform({"title": cells})
    assert np.array_equal(together, preparer.transform({"title": cells}))
    for i, cell in enumerate(cells):
        assert np.allclose(again.transform({"title": [cell]})[0], together[i], rtol=0, atol=1e-12)


def test_texts_are_read_in_batches_with_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    frame, y = jobs(60)
    recipe = [(TargetPieces(("title",)), y), (Text(("title",), 4), y)]
    whole = [step.fit(frame, target).transform(frame) for step, target in recipe]
    monkeypatch.setattr(ngrams, "_TOGETHER", 7)
    for (step, _), expected in zip(recipe, whole, strict=True):
        assert np.allclose(step.transform(frame), expected, rtol=0, atol=1e-12)


def test_long_texts_are_counted_as_short_ones_are(monkeypatch: pytest.MonkeyPatch) -> None:
    long = [" ".join(list(JOBS)[(i + k) % len(JOBS)] for k in range(40)) for i in range(12)]
    crowded = ngrams.count_ngrams(long)
    monkeypatch.setattr(ngrams, "_CROWDED", np.inf)
    assert (ngrams.count_ngrams(long) != crowded).nnz == 0
    assert crowded.sum(axis=1).tolist() == [sum(len(text) + 2 - size + 1 for size in (2, 3, 4)) for text in long]


def test_the_rows_learnt_from_are_prepared_as_any_rows_are() -> None:
    frame, _ = jobs(60)
    frame.loc[3, "title"] = None
    step = Text(("title",), 4)
    assert np.array_equal(step.fit_transform(frame), step.transform(frame))


@pytest.mark.parametrize("texts", [["ab", "c"], ["a", "bc"], ["abc"], ["a\0bc"], ["a", "\0bc"], [], [""], ["", ""]])
def test_sums_that_are_kept_are_those_of_these_texts(texts: list[str]) -> None:
    assert np.array_equal(ngrams.own_sums(texts), ngrams.sum_up(texts, *ngrams.learn_topics(texts)))


def test_the_recipe_is_the_same_for_the_same_table() -> None:
    schema = schema_of(tuple(JOBS))
    recipes: list[Recipe] = [plan(schema, NATIVE, n_rows=400, task="binary", n_classes=2) for _ in range(2)]
    assert recipes[0] == recipes[1]


@pytest.mark.parametrize("seed", range(6))
def test_topics_are_those_of_truncated_svd_signs_and_all(seed: int) -> None:
    """So that plain code, which takes scikit-learn's, answers as the model does."""
    random = np.random.default_rng(seed)
    texts = [" ".join(random.choice(["불", "물", "braund", "owen", "mrs", "harris", "화재"], 4)) for _ in range(80)]
    learnt = ngrams.learn_topics(sorted(set(texts)))
    weighed = ngrams.weigh(ngrams.count_ngrams(sorted(set(texts))), learnt.weights)
    svd = TruncatedSVD(learnt.components.shape[1], n_iter=4, random_state=0).fit(weighed)
    strong = svd.singular_values_ > 1e-6 * svd.singular_values_[0]
    assert np.allclose(learnt.components.T[strong], svd.components_[strong])

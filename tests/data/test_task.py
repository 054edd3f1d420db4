"""From a question to a Problem: task, labels, positive class, rows, roles, refusals."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.support.problems import define
from written import loaded, put

from hanpan.data.load import load_dataset
from hanpan.foundation.errors import DataError
from hanpan.foundation.texts import LANGUAGES, has_text


def asked(target: list, **told: object):
    """Problem, dataset and findings of a frame whose column ``y`` is the target."""
    frame = pd.DataFrame({"x": [i % 7 + 0.5 for i in range(len(target))], "y": target})
    return define(load_dataset(frame, target="y"), "y", **told)


def from_file(folder: Path, target: list[str], **told: object):
    content = "x,y\n" + "".join(f"{i}.5,{cell}\n" for i, cell in enumerate(target))
    return define(load_dataset(put(folder, content), target="y"), "y", **told)


def refusal(call, *args, **told: object) -> DataError:
    with pytest.raises(DataError) as caught:
        call(*args, **told)
    assert all(caught.value.message(language) for language in LANGUAGES)
    return caught.value


@pytest.mark.parametrize(
    ("target", "task", "reason", "metric"),
    [
        (["a", "b", "c"] * 10, "multiclass", "task.words", "log_loss"),
        (["a", "b"] * 10, "binary", "task.two_values", "auc"),
        ([0, 1] * 10, "binary", "task.two_values", "auc"),
        ([2.5, 3.5] * 10, "binary", "task.two_values", "auc"),
        ([True, False] * 10, "binary", "task.two_values", "auc"),
        ([3, 4, 5, 6, 7, 8, 9] * 20, "multiclass", "task.few_whole_numbers", "log_loss"),
        (list(range(10)), "regression", "task.numbers", "rmse"),
        ([1, 2, 3] * 4, "regression", "task.numbers", "rmse"),
        ([0.5, 1.5, 2.5] * 20, "regression", "task.numbers", "rmse"),
        (list(range(11)) * 20, "regression", "task.numbers", "rmse"),
    ],
)
def test_the_task_is_found_and_says_why(target: list, task: str, reason: str, metric: str) -> None:
    problem, dataset, _ = asked(target)
    assert (problem.task, problem.task_reason, problem.metric) == (task, reason, metric)
    assert all(has_text(f"reason.{reason}", language) for language in LANGUAGES)
    assert str(dataset.frame["y"].dtype) == ("float64" if task == "regression" else "str")
    assert dataset.schema["y"].role == "target"


def test_the_task_may_be_given() -> None:
    assert asked([3, 4, 5, 6] * 20, task="regression")[0].labels == ()
    problem, dataset, _ = asked(list(range(12)) * 20, task="multiclass")
    assert problem.labels == tuple(str(i) for i in range(12))
    assert dataset.frame["y"].tolist()[:2] == ["0", "1"]
    assert problem.task_reason == "task.given"


def test_labels_are_the_letters_of_the_file(tmp_path: Path) -> None:
    assert from_file(tmp_path, ["1.0", "0.0"] * 10)[0].labels == ("0.0", "1.0")
    assert from_file(tmp_path, ["01", "02", "10"] * 10)[0].labels == ("01", "02", "10")
    assert from_file(tmp_path, [" yes ", "no"] * 10)[0].labels == ("no", "yes")
    problem, dataset, _ = from_file(tmp_path, ["+1", "-1"] * 10)
    assert set(dataset.frame["y"]) == set(problem.labels) == {"+1", "-1"}


def test_labels_of_typed_sources() -> None:
    assert asked([1.0, 0.0, None] * 10)[0].labels == ("0", "1")
    assert asked([0.5, 1.0] * 10)[0].labels == ("0.5", "1.0")
    assert asked([True, False] * 10)[0].labels == ("False", "True")


def test_labels_are_sorted_as_people_sort(tmp_path: Path) -> None:
    assert from_file(tmp_path, ["10", "9", "1"] * 10, task="multiclass")[0].labels == ("1", "9", "10")
    assert from_file(tmp_path, ["grade10", "grade9", "grade1"] * 10)[0].labels == ("grade1", "grade9", "grade10")


def test_an_order_given_by_the_person_is_the_order_of_the_labels(tmp_path: Path) -> None:
    path = put(tmp_path, "x,y\n" + "".join(f"{i},{c}\n" for i, c in enumerate(["low", "mid", "high"] * 10)))
    dataset = load_dataset(path, target="y", corrections={"y": {"order": ["low", "mid", "high"]}})
    assert define(dataset, "y")[0].labels == ("low", "mid", "high")


@pytest.mark.parametrize(
    ("target", "given", "positive", "reason"),
    [
        (["Yes", "No"] * 10, None, "Yes", "yes"),
        (["예", "아니오"] * 10, None, "예", "yes"),
        (["y", "n"] * 10, None, "y", "yes"),
        (["1", "2"] * 10, None, "1", "yes"),
        (["STAY"] * 12 + ["LEAVE"] * 8, None, "LEAVE", "rarer"),
        (["a", "b"] * 10, None, "b", "last"),
        (["STAY"] * 12 + ["LEAVE"] * 8, "STAY", "STAY", "given"),
    ],
)
def test_the_positive_class(target: list[str], given: str | None, positive: str, reason: str) -> None:
    problem, _, _ = asked(target, positive=given)
    assert problem.positive == positive == problem.labels[1]
    assert problem.positive_reason == f"positive.{reason}"
    assert all(has_text(f"reason.{problem.positive_reason}", language) for language in LANGUAGES)


def test_rows_without_a_target_are_left_out_and_counted(tmp_path: Path) -> None:
    problem, dataset, findings = from_file(tmp_path, ["a", "b", "NA", ""] * 10)
    assert len(dataset.frame) == 20
    assert dataset.frame.index.tolist() == list(range(20))
    assert dataset.frame["x"].tolist()[:3] == [0.5, 1.5, 4.5]
    assert problem.labels == ("a", "b")
    finding = findings[0]
    assert (finding.code, finding.evidence) == ("target_missing", {"count": 20, "rows": 40, "share": 0.5})
    assert all(finding.part(part, language) for part in ("title", "evidence", "advice") for language in LANGUAGES)


@pytest.mark.parametrize(
    ("target", "told", "key"),
    [
        ([None] * 20, {}, "target_missing_all"),
        ([None] * 20 + [1.0], {}, "one_row"),
        ([1.0], {}, "one_row"),
        ([1.0, 2.0], {}, "too_few_rows"),
        (["a", "b", "c"] * 3, {}, "too_few_rows"),
        ([5.0] * 20, {}, "target_constant"),
        (["a"] * 20, {}, "target_constant"),
        (["a", "a", None] * 20, {}, "target_constant"),
        ([f"w{i}" for i in range(30)], {}, "too_many_classes"),
        (["a", "b"] * 10, {"task": "regression"}, "target_not_numeric"),
        (["a", "b", "c"] * 10, {"task": "binary"}, "task_classes"),
        (["a", "b"] * 10, {"task": "multiclass"}, "task_classes"),
        ([float(i) for i in range(30)], {"task": "binary"}, "too_many_classes"),
        (["a", "b"] * 10, {"task": "classification"}, "task_unknown"),
        (["a", "b"] * 10, {"positive": "A"}, "positive_absent"),
        (["a", "b", "c"] * 10, {"positive": "a"}, "positive_without_two"),
        ([float(i) for i in range(30)], {"positive": "1"}, "positive_without_two"),
        (["a", "b"] * 10, {"metric": "rmse"}, "metric_unfit"),
        ([float(i) for i in range(30)], {"metric": "auc"}, "metric_unfit"),
        (["a", "b"] * 10, {"group": "xx"}, "column_absent"),
        (["a", "b"] * 10, {"protected": ["xx"]}, "column_absent"),
        (["a", "b"] * 10, {"group": "y"}, "role_clash"),
        (["a", "b"] * 10, {"protected": ["y"]}, "protected_target"),
        (["a", "b"] * 10, {"unknown_at_prediction": ["x"], "group": "x"}, "role_clash"),
        (["a", "b"] * 10, {"unknown_at_prediction": ["x"]}, "nothing_to_learn_from"),
        (list(pd.date_range("2020-01-01", periods=20)), {}, "target_is_date"),
    ],
)
def test_questions_that_cannot_be_answered(target: list, told: dict, key: str) -> None:
    assert refusal(asked, target, **told).key == key


def test_an_absent_target_offers_the_nearest() -> None:
    dataset = load_dataset("sklearn:iris")
    assert refusal(define, dataset, "targe").fields["names"] == "target"


def test_a_table_of_one_column() -> None:
    dataset = load_dataset(pd.DataFrame({"y": ["a", "b"] * 10}))
    assert refusal(define, dataset, "y").key == "one_column"


def test_roles(tmp_path: Path) -> None:
    lines = [f"{i},{'ab'[i % 2]},{i % 5},2020-01-{i + 1:02d},{i * 3},{i % 4}" for i in range(30)]
    dataset = loaded(tmp_path, "id,y,home,day,closed,x\n" + "\n".join(lines))
    problem, ready, findings = define(
        dataset, "y", group="home", time=" day ", unknown_at_prediction=["closed"], protected=["x"], question="why?"
    )
    roles = {column.name: column.role for column in ready.schema}
    assert roles == {"id": "id", "y": "target", "home": "group", "day": "feature", "closed": "left_out", "x": "feature"}
    assert ready.schema["closed"].role_reason == "unknown_at_prediction"
    assert (problem.group, problem.time, problem.protected, problem.question) == ("home", "day", ("x",), "why?")
    assert [finding.code for finding in findings] == ["id_like"]
    assert ready.fingerprint == dataset.fingerprint
    assert {column.role for column in dataset.schema} == {"feature"}


def test_a_time_that_nobody_knows_beforehand_only_orders_the_rows(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, "day,x,y\n" + "\n".join(f"2020-01-{i + 1:02d},{i % 4},{i % 7}" for i in range(30)))
    problem, ready, _ = define(dataset, "y", time="day", unknown_at_prediction=["day"])
    assert problem.time == "day"
    assert (ready.schema["day"].role, ready.schema["day"].role_reason) == ("left_out", "unknown_at_prediction")


def test_a_time_must_put_every_row_in_order(tmp_path: Path) -> None:
    content = "y,x,word,gap\n" + "".join(f"{'ab'[i % 2]},{i % 3},w{i % 4},{i if i else ''}\n" for i in range(20))
    dataset = loaded(tmp_path, content)
    assert refusal(define, dataset, "y", time="word").key == "time_not_sortable"
    assert refusal(define, dataset, "y", time="gap").key == "time_gaps"


def test_the_unit_of_a_number_becomes_the_unit_of_the_problem(tmp_path: Path) -> None:
    problem, dataset, _ = from_file(tmp_path, [f"{i}세" for i in range(30)])
    assert (problem.task, problem.unit) == ("regression", "세")
    assert dataset.frame["y"].tolist()[:2] == [0, 1]
    assert from_file(tmp_path, [f"{i}세" for i in range(30)], unit="년")[0].unit == "년"


def test_any_name_can_be_a_target() -> None:
    for name in ("self", "index", "a b", "이름", "x\ny", "0"):
        frame = pd.DataFrame({"x": range(20), name: ["a", "b"] * 10})
        problem, dataset, _ = define(load_dataset(frame, target=name), name)
        assert (problem.target, dataset.frame[name].tolist()[:2]) == (name, ["a", "b"])

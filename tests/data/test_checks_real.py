"""Findings about real tables, where the folder of real tables is present."""

from __future__ import annotations

from pathlib import Path

import pytest

from hanpan.data.load import load_dataset
from hanpan.data.profiling.profile import Profile
from hanpan.data.profiling.profiling import profile_table
from hanpan.data.question.task import define_problem
from hanpan.foundation.findings import Finding


def folder() -> Path | None:
    above = Path(__file__).resolve().parents
    return next((place / "shared" / "data" for place in above if (place / "shared" / "data").is_dir()), None)


pytestmark = pytest.mark.skipif(folder() is None, reason="real tables are not here")


def profiled(name: str, target: str) -> tuple[Profile, list[Finding]]:
    """The profile of a table and all that was noticed, reading included."""
    path = next(folder().glob(f"{name}.csv*"))
    problem, dataset, findings = define_problem(load_dataset(path, target=target), target)
    profile = profile_table(dataset, problem)
    return profile, findings + profile.findings


def subjects(findings: list[Finding], code: str) -> set[str]:
    return {finding.subject for finding in findings if finding.code == code}


def test_pima_zeros_are_asked_about():
    _, findings = profiled("pima_diabetes", "Outcome")
    assert subjects(findings, "hidden_missing") == {"Glucose", "BloodPressure", "SkinThickness", "Insulin", "BMI"}
    counts = {f.subject: f.evidence["count"] for f in findings}
    assert counts == {"Glucose": 5, "BloodPressure": 35, "SkinThickness": 227, "Insulin": 374, "BMI": 11}


def test_kr_accident_leak_is_named():
    _, findings = profiled("kr_accident", "사고내용")
    assert subjects(findings, "leak_suspect") == {"피해자신체상해정도"}
    leak = next(finding for finding in findings if finding.code == "leak_suspect")
    assert leak.severity == "serious"
    assert leak.evidence["value"] == pytest.approx(0.99, abs=0.006)


def test_kr_accident_other_target_has_no_leak():
    _, findings = profiled("kr_accident", "가해자차종")
    assert not subjects(findings, "leak_suspect")


def test_wine_rare_classes_and_repeated_rows():
    profile, findings = profiled("wine_white", "quality")
    assert profile.duplicate_rows == 937
    rare = next(finding for finding in findings if finding.code == "rare_class")
    assert rare.evidence["classes"] == ["9 (5)", "3 (20)"]
    assert {finding.code for finding in findings} == {"rare_class", "duplicate_rows"}


def test_iris_has_one_repeated_row_and_no_leak():
    profile, findings = profiled("iris", "Species")
    assert profile.duplicate_rows == 1
    assert [finding.code for finding in findings] == ["duplicate_rows"]


@pytest.mark.parametrize(
    ("name", "target", "identifier"),
    [
        ("titanic", "Survived", "PassengerId"),
        ("attrition", "Attrition", "EmployeeNumber"),
        ("mobile_churn", "CHURN", "id"),
        ("kc_house", "price", "id"),
    ],
)
def test_identifiers_are_named_once_and_nothing_leaks(name, target, identifier):
    _, findings = profiled(name, target)
    assert [finding.subject for finding in findings if finding.code == "id_like"] == [identifier]
    assert not subjects(findings, "leak_suspect")


def test_dates_warn_of_a_shuffled_split():
    _, findings = profiled("seoul_bike", "Rented Bike Count")
    order = next(finding for finding in findings if finding.code == "time_order")
    assert (order.subject, order.severity, order.evidence["distinct"]) == ("Date", "warning", 365)


@pytest.mark.parametrize(("name", "target"), [("boston", "medv"), ("carseats", "Sales"), ("advertising", "Sales")])
def test_clean_tables_are_left_in_peace(name, target):
    _, findings = profiled(name, target)
    assert findings == []


def test_titanic_pairs_are_the_ones_everybody_knows():
    profile, _ = profiled("titanic", "Survived")
    columns = {column.name: column for column in profile.columns}
    assert columns["Sex"].test == "chi_square"
    assert columns["Sex"].effect == pytest.approx(0.54, abs=0.01)
    assert columns["Fare"].test == "mann_whitney"
    assert columns["Age"].missing == 177

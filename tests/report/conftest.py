"""One finished study per task, and their pages."""

import pytest
from report_studies import make_study, table

TASKS = ("regression", "binary", "multiclass")


@pytest.fixture(scope="session")
def studies(tmp_path_factory):
    return {task: make_study(tmp_path_factory.mktemp(task), table(task)) for task in TASKS}


@pytest.fixture(scope="session")
def rendered(studies):
    from hanpan.doors.report.page import render

    return {(task, language): render(studies[task], language) for task in TASKS for language in ("ko", "en")}


@pytest.fixture(scope="session")
def pages(rendered):
    """The reports."""
    return {case: made.report for case, made in rendered.items()}


@pytest.fixture(scope="session")
def learnings(rendered):
    """The files to learn from."""
    return {case: made.learning for case, made in rendered.items()}

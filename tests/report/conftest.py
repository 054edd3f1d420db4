"""One finished study per task, and their pages."""

import pytest
from report_studies import make_study, table

TASKS = ("regression", "binary", "multiclass")


@pytest.fixture(scope="session")
def studies(tmp_path_factory):
    return {task: make_study(tmp_path_factory.mktemp(task), table(task)) for task in TASKS}


@pytest.fixture(scope="session")
def pages(studies):
    from hanpan.doors.report.page import page

    return {(task, language): page(studies[task], language) for task in TASKS for language in ("ko", "en")}

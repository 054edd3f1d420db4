"""One study and one site for all tests of this folder."""

import shutil
from pathlib import Path

import pytest
from tests.support.browser import chromium, opened  # noqa: F401 - fixtures
from website.tables import write_tables

import hanpan

QUICK = {"trials": 2, "workers": 0, "algorithms": ["decision_tree", "logistic_regression"], "insights": "none"}


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """A folder as a reader has it: the example tables, and the study that most pages go on from."""
    folder = tmp_path_factory.mktemp("desk")
    write_tables(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        hanpan.run("churn.csv", target="CHURN", lang="en", progress=False, **QUICK)
    return folder


@pytest.fixture
def at_desk(desk, tmp_path, monkeypatch):
    """A copy of the desk to work on, and nobody's registry."""
    shutil.copytree(desk, tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    monkeypatch.setenv("HANPAN_REGISTRY", str(tmp_path / "registry"))
    monkeypatch.setenv("HANPAN_LANG", "en")
    monkeypatch.syspath_prepend(str(tmp_path / "desk"))
    return Path.cwd()


@pytest.fixture(scope="session")
def site(desk, tmp_path_factory):
    """The site in both languages, with one small report in its gallery."""
    from website.building import build_site

    gallery = tmp_path_factory.mktemp("gallery")
    for name in ("churn", "churn_ko"):
        shutil.copytree(desk / "studies" / "churn-CHURN", gallery / name)
    out = tmp_path_factory.mktemp("site")
    build_site(out, gallery)
    return out

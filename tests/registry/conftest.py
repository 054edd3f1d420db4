"""Registries to test with: a SQLite file, and a PostgreSQL server of this machine where there is one."""

from pathlib import Path

import pytest
from tests.support.postgres import fresh_database, server  # noqa: F401  # a fixture

from hanpan.deployment.registry.registry import Registry

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    """An empty registry of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "registry")
    return fresh_database(request.getfixturevalue("server"))


@pytest.fixture
def registry(address):
    """An open registry of each kind."""
    opened = Registry(address)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def contents():
    """Some model files that differ."""
    return [(GOLDEN / name).read_bytes() for name in ("format1.hanpan", "format2.hanpan", "format3.hanpan")]

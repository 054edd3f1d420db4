"""A studio in a process of its own, and a browser."""

from collections.abc import Iterator

import pytest
from studios import Started, studio
from tests.support.browser import chromium, opened  # noqa: F401  # fixtures


@pytest.fixture(scope="module")
def started(tmp_path_factory) -> Iterator[Started]:
    with studio(tmp_path_factory.mktemp("studio")) as one:
        yield one

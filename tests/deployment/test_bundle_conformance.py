"""The conformance suite of model files, on every golden one."""

from pathlib import Path

import pytest

from hanpan.testing.bundles import check_bundle

FILES = sorted((Path(__file__).parents[1] / "golden").glob("*.hanpan"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_promises_of_a_model_file(path):
    check_bundle(path)

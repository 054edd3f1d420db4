"""No way in for foreign code: nothing here reads pickles, evaluates text, or reaches the network."""

import ast

import pytest
from sources import trees

FORBIDDEN = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
NETWORK = {"requests", "httpx", "urllib3", "aiohttp", "socketserver", "ftplib", "smtplib", "telnetlib"}
CALLS = {"eval", "exec"}


def imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("path", sorted(trees()))
def test_a_module_imports_nothing_that_runs_foreign_code(path: str) -> None:
    assert not imported(trees()[path]) & (FORBIDDEN | NETWORK)


def test_nothing_is_evaluated() -> None:
    calls = [
        f"{path}:{node.lineno}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS
    ]
    assert not calls


def test_only_the_networks_room_names_keras_or_jax() -> None:
    outside = [
        path
        for path, tree in trees().items()
        if imported(tree) & {"keras", "jax", "jaxlib", "flax", "optax"} and not path.startswith("modeling/networks/")
    ]
    assert not outside

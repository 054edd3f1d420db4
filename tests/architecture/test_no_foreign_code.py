"""No way in for foreign code: nothing here reads pickles, evaluates text, or reaches the network."""

import ast

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


def test_no_module_imports_what_runs_foreign_code() -> None:
    forbidden = {path: imported(tree) & (FORBIDDEN | NETWORK) for path, tree in trees().items()}
    assert not {path: names for path, names in forbidden.items() if names}


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

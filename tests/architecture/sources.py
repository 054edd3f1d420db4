"""The sources as syntax trees, read once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "hanpan"


@cache
def trees() -> dict[str, ast.Module]:
    """Path below src/hanpan -> tree, for every module."""
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}


def docstrings(tree: ast.Module) -> set[int]:
    """The ids of the nodes that are docstrings."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def literals(tree: ast.Module) -> list[tuple[int, str]]:
    """(line, text) of every string literal that is no docstring, parts of f-strings included."""
    skip = docstrings(tree)
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in skip)
    return [(node.lineno, node.value) for node in nodes if isinstance(node.value, str)]

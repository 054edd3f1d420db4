"""Who must end in time asks a Deadline of foundation/budget; nobody else reads a clock that ends anything."""

import ast

from sources import trees

CLOCKS = {"monotonic", "monotonic_ns", "process_time"}
OWNERS = {
    "foundation/budget.py",
    "doors/cli/__init__.py",  # the moment the process began, from which the budget counts
}


def test_nobody_else_counts_seconds() -> None:
    found = {
        path
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in CLOCKS)
        or (isinstance(node, ast.ImportFrom) and node.module == "time")
    }
    assert found <= OWNERS

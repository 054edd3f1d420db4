"""Short functions, short files: what grows beyond is named here, with the reason."""

import ast
import statistics
from collections import Counter

from sources import PACKAGE, trees

MOST_LINES = 400
MOST_BODY = 40
MOST_PARAMETERS = 7
# path:function -> why it is longer, or takes more.
_SCIKIT = "scikit-learn wants every setting of an estimator as a parameter of its own"
_KERAS = "the parameters of Keras's own fit, by their names"
# The study as the person holds it, and the records below it: one idea at two doors.
TWICE = ("Study",)
LONGER: dict[str, str] = {
    "scikit.py:__init__": _SCIKIT,
    **{f"modeling/networks/estimators/{name}.py:__init__": _SCIKIT for name in ("dense", "grouped", "packed")},
    **{f"modeling/networks/estimators/{name}.py:__init__": _SCIKIT for name in ("modern", "own")},
    "modeling/networks/compiled/training.py:fit": _KERAS,
    "modeling/networks/estimators/many.py:fit_many": _KERAS,
    "modeling/networks/lessons/comparing.py:compare_activations": "a public function of one call, all by keyword",
    "modeling/networks/compiled/program.py:epoch": "what JAX traces: each is an argument of the compiled program",
    "looking.py:predict": "a public function of one call, all by keyword",
    "doors/cli/verbs/predict.py:predict": "click gives every flag by its name",
}


def functions():
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path}:{node.name}", node


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without its docstring."""
    body = node.body
    first = body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        body = body[1:]
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """All parameters, whatever their form."""
    named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([arg for arg in named if arg.arg not in ("self", "cls")])


def test_files_are_short() -> None:
    long = {path: n for path in trees() if (n := len((PACKAGE / path).read_text("utf-8").splitlines())) > MOST_LINES}
    assert not long


def test_functions_are_short() -> None:
    long = {name: n for name, node in functions() if (n := body_lines(node)) > MOST_BODY and name not in LONGER}
    assert not long
    assert statistics.median(body_lines(node) for _, node in functions()) <= 7


def test_functions_ask_for_little() -> None:
    many = {name: n for name, node in functions() if (n := parameters(node)) > MOST_PARAMETERS and name not in LONGER}
    assert not many


def test_nobody_writes_past_the_formatter() -> None:
    assert not [path for path in trees() if "fmt: skip" in (PACKAGE / path).read_text("utf-8")]


def test_no_exception_outlives_its_reason() -> None:
    beyond = {name for name, node in functions() if body_lines(node) > MOST_BODY or parameters(node) > MOST_PARAMETERS}
    assert not set(LONGER) - beyond


def test_test_files_have_names_of_their_own() -> None:
    names = Counter(path.name for path in PACKAGE.parents[1].joinpath("tests").rglob("test_*.py"))
    assert not [name for name, count in names.items() if count > 1]


def test_a_class_name_stands_once() -> None:
    """Whoever reads a name need not ask which one is meant; a leading underscore makes no other word of it."""
    found: dict[str, list[str]] = {}
    for path, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name.lstrip("_"), []).append(path)
    assert {name: paths for name, paths in found.items() if len(paths) > 1 and name not in TWICE} == {}
    assert [name for name in TWICE if len(found.get(name, ())) < 2] == []

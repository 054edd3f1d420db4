"""What every preparation step promises; ``check_step`` tries it on an example table made for what the step reads."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from hanpan.foundation.errors import BundleError
from hanpan.foundation.texts import LANGUAGES, has_text
from hanpan.preparation.steps import STEPS
from hanpan.preparation.steps.base import Step, TableStep

ROWS = 60
_COLUMNS = {
    "category": ("도시", "shop"),
    "ordered": ("grade",),
    "number": ("age", "pay"),
    "date": ("sold",),
    "text": ("review",),
}


def all_steps() -> tuple[type[Step], ...]:
    """Every step a recipe can name."""
    return STEPS


def check_step(step_class: type[Step]) -> None:
    """Try every promise of a step.

    Parameters
    ----------
    step_class
        A class of ``preparation.steps``.

    Raises
    ------
    AssertionError
        A promise is broken; the message names the step and the promise.

    Examples
    --------
    >>> for step_class in all_steps():
    ...     check_step(step_class)
    """
    frame, y = _example(step_class)
    step = step_class(_columns(step_class)).fit(frame, y)
    _check_output(step, step.transform(frame), len(frame))
    _check_input_untouched(step_class, frame, y)
    _check_rows_are_independent(step, frame)
    _check_new_rows(step, frame)
    _check_order_of_columns(step, frame)
    _check_state(step, frame)
    _check_damage(step)
    _check_texts(step)


def _columns(step_class: type[Step]) -> tuple[str, ...]:
    kinds = step_class.reads if issubclass(step_class, TableStep) else ("number",)
    return tuple(name for kind in kinds for name in _COLUMNS[kind])


def _example(step_class: type[Step]) -> tuple[pd.DataFrame, np.ndarray]:
    """A table with gaps where the step takes them, and a target (n,)."""
    random = np.random.default_rng(7)
    parts: dict[str, Any] = {
        "도시": pd.Series(random.choice(["서울", "부산", "제주"], ROWS), dtype="str"),
        "shop": pd.Series([f"s{i}" for i in random.integers(0, 30, ROWS)], dtype="str"),
        "grade": pd.Series(random.choice(["low", "mid", "high"], ROWS), dtype="str"),
        "age": random.normal(40, 10, ROWS).round(),
        "pay": random.lognormal(8, 1, ROWS),
        "sold": pd.Series(pd.date_range("2023-11-20", periods=ROWS, freq="31h")).astype("datetime64[us]"),
        "review": pd.Series(random.choice(["배송이 빨라요", "그저 그래요", "very good", "bad"], ROWS), dtype="str"),
    }
    frame = pd.DataFrame(parts)[list(_columns(step_class))]
    if issubclass(step_class, TableStep) or step_class.name == "impute":
        for i, name in enumerate(frame):
            frame.loc[frame.index % 7 == i, name] = None
    return frame, random.normal(size=ROWS)


def _check_output(step: Step, x: np.ndarray, n_rows: int) -> None:
    _expect(step, x.shape == (n_rows, len(step.names)), "one column per name")
    _expect(step, x.dtype == np.float64, "float64")
    _expect(step, len(set(step.names)) == len(step.names), "names differ")
    _expect(step, step.may_be_missing or bool(np.isfinite(x).all()), "finite numbers")
    parents = step.sources if isinstance(step, TableStep) else getattr(step, "parents", ())
    _expect(step, len(parents) == len(step.names), "each output says where it comes from")


def _check_input_untouched(step_class: type[Step], frame: pd.DataFrame, y: np.ndarray) -> None:
    before, target = frame.copy(deep=True), y.copy()
    step = step_class(_columns(step_class))
    _check_output(step, step.fit_transform(frame, y), len(frame))
    _expect(step, frame.equals(before) and np.array_equal(y, target), "the table and y stay as they are")


def _check_rows_are_independent(step: Step, frame: pd.DataFrame) -> None:
    whole = step.transform(frame)
    _expect(step, _same(whole[::-1], step.transform(frame.iloc[::-1])), "the order of rows does not matter")
    alone = np.vstack([step.transform(frame.iloc[[i]]) for i in range(10)])
    _expect(step, _same(whole[:10], alone), "a row alone is prepared as among others")
    cells = {str(name): frame[name].tolist() for name in frame}
    _expect(step, _same(whole, step.transform(cells)), "lists are prepared as frames are")


def _check_new_rows(step: Step, frame: pd.DataFrame) -> None:
    _check_output(step, step.transform(frame.iloc[:0]), 0)
    if isinstance(step, TableStep):
        names = list(map(str, frame))
        _check_output(step, step.transform({name: [None] for name in names}), 1)
        if not {"number", "date"} & set(step.reads):
            _check_output(step, step.transform({name: ["never seen"] for name in names}), 1)


def _check_order_of_columns(step: Step, frame: pd.DataFrame) -> None:
    turned = frame[list(frame)[::-1]].assign(extra=1.0)
    _expect(step, _same(step.transform(frame), step.transform(turned)), "order of columns, and others, do not matter")


def _check_state(step: Step, frame: pd.DataFrame) -> None:
    state = step.state()
    _expect(step, _is_plain(state), "the state holds plain values and arrays of numbers only")
    again = type(step).from_state(_through_json(state))
    _expect(step, again.names == step.names, "names survive storing")
    _expect(step, _same(step.transform(frame), again.transform(frame)), "stored and read, the same to the last bit")


def _check_damage(step: Step) -> None:
    state = step.state()
    for part in state:
        for broken in ({k: v for k, v in state.items() if k != part}, {**state, part: {"other": 1}}):
            try:
                type(step).from_state(broken)
            except BundleError:
                continue
            _expect(step, False, f"a state with a broken {part} is refused")


def _check_texts(step: Step) -> None:
    keys = (f"step.{step.name}.title", f"step.{step.name}.why")
    _expect(step, all(has_text(key, language) for key in keys for language in LANGUAGES), "texts in ko and en")


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(item) for key, item in value.items())
    if isinstance(value, list):
        return all(_is_plain(item) for item in value)
    if isinstance(value, np.ndarray):
        return value.dtype in (np.dtype(np.float64), np.dtype(np.int64))
    return value is None or type(value) in (str, int, float, bool)


def _through_json(state: dict[str, Any]) -> dict[str, Any]:
    """The state as after writing its plain part as JSON (arrays as lists, which keep every bit)."""
    told = json.dumps(state, default=lambda array: array.tolist())
    return dict(json.loads(told))


def _same(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and np.array_equal(a, b, equal_nan=True)


def _expect(step: Step, kept: bool, promise: str) -> None:
    if not kept:
        raise AssertionError(f"{step.name}: {promise}")

"""What every model file promises; ``check_bundle`` tries it on one."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hanpan.deployment.bundle import Bundle, read_bundle
from hanpan.deployment.examples import typed_frame
from hanpan.deployment.manifest import Examples
from hanpan.foundation.archives import read_zip, write_zip
from hanpan.foundation.errors import BundleError
from hanpan.foundation.files import from_json
from hanpan.modeling.fitting.stored import same_answers
from hanpan.testing.rows import check_rows

if TYPE_CHECKING:
    import pandas as pd

TOLERANCE = 1e-5


def check_bundle(path: str | Path) -> None:
    """Try every promise of a model file.

    Parameters
    ----------
    path
        A model file.

    Raises
    ------
    AssertionError
        A promise is broken; the message names it.
    BundleError
        The file does not load.
    """
    content = Path(path).read_bytes()
    bundle = read_bundle(path)
    rows = typed_frame(bundle.model, from_json(read_zip(content)["examples.json"], Examples))
    _check_answers(bundle, rows)
    check_rows(bundle.model, rows)
    _check_decisions(bundle, rows)
    _check_refusals(content)


def _check_answers(bundle: Bundle, rows: pd.DataFrame) -> None:
    """One row, many rows, columns turned around, no rows: the same answers."""
    together = bundle.model.output(rows)
    assert np.isfinite(together).all(), "answers are finite"
    if bundle.model.problem.labels:
        assert np.allclose(together.sum(axis=1), 1, atol=TOLERANCE), "probabilities sum to 1"
    alone = np.concatenate([bundle.model.output(rows.iloc[[place]]) for place in range(len(rows))])
    assert same_answers(together, alone, TOLERANCE), "a row alone is answered as among others"
    turned = rows[list(rows.columns)[::-1]]
    assert same_answers(together, bundle.model.output(turned), 0.0), "the order of columns changes nothing"
    assert len(bundle.model.output(rows.iloc[:0])) == 0, "a table without rows gets no answers"


def _check_decisions(bundle: Bundle, rows: pd.DataFrame) -> None:
    """Labels are those of the problem, decided by the frozen rule."""
    problem = bundle.model.problem
    if problem.labels:
        decided = bundle.model.labels_of(bundle.model.output(rows))
        assert set(decided) <= set(problem.labels), "every decision is a label of the problem"


def _check_refusals(content: bytes) -> None:
    """A byte changed in any member, a member missing or added, the file cut short: refused."""
    members = read_zip(content)
    for name, member in members.items():
        if name != "manifest.json":
            _refused(write_zip({**members, name: _flipped(member)}), f"{name} with a changed byte")
        _refused(write_zip({other: kept for other, kept in members.items() if other != name}), f"without {name}")
    _refused(write_zip({**members, "added.txt": b"x"}), "with a member more")
    _refused(content[:-1], "without its last byte")


def _refused(content: bytes, what: str) -> None:
    with tempfile.TemporaryDirectory(prefix="hanpan-") as folder:
        path = Path(folder) / "changed.hanpan"
        path.write_bytes(content)
        try:
            read_bundle(path)
        except BundleError:
            return
    raise AssertionError(f"a file {what} is refused")


def _flipped(member: bytes) -> bytes:
    middle = len(member) // 2
    return member[:middle] + bytes([member[middle] ^ 0x10]) + member[middle + 1 :] if member else b"x"

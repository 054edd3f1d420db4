"""Every kind of stored estimator, in a model file of every format so far: each part answers as it did."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hanpan.business.problem import TASKS
from hanpan.deployment.bundle import read_bundle
from hanpan.deployment.examples import typed_frame
from hanpan.deployment.manifest import FORMAT, Examples
from hanpan.foundation.archives import read_zip
from hanpan.foundation.files import from_json
from hanpan.modeling.fitting.stored import same_answers
from hanpan.modeling.storage import KINDS

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_every_part_of_an_old_file_answers_alike(number, task):
    path = GOLDEN / f"format{number}.{task}.hanpan"
    told = json.loads((GOLDEN / f"format{number}.{task}.json").read_text("utf-8"))
    model = read_bundle(path).model
    rows = typed_frame(model, from_json(read_zip(path.read_bytes())["examples.json"], Examples))
    for part in model.parts:
        answered = replace(model, parts=(part,), weights=(1.0,)).output(rows).reshape(len(rows), -1)
        assert same_answers(np.asarray(told[part.algorithm]), answered, 1e-5), part.algorithm


def test_the_files_hold_every_kind():
    held = {
        part.kind for task in TASKS for part in read_bundle(GOLDEN / f"format{FORMAT}.{task}.hanpan").manifest.parts
    }
    assert held == {kind.name for kind in KINDS}


@pytest.mark.parametrize("task", TASKS)
def test_no_rows_get_no_answers(task):
    path = GOLDEN / f"format{FORMAT}.{task}.hanpan"
    model = read_bundle(path).model
    rows = typed_frame(model, from_json(read_zip(path.read_bytes())["examples.json"], Examples))
    for part in model.parts:
        none, one = part.output(rows.iloc[:0]), part.output(rows.iloc[:1])
        assert len(none) == 0, part.algorithm
        assert none.shape[1:] == one.shape[1:], part.algorithm

"""A notebook, executed by a kernel of its own: what its cells show."""

import pytest

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")

CELLS = [
    """import numpy as np, pandas as pd, hanpan
random = np.random.default_rng(0)
x = random.normal(size=160)
df = pd.DataFrame({"id": [f"n{i}" for i in range(160)], "x": x, "city": random.choice(["a", "b"], 160)})
df["y"] = np.where(x + random.normal(size=160) / 2 > 0, "yes", "no")
options = dict(trials=2, workers=0, insights="none", lang="ko", algorithms=["logistic_regression"])
study = hanpan.run(df.drop(columns="id"), "y", out="s", **options)""",
    "study",
    "study.board",
    "study.evaluation",
    'study.evaluation.plot("roc")',
    "study.evaluation.ranking.to_frame().head(3)",
    'hanpan.predict(study, df, keep=["id"], sort="probability", top=3, reasons=2, lang="ko")',
    'hanpan.run(df.drop(columns=["id", "city"]), "y", out="s", overwrite=True, **options).complete',
    'hanpan.run(df, "z", lang="ko")',
]


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The outputs of each cell, by type of content."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    folder = str(tmp_path_factory.mktemp("notebook"))
    client = nbclient.NotebookClient(
        notebook, timeout=600, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": folder}}
    )
    client.execute()
    return [cell.outputs for cell in notebook.cells]


def html_of(outputs) -> str:
    return "".join(output["data"].get("text/html", "") for output in outputs if "data" in output)


def test_a_run_leaves_one_line_behind(shown):
    assert not [output for output in shown[0] if output["output_type"] == "error"]
    assert len(shown[0]) <= 1


def test_records_show_themselves_as_tables_in_the_studys_language(shown):
    assert "<table" in html_of(shown[1])
    assert "logistic_regression" in html_of(shown[2])
    assert "기준 모델" in html_of(shown[3])
    assert any("image/png" in output.get("data", {}) for output in shown[4])
    assert "captured" in html_of(shown[5])


def test_a_list_comes_back_as_a_frame_with_reasons(shown):
    told = html_of(shown[6])
    assert "probability_yes" in told
    assert "“yes”" in told


def test_another_study_may_take_the_place_of_one(shown):
    assert shown[7][-1]["data"]["text/plain"] == "True"


def test_an_error_is_three_lines(shown):
    (error,) = [output for output in shown[8] if output["output_type"] == "error"]
    assert error["ename"] == "DataError"
    assert len(error["traceback"]) == 3
    assert "z" in error["traceback"][0]

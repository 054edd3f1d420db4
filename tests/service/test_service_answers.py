"""What the service answers: predictions as the model file gives them, schemas, explanations, the open protocol."""

import json

import pytest
from serving import ROW, post

import hanpan
from hanpan.foundation.texts import LANGUAGES


def test_answers_are_those_of_the_model_file(client, files):
    rows = [ROW, {**ROW, "나이": None}, {**ROW, "도시": "광주", "나이": 300}]
    answer = post(client, "churn", "predict", {"rows": rows}).json()
    predictor = hanpan.Predictor.load(files["churn"])
    expected = predictor.answer(rows)
    assert (answer["model"], len(answer["version"])) == ("churn", 12)
    for told, one in zip(answer["predictions"], expected, strict=True):
        assert told["prediction"] == one.prediction
        assert told["probabilities"] == pytest.approx(one.probabilities)
        assert told["worth"] == pytest.approx(one.worth)
    assert [sorted(note["kind"] for note in told["notes"]) for told in answer["predictions"]] == [
        [],
        ["missing"],
        ["outside", "unseen"],
    ]
    model = hanpan.load(files["churn"])
    gain = model.problem.value.table
    share = answer["predictions"][0]["probabilities"]
    decided = model.problem.labels.index(answer["predictions"][0]["prediction"])
    weighed = sum(share[label] * gain[code][decided] for code, label in enumerate(model.problem.labels))
    assert answer["predictions"][0]["worth"] == pytest.approx(weighed)


def test_numbers_come_with_their_limits(client):
    (told,) = post(client, "amount", "predict", {"rows": [ROW]}).json()["predictions"]
    assert told["low"] < told["prediction"] < told["high"]
    assert "probabilities" not in told


def test_the_same_row_gets_the_same_answer_alone_and_among_others(client):
    rows = [{**ROW, "나이": age} for age in range(20, 60)]
    together = post(client, "churn", "predict", {"rows": rows}).json()["predictions"]
    alone = [post(client, "churn", "predict", {"rows": [row]}).json()["predictions"][0] for row in rows]
    assert [one["prediction"] for one in together] == [one["prediction"] for one in alone]
    for one, other in zip(together, alone, strict=True):
        assert one["probabilities"] == pytest.approx(other["probabilities"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_misfit_is_told_with_row_and_column(client, language):
    rows = [ROW, {**ROW, "나이": "열둘"}, {"나이": 30}, {**ROW, "도시": ["서울"]}]
    done = post(client, "churn", "predict", {"rows": rows}, headers={"Accept-Language": language})
    assert done.status_code == 422
    told = {(one["row"], one["column"]): one for one in done.json()["problems"]}
    assert {place: one["problem"] for place, one in told.items()} == {
        (1, "나이"): "unread",
        (2, "도시"): "absent",
        (2, "가입일"): "absent",
        (3, "도시"): "nested",
    }
    assert told[1, "나이"]["got"] == "열둘"
    assert "20" in told[1, "나이"]["expected"]
    assert "서울" in told[2, "도시"]["expected"]


def test_unread_cells_are_taken_as_missing_where_that_was_asked_for(shelf):
    from serving import client_of

    with client_of(shelf, unread="missing") as client:
        (told,) = post(client, "churn", "predict", {"rows": [{**ROW, "나이": "열둘"}]}).json()["predictions"]
    assert {"kind": "unread", "column": "나이", "cell": "열둘"} in told["notes"]


def test_the_schema_says_what_a_row_is(client):
    told = client.get("/v1/models/churn/schema").json()
    columns = {one["name"]: one for one in told["columns"]}
    assert set(columns) == {"나이", "도시", "가입일"}
    assert (columns["나이"]["kind"], columns["나이"]["low"] >= 20) == ("number", True)
    assert sorted(columns["도시"]["categories"]) == ["부산", "서울", "제주"]
    assert sorted(told["labels"]) == ["leave", "stay"]
    assert told["currency"] == "원"
    example = {name: one["example"] for name, one in columns.items()}
    assert post(client, "churn", "predict", {"rows": [example]}).status_code == 200


def test_explanations_add_up(client):
    told = post(client, "amount", "explain", {"rows": [ROW, {**ROW, "나이": 60}]}).json()
    for one in told["explanations"]:
        assert one["base"] + sum(one["contributions"].values()) == pytest.approx(one["prediction"])
    told = post(client, "churn", "explain", {"rows": [ROW], "label": "stay"}).json()
    assert (told["label"], told["unit"]) == ("stay", "probability")
    assert post(client, "churn", "explain", {"rows": [ROW], "label": "none"}).status_code == 422
    assert post(client, "churn", "explain", {"rows": [ROW] * 21}).status_code == 413


def test_clients_of_the_open_inference_protocol(client):
    assert client.get("/v2/health/live").json() == {"live": True}
    assert client.get("/v2/health/ready").status_code == 200
    told = client.get("/v2/models/churn").json()
    assert {one["name"]: one["datatype"] for one in told["inputs"]}["나이"] == "FP64"
    version = told["versions"][0]
    inputs = [
        {"name": "나이", "shape": [2, 1], "datatype": "FP64", "data": [31, None]},
        {"name": "도시", "shape": [2], "datatype": "BYTES", "data": ["서울", "부산"]},
        {"name": "가입일", "shape": [2, 1], "datatype": "BYTES", "data": [["2024-03-01"], ["2024-03-02"]]},
    ]
    done = client.post(f"/v2/models/churn/versions/{version}/infer", json={"id": "x1", "inputs": inputs}).json()
    plain = post(
        client, "churn", "predict", {"rows": [ROW, {"나이": None, "도시": "부산", "가입일": "2024-03-02"}]}
    ).json()
    outputs = {one["name"]: one for one in done["outputs"]}
    assert done["id"] == "x1"
    assert outputs["prediction"]["data"] == [one["prediction"] for one in plain["predictions"]]
    assert outputs["probabilities"]["shape"] == [2, 2]
    assert outputs["probabilities"]["data"][:2] == pytest.approx(
        list(plain["predictions"][0]["probabilities"].values())
    )
    few = client.post("/v2/models/churn/infer", json={"inputs": inputs, "outputs": [{"name": "prediction"}]}).json()
    assert [one["name"] for one in few["outputs"]] == ["prediction"]
    assert client.get("/v2/models/churn/versions/other/ready").status_code == 404
    assert client.get("/v2/models/churn/ready").json()["ready"] is True


ODD_TENSORS = [
    {"inputs": 3},
    {"inputs": []},
    {"inputs": [3]},
    {"inputs": [{"name": "나이"}]},
    {"inputs": [{"name": "나이", "shape": [2], "datatype": "FP64", "data": [1]}]},
    {"inputs": [{"name": "나이", "shape": [1, 2], "datatype": "FP64", "data": [[1, 2]]}]},
    {"inputs": [{"name": "나이", "shape": [1], "datatype": ["FP64"], "data": [1]}]},
    {"inputs": [{"name": "나이", "shape": [1], "datatype": "FP64", "data": [1]}] * 2},
    {"inputs": [{"name": "나이", "shape": [1], "datatype": "FP64", "data": [1]}]},
    {"inputs": [{"name": "나이", "shape": "1", "datatype": "FP64", "data": "1"}]},
    {"inputs": [{"name": "나이", "shape": [], "datatype": "FP64", "data": []}]},
]


@pytest.mark.parametrize("document", ODD_TENSORS)
def test_odd_tensors_are_refused(client, document):
    assert client.post("/v2/models/churn/infer", json=document).status_code == 422


def test_the_document_describes_every_model_with_an_example_that_works(client):
    told = client.get("/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    for name in ("churn", "amount"):
        for verb in ("predict", "explain"):
            body = told["paths"][f"/v1/models/{name}/{verb}"]["post"]["requestBody"]["content"]["application/json"]
            assert post(client, name, verb, body["example"]).status_code == 200
        body = told["paths"][f"/v2/models/{name}/infer"]["post"]["requestBody"]["content"]["application/json"]
        assert client.post(f"/v2/models/{name}/infer", json=body["example"]).status_code == 200
    assert json.dumps(told, ensure_ascii=False).count("나이") >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_speaks_both_languages(client, language):
    told = client.get("/openapi.json", headers={"Accept-Language": language}).json()
    assert ("예측" in told["info"]["description"]) == (language == "ko")


@pytest.mark.parametrize("cell", [[], {}, "no number", True, None])
def test_a_target_that_a_row_brings_is_no_reason_to_refuse_it(client, cell):
    (plain,) = post(client, "amount", "predict", {"rows": [ROW]}).json()["predictions"]
    (told,) = post(client, "amount", "predict", {"rows": [{**ROW, "z": cell}]}).json()["predictions"]
    assert told["prediction"] == plain["prediction"]

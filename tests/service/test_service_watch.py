"""What the service tells of the rows that came: counted, held against the training, kept by the registry."""

from pathlib import Path

import pytest
from serving import ROW, client_of, post, rows

from hanpan.deployment.registry.registry import Registry
from hanpan.doors.service.shelf import Shelf
from hanpan.foundation.texts import LANGUAGES


def asked(n=120, seed=7, **changed):
    """Rows as a caller sends them."""
    frame = rows(n, seed).drop(columns=["y", "z"]).astype(object)
    return [{**row, **changed} for row in frame.where(frame.notna(), None).to_dict("records")]


def watched(client, name, query="", **settings):
    return client.get(f"/v1/models/{name}/watch{query}", **settings)


@pytest.fixture
def fresh(files, tmp_path):
    """A shelf of its own: what others asked does not count."""
    for name in ("churn", "amount"):
        (tmp_path / f"{name}.hanpan").write_bytes(Path(files[name]).read_bytes())
    return Shelf([str(tmp_path)])


@pytest.mark.parametrize("name", ["churn", "amount"])
def test_rows_like_those_of_the_training_are_kept(fresh, name):
    with client_of(fresh) as client:
        for row in asked():
            assert post(client, name, "predict", {"rows": [row]}).status_code == 200
        told = watched(client, name).json()
    assert (told["rows"], told["verdict"], told["training_rows"]) == (120, "keep", 240)
    assert {one["name"] for one in told["columns"]} == {"나이", "도시", "가입일"}
    assert told["days"][0]["rows"] == 120
    (first, *_) = told["expected"]
    assert first["low"] <= first["now"] <= first["high"]


def test_a_column_that_moved_is_told_here_and_in_the_measures(fresh):
    with client_of(fresh) as client:
        post(client, "churn", "predict", {"rows": asked(나이=88, 도시="광주")})
        told = watched(client, "churn").json()
        client.app._desk.collector.settle()
        measures = client.get("/metrics").text
    assert told["verdict"] == "watch"
    assert {"column_drifted", "column_outside"} <= {one["code"] for one in told["findings"] if one["subject"] == "나이"}
    assert "column_unseen" in {one["code"] for one in told["findings"] if one["subject"] == "도시"}
    assert 'hanpan_drifted{column="나이",model="churn"} 1.0' in measures
    assert 'hanpan_verdict{model="churn",verdict="watch"} 1.0' in measures
    assert 'hanpan_watched_rows{model="churn"} 120.0' in measures


def test_rows_of_a_file_are_counted_as_those_of_requests_are(fresh):
    frame = rows(120, 7).drop(columns=["y", "z"])
    content = frame.to_csv(index=False).encode()
    sent = {"Content-Type": "application/octet-stream"}
    with client_of(fresh) as client:
        post(client, "churn", "predict", {"rows": asked()})
        requested = watched(client, "churn").json()
        one, before = client.get("/metrics").text, client.app._desk.collector.watch(fresh.get("churn"), 1)
        assert client.post("/v1/models/churn/file?name=a.csv", content=content, headers=sent).status_code == 200
        both = watched(client, "churn").json()
        client.app._desk.collector.settle()
        two = client.get("/metrics").text
    assert (requested["rows"], before.rows, both["rows"]) == (120, 120, 240)
    for kind in ("columns", "outputs"):  # the same rows again: the same means and gaps
        for once, twice in zip(requested[kind], both[kind], strict=True):
            assert once["missing"]["now"] == twice["missing"]["now"]
            assert (once["means"] is None) == (twice["means"] is None)
            assert once["means"] is None or once["means"]["now"] == pytest.approx(twice["means"]["now"])
    assert 'hanpan_watched_rows{model="churn"} 240.0' in two
    counted = [line for line in one.splitlines() if line.startswith(("hanpan_predictions_total", "hanpan_notes_total"))]
    assert counted
    for line in counted:
        name, _, count = line.rpartition(" ")
        assert f"{name} {2 * float(count)}" in two


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_comes_with_its_words(fresh, language):
    with client_of(fresh) as client:
        post(client, "churn", "predict", {"rows": asked(나이=88)})
        said = watched(client, "churn", headers={"Accept-Language": language}).json()["said"]
    assert said["findings"][0]["title"]
    assert said["because"]
    assert "나이" in " ".join(one["title"] for one in said["findings"])


def test_too_few_rows_give_no_verdict(fresh):
    with client_of(fresh) as client:
        empty = watched(client, "churn").json()
        post(client, "churn", "predict", {"rows": [ROW]})
        one = watched(client, "churn").json()
        assert watched(client, "churn", "?days=0").status_code == 422
        assert watched(client, "none").status_code == 404
    assert (empty["rows"], empty["verdict"], one["rows"], one["verdict"]) == (0, None, 1, None)


def test_the_registry_keeps_counts_and_no_rows(files, tmp_path):
    place = str(tmp_path / "registry")
    registry = Registry(place)
    registry.add(Path(files["churn"]).read_bytes(), "churn")
    with client_of(Shelf(["models:/churn"], registry=place)) as client:
        post(client, "churn", "predict", {"rows": asked(50)})
        assert watched(client, "churn").json()["rows"] == 50
    with client_of(Shelf(["models:/churn"], registry=place)) as client:  # another day of the same service
        post(client, "churn", "predict", {"rows": asked(30)})
        assert watched(client, "churn").json()["rows"] == 80
    (window,) = registry.windows("churn", "1")
    assert window.counts.rows == 80
    assert sum(window.counts.columns["도시"].bins) == 80
    registry.add(Path(files["tree"]).read_bytes(), "churn", alias="champion")
    registry.remove("churn", 1, reason="asked to forget")
    assert registry.windows("churn", "1") == []
    registry.close()

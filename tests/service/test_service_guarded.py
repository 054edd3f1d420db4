"""What the service does not answer: keys, hosts, limits, hostile bodies; and what it tells of requests."""

import hashlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from serving import ROW, client_of, post

from hanpan.doors.service.keys import Keys, new_key
from hanpan.doors.service.options import ServeOptions
from hanpan.doors.service.processes.running import check
from hanpan.doors.service.shelf import Shelf
from hanpan.foundation.errors import AccessError, BundleError, DataError, UsageError
from hanpan.foundation.texts import LANGUAGES

PREDICT = "/v1/models/churn/predict"
JSON = {"Content-Type": "application/json"}
BODIES = {
    b"": 400,
    b"{": 400,
    b"null": 400,
    b"[]": 400,
    b'"x"': 400,
    b"{nan}": 400,
    b'{"rows": NaN}': 400,
    b"\xff\xfe": 400,
    b'{"rows": [Infinity]}': 400,
    b"{}": 422,
    b'{"rows": {}}': 422,
    b'{"rows": null}': 422,
    b'{"rows": [null]}': 422,
    b'{"rows": [[]]}': 422,
    b'{"rows": [{}]}': 422,
    b'{"rows": []}': 200,
    b'{"rows": [1e400]}': 400,
    b'{"rows": ' + b"[" * 100_000 + b"]" * 100_000 + b"}": 413,
    b'{"rows": [{"a": "\\ud800"}]}': 400,
    b'{"a":' * 50_000 + b"1" + b"}" * 50_000: 413,
}


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:20].decode("latin-1"))
def test_bodies_that_are_none(client, body):
    done = client.post(PREDICT, content=body, headers=JSON)
    assert done.status_code == BODIES[body]
    if done.status_code != 200:
        assert done.json()["error"]["what"]


CELLS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["=cmd()", "<script>", "2024-02-30", "9999-12-31", "1,5", "1e309"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
ROWS = st.dictionaries(st.sampled_from([*ROW, " 나이", "extra", ""]) | st.text(max_size=5), CELLS, max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(ROWS | st.builds(lambda odd: {**ROW, **odd}, ROWS), max_size=4),
    verb=st.sampled_from(["predict", "explain"]),
)
def test_no_row_makes_it_fail(client, rows, verb):
    assert post(client, "churn", verb, {"rows": rows}).status_code in (200, 422)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=st.dictionaries(st.sampled_from(["inputs", "id", "outputs"]), CELLS))
def test_no_tensor_makes_it_fail(client, document):
    assert client.post("/v2/models/churn/infer", json=document).status_code in (200, 422)


def test_limits(shelf):
    with client_of(shelf, max_rows=3, max_body=1000) as client:
        assert post(client, "churn", "predict", {"rows": [ROW] * 3}).status_code == 200
        assert post(client, "churn", "predict", {"rows": [ROW] * 4}).status_code == 413
        assert client.post(PREDICT, content=b"x" * 1001, headers=JSON).status_code == 413
        streamed = (b"x" * 400 for _ in range(5))  # whose length is not said before
        assert client.post(PREDICT, content=streamed, headers=JSON).status_code == 413


def test_what_is_not_sent_as_json_is_refused(client):
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert (
            client.post(PREDICT, content=json.dumps({"rows": [ROW]}), headers={"Content-Type": kind}).status_code == 415
        )


def test_a_page_elsewhere_cannot_call_itself_this_machine(client):
    assert client.get("/v1/models", headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/v1/models", headers={"Host": "localhost:8000"}).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/v1/models/none", 404),
        ("POST", "/v1/models/none/predict", 404),
        ("DELETE", "/v1/models", 405),
        ("GET", PREDICT, 405),
        ("GET", "/v2/models/none", 404),
        ("GET", "/v1/models/", 404),
    ],
)
def test_what_is_not_there(client, method, path, status, language):
    headers = {"Accept-Language": language, **JSON}
    done = client.request(method, path, headers=headers, content=b"{}" if method == "POST" else None)
    assert done.status_code == status
    assert done.json()["error"]["what"]


def test_keys(shelf, tmp_path):
    path = str(tmp_path / "keys.txt")
    key, other = new_key(path, "shop"), new_key(path, "app")
    assert key not in (tmp_path / "keys.txt").read_text()
    assert hashlib.sha256(key.encode()).hexdigest() in (tmp_path / "keys.txt").read_text()
    assert (tmp_path / "keys.txt").stat().st_mode & 0o077 == 0
    with pytest.raises(UsageError):
        new_key(path, "shop")
    with client_of(shelf, Keys.read(path)) as client:
        assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200
        for headers in (
            {},
            {"Authorization": f"Bearer {key}x"},
            {"Authorization": key},
            {"X-API-Key": ""},
            {"X-API-Key": "é"},
        ):
            done = client.get("/v1/models", headers=[(n.encode(), v.encode("latin-1")) for n, v in headers.items()])
            assert (done.status_code, done.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert client.get("/metrics").status_code == 401
        assert client.get("/v1/models", headers={"Authorization": f"Bearer {key}"}).status_code == 200
        assert client.get("/v1/models", headers={"X-API-Key": other}).status_code == 200


@pytest.mark.parametrize("content", ["", "shop", "shop abc", "shop " + "0" * 64 + "\nhalf", "\x00"])
def test_files_that_hold_no_keys(tmp_path, content):
    path = tmp_path / "keys.txt"
    path.write_text(content)
    with pytest.raises(UsageError):
        Keys.read(str(path))
    with pytest.raises(AccessError):
        Keys.read(str(tmp_path / "absent"))


def test_it_is_not_open_to_everybody_without_keys():
    for options in (ServeOptions(host="0.0.0.0"), ServeOptions(tls_cert="x")):
        with pytest.raises(UsageError):
            check(options)
    check(ServeOptions(host="0.0.0.0", keys="keys.txt"))
    check(ServeOptions())


def test_no_cell_and_no_key_gets_into_the_log_or_the_measures(shelf, tmp_path):
    import io

    log, path = io.StringIO(), str(tmp_path / "keys.txt")
    key = new_key(path, "shop")
    with client_of(shelf, Keys.read(path), log) as client:
        headers = {"Authorization": f"Bearer {key}"}
        for row in ({**ROW, "도시": "CANARY"}, {**ROW, "나이": "CANARY"}, {**ROW, "CANARY": 1}, {"CANARY": "CANARY"}):
            post(client, "churn", "predict", {"rows": [row]}, headers=headers)
            post(client, "churn", "explain", {"rows": [row]}, headers=headers)
        client.get("/v1/models/CANARY?CANARY=1", headers=headers)
        client.post(PREDICT, content=b'{"CANARY', headers={**headers, **JSON})
        measures = client.get("/metrics", headers=headers).text
    told = log.getvalue()
    assert key not in told + measures
    assert "CANARY" not in told + measures
    lines = [json.loads(line) for line in told.splitlines()]
    assert {"at", "method", "route", "status", "ms", "request"} <= set(lines[0])
    assert (lines[0]["model"], lines[0]["rows"], lines[0]["key"]) == ("churn", 1, "shop")


def test_measures_count(logged):
    client, lines = logged
    for row in (ROW, {**ROW, "도시": "광주"}, {"나이": 1}):
        post(client, "churn", "predict", {"rows": [row]})
    told = client.get("/metrics").text
    assert 'hanpan_requests_total{route="predict",status="422"} 1.0' in told or 'status="422"' in told
    assert 'hanpan_notes_total{column="도시",kind="unseen",model="churn"}' in told
    assert 'hanpan_rows_total{model="churn"' in told
    assert [line["status"] for line in lines()[:3]] == [200, 200, 422]


def test_requests_keep_their_own_names(client):
    assert client.get("/healthz", headers={"X-Request-ID": "abc-1"}).headers["X-Request-ID"] == "abc-1"
    for odd in ("a b", "x" * 65, "a\tb", "<script>"):
        assert client.get("/healthz", headers={"X-Request-ID": odd}).headers["X-Request-ID"] != odd


def test_answers_are_not_to_be_kept_or_guessed_at(client):
    headers = client.get("/v1/models").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_models_that_cannot_be_served(files, tmp_path):
    (tmp_path / "bad.hanpan").write_bytes(b"PK\x03\x04 damaged")
    (tmp_path / "empty").mkdir()
    for sources, kind in (
        ([str(tmp_path / "bad.hanpan")], BundleError),
        ([str(tmp_path / "absent.hanpan")], DataError),
        ([str(tmp_path / "empty")], UsageError),
        ([str(files["churn"])] * 2, UsageError),
    ):
        with pytest.raises(kind):
            Shelf(sources)
    with pytest.raises(UsageError):
        Shelf([str(files["churn"]), str(files["tree"])], name="one")
    assert [one.name for one in Shelf([str(files["churn"])], name="이탈").models] == ["이탈"]

"""The service as a process: under load, swapped, stopped, overloaded."""

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import httpx2
import pytest
import uvicorn
from serving import PREDICT, ROW, Load, client_of, post, started

from hanpan.deployment.registry.registry import Registry
from hanpan.doors.service.processes import running
from hanpan.doors.service.served import Cost
from hanpan.doors.service.shelf import Shelf


def test_a_stop_under_load_loses_nothing(files):
    with started(files["churn"], "--name", "churn") as (address, process), Load(address) as load:
        until = time.monotonic() + 30
        while len(load.statuses) < 30 and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM, 143)
        process.errors.seek(0)
        taken = sum('"route":"predict"' in line for line in process.errors)
    assert set(load.statuses) == {200}
    assert taken == len(load.statuses), "every request that was taken was answered"
    assert load.lost == [], "and whoever stood at the door was let in"


def test_a_stop_is_heard_while_the_loop_sorts_its_timers(monkeypatch):
    """As after a crowd, whose timers were called off: the loop makes a new list of them, and the signal comes then."""
    monkeypatch.setattr(running, "_LEAVING", 0.0)
    dice = random.Random(0)

    async def stopped():
        server = running.Server(uvicorn.Config(None), SimpleNamespace(ready=True))
        signal.signal(signal.SIGUSR1, server.handle_exit)
        loop = asyncio.get_running_loop()
        until = loop.time() + 0.03
        threading.Timer(dice.uniform(0, 0.02), os.kill, (os.getpid(), signal.SIGUSR1)).start()
        while loop.time() < until:
            for timer in [loop.call_later(30, print) for _ in range(400)]:
                timer.cancel()
            await asyncio.sleep(0)
        for _ in range(100):
            if server.should_exit:
                return True
            await asyncio.sleep(0.01)
        return False

    before = signal.getsignal(signal.SIGUSR1)
    try:
        assert all(asyncio.run(stopped()) for _ in range(40))
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_it_is_not_ready_while_it_is_being_stopped(files):
    with started(files["churn"], "--name", "churn") as (address, process):
        assert httpx2.get(f"{address}/readyz").json()["status"] == "ready"
        process.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        done = httpx2.get(f"{address}/readyz")
        assert (done.status_code, done.headers["Connection"]) == (503, "close")
        assert process.wait(30) in (0, -signal.SIGTERM, 143)


def test_a_champion_is_swapped_without_a_request_noticing(files, tmp_path):
    place = str(tmp_path / "registry")
    registry = Registry(place)
    for name in ("churn", "tree"):
        registry.add(Path(files[name]).read_bytes(), "churn")
    with (
        started("models:/churn@champion", "--registry", place, "--refresh", "0.1") as (address, _),
        Load(address) as load,
    ):
        for number in range(4):
            wanted = 2 - number % 2
            registry.promote("churn", wanted, reason="turn")
            until = time.monotonic() + 20
            while load.versions[-1:] != [str(wanted)] and time.monotonic() < until:
                time.sleep(0.02)
            assert load.versions[-1] == str(wanted)
        measures = httpx2.get(f"{address}/metrics").text
    assert set(load.statuses) == {200}
    assert load.lost == []
    assert 'hanpan_swaps_total{model="churn"} 4.0' in measures
    registry.close()


def test_swaps_in_this_process_one_after_another(files, tmp_path):
    place = str(tmp_path / "registry")
    registry = Registry(place)
    for name in ("churn", "tree"):
        registry.add(Path(files[name]).read_bytes(), "churn")
    shelf = Shelf(["models:/churn"], registry=place)
    answers = {}
    with client_of(shelf, refresh=0) as client:
        for number in range(30):
            version = str(2 - number % 2)
            registry.promote("churn", int(version), reason="turn")
            assert shelf.refresh() == (1 if number or version == "2" else 0)
            told = post(client, "churn", "predict", {"rows": [ROW]}).json()
            assert told["version"] == version
            answers.setdefault(version, set()).add(json.dumps(told["predictions"]))
    assert [len(told) for told in answers.values()] == [1, 1], "each version gives its own answer, always the same"
    registry.close()


def test_a_challenger_answers_unseen(files, tmp_path):
    place = str(tmp_path / "registry")
    registry = Registry(place)
    registry.add(Path(files["churn"]).read_bytes(), "churn")
    shelf = Shelf(["models:/churn@champion"], registry=place)
    registry.add(Path(files["tree"]).read_bytes(), "churn", alias="challenger")
    assert shelf.refresh() == 1
    rows = [{**ROW, "나이": age} for age in range(20, 70)]
    with client_of(shelf, refresh=0) as client:
        told = post(client, "churn", "predict", {"rows": rows}).json()
        assert told["version"] == "1"
        assert client.get("/v1/models/churn").json()["challenger"] == "2"
        until = time.monotonic() + 10
        while "hanpan_shadow_rows_total{" not in (measures := client.get("/metrics").text) and time.monotonic() < until:
            time.sleep(0.05)
    counts = [float(line.split()[-1]) for line in measures.splitlines() if line.startswith("hanpan_shadow_rows_total{")]
    assert sum(counts) == 50
    registry.close()


def test_a_champion_that_cannot_be_opened_leaves_the_old_one(files, tmp_path, monkeypatch):
    place = str(tmp_path / "registry")
    registry = Registry(place)
    for name in ("churn", "tree"):
        registry.add(Path(files[name]).read_bytes(), "churn")
    shelf = Shelf(["models:/churn"], registry=place)
    from hanpan.foundation.errors import BundleError

    monkeypatch.setattr(Registry, "open", lambda *_: (_ for _ in ()).throw(BundleError("file_changed", member="x")))
    registry.promote("churn", 2, reason="damaged")
    with pytest.raises(BundleError):
        shelf.refresh()
    assert shelf.get("churn").version == "1"
    registry.close()


def slowed(shelf, seconds):
    """The same models, as if each answer took so long."""
    from dataclasses import replace

    class Slow:
        def __init__(self, compiled):
            self.compiled, self.model = compiled, compiled.model

        def read(self, rows):
            return self.compiled.read(rows)

        def answer_read(self, read):
            time.sleep(seconds)
            return self.compiled.answer_read(read)

    slow = Shelf([])
    for one in shelf.models:
        made = replace(one, cost=Cost(seconds, 0.0))
        made.__dict__["compiled"] = Slow(one.compiled)
        slow._put(made)
    slow.ready = True
    return slow


def test_too_many_are_sent_away_at_once_and_the_rest_is_answered(shelf):
    statuses, times = [], []
    with client_of(slowed(shelf, 0.05), queue=4) as client:

        def ask():
            began = time.perf_counter()
            done = post(client, "churn", "predict", {"rows": [ROW]})
            statuses.append(done.status_code)
            times.append((done.status_code, time.perf_counter() - began))
            if done.status_code == 503:
                assert int(done.headers["Retry-After"]) >= 1

        threads = [threading.Thread(target=ask) for _ in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert post(client, "churn", "predict", {"rows": [ROW]}).status_code == 200, "afterwards all is well"
    assert set(statuses) == {200, 503}
    assert statuses.count(200) >= 4


def test_what_takes_too_long_is_given_up(shelf):
    with client_of(slowed(shelf, 1.0), deadline=0.2) as client:
        began = time.perf_counter()
        assert post(client, "churn", "predict", {"rows": [ROW]}).status_code == 504
        assert time.perf_counter() - began < 0.9


def test_explanations_wait_in_a_queue_of_their_own(shelf, monkeypatch):
    from hanpan.doors.service.routes import explaining

    monkeypatch.setattr(explaining, "_explained", lambda *_: time.sleep(0.4) or {"explanations": []})
    statuses = []
    with client_of(shelf) as client:

        def ask():
            statuses.append(post(client, "churn", "explain", {"rows": [ROW]}).status_code)

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(0.1)
        began = time.perf_counter()
        assert post(client, "churn", "predict", {"rows": [ROW]}).status_code == 200
        assert time.perf_counter() - began < 0.35, "whoever predicts does not wait for explanations"
        for thread in threads:
            thread.join()
    assert set(statuses) == {200, 503}


def test_answers_are_sent_at_once():
    from hanpan.doors.service.options import ServeOptions
    from hanpan.doors.service.processes.running import door_of

    with door_of(ServeOptions(port=0)) as door, socket.create_connection(door.getsockname()) as client:
        taken, _ = door.accept()
        assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        taken.close()
        client.close()


def test_https_and_keys_beyond_this_machine(files, tmp_path):
    cert, key, keys = tmp_path / "cert.pem", tmp_path / "key.pem", tmp_path / "keys.txt"
    made = subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            key,
            "-out",
            cert,
            "-days",
            "1",
            "-subj",
            "/CN=localhost",
        ],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("openssl is not there to make a certificate")
    code = "from hanpan.doors.cli import main; main()"
    told = subprocess.run(
        [sys.executable, "-c", code, "serve", "--keys", keys, "--new-key", "shop"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "HANPAN_LANG": "en"},
    )
    secret = told.stdout.strip()
    options = ("--host", "0.0.0.0", "--keys", keys, "--tls-cert", cert, "--tls-key", key, "--name", "churn")
    with started(files["churn"], *options) as (address, _):
        assert address.startswith("https://")
        address = address.replace("0.0.0.0", "127.0.0.1")
        assert httpx2.get(f"{address}/v1/models", verify=False).status_code == 401
        headers = {"Authorization": f"Bearer {secret}"}
        done = httpx2.post(f"{address}{PREDICT}", json={"rows": [ROW]}, headers=headers, verify=False)
        assert done.status_code == 200


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 2),
        (("nowhere.hanpan",), 3),
        (("models:/none",), 3),
        (("{churn}", "--host", "0.0.0.0"), 2),
        (("{churn}", "--port", "99999"), 2),
        (("{churn}", "--unread", "ignore"), 2),
        (("{churn}", "{churn}"), 2),
        (("{churn}", "--tls-cert", "x"), 2),
        (("{churn}", "--keys", "absent.txt"), 6),
        (("--new-key", "x"), 2),
        (("{churn}", "--host", "198.51.100.1", "--keys", "{keys}"), 6),
        (("{churn}", "--tls-cert", "absent", "--tls-key", "absent"), 6),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_cannot_be_served_is_said_in_three_lines(files, tmp_path, monkeypatch, capfd, arguments, code, language):
    from hanpan.doors.cli import main
    from hanpan.doors.service.keys import new_key

    new_key(str(tmp_path / "keys.txt"), "x")
    monkeypatch.setenv("HANPAN_REGISTRY", str(tmp_path / "registry"))
    told = [each.format(churn=files["churn"], keys=tmp_path / "keys.txt") for each in arguments]
    with pytest.raises(SystemExit) as ended:
        main(["serve", *told, "--lang", language, "-q"])
    out, err = capfd.readouterr()
    assert (ended.value.code, out) == (code, "")
    assert len(err.splitlines()) == 3

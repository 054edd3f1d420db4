"""How the service is asked in these tests: without a network, or in a process of its own."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager

import httpx2
import numpy as np
import pandas as pd
import uvicorn
from starlette.testclient import TestClient

from hanpan.doors.service.app import application
from hanpan.doors.service.keys import Keys
from hanpan.doors.service.options import ServeOptions

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "\"'><svg onload=alert(3)>",
    "{column}{0}%s$&__proto__",
)

ROW = {"나이": 31, "도시": "서울", "가입일": "2024-03-01"}
PREDICT = "/v1/models/churn/predict"


class Load:
    """Clients that ask again and again, and keep every status and version that they got."""

    def __init__(self, address, clients=3, path=PREDICT):
        self.address, self.path, self.going = address, path, True
        self.statuses, self.versions, self.lost = [], [], []
        self.threads = [threading.Thread(target=self.ask) for _ in range(clients)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.going = False
        for thread in self.threads:
            thread.join()

    def ask(self):
        with httpx2.Client(base_url=self.address, timeout=30) as client:
            while self.going:
                try:
                    done = client.post(self.path, json={"rows": [ROW]})
                except httpx2.ConnectError:  # nobody listens any more: nothing was taken, nothing is lost
                    return
                except httpx2.TransportError as error:
                    self.lost.append(repr(error))
                    return
                self.statuses.append(done.status_code)
                if done.status_code == 200:
                    self.versions.append(done.json()["version"])


def rows(n=240, seed=0):
    """Numbers, words with Hangul, days; two classes and a number to predict."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "나이": random.integers(20, 70, n).astype(float),
            "도시": random.choice(["서울", "부산", "제주"], n),
            "가입일": pd.date_range("2024-01-01", periods=n).strftime("%Y-%m-%d"),
        }
    )
    frame.loc[:9, "나이"] = np.nan
    signal = frame["나이"].fillna(45) + (frame["도시"] == "서울") * 10 + random.normal(size=n) * 4
    frame["y"] = np.where(signal > 48, "leave", "stay")
    frame["z"] = signal
    return frame


def post(client, name, verb, document, **settings):
    return client.post(f"/v1/models/{name}/{verb}", json=document, **settings)


@contextmanager
def client_of(shelf, keys=None, log=None, **options):
    """A client of an application in this process."""
    app = application(shelf, ServeOptions(**options), keys or Keys(), log)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@contextmanager
def listening(shelf, keys=None, **options):
    """The address of an application in a thread of this process, for whoever needs a network: a browser."""
    config = uvicorn.Config(application(shelf, ServeOptions(**options), keys or Keys()), port=0, log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def started(*arguments, seconds=90, **environment):
    """``hanpan serve`` in a process of its own: its address, and the process."""
    code, errors = "from hanpan.doors.cli import main; main()", tempfile.TemporaryFile("w+")  # noqa: SIM115  # a pipe would fill
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", *map(str, arguments), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        env={**os.environ, "HANPAN_LANG": "en", **environment},
    )
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http"), errors.seek(0) or errors.read()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if httpx2.get(f"{address}/healthz", timeout=5, verify=False).status_code == 200:
                    break
            except httpx2.TransportError:
                time.sleep(0.05)
        process.errors = errors
        yield address, process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
        errors.close()

"""What the service does over loopback: one row at 1 and 16 connections, 100 rows, start-up, memory, overload.

    python benchmarks/serve.py --seconds 5 --algorithms lightgbm,logistic_regression
    python benchmarks/serve.py --algorithms logistic_regression --lasting --swaps 1000 --stops 20 --overload 60
    python benchmarks/serve.py --algorithms logistic_regression --mlflow /path/to/python-with-mlflow
    python benchmarks/serve.py --algorithms logistic_regression --floor

The client is written on plain sockets, so that it costs less than the service. On a machine that does other work too,
latencies and rates are bounds only; ``cpu_ms_a_request`` is what a request costs whatever else runs. ``overload`` sends
four times what 16 connections reached, open loop, and tells the latency of what was served and what was sent away.
``--lasting`` swaps champions and stops processes under load, and asks for predictions beside explanations. ``--mlflow``
serves a scikit-learn pipeline of the same algorithm, fitted on the same table, by MLflow's scorer. ``--floor`` asks
uvicorn alone, which answers every request with the same words: what is beyond that is ours.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter, deque
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psutil
import uvloop

import hanpan

ROWS = 2000
ALGORITHMS = ("logistic_regression", "lightgbm", "network", "random_forest")


def made(folder: Path, algorithms: list[str]) -> dict[str, Path]:
    """A model file for each algorithm: 15 numbers and 5 categories."""
    random = np.random.default_rng(0)
    frame = pd.DataFrame({f"x{i}": random.normal(size=ROWS).round(4) for i in range(15)})
    for i in range(5):
        frame[f"c{i}"] = random.choice(["서울", "부산", "대구", "인천", "광주"], ROWS)
    frame["y"] = np.where(frame["x0"] + frame["x1"] * frame["x2"] + random.normal(0, 0.5, ROWS) > 0.2, "yes", "no")
    frame.head(200).drop(columns="y").to_json(folder / "rows.json", orient="records", force_ascii=False)
    options = {"trials": 2, "workers": 0, "insights": "none", "progress": False}  # the first trial is the baseline's
    made = {name: hanpan.run(frame, "y", out=str(folder / name), algorithms=[name], **options) for name in algorithms}
    wrong = [name for name, study in made.items() if study.shipped is None or study.shipped.algorithm != name]
    assert not wrong, f"another model was shipped: {wrong}"
    return {name: study.model_path for name, study in made.items()}


def request(rows: list[dict[str, object]], verb: str = "predict") -> bytes:
    """The bytes of a request."""
    return posted(f"/v1/models/m/{verb}", {"rows": rows})


def posted(path: str, document: dict[str, object]) -> bytes:
    """The bytes of a document that is sent to a path."""
    body = json.dumps(document, ensure_ascii=False).encode()
    told = {"Host": "localhost", "Content-Type": "application/json", "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body


async def answered(reader: asyncio.StreamReader) -> int:
    """Read one answer; its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


async def closed_loop(port: int, content: bytes, connections: int, seconds: float) -> dict[str, float]:
    """Each connection asks again when it was answered."""
    times: list[float] = []
    until = time.perf_counter() + seconds

    async def ask() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < until:
            began = time.perf_counter()
            writer.write(content)
            assert await answered(reader) == 200
            times.append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(ask() for _ in range(connections)))
    return {**latency(times), "requests_a_second": round(len(times) / seconds)}


class Asker(asyncio.Protocol):
    """One connection of the open loop, as cheap as it can be: what the client costs is not the service's time."""

    def __init__(self, loop: OpenLoop) -> None:
        self._loop, self._come, self._began = loop, b"", 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self._transport: Any = transport
        self.ask()

    def ask(self, began: float | None = None) -> None:
        self._began = began or time.perf_counter()
        self._transport.write(self._loop.content)

    def data_received(self, data: bytes) -> None:
        """Wait for the whole answer."""
        self._come += data
        head, found, body = self._come.partition(b"\r\n\r\n")
        if found and len(body) >= int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]):
            self._come = b""
            self._loop.told(self, int(head.split(b" ", 2)[1]), time.perf_counter() - self._began)

    def connection_lost(self, error: Exception | None) -> None:
        """What was asked stays without an answer."""
        self._loop.lost(self)


class OpenLoop:
    """Requests at a steady rate, whether the service keeps up or not."""

    MOST = 500  # connections

    def __init__(self, port: int, content: bytes) -> None:
        self._port, self.content = port, content
        self._idle: deque[Asker] = deque()
        self._opened, self._sent, self._answered, self._failed = 0, 0, 0, 0
        self._times: dict[int, list[float]] = {200: [], 503: []}

    def told(self, asker: Asker, status: int, seconds: float) -> None:
        """An answer has come."""
        self._answered += 1
        self._times[status].append(seconds)
        self._idle.append(asker)

    def lost(self, asker: Asker) -> None:
        """A connection was closed."""
        self._opened -= 1
        if asker in self._idle:
            self._idle.remove(asker)
        else:
            self._failed += 1

    async def run(self, rate: float, seconds: float) -> dict[str, float]:
        """Ask for so many seconds; ``unsent``: what the client did not come to, with all connections waiting."""
        loop, began = asyncio.get_running_loop(), time.perf_counter()
        while (passed := time.perf_counter() - began) < seconds:
            for _ in range(int(rate * passed) - self._sent):
                if self._idle:
                    self._idle.popleft().ask()
                elif self._opened < self.MOST:
                    self._opened += 1
                    loop.create_task(loop.create_connection(lambda: Asker(self), "127.0.0.1", self._port))
                else:
                    break
                self._sent += 1
            await asyncio.sleep(0.001)
        until = time.perf_counter() + 30
        while self._answered + self._failed < self._sent and time.perf_counter() < until:
            await asyncio.sleep(0.01)
        served, away = self._times[200], self._times[503]
        told = {"asked_a_second": round(rate), "sent": self._sent, "served": len(served), "away_503": len(away)}
        return {**told, "failed": self._failed, "connections": self._opened, **latency(served)}


def steady(port: int, content: bytes, rate: float, seconds: float) -> dict[str, float]:
    """The open loop, on a fast event loop."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(OpenLoop(port, content).run(rate, seconds))


def latency(times: list[float]) -> dict[str, float]:
    """Percentiles in milliseconds."""
    p50, p99 = np.quantile(times, [0.5, 0.99]) * 1000 if times else (np.nan, np.nan)
    return {"p50_ms": round(float(p50), 3), "p99_ms": round(float(p99), 3)}


def main() -> None:
    """Serve each model and ask it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--algorithms", default=",".join(ALGORITHMS))
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--overload", type=float, help="seconds of overload (as many as --seconds)")
    parser.add_argument("--lasting", action="store_true")
    parser.add_argument("--swaps", type=int, default=50)
    parser.add_argument("--stops", type=int, default=3)
    parser.add_argument("--floor", action="store_true")
    parser.add_argument("--mlflow", help="a Python that has mlflow and scikit-learn")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        models = made(folder, asked.algorithms.split(","))
        rows = json.loads((folder / "rows.json").read_text("utf-8"))
        for algorithm, path in models.items():
            print(json.dumps({algorithm: measured(path, rows, asked)}), flush=True)
        first = next(iter(models.values()))
        if asked.lasting:
            print(json.dumps({"swaps": swapped(first, rows, asked, folder)}), flush=True)
            print(json.dumps({"stops": stopped(first, rows, asked)}), flush=True)
            print(json.dumps({"beside_explanations": beside(first, rows, asked)}), flush=True)
        if asked.floor:
            print(json.dumps({"uvicorn_alone": by_uvicorn(rows, asked)}), flush=True)
        if asked.mlflow:
            print(json.dumps({"mlflow": by_mlflow(asked, rows, folder)}), flush=True)


@contextmanager
def served(*arguments: str, workers: int = 1) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """A service in a process of its own (or several): its port, and the process."""
    code = "from hanpan.doors.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", *arguments, "--port", "0", "-q", "--workers", str(workers)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline().rsplit(":", 1)[1]), process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(60)


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The process and those that it started."""
    first = psutil.Process(process.pid)
    return [first, *first.children(recursive=True)]


def loaded(
    process: subprocess.Popen[str], port: int, content: bytes, connections: int, seconds: float
) -> dict[str, float]:
    """The closed loop, and what a request costs the processes."""

    def spent() -> float:
        return sum(sum(one.cpu_times()[:2]) for one in family(process))

    before = spent()
    found = asyncio.run(closed_loop(port, content, connections, seconds))
    each = 1000 * (spent() - before) / (found["requests_a_second"] * seconds)
    return {**found, "cpu_ms_a_request": round(each, 3)}


def memory_of(process: subprocess.Popen[str]) -> int:
    """Megabytes that all of them hold."""
    return round(sum(one.memory_info().rss for one in family(process)) / 1e6)


def measured(path: Path, rows: list[dict[str, object]], asked: argparse.Namespace) -> dict[str, object]:
    """One model in a process of its own."""
    began, seconds = time.perf_counter(), asked.seconds
    with served(str(path), "--name", "m", workers=asked.workers) as (port, process):
        told: dict[str, Any] = {"start_seconds": round(time.perf_counter() - began, 2)}
        one, many = request(rows[:1]), request(rows[:100])
        asyncio.run(closed_loop(port, one, 1, 0.5))

        for name, content, connections in (("one_row_1", one, 1), ("one_row_16", one, 16), ("hundred_rows_4", many, 4)):
            told[name] = loaded(process, port, content, connections, seconds)
        before = memory_of(process)
        rate = told["one_row_16"]["requests_a_second"]
        told["half_load"] = steady(port, one, rate / 2, seconds)  # by the same clock: an open loop sees every pause
        told["overload"] = steady(port, one, 4 * rate, asked.overload or seconds)
        told["memory_mb"] = [before, memory_of(process)]
        return told


def swapped(path: Path, rows: list[dict[str, object]], asked: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Champions swapped again and again under load: what was answered, and by which versions."""
    from hanpan.deployment.registry.registry import Registry

    place = str(folder / "registry")
    registry = Registry(place)
    for _ in range(2):
        registry.add(path.read_bytes(), "m")
    arguments = ("models:/m", "--registry", place, "--refresh", "0.02")
    versions: Counter[str] = Counter()
    with served(*arguments, workers=asked.workers) as (port, _):
        load = Load(port, request(rows[:1]), 4, versions)
        done = asyncio.run(load.during(asyncio.to_thread(_promoted, registry, port, asked.swaps)))
    registry.close()
    return {"swaps": done, "statuses": dict(load.statuses), "failed": load.failed, "answers_by_version": dict(versions)}


def _promoted(registry: Any, port: int, swaps: int) -> int:
    """Point the champion at the other version, and wait until it answers."""
    for number in range(swaps):
        wanted = 2 - number % 2
        registry.promote("m", wanted, reason="turn")
        while _version(port) != str(wanted):
            time.sleep(0.005)
    return swaps


def _version(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models/m", timeout=30) as told:
        return str(json.load(told)["version"])


class Load:
    """Connections that ask again when they were answered, until told to stop."""

    def __init__(self, port: int, content: bytes, connections: int, versions: Counter[str] | None = None) -> None:
        self.port, self.content, self.connections, self.versions = port, content, connections, versions
        self.statuses: Counter[int] = Counter()
        self.times: list[float] = []
        self.failed, self.going = 0, True

    async def during(self, work: Awaitable[Any]) -> Any:
        """Ask while something else goes on; its result."""
        asking = [asyncio.create_task(self.ask()) for _ in range(self.connections)]
        try:
            return await work
        finally:
            self.going = False
            await asyncio.gather(*asking)

    async def ask(self) -> None:
        while self.going:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:  # nobody listens any more: nothing was taken
                return
            await self.talk(reader, writer)
            writer.close()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Ask over one connection for as long as it is kept."""
        open_still = True
        while self.going and open_still:
            began = time.perf_counter()
            try:
                writer.write(self.content)
                head = await reader.readuntil(b"\r\n\r\n")
                told = head.lower()
                body = await reader.readexactly(int(told.split(b"content-length: ")[1].split(b"\r\n")[0]))
            except (OSError, asyncio.IncompleteReadError):
                self.failed += 1
                return
            open_still = b"connection: close" not in told
            self.times.append(time.perf_counter() - began)
            self.statuses[int(head.split(b" ", 2)[1])] += 1
            if self.versions is not None:
                self.versions[json.loads(body)["version"]] += 1


def stopped(path: Path, rows: list[dict[str, object]], asked: argparse.Namespace) -> dict[str, object]:
    """SIGTERM under load, several times: requests that were sent and not answered."""
    statuses: Counter[int] = Counter()
    failed, longest = 0, 0.0
    for _ in range(asked.stops):
        with served(str(path), "--name", "m", workers=asked.workers) as (port, process):
            load = Load(port, request(rows[:1]), 8)

            async def end(process: subprocess.Popen[str] = process) -> float:
                await asyncio.sleep(1)
                process.terminate()
                began = time.perf_counter()
                await asyncio.to_thread(process.wait, 30)
                return time.perf_counter() - began

            longest = max(longest, asyncio.run(load.during(end())))
            statuses += load.statuses
            failed += load.failed
    return {"stops": asked.stops, "statuses": dict(statuses), "lost": failed, "longest_seconds": round(longest, 2)}


def beside(path: Path, rows: list[dict[str, object]], asked: argparse.Namespace) -> dict[str, object]:
    """Latency of single predictions alone, and while two others ask for explanations without a pause."""
    with served(str(path), "--name", "m", workers=asked.workers) as (port, _):
        told = {}
        for name, connections in (("alone", 0), ("beside", 2)):
            load = Load(port, request(rows[:5], "explain"), connections)
            told[name] = asyncio.run(load.during(closed_loop(port, request(rows[:1]), 1, asked.seconds)))
            told[name]["explanations"] = sum(load.statuses.values())
        return {**told, "p99_ratio": round(told["beside"]["p99_ms"] / told["alone"]["p99_ms"], 2)}


ALONE = """
import asyncio, socket, uvicorn
body = b"x" * 150
told = [(b"content-length", b"150"), (b"content-type", b"application/json")]
async def app(scope, receive, send):
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": told})
    await send({"type": "http.response.body", "body": body})
door = socket.create_server(("127.0.0.1", 0))
door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
print(door.getsockname()[1], flush=True)
quiet = {"log_config": None, "log_level": "critical", "access_log": False, "lifespan": "off"}
asyncio.run(uvicorn.Server(uvicorn.Config(app, http="httptools", **quiet)).serve(sockets=[door]))
"""


def by_uvicorn(rows: list[dict[str, object]], asked: argparse.Namespace) -> dict[str, object]:
    """The same request answered by the server without a service."""
    process = subprocess.Popen([sys.executable, "-c", ALONE], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        port, one = int(process.stdout.readline()), request(rows[:1])
        asyncio.run(closed_loop(port, one, 1, 0.5))
        return {f"one_row_{many}": loaded(process, port, one, many, asked.seconds) for many in (1, 16)}
    finally:
        process.terminate()
        process.wait(60)


MLFLOW = """
import sys, json, pandas as pd, mlflow.sklearn
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
rows, y, place, name = pd.read_json(sys.argv[1]), json.load(open(sys.argv[2])), sys.argv[3], sys.argv[4]
words = [column for column in rows if column.startswith("c")]
numbers = [column for column in rows if column.startswith("x")]
kinds = {"random_forest": RandomForestClassifier(200)}
prepared = make_column_transformer((OneHotEncoder(handle_unknown="ignore"), words), (StandardScaler(), numbers))
model = make_pipeline(prepared, kinds.get(name, LogisticRegression(max_iter=1000))).fit(rows, y)
mlflow.sklearn.save_model(model, place)
"""


def by_mlflow(asked: argparse.Namespace, rows: list[dict[str, object]], folder: Path) -> dict[str, object]:
    """The same rows asked of MLflow's scorer."""
    algorithm, port = asked.algorithms.split(",")[0], 5701
    answers = ["yes", "no"] * (len(rows) // 2)
    (folder / "y.json").write_text(json.dumps(answers))
    place = folder / "mlflow"
    arguments = [str(folder / "rows.json"), str(folder / "y.json"), str(place), algorithm]
    subprocess.run([asked.mlflow, "-c", MLFLOW, *arguments], check=True, capture_output=True)
    began = time.perf_counter()
    command = [asked.mlflow, "-m", "mlflow", "models", "serve", "-m", str(place), "-p", str(port)]
    environment = {**os.environ, "PATH": f"{Path(asked.mlflow).parent}:{os.environ['PATH']}"}
    process = subprocess.Popen(
        [*command, "--env-manager", "local"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _answers(port):
            time.sleep(0.2)
        told: dict[str, Any] = {"algorithm": algorithm, "start_seconds": round(time.perf_counter() - began, 1)}
        body = {"dataframe_records": rows[:1]}
        one, many = posted("/invocations", body), posted("/invocations", {"dataframe_records": rows[:100]})
        told["one_row_1"] = asyncio.run(closed_loop(port, one, 1, asked.seconds))
        told["one_row_16"] = asyncio.run(closed_loop(port, one, 16, asked.seconds))
        told["hundred_rows_4"] = asyncio.run(closed_loop(port, many, 4, asked.seconds))
        return told
    finally:
        for one_of_them in [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]:
            one_of_them.terminate()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ping", timeout=5):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    main()

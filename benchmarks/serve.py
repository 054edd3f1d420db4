"""What the service does over loopback: one row at 1 and 16 connections, 100 rows, start-up, memory, overload.

    python benchmarks/serve.py --seconds 5 --algorithms lightgbm,logistic_regression

The client is written on plain sockets, so that it costs less than the service. On a machine that does other work too,
latencies and rates are bounds only; ``cpu_ms_a_request`` is what a request costs whatever else runs. ``overload`` sends
four times what 16 connections reached, open loop, and tells the latency of what was served and what was sent away.
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
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psutil

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
    options = {"trials": 1, "workers": 0, "insights": "none", "progress": False}
    return {
        name: hanpan.run(frame, "y", out=str(folder / name), algorithms=[name], **options).model_path
        for name in algorithms
    }


def request(rows: list[dict[str, object]]) -> bytes:
    """The bytes of a request."""
    body = json.dumps({"rows": rows}, ensure_ascii=False).encode()
    told = {"Host": "localhost", "Content-Type": "application/json", "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"POST /v1/models/m/predict HTTP/1.1\r\n{head}\r\n".encode() + body


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


async def open_loop(port: int, content: bytes, rate: float, seconds: float) -> dict[str, float]:
    """Requests at a steady rate, whether the service keeps up or not."""
    served, away, failed = [], [], 0
    pool: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    tasks: set[asyncio.Task[None]] = set()

    async def ask() -> None:
        nonlocal failed
        began = time.perf_counter()
        try:
            reader, writer = pool.pop() if pool else await asyncio.open_connection("127.0.0.1", port)
            writer.write(content)
            (served if await answered(reader) == 200 else away).append(time.perf_counter() - began)
            pool.append((reader, writer))
        except (OSError, asyncio.IncompleteReadError):
            failed += 1

    began = time.perf_counter()
    sent = 0
    while (passed := time.perf_counter() - began) < seconds:
        while sent < rate * passed and len(tasks) < 2000:
            task = asyncio.create_task(ask())
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            sent += 1
        await asyncio.sleep(0.001)
    await asyncio.gather(*tasks)
    return {"sent": sent, "served": len(served), "away_503": len(away), "failed": failed, **latency(served)}


def latency(times: list[float]) -> dict[str, float]:
    """Percentiles in milliseconds."""
    p50, p99 = np.quantile(times, [0.5, 0.99]) * 1000 if times else (np.nan, np.nan)
    return {"p50_ms": round(float(p50), 3), "p99_ms": round(float(p99), 3)}


def main() -> None:
    """Serve each model and ask it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--algorithms", default=",".join(ALGORITHMS))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        models = made(folder, asked.algorithms.split(","))
        rows = json.loads((folder / "rows.json").read_text("utf-8"))
        for algorithm, path in models.items():
            print(json.dumps({algorithm: measured(path, rows, asked.seconds)}), flush=True)


def measured(path: Path, rows: list[dict[str, object]], seconds: float) -> dict[str, object]:
    """One model in a process of its own."""
    began = time.perf_counter()
    code = "from hanpan.doors.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", str(path), "--name", "m", "--port", "0", "-q"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline().rsplit(":", 1)[1])
        ready = time.perf_counter() - began
        one, many = request(rows[:1]), request(rows[:100])
        asyncio.run(closed_loop(port, one, 1, 0.5))
        told: dict[str, Any] = {"start_seconds": round(ready, 2)}
        own = psutil.Process(process.pid)

        def loop(content: bytes, connections: int) -> dict[str, float]:
            before = sum(own.cpu_times()[:2])
            found = asyncio.run(closed_loop(port, content, connections, seconds))
            spent = sum(own.cpu_times()[:2]) - before
            return {**found, "cpu_ms_a_request": round(1000 * spent / (found["requests_a_second"] * seconds), 3)}

        told["one_row_1"], told["one_row_16"] = loop(one, 1), loop(one, 16)
        told["hundred_rows_4"] = loop(many, 4)
        sixteen, memory = told["one_row_16"], own.memory_info().rss
        told["overload"] = asyncio.run(open_loop(port, one, 4 * sixteen["requests_a_second"], seconds))
        told["memory_mb"] = [round(each / 1e6) for each in (memory, own.memory_info().rss)]
        return told
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()

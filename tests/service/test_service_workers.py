"""Several processes at one door: one swap for all, none lost when stopped, a dead one replaced."""

import os
import signal
import time
from pathlib import Path

import httpx2
import psutil
from serving import ROW, Load, post, started

from hanpan.deployment.registry.registry import Registry


def processes(process):
    """The processes that answer."""
    return {child.pid for child in psutil.Process(process.pid).children()}


def lives(pid):
    """Whether a process still runs; one that nobody has taken leave of does not."""
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def until(holds, seconds=90):
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    assert holds()


def test_all_of_them_swap_and_a_stop_loses_nothing(files, tmp_path):
    place = str(tmp_path / "registry")
    registry = Registry(place)
    for name in ("churn", "tree"):
        registry.add(Path(files[name]).read_bytes(), "churn")
    arguments = ("models:/churn", "--registry", place, "--refresh", "0.1", "--workers", "2")
    with started(*arguments) as (address, process), Load(address, clients=4) as load:
        assert len(processes(process)) == 2
        for wanted in (2, 1, 2):
            registry.promote("churn", wanted, reason="turn")
            until(lambda wanted=wanted: load.versions[-40:] == [str(wanted)] * 40)
        measures = httpx2.get(f"{address}/metrics").text
        assert 'hanpan_swaps_total{model="churn"} 6.0' in measures, "three swaps in each of two processes"
        served = sum(float(line.split()[-1]) for line in measures.splitlines() if line.startswith("hanpan_rows_total{"))
        assert served >= len(load.statuses) / 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM, 143)
        process.errors.seek(0)
        taken = sum('"route":"predict"' in line for line in process.errors)
    assert set(load.statuses) == {200}
    assert taken == len(load.statuses), "every request that was taken was answered"
    registry.close()


def test_a_process_that_dies_is_replaced_and_none_outlives_the_first(files):
    with started(files["churn"], "--name", "churn", "--workers", "2") as (address, process):
        before = processes(process)
        os.kill(min(before), signal.SIGKILL)
        until(lambda: len(processes(process) - before) == 1)
        for _ in range(5):
            with httpx2.Client(base_url=address) as client:
                assert post(client, "churn", "predict", {"rows": [ROW]}).status_code == 200
        left = processes(process)
        process.kill()
        until(lambda: not any(map(lives, left)))

"""A cluster in figures: equal trials on 1, 2 and 4 workers, and the same board whoever is lost meanwhile.

    python benchmarks/cluster.py --part speed
    python benchmarks/cluster.py --part losses      # as root: each member in a network namespace, as a host of its own
    python benchmarks/cluster.py --part losses --workers 4

The equal trials sleep (three folds of a third of a second), so that workers beyond the cores of this machine can be
told from one another; what is left is what the pool itself costs. Losses: kill -9 of a worker, of the scheduler and of
the client, and a worker whose network is cut; each board is compared with the unbroken one of this machine.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support" / "faulty")])
sys.path.insert(0, str(ROOT))

import hanpan  # noqa: E402
from hanpan.modeling.options import TlsOptions  # noqa: E402
from hanpan.modeling.workers.cluster.joining import join  # noqa: E402
from hanpan.modeling.workers.messages import TrialTask  # noqa: E402
from hanpan.modeling.workers.pool import Job, Pool  # noqa: E402
from hanpan.modeling.workers.processes import WorkerPool  # noqa: E402
from hanpan.modeling.workers.session import Session  # noqa: E402
from hanpan.testing import pools  # noqa: E402

TRIALS, WORKERS = 20, (1, 2, 4)
ASKED = {"trials": TRIALS, "insights": "none", "algorithms": ["logistic_regression", "decision_tree", "k_neighbors"]}
CLI = [sys.executable, "-c", "import sys; from hanpan.doors.cli import main; main(sys.argv[1:])"]
NETWORK = "10.77.0"


def twenty(pool: Pool, folder: Path) -> float:
    """Seconds for 20 equal trials, the workers being warm."""
    ground = pools._ground()
    Session(folder).write(ground)
    candidate = pools._candidate(ground.bench, "Waits")

    def do(count: int) -> float:
        began = time.perf_counter()
        pools._all_done(pool, [Job(TrialTask(candidate=candidate), 60.0) for _ in range(count)])
        return time.perf_counter() - began

    do(2 * pool.size)
    return do(TRIALS)


def speed() -> dict[str, float]:
    """Trials a second of sleep, by pool and number of workers."""
    found = {}
    for workers in WORKERS:
        for name in ("processes", "cluster"):
            with tempfile.TemporaryDirectory() as where:
                folder = Path(where) / "session"
                pool = (
                    join(folder, f"local:{workers}", TlsOptions()) if name == "cluster" else WorkerPool(folder, workers)
                )
                try:
                    while pool.idle < workers:
                        time.sleep(0.1)
                    found[f"{name}, {workers}"] = round(twenty(pool, folder), 2)
                finally:
                    pool.close()
    one = {name: found[f"{name}, 1"] for name in ("processes", "cluster")}
    return found | {f"{key} ×": round(one[key.partition(",")[0]] / taken, 2) for key, taken in found.items()}


class Hosts:
    """A scheduler and workers, each in a network namespace; or all on this machine, where that takes rights."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.names = [f"h{at}" for at in range(workers + 1)]  # the first is the scheduler's
        self.apart = os.geteuid() == 0 and shutil.which("ip") is not None
        self.flags: list[str] = []
        self.tls: dict[str, str] = {}
        if self.apart:
            self._build()
            self._certify(folder)
        self.scheduler, self.address = self.start_scheduler(8786 if self.apart else 0)
        self.workers = {name: self.start_worker(name) for name in self.names[1:]}

    def _build(self) -> None:
        run("ip link add hanpan0 type bridge")
        run(f"ip addr add {NETWORK}.1/24 dev hanpan0")
        run("ip link set hanpan0 up")
        for at, name in enumerate(self.names):
            run(f"ip netns add {name}")
            run(f"ip link add v{name} type veth peer name eth0 netns {name}")
            run(f"ip link set v{name} master hanpan0 up")
            run(f"ip -n {name} addr add {NETWORK}.{10 + at}/24 dev eth0")
            run(f"ip -n {name} link set eth0 up")
            run(f"ip -n {name} link set lo up")

    def _certify(self, folder: Path) -> None:
        cert, key = folder / "cert.pem", folder / "key.pem"
        run(f"openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=hanpan -keyout {key} -out {cert}")
        self.tls = {"tls_ca": str(cert), "tls_cert": str(cert), "tls_key": str(key)}
        self.flags = [part for name, path in self.tls.items() for part in ("--" + name.replace("_", "-"), path)]

    def _member(self, host: str, *arguments: str) -> tuple[subprocess.Popen[str], str]:
        inside = ["ip", "netns", "exec", host] if self.apart else []
        command = [*inside, *CLI, "cluster", *arguments, *self.flags, "--quiet"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
        return process, process.stdout.readline().strip()

    def start_scheduler(self, port: int) -> tuple[subprocess.Popen[str], str]:
        """At the same place each time."""
        host = f"{NETWORK}.10" if self.apart else "127.0.0.1"
        return self._member("h0", "start", "--host", host, "--port", str(port))

    def start_worker(self, host: str) -> subprocess.Popen[str]:
        """One job at a time."""
        return self._member(host, "worker", self.address, "--threads", "1")[0]

    def lose_worker(self) -> None:
        """kill -9; nobody takes its place for a while."""
        kill(self.workers["h1"])

    def mend_worker(self) -> None:
        """Start it again."""
        self.workers["h1"] = self.start_worker("h1")

    def lose_scheduler(self) -> None:
        """kill -9, and start it again after five seconds."""
        kill(self.scheduler)
        time.sleep(5)
        self.scheduler, _ = self.start_scheduler(int(self.address.rpartition(":")[2]))

    def cut(self) -> None:
        """A worker's cable is pulled."""
        run("ip link set vh1 down")

    def plug(self) -> None:
        """And put back."""
        run("ip link set vh1 up")

    def close(self) -> None:
        """End everything."""
        for process in (*self.workers.values(), self.scheduler):
            kill(process)
        if self.apart:
            for name in self.names:
                run(f"ip netns del {name}")
            run("ip link del hanpan0")


def run(command: str) -> None:
    """A command of the system."""
    subprocess.run(command.split(), check=True, capture_output=True)


def kill(process: subprocess.Popen[str]) -> None:
    """kill -9."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def told(board: object) -> str:
    """A board without its clocks."""
    return board.to_frame().drop(columns=["fit_seconds", "predict_seconds"], errors="ignore").to_csv(index=False)


def board(hosts: Hosts, out: Path, at: dict[int, object] | None = None) -> tuple[str, int]:
    """The board of the cluster, where at some trials something happens; trials that were told twice."""
    done: Counter[int] = Counter()

    def hear(event: object) -> None:
        if event.kind == "trial_done":
            done[event.fields["done"]] += 1
            (at or {}).get(len(done), lambda: None)()

    study = hanpan.run(
        "sklearn:breast_cancer", "target", cluster=hosts.address, out=out, listener=hear, **hosts.tls, **ASKED
    )
    return told(study.board), sum(done.values()) - len(done)


def lose_client(hosts: Hosts, out: Path) -> tuple[str, int]:
    """kill -9 of the client at the fifth trial, then the same again."""
    asked = ASKED | hosts.tls | {"cluster": hosts.address, "out": str(out)}
    code = f"import hanpan; hanpan.run('sklearn:breast_cancer', 'target', **{asked!r})"
    client = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    events = out / "events.jsonl"
    while not (events.exists() and events.read_text("utf-8").count('"trial_done"') >= 5):
        time.sleep(0.05)
    client.kill()
    client.wait()
    study = hanpan.run("sklearn:breast_cancer", "target", **asked)
    lines = map(json.loads, events.read_text("utf-8").splitlines())
    return told(study.board), sum(line["kind"] == "trial_done" for line in lines) - sum(
        row.score is not None and row.algorithm not in ("baseline", "ensemble") for row in study.board.rows
    )


def losses(workers: int = 2) -> dict[str, object]:
    """Whether each board is the unbroken one, how many trials were repeated, and the seconds."""
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        alone = told(hanpan.run("sklearn:breast_cancer", "target", workers=2, out=folder / "alone", **ASKED).board)
        hosts = Hosts(folder, workers)
        ways = {
            "nothing": lambda out: board(hosts, out),
            "a worker": lambda out: board(hosts, out, {3: hosts.lose_worker, 12: hosts.mend_worker}),
            "the scheduler": lambda out: board(hosts, out, {5: hosts.lose_scheduler}),
            "the client": lambda out: lose_client(hosts, out),
        }
        if hosts.apart:
            ways["the network of a worker"] = lambda out: board(hosts, out, {4: hosts.cut, 15: hosts.plug})
        found: dict[str, object] = {"hosts": "network namespaces" if hosts.apart else "processes"}
        try:
            for at, (name, way) in enumerate(ways.items()):
                began = time.perf_counter()
                made, repeated = way(folder / f"s{at}")
                taken = round(time.perf_counter() - began, 1)
                found[f"lost: {name}"] = {"same board": made == alone, "repeated": repeated, "seconds": taken}
                print(json.dumps(found), file=sys.stderr, flush=True)
        finally:
            hosts.close()
    return found


def main() -> None:
    """Run the parts and print one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("speed", "losses"))
    parser.add_argument("--workers", type=int, default=2, help="of the losses")
    asked = parser.parse_args()
    parts = {"speed": speed, "losses": lambda: losses(asked.workers)}
    found = {name: work() for name, work in parts.items() if asked.part in (None, name)}
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()

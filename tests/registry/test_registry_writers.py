"""Several writers at once, some of them killed: nothing lost, nothing half there, no alias that points nowhere."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from hanpan.deployment.registry import queries
from hanpan.deployment.registry import registry as module
from hanpan.deployment.registry.record import Reference
from hanpan.deployment.registry.registry import Registry
from hanpan.deployment.registry.store import Store
from hanpan.deployment.registry.tables import aliases, files, pieces, versions
from hanpan.foundation.errors import HanpanError

# A writer that adds and promotes, and says each version on stdout once it is kept.
WRITER = """
import sys
from pathlib import Path
from hanpan.deployment.registry import registry as module
from hanpan.deployment.registry.registry import Registry
content = Path(sys.argv[2]).read_bytes()
module.bundle_of = lambda content, name: None   # opening a model is not what is tried here
module._told = lambda bundle: {{}}
found = Registry(sys.argv[1])
print("ready", flush=True)
for number in range({rounds}):
    made = found.add(content + sys.argv[3].encode() + b"%d" % number, "m")
    print(made.version, flush=True)
    found.promote("m", made.version, reason="newest")
"""
ROUNDS = 12


def writer(address, path, name):
    code = WRITER.format(rounds=ROUNDS)
    return subprocess.Popen([sys.executable, "-c", code, address, str(path), name], stdout=subprocess.PIPE, text=True)


def test_writers_at_once_and_kills(address, tmp_path):
    path = tmp_path / "content"
    path.write_bytes(os.urandom(200_000))
    started = [writer(address, path, f"w{number}") for number in range(4)]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    time.sleep(random.Random(1).uniform(0.05, 0.2))
    for process in started[:2]:
        process.send_signal(signal.SIGKILL)
    said = {int(line) for process in started for line in process.stdout.read().split()}
    codes = [process.wait(timeout=120) for process in started]
    for process in started:
        process.stdout.close()
    assert codes[2:] == [0, 0]
    found = Registry(address)
    kept = [one.version for one in found.versions("m")]
    assert said <= set(kept), "what was said to be kept is kept"
    assert len(set(kept)) == len(kept)
    assert len(said) >= 2 * ROUNDS
    check_whole(found)
    assert found.rollback("m", reason="still answers").aliases == ("champion",)
    found.close()


def check_whole(found):
    """Every version has its whole file, every file a version, and every alias a version."""
    with found._store.reading() as on:
        kept = {(row.name, row.version): row for row in on.execute(versions.select())}
        assert {row.digest for row in kept.values()} == {row.digest for row in on.execute(files.select())}
        assert {row.digest for row in on.execute(pieces.select())} == {row.digest for row in kept.values()}
        for row in kept.values():
            content = queries.file_of(on, row.digest)
            assert hashlib.sha256(content).hexdigest() == row.digest
            assert len(content) == row.size
        assert all((row.name, row.version) in kept for row in on.execute(aliases.select()))
        if found._store.engine.dialect.name == "sqlite":
            assert on.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert on.exec_driver_sql("PRAGMA foreign_key_check").all() == []


NAMES = st.sampled_from(["a", "b"])
NUMBERS = st.integers(1, 6)
PIECE = 1000  # bytes, instead of millions: the last of the contents lies in several pieces
CONTENTS = st.sampled_from([b"one", b"two", b"three" * 750])


class Machine(RuleBasedStateMachine):
    """A registry beside a dict that says what it should hold."""

    address = ""

    @initialize()
    def empty(self):
        store = Store(self.address)
        with store.writing() as on:
            for table in (aliases, versions, pieces, files, queries.events, queries.models):
                on.execute(table.delete())
        store.close()
        self.registry = Registry(self.address)
        self.kept, self.champion, self.last = {}, {}, {}

    def attempt(self, work, expected):
        try:
            found = work()
        except HanpanError:
            assert not expected
            return None
        assert expected
        return found

    @rule(name=NAMES, content=CONTENTS, alias=st.sampled_from([None, "champion", "challenger"]))
    def add(self, name, content, alias):
        made = self.registry.add(content, name, alias=alias)
        self.last[name] = self.last.get(name, 0) + 1
        assert made.version == self.last[name]
        self.kept[name, made.version] = [content, False]
        if alias == "champion" or (alias is None and name not in self.champion):
            self.champion[name] = made.version

    @rule(name=NAMES, version=NUMBERS)
    def promote(self, name, version):
        here = (name, version) in self.kept and not self.kept[name, version][1]
        if self.attempt(lambda: self.registry.promote(name, version, reason="x"), here):
            self.champion[name] = version

    @rule(name=NAMES)
    def rollback(self, name):
        before = self.champion.get(name)
        try:
            made = self.registry.rollback(name, reason="x")
        except HanpanError:
            return
        assert made.version != before
        assert not self.kept[name, made.version][1]
        self.champion[name] = made.version

    @rule(name=NAMES, version=NUMBERS, gone=st.booleans())
    def archive_or_remove(self, name, version, gone):
        free = (name, version) in self.kept and not self.aliases_of(name, version)
        verb = self.registry.remove if gone else self.registry.archive
        if self.attempt(lambda: verb(name, version, reason="x"), free):
            if gone:
                del self.kept[name, version]
            else:
                self.kept[name, version][1] = True

    def aliases_of(self, name, version):
        return next((one.aliases for one in self.registry.all() if (one.name, one.version) == (name, version)), ())

    @invariant()
    def holds(self):
        if not hasattr(self, "registry"):
            return
        check_whole(self.registry)
        assert {(one.name, one.version) for one in self.registry.all()} == set(self.kept)
        for name, version in self.champion.items():
            assert self.registry.version(Reference(name, "champion")).version == version
        for (name, version), (content, archived) in self.kept.items():
            found, held = self.registry.content(Reference(name, None, version))
            assert (held, found.archived) == (content, archived)

    def teardown(self):
        if hasattr(self, "registry"):
            self.registry.close()


def test_a_large_file_lies_in_pieces_and_comes_back_whole(address, monkeypatch):
    monkeypatch.setattr(module, "bundle_of", lambda content, name: None)
    monkeypatch.setattr(module, "_told", lambda bundle: {})
    content, found = b"three" * 3_000_000, Registry(address)
    made = found.add(content, "m")
    check_whole(found)
    assert found.content(Reference("m", None, made.version))[1] == content
    with found._store.reading() as on:
        assert len(on.execute(pieces.select()).all()) == 4
    found.close()


@pytest.mark.parametrize("examples", [12, pytest.param(300, marks=pytest.mark.fuzz)])
def test_whatever_is_done_in_whatever_order(address, monkeypatch, examples):
    monkeypatch.setattr(module, "bundle_of", lambda content, name: None)
    monkeypatch.setattr(module, "_told", lambda bundle: {})
    monkeypatch.setattr(queries, "_PIECE", PIECE)
    monkeypatch.setattr(Machine, "address", address)
    steps = 14 if examples < 100 else 40
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    )

"""A PostgreSQL server of this machine for the tests, where there is one or one may be installed."""

import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text


def programs():
    """The folder of PostgreSQL's own programs; installed from the system's packages where that is allowed."""
    found = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"capture_output": True, "timeout": 300, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "postgresql"]):
            if subprocess.run(command, check=False, **quiet).returncode:
                return None
        found = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
    return found


@pytest.fixture(scope="session")
def server():
    """The address of a PostgreSQL server that was started for these tests."""
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("PostgreSQL is not installed, and may not be installed here")
    folder = Path(tempfile.mkdtemp(prefix="hanpan-postgres-"))  # pytest clears its own folders while others test
    as_user = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data, run = folder / "data", {"check": True, "capture_output": True, "timeout": 120}
    subprocess.run([*as_user, bin_folder / "initdb", "-D", data, "-U", "team", "-A", "trust", "-E", "UTF8"], **run)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    started = [*as_user, bin_folder / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start"]
    subprocess.run(started, **{**run, "capture_output": False, "stdout": subprocess.DEVNULL})
    yield f"postgresql://team@/{{name}}?host={folder}"
    subprocess.run([*as_user, bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **run)
    shutil.rmtree(folder)


def fresh_database(server):
    """The address of a new, empty database of the server."""
    name = f"r{uuid.uuid4().hex[:12]}"
    admin = create_engine(
        server.format(name="postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return server.format(name=name)

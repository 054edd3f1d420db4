"""What carries the service elsewhere: image, compose file and unit say only what is there, and their command works."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import httpx2
import pytest
from serving import ROW, started
from tests.support.postgres import fresh_database, server  # noqa: F401  # a fixture

from hanpan.deployment.registry.registry import Registry
from hanpan.doors.cli import main as group
from hanpan.doors.cli.group import VERBS
from hanpan.doors.service.keys import new_key

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
UNIT = (ROOT / "deploy" / "hanpan.service").read_text("utf-8")


def commands():
    """Every call of hanpan in the files, as words."""
    yield json.loads(re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[1])
    yield json.loads(re.search(r"command: (\[.*\])$", COMPOSE, re.MULTILINE)[1])
    for node in ast.walk(ast.parse((ROOT / "deploy" / "demo_service.py").read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "step":
            yield [word.value for word in node.args if isinstance(word, ast.Constant)]
    yield re.search(r"^ExecStart=\S+/hanpan (.*)$", UNIT, re.MULTILINE)[1].split()


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_the_command_is_one_of_ours(words):
    verb, *rest = words
    assert verb in VERBS
    context = click.Context(group)
    made = group.get_command(context, verb)
    if isinstance(made, click.Group):
        made, rest = made.get_command(context, rest[0]), rest[1:]
    known = {flag for parameter in made.params for flag in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known


def test_the_image_is_made_of_what_is_there():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert names
    assert all((ROOT / name).exists() for name in names)
    ignored = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {f"!{name}" for name in names} <= set(ignored)
    extras = re.search(r"'\.\[([\w,]+)\]'", DOCKERFILE)[1].split(",")
    known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert set(extras) <= set(known)


def test_no_secret_is_written_into_the_files():
    assert not re.search(r"(PASSWORD|KEY)\s*[:=]\s*(?!\$|\.\.\.|/)\w", DOCKERFILE + COMPOSE + UNIT)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_unit_is_one_for_systemd(tmp_path):
    (tmp_path / "hanpan.service").write_text(UNIT.replace("/opt/hanpan/bin/hanpan", sys.executable), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "hanpan.service"], capture_output=True, text=True, check=False
    )
    assert "hanpan.service" not in done.stderr


def test_the_command_answers_out_of_a_registry_of_postgresql(files, server, tmp_path):  # noqa: F811  # the fixture
    address = fresh_database(server)
    registry = Registry(address)
    registry.add(Path(files["churn"]).read_bytes(), "churn")
    registry.close()
    key = new_key(tmp_path / "keys.txt", "shop")
    words = next(commands())[1:]
    words = [
        {"/run/secrets/keys": str(tmp_path / "keys.txt"), "0.0.0.0": "127.0.0.1"}.get(word, word) for word in words
    ]
    with started(*words, HANPAN_REGISTRY=address) as (place, _):
        check = re.search(r'"import urllib.*?timeout=2\)"', DOCKERFILE)[0].strip('"')
        check = check.replace("http://127.0.0.1:8000", place)
        assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
        asked = {"url": f"{place}/v1/models/churn/predict", "json": {"rows": [ROW]}, "timeout": 20}
        assert httpx2.post(**asked).status_code == 401
        assert httpx2.post(**asked, headers={"Authorization": f"Bearer {key}"}).json()["model"] == "churn"

"""What carries a cluster elsewhere: compose file and pages say only commands, settings and ports that there are."""

import re
from pathlib import Path

import click
import dask
import pytest
import yaml

from hanpan.doors.cli import main as group
from hanpan.modeling.options import SchedulerOptions

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "deploy" / "cluster.yaml").read_text("utf-8"))
HEAD = (ROOT / "deploy" / "cluster.yaml").read_text("utf-8").partition("\n\n")[0]
PAGES = [(ROOT / "docs" / name).read_text("utf-8") for name in ("cluster.md", "cluster.ko.md")]
TLS = "--tls-ca a --tls-cert b --tls-key c"


def written():
    """Every call of hanpan in the compose file, its head and the pages, as words."""
    for service in COMPOSE["services"].values():
        yield tuple(service["command"])
    for text in (re.sub(r"\\\n#? *", "", HEAD), *PAGES):
        for call in re.findall(r"(?<![\w/])hanpan ((?:run|predict|cluster start|cluster worker) [^\n`]*)", text):
            words = re.split(r"[;`]|  +#", call)[0].replace("$TLS", TLS).split()
            if "ADDRESS" not in words and all(word.isascii() for word in words):
                yield tuple(words)


@pytest.mark.parametrize("words", sorted(set(written())), ids=" ".join)
def test_the_command_is_read_by_our_own_command_line(words):
    command, rest = group, list(words)
    context = click.Context(group)
    while isinstance(command, click.Group):
        context = click.Context(command, context)
        command, rest = command.get_command(context, rest[0]), rest[1:]
        assert command is not None
    command.make_parser(context).parse_args(rest)


def test_ports_names_and_secrets_of_the_compose_file_agree():
    services = COMPOSE["services"]
    port = next(field.default for field in SchedulerOptions.__dataclass_fields__.values() if field.name == "port")
    assert services["scheduler"]["ports"] == [f"127.0.0.1:{port}:{port}"]
    address = services["worker"]["command"][2]
    assert address == f"tls://scheduler:{port}"
    assert services["worker"]["depends_on"] == ["scheduler"]
    for service in services.values():
        mounted = {word.rpartition("/")[2] for word in service["command"] if word.startswith("/run/secrets/")}
        assert mounted == set(service["secrets"]) == set(COMPOSE["secrets"])
    made = set(re.findall(r"-(?:keyout|out) (\S+)", HEAD))
    assert {f"deploy/{secret['file'].removeprefix('./')}" for secret in COMPOSE["secrets"].values()} == made


@pytest.mark.parametrize("page", PAGES, ids=["en", "ko"])
def test_settings_that_a_page_names_are_those_of_dask(page):
    named = set(re.findall(r"DASK_([A-Z_]+)=", page))
    assert named
    import distributed  # noqa: F401  # brings its settings along

    for name in named:
        assert dask.config.get(name.lower().replace("__", "."), default="none of dask's") != "none of dask's"

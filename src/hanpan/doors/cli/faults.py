"""Every way a command can end: as an exit code, and in words a person can act on."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from hanpan.doors.telling.door import Door, visible
from hanpan.foundation.errors import HanpanError, UsageError

INTERRUPTED = 130
_PARTS = ("what", "expected", "remedy")


def guarded(work: Callable[[], Any], door: Door) -> int:
    """Run a command and return its exit code; nothing but the code and plain words gets out.

    With ``HANPAN_DEBUG=1`` in the environment an unexpected fault is raised as it is.
    """
    _forgiving_streams()
    try:
        with _ended_as_interrupted(), warnings.catch_warnings():
            if not debugging():
                warnings.simplefilter("ignore")  # libraries speak to developers; what matters becomes a Finding
            code = work()
        return code if isinstance(code, int) else 0
    except HanpanError as error:
        return refuse(error, door)
    except (click.Abort, KeyboardInterrupt):
        click.echo(door.text("cli.interrupted"), err=True)
        return INTERRUPTED
    except click.ClickException as error:
        return refuse(as_usage_error(error), door)
    except BrokenPipeError:  # the reader of a pipe has left: `hanpan board ... | head`
        _silence_stdout()
        return 0
    except Exception as error:
        if debugging():
            raise
        return _unexpected(error, door)


@contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """SIGTERM, by which service managers and time limits end a job, winds up as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def debugging() -> bool:
    """Whether a developer asked for tracebacks."""
    return os.environ.get("HANPAN_DEBUG") == "1"


def refuse(error: HanpanError, door: Door) -> int:
    """Tell what happened, what was expected and what to do, one line each; as JSON too where JSON is wanted."""
    parts = {name: visible(error.part(name, door.language)) for name in _PARTS}
    for name, words in parts.items():
        label = door.text(f"cli.error.{name}")
        click.echo(f"{label} {' '.join(words.split())}", err=True)
        for line in error.head if name == "what" else ():
            click.echo(f"    {visible(line)}", err=True)
    if door.json:
        door.document({"error": {"key": error.key, "exit_code": error.exit_code, **parts}})
    return error.exit_code


def as_usage_error(error: click.ClickException) -> HanpanError:
    """Click's own refusals in our words."""
    context = getattr(error, "ctx", None)
    where: dict[str, object] = {"command": context.command_path if context else "hanpan"}
    if isinstance(error, click.NoSuchOption):
        near = _near(error.option_name, _flags_of(context))
        return UsageError("cli_no_such_option", name=error.option_name, names=near, **where)
    if isinstance(error, click.exceptions.NoSuchCommand):
        verbs = context.command.list_commands(context) if context else []
        return UsageError("cli_no_such_command", name=error.command_name, names=_near(error.command_name, verbs))
    if isinstance(error, click.MissingParameter):
        return UsageError("cli_missing", name=_param_name(error), **where)
    if isinstance(error, click.BadOptionUsage):
        key = "cli_needs_value" if "requires" in error.message else "cli_takes_no_value"
        return UsageError(key, name=error.option_name, **where)
    return UsageError("cli_usage", reason=error.format_message(), **where)


def _param_name(error: click.MissingParameter) -> str:
    param, context = error.param, error.ctx
    if isinstance(param, click.Argument) and context is not None:
        return param.make_metavar(context)
    return max(param.opts, key=len) if param is not None else ""


def _flags_of(context: click.Context | None) -> list[str]:
    if context is None:
        return []
    return [name for param in context.command.get_params(context) for name in param.opts if name.startswith("--")]


def _near(name: str, known: list[str]) -> str:
    import difflib

    return ", ".join(difflib.get_close_matches(name, known, n=3, cutoff=0.5) or known)


def _unexpected(error: Exception, door: Door) -> int:
    log = _write_log(error, door.folder)
    key = "cli.fault" if log else "cli.fault_unlogged"
    told = door.text(key, kind=type(error).__name__, reason=visible(" ".join(str(error).split())[:200]), log=str(log))
    click.echo(told, err=True)
    if door.json:
        door.document({"error": {"key": "fault", "exit_code": 1, "what": told, "log": str(log) if log else None}})
    return 1


def _write_log(error: Exception, folder: Path | None) -> Path | None:
    """The details for us, in the study folder or a temporary file; None where nothing can be written."""
    details = "".join(traceback.format_exception(error))
    try:
        if folder is not None and folder.is_dir():
            path = folder / "fault.log"
            path.write_text(details, encoding="utf-8")
            return path
        handle, name = tempfile.mkstemp(prefix="hanpan-fault-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(details)
    except OSError:
        return None
    return Path(name)


def _forgiving_streams() -> None:
    """A terminal that cannot show Hangul gets question marks, not a fault."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _silence_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

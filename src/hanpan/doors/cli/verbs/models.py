"""``hanpan models …``: the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hanpan.doors.cli.flags import Among, Whole, common_flags, flags, given
from hanpan.doors.cli.help import Flag, Worded, WordedGroup
from hanpan.doors.telling.door import Door

if TYPE_CHECKING:
    from hanpan.deployment.comparing import Comparison
    from hanpan.deployment.registry.registry import Registry

_ALIASES = ("champion", "challenger")
_CARDS = ("md", "html")


def command(door: Door) -> click.Command:
    """Build the command with its parts."""
    return WordedGroup("models", door, common_flags(door), PARTS)


def _add(door: Door) -> click.Command:
    name = Flag(["--name"], required=True, metavar="NAME", help=door.text("cli.option.models_name"))
    alias = _alias(door, None)
    return _part("add", door, [click.Argument(["model"]), name, alias, _reason(door, required=False)], add)


def add(door: Door, model: str, name: str, alias: str | None, reason: str, registry: str | None) -> None:
    """Add a model file, which may be a stranger's, as the next version of a name."""
    from hanpan.deployment.bundle import content_of
    from hanpan.deployment.stranger import try_apart

    content = content_of(Path(model))
    with opened(registry) as found:
        try_apart(content, model)
        made = found.add(content, name, alias=alias, reason=reason)
    door.say(door.text("cli.models.added", name=made.name, version=made.version, aliases=_under(made.aliases, door)))
    door.made(made.reference, made)


def _list(door: Door) -> click.Command:
    return _part("list", door, [], show_all)


def show_all(door: Door, registry: str | None) -> None:
    """All versions of all models."""
    from hanpan.doors.cli.registry import versions_table

    with opened(registry) as found:
        versions, address = found.all(), found.address
    door.answer(versions, versions_table(versions, door, door.text("cli.models.title", address=address)))


def _show(door: Door) -> click.Command:
    told = door.text("cli.option.models_card")
    card = Flag(["--card"], type=Among("card", _CARDS), metavar="|".join(_CARDS), help=told, section="output")
    return _part("show", door, [_reference(), card], show)


def show(door: Door, reference: str, card: str | None, registry: str | None) -> None:
    """One model with its history, one version of it, or its model card."""
    if card is not None:
        _show_card(door, reference, card, registry)
        return
    from hanpan.deployment.registry.record import Reference
    from hanpan.doors.cli.registry import model_page, version_page

    wanted = Reference.of(reference)
    with opened(registry) as found:
        events = found.events(wanted.name)
        if wanted.alias or wanted.version:
            one = found.version(wanted)
            own = [event for event in events if one.version in (event.version, event.before)]
            door.answer({"version": one, "events": own}, version_page(one, own, door))
            return
        versions = found.versions(wanted.name)
    door.answer({"versions": versions, "events": events}, model_page(versions, events, door))


def _show_card(door: Door, told: str, form: str, registry: str | None) -> None:
    """The model card on stdout, of a model of the registry or of a file."""
    from hanpan.deployment.opening import open_bundle
    from hanpan.doors.telling.modelcard import card_markdown, card_page

    made = (card_page if form == "html" else card_markdown)(open_bundle(where(told), registry), door.language)
    if door.json:
        door.document({"model": told, "form": form, "card": made})
    else:
        click.echo(made, nl=False)


def _compare(door: Door) -> click.Command:
    from hanpan.data.options import ReadOptions

    reading = flags(door, [("reading", ReadOptions)], without=("drop", "columns"))
    arguments = [click.Argument([name]) for name in ("first", "second", "table")]
    return _part("compare", door, [*arguments, *reading], compare)


def compare(door: Door, first: str, second: str, table: str, registry: str | None, **values: Any) -> None:
    """Two models on the same labelled rows."""
    from hanpan.data.options import ReadOptions
    from hanpan.doors.cli.registry import comparison_page

    made = _compared(first, second, table, registry, ReadOptions(**given(values)))
    door.answer(made, comparison_page(made, door))


def _promote(door: Door) -> click.Command:
    told = door.text("cli.option.models_table")
    table = Flag(["--table"], metavar="TABLE", help=told)
    return _part("promote", door, [*_version(), _reason(door), _alias(door, _ALIASES[0]), table], promote)


def promote(
    door: Door, name: str, version: int, reason: str, alias: str, table: str | None, registry: str | None
) -> None:
    """Let a version answer under an alias, and keep why."""
    from dataclasses import asdict

    from hanpan.doors.cli.registry import comparison_page

    comparison = None
    with opened(registry) as found:
        if table is not None:
            judged = _compared(f"models:/{name}@champion", f"models:/{name}/{version}", table, registry, None)
            comparison = asdict(judged)
            door.show(comparison_page(judged, door))
        made = found.promote(name, version, reason=reason, alias=alias, comparison=comparison)
    door.say(door.text("cli.models.promoted", name=name, version=version, alias=alias))
    door.made(made.reference, made)


def _rollback(door: Door) -> click.Command:
    return _part("rollback", door, [click.Argument(["name"]), _reason(door)], rollback)


def rollback(door: Door, name: str, reason: str, registry: str | None) -> None:
    """Make the champion before this one champion again."""
    with opened(registry) as found:
        made = found.rollback(name, reason=reason)
    door.say(door.text("cli.models.promoted", name=name, version=made.version, alias=_ALIASES[0]))
    door.made(made.reference, made)


def _archive(door: Door) -> click.Command:
    return _part("archive", door, [*_version(), _reason(door)], archive)


def archive(door: Door, name: str, version: int, reason: str, registry: str | None) -> None:
    """Keep a version out of use."""
    with opened(registry) as found:
        made = found.archive(name, version, reason=reason)
    door.say(door.text("cli.models.archived", name=name, version=version))
    door.made(made.reference, made)


def _remove(door: Door) -> click.Command:
    return _part("remove", door, [*_version(), _reason(door)], remove)


def remove(door: Door, name: str, version: int, reason: str, registry: str | None) -> None:
    """Remove a version for ever."""
    with opened(registry) as found:
        gone = found.remove(name, version, reason=reason)
    door.say(door.text("cli.models.removed", name=name, version=version))
    door.made(gone.reference, gone)


def _sign(door: Door) -> click.Command:
    key = Flag(["--key"], required=True, metavar="FILE", help=door.text("cli.option.sign_key"))
    new = Flag(["--new-key"], metavar="NAME", help=door.text("cli.option.sign_new_key"))
    params = [click.Argument(["model"], required=False), key, new, *common_flags(door)]
    return Worded("sign", door, params, lambda **values: sign(door, **values), group="models")


def sign(door: Door, model: str | None, key: str, new_key: str | None) -> None:
    """Sign a model file; or make a key, and show the line by which others know it."""
    from hanpan.deployment import signing
    from hanpan.foundation.errors import UsageError

    if new_key is not None:
        line = signing.new_key(key, new_key)
        door.say(door.text("cli.models.key", path=key, trusted=signing.TRUSTED))
        door.made(line, {"key": line})
    if model is not None:
        door.made(str(signing.sign(model, key)), {"signature": f"{model}{signing.SUFFIX}"})
    elif new_key is None:
        raise UsageError("cli_missing", name="MODEL", command="hanpan models sign")


def _export(door: Door) -> click.Command:
    to = Flag(["--mlflow"], metavar="ADDRESS", help=door.text("cli.option.models_mlflow"), section="output")
    onnx = Flag(["--onnx"], metavar="FILE", help=door.text("cli.option.models_onnx"), section="output")
    name = Flag(["--name"], metavar="NAME", help=door.text("cli.option.models_export_name"), section="output")
    return _part("export", door, [_reference(), onnx, to, name, _alias(door, None)], export)


def export(
    door: Door,
    reference: str,
    onnx: str | None,
    mlflow: str | None,
    name: str | None,
    alias: str | None,
    registry: str | None,
) -> None:
    """Write a model of the registry, or a file, as an ONNX graph; or register it in MLflow."""
    from hanpan.deployment.bundle import content_of
    from hanpan.deployment.registry.record import SCHEME, Reference
    from hanpan.foundation.errors import UsageError

    if onnx is not None and (mlflow is not None or alias is not None):
        raise UsageError("export_one_way")
    told, version = where(reference), ""
    if told.startswith(SCHEME):
        wanted = Reference.of(told)
        with opened(registry) as found:
            kept, content = found.content(wanted)
        name, version = name or wanted.name, str(kept.version)
    else:
        content = content_of(Path(told))
    if onnx is not None:
        _export_onnx(door, content, told, onnx, (name or "", version))
        return
    from hanpan.deployment.mlflow import export as exported

    made = exported(content, name or Path(told).stem, mlflow, alias)
    door.say(door.text("cli.models.exported", name=made.name, version=made.version))
    door.made(made.uri, made)


def _export_onnx(door: Door, content: bytes, told: str, onnx: str, called: tuple[str, str]) -> None:
    from hanpan.deployment.bundle import bundle_of
    from hanpan.deployment.onnx.exporting import export as exported
    from hanpan.foundation.files import refuse_overwriting

    refuse_overwriting(onnx, [told])
    made = exported(bundle_of(content, told), onnx, name=called[0], version=called[1])
    door.say(door.text("cli.models.onnx", rows=made.rows, gap=made.gap, allowed=made.allowed))
    door.say(door.text("cli.models.onnx_sides", inputs=", ".join(made.inputs), outputs=", ".join(made.outputs)))
    door.made(made.path, made)


PARTS: dict[str, Callable[[Door], click.Command]] = {
    "add": _add,
    "list": _list,
    "show": _show,
    "compare": _compare,
    "export": _export,
    "promote": _promote,
    "rollback": _rollback,
    "archive": _archive,
    "remove": _remove,
    "sign": _sign,
}


@contextmanager
def opened(registry: str | None) -> Iterator[Registry]:
    """The registry, let go of in the end."""
    from hanpan.deployment.registry.registry import Registry

    found = Registry(registry)
    try:
        yield found
    finally:
        found.close()


def registry_flag(door: Door) -> Flag:
    """``--registry``."""
    return Flag(["--registry"], metavar="PLACE", help=door.text("cli.option.registry"))


def _compared(first: str, second: str, table: str, registry: str | None, options: Any) -> Comparison:
    from hanpan.deployment.comparing import compare as judged
    from hanpan.deployment.opening import open_bundle

    bundles = [open_bundle(where(told), registry) for told in (first, second)]
    return judged(bundles[0], bundles[1], table, (first, second), options)


def where(told: str) -> str:
    """A file that is there, or else a model of the registry, with or without ``models:/``.

    A folder that happens to be called like a model does not stand in its way.
    """
    from hanpan.deployment.opening import is_reference
    from hanpan.deployment.registry.record import SCHEME

    path = Path(told)
    here = path.is_file() or (path.exists() and len(path.parts) > 1)
    return told if is_reference(told) or path.suffix == ".hanpan" or here else SCHEME + told


def _part(name: str, door: Door, params: list[Any], work: Callable[..., None]) -> click.Command:
    every = [*params, registry_flag(door), *common_flags(door)]
    return Worded(name, door, every, lambda **values: work(door, **values), group="models")


def _version() -> list[click.Parameter]:
    return [click.Argument(["name"]), click.Argument(["version"], type=Whole("version"))]


def _reference() -> click.Argument:
    return click.Argument(["reference"])


def _reason(door: Door, *, required: bool = True) -> Flag:
    default = {"required": True} if required else {"default": ""}
    return Flag(["--reason"], metavar="TEXT", help=door.text("cli.option.models_reason"), **default)


def _alias(door: Door, default: str | None) -> Flag:
    kind = Among("alias", _ALIASES)
    return Flag(
        ["--alias"], type=kind, default=default, metavar="|".join(_ALIASES), help=door.text("cli.option.models_alias")
    )


def _under(aliases: tuple[str, ...], door: Door) -> str:
    return ", ".join(aliases) or "–"

"""What the registry asks of its database, each within a transaction that is open."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from hanpan.deployment.counting.counts import Counts
from hanpan.deployment.counting.window import Window
from hanpan.deployment.registry.record import CHAMPION, ModelEvent, Reference, Version
from hanpan.deployment.registry.tables import aliases, events, files, models, pieces, versions, windows
from hanpan.foundation.errors import DataError, UsageError

_PIECE = 4_000_000  # bytes


def next_number(on: Connection, name: str) -> int:
    """The next number of a name."""
    last = on.scalar(select(models.c.last).where(models.c.name == name))
    if last is None:
        on.execute(insert(models).values(name=name, last=1))
        return 1
    on.execute(update(models).where(models.c.name == name).values(last=last + 1))
    return int(last) + 1


def keep_file(on: Connection, digest: str, content: bytes) -> None:
    """Store a file under its SHA-256, once."""
    if on.scalar(select(files.c.digest).where(files.c.digest == digest)) is None:
        on.execute(insert(files).values(digest=digest, size=len(content)))
        for number, start in enumerate(range(0, len(content), _PIECE)):
            part = content[start : start + _PIECE]
            on.execute(insert(pieces).values(digest=digest, number=number, content=part))


def file_of(on: Connection, digest: str) -> bytes:
    """A stored file."""
    return b"".join(on.scalars(select(pieces.c.content).where(pieces.c.digest == digest).order_by(pieces.c.number)))


def drop_file(on: Connection, digest: str) -> None:
    """Forget a file that no version has any more."""
    if on.scalar(select(versions.c.version).where(versions.c.digest == digest).limit(1)) is None:
        on.execute(delete(pieces).where(pieces.c.digest == digest))
        on.execute(delete(files).where(files.c.digest == digest))


def versions_of(on: Connection, name: str | None) -> list[Version]:
    """The versions of a name (of all names), by name, the newest first."""
    asked = select(versions).order_by(versions.c.name, versions.c.version.desc())
    asked = asked if name is None else asked.where(versions.c.name == name)
    held: dict[tuple[str, int], tuple[str, ...]] = {}
    for row in on.execute(select(aliases).order_by(aliases.c.alias)):
        held[row.name, row.version] = (*held.get((row.name, row.version), ()), row.alias)
    return [
        replace(
            msgspec.convert(row.told, Version), archived=row.archived, aliases=held.get((row.name, row.version), ())
        )
        for row in on.execute(asked)
    ]


def require_versions(on: Connection, name: str) -> list[Version]:
    """The versions of a name, the newest first.

    Raises
    ------
    DataError
        There is no such model.
    """
    found = versions_of(on, name)
    if not found:
        names = on.scalars(select(versions.c.name).distinct().order_by(versions.c.name))
        raise DataError("model_absent", name=name, names=", ".join(names) or "-")
    return found


def version_of(on: Connection, reference: Reference) -> Version:
    """One version: by its number or alias; of a name alone the champion, else the newest that is not archived.

    Raises
    ------
    DataError
        There is none.
    """
    found = require_versions(on, reference.name)
    if reference.version is not None:
        chosen = [one for one in found if one.version == reference.version]
    else:
        chosen = [one for one in found if (reference.alias or CHAMPION) in one.aliases]
        chosen += [] if reference.alias else [one for one in found if not one.archived]
    if not chosen:
        known = ", ".join("+".join([str(one.version), *one.aliases]) for one in found)
        raise DataError("version_absent", reference=str(reference), versions=known)
    return chosen[0]


def free_version(on: Connection, name: str, version: int) -> Version:
    """A version that answers under no alias.

    Raises
    ------
    UsageError
        It does.
    """
    found = version_of(on, Reference(name, None, version))
    if found.aliases:
        raise UsageError("version_in_use", name=name, version=version, aliases=", ".join(found.aliases))
    return found


def version_under(on: Connection, name: str, alias: str) -> int | None:
    """The number of the version that answers under an alias."""
    return on.scalar(select(aliases.c.version).where(aliases.c.name == name, aliases.c.alias == alias))


def point(on: Connection, told: ModelEvent) -> None:
    """Move an alias as an event says, and keep the event with where the alias was before."""
    here = (aliases.c.name == told.name, aliases.c.alias == told.alias)
    before = version_under(on, told.name, told.alias)
    if before is None:
        on.execute(insert(aliases).values(name=told.name, alias=told.alias, version=told.version))
    else:
        on.execute(update(aliases).where(*here).values(version=told.version))
    tell(on, replace(told, before=before))


def tell(on: Connection, told: ModelEvent) -> None:
    """Keep an event, with the moment and the user."""
    told = replace(told, at=now(), by=who())
    on.execute(insert(events).values(name=told.name, told=asdict(told)))


def events_of(on: Connection, name: str) -> list[ModelEvent]:
    """What was done to a model, in order."""
    asked = select(events.c.told).where(events.c.name == name).order_by(events.c.number)
    return [msgspec.convert(told, ModelEvent) for told in on.scalars(asked)]


def add_window(on: Connection, name: str, version: str, window: Window) -> None:
    """Add the counts of a day to those that are there."""
    here = (windows.c.name == name, windows.c.version == version, windows.c.day == window.day)
    known = on.scalar(select(windows.c.counts).where(*here))
    if known is None:
        on.execute(insert(windows).values(name=name, version=version, day=window.day, counts=asdict(window.counts)))
        return
    whole = msgspec.convert(known, Counts) + window.counts
    on.execute(update(windows).where(*here).values(counts=asdict(whole)))


def windows_of(on: Connection, name: str, version: str, since: str) -> list[Window]:
    """The counts of a version's days, in order."""
    here = (windows.c.name == name, windows.c.version == version, windows.c.day >= since)
    asked = select(windows.c.day, windows.c.counts).where(*here).order_by(windows.c.day)
    return [Window(day=row.day, counts=msgspec.convert(row.counts, Counts)) for row in on.execute(asked)]


def drop_windows(on: Connection, name: str, version: str) -> None:
    """Forget what was counted for a version."""
    on.execute(delete(windows).where(windows.c.name == name, windows.c.version == version))


def champion_before(on: Connection, name: str) -> int | None:
    """The number of the last champion before this one that is neither archived nor removed."""
    usable = {one.version for one in require_versions(on, name) if not one.archived}
    usable -= {version_under(on, name, CHAMPION)}
    before = [number for number in champions(events_of(on, name)) if number in usable]
    return before[-1] if before else None


def champions(told: Iterable[ModelEvent]) -> list[int]:
    """The champions one after another, as if those that were rolled back had never been."""
    line: list[int] = []
    for event in told:
        if event.alias != CHAMPION or event.version is None:
            continue
        if event.what == "rolled_back" and event.version in line:
            line = line[: len(line) - line[::-1].index(event.version)]
        else:
            line.append(event.version)
    return line


def now() -> str:
    """The present moment in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def who() -> str:
    """The user's name, where the system knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""

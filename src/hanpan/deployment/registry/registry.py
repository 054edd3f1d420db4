"""The verbs of the registry, each one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import msgspec
from sqlalchemy import delete, update

from hanpan.deployment.bundle import Bundle, bundle_of
from hanpan.deployment.counting.window import Window
from hanpan.deployment.registry import queries
from hanpan.deployment.registry.record import (
    CHALLENGER,
    CHAMPION,
    ModelEvent,
    Reference,
    Version,
    check_alias,
    check_name,
)
from hanpan.deployment.registry.store import Store, registry_address
from hanpan.deployment.registry.tables import aliases, versions
from hanpan.foundation.errors import BundleError, UsageError


class Registry:
    """Model files by name, version and alias.

    Parameters
    ----------
    address
        A folder, or an address as SQLAlchemy takes it; ``HANPAN_REGISTRY`` or the user's own data if not given.

    Raises
    ------
    UsageError
        There can be no registry at such an address.
    AccessError
        It cannot be reached.
    """

    def __init__(self, address: str | None = None) -> None:
        self._store = Store(registry_address(address))
        self.address = self._store.shown

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def add(self, content: bytes, name: str, *, alias: str | None = None, reason: str = "") -> Version:
        """Add a model file as the next version of a name; the first one becomes its champion.

        Parameters
        ----------
        content
            The file's bytes; it is opened, and its examples are answered, before it is kept.
        alias
            What it answers under from now on.

        Raises
        ------
        BundleError
            It is no model file, or a damaged one.
        UsageError
            No model may have such a name, and none such an alias.
        """
        told = _told(bundle_of(content, check_name(name)))
        if alias is not None:
            check_alias(alias)
        digest, size = hashlib.sha256(content).hexdigest(), len(content)
        with self._store.writing() as on:
            number, champion = queries.next_number(on, name), queries.version_under(on, name, CHAMPION)
            queries.keep_file(on, digest, content)
            made = Version(
                name=name,
                version=number,
                digest=digest,
                size=size,
                added=queries.now(),
                by=queries.who(),
                parent=champion,
                **told,
            )
            row = {"name": name, "version": number, "digest": digest, "size": size, "archived": False}
            on.execute(versions.insert().values(**row, told=asdict(made)))
            queries.tell(on, ModelEvent(name=name, what="added", version=number, reason=reason))
            if alias or champion is None:
                alias = alias or CHAMPION
                queries.point(on, ModelEvent(name=name, what="promoted", version=number, alias=alias, reason=reason))
            return queries.version_of(on, Reference(name, None, number))

    def all(self) -> list[Version]:
        """All versions, by name, the newest first."""
        with self._store.reading() as on:
            return queries.versions_of(on, None)

    def versions(self, name: str) -> list[Version]:
        """The versions of a name, the newest first.

        Raises
        ------
        DataError
            There is no such model.
        """
        with self._store.reading() as on:
            return queries.require_versions(on, name)

    def version(self, reference: Reference) -> Version:
        """One version: by its number or alias; of a name alone the champion, else the newest that is not archived.

        Raises
        ------
        DataError
            There is none.
        """
        with self._store.reading() as on:
            return queries.version_of(on, reference)

    def events(self, name: str) -> list[ModelEvent]:
        """What was done to a model, the latest first."""
        with self._store.reading() as on:
            return queries.events_of(on, name)[::-1]

    def content(self, reference: Reference) -> tuple[Version, bytes]:
        """A version with its file, checked against its SHA-256.

        Raises
        ------
        BundleError
            The file was changed in the database.
        """
        with self._store.reading() as on:
            found = queries.version_of(on, reference)
            content = queries.file_of(on, found.digest)
        if hashlib.sha256(content).hexdigest() != found.digest:
            raise BundleError("file_changed", member=found.reference)
        return found, content

    def open(self, reference: Reference) -> tuple[Version, Bundle]:
        """A version with its file opened.

        Raises
        ------
        BundleError
            The file was changed, or is of a newer version of hanpan.
        """
        found, content = self.content(reference)
        return found, bundle_of(content, found.reference)

    def promote(
        self, name: str, version: int, *, reason: str, alias: str = CHAMPION, comparison: dict[str, Any] | None = None
    ) -> Version:
        """Let a version answer under an alias; a challenger that becomes champion is challenger no more.

        Raises
        ------
        UsageError
            No reason is given, it is archived, or there is no such alias.
        DataError
            There is no such version.
        """
        told = ModelEvent(
            name=name,
            what="promoted",
            version=version,
            alias=check_alias(alias),
            reason=_given(reason),
            comparison=comparison,
        )
        with self._store.writing() as on:
            if queries.version_of(on, Reference(name, None, version)).archived:
                raise UsageError("version_archived", name=name, version=version)
            queries.point(on, told)
            if alias == CHAMPION and queries.version_under(on, name, CHALLENGER) == version:
                on.execute(delete(aliases).where(aliases.c.name == name, aliases.c.alias == CHALLENGER))
            return queries.version_of(on, Reference(name, None, version))

    def rollback(self, name: str, *, reason: str) -> Version:
        """Make the champion before this one champion again; those archived or removed since are passed over.

        Raises
        ------
        UsageError
            No reason is given, or there was no other champion.
        """
        told = ModelEvent(name=name, what="rolled_back", alias=CHAMPION, reason=_given(reason))
        with self._store.writing() as on:
            before = queries.champion_before(on, name)
            if before is None:
                raise UsageError("no_champion_before", name=name)
            queries.point(on, told.of(before))
            return queries.version_of(on, Reference(name, None, before))

    def champion_before(self, name: str) -> Version | None:
        """The champion that a rollback would go back to; None where there is none."""
        with self._store.reading() as on:
            found = queries.champion_before(on, name)
            return None if found is None else queries.version_of(on, Reference(name, None, found))

    def archive(self, name: str, version: int, *, reason: str) -> Version:
        """Keep a version, but out of use.

        Raises
        ------
        UsageError
            No reason is given, or it answers under an alias.
        """
        told = ModelEvent(name=name, what="archived", version=version, reason=_given(reason))
        with self._store.writing() as on:
            queries.free_version(on, name, version)
            here = (versions.c.name == name, versions.c.version == version)
            on.execute(update(versions).where(*here).values(archived=True))
            queries.tell(on, told)
            return queries.version_of(on, Reference(name, None, version))

    def remove(self, name: str, version: int, *, reason: str) -> Version:
        """Remove a version for ever, and its file where no other version has the same; its number is never given again.

        Raises
        ------
        UsageError
            No reason is given, or it answers under an alias.
        """
        told = ModelEvent(name=name, what="removed", version=version, reason=_given(reason))
        with self._store.writing() as on:
            found = queries.free_version(on, name, version)
            on.execute(delete(versions).where(versions.c.name == name, versions.c.version == version))
            queries.drop_file(on, found.digest)
            queries.drop_windows(on, name, str(version))
            queries.tell(on, told)
            return found

    def add_windows(self, name: str, version: str, windows: Sequence[Window]) -> None:
        """Add what a service counted to the days that are there; several services may do so."""
        with self._store.writing() as on:
            for one in windows:
                queries.add_window(on, name, version, one)

    def windows(self, name: str, version: str, since: str = "") -> list[Window]:
        """The days of a version from one day (ISO 8601) on, in order."""
        with self._store.reading() as on:
            return queries.windows_of(on, name, version, since)


def _told(bundle: Bundle) -> dict[str, Any]:
    """What a version tells of its model file."""
    manifest = bundle.manifest
    return {
        "target": manifest.problem.target,
        "task": manifest.problem.task,
        "algorithm": manifest.algorithm,
        "model": manifest.model,
        "trained_on": manifest.trained_on,
        "hanpan": manifest.hanpan,
        "fingerprint": manifest.fingerprint,
        "metrics": _metrics(bundle.records.get("evaluation.json", b"{}")),
        "card": manifest.card,
    }


class _RegisteredMetric(msgspec.Struct):
    value: float | None = None
    low: float | None = None
    high: float | None = None


class _RegisteredEvaluation(msgspec.Struct):
    metrics: dict[str, _RegisteredMetric] = {}


def _metrics(judgement: bytes) -> dict[str, Any]:
    """The metrics of the judgement in a model file; none where it has none."""
    try:
        told = msgspec.json.decode(judgement, type=_RegisteredEvaluation)
    except msgspec.DecodeError:
        return {}
    return {name: msgspec.structs.asdict(judged) for name, judged in told.metrics.items()}


def _given(reason: str) -> str:
    if not reason.strip():
        raise UsageError("reason_missing")
    return reason.strip()

"""The models that are served, by name; taken up, and swapped without a request noticing."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hanpan.deployment.bundle import bundle_of, content_of
from hanpan.deployment.opening import is_reference
from hanpan.deployment.registry.record import CHALLENGER, CHAMPION, VARIABLE, Reference
from hanpan.doors.service.measures import Measures
from hanpan.doors.service.refusals import Refused
from hanpan.doors.service.served import Served, measured
from hanpan.foundation.errors import HanpanError, UsageError

if TYPE_CHECKING:
    from hanpan.deployment.registry.registry import Registry  # loads a database, which files do not need

Versions = dict[str, tuple[str, str | None]]
_DIGITS = 12  # of a file's SHA-256, which is its version
_LOG = logging.getLogger("hanpan.service")


class Shelf:
    """Models by name.

    A request takes a ``Served`` once and keeps it to the end: an answer never mixes two versions.

    Parameters
    ----------
    sources
        Files, folders of them, or references of the registry.
    name
        What a single model is called.
    registry
        Where the registry is, where that was said.
    versions
        Version and challenger by name, where they are known; else what the aliases of the registry point to.

    Raises
    ------
    UsageError
        Two models have one name, a folder has none, or one name is given to several.
    DataError, BundleError
        A model is not there, or does not open.
    """

    def __init__(
        self,
        sources: Sequence[str],
        *,
        name: str | None = None,
        registry: str | None = None,
        versions: Versions | None = None,
    ) -> None:
        self.measures = Measures()
        self.ready = False
        self.registry = registry
        self._models: dict[str, Served] = {}
        places = [place for source in sources for place in _places(source)]
        if name is not None and len(places) > 1:
            raise UsageError("name_of_several", name=name, count=len(places))
        for place in places:
            served = self._opened(place, name, versions)
            if served.name in self._models:
                raise UsageError("name_twice", name=served.name)
            self._put(served)
        self.ready = True

    @property
    def keeps(self) -> bool:
        """Whether counts are kept in a registry: one was named, or a model comes from it."""
        named = self.registry is not None or bool(os.environ.get(VARIABLE))
        return named or any(served.registered for served in self.models)

    @property
    def models(self) -> list[Served]:
        """All of them."""
        return list(self._models.values())

    def get(self, name: str) -> Served:
        """One of them.

        Raises
        ------
        Refused
            404: there is none of this name.
        """
        found = self._models.get(name)
        if found is None:
            raise Refused(404, "no_model", name=name[:100], names=", ".join(self._models))
        return found

    def content(self, served: Served) -> bytes:
        """The bytes of a model that is served, read again from where it came from.

        Raises
        ------
        Refused
            409: another file lies there now.
        """
        if is_reference(served.source):
            return self._registry_content(served)
        content = content_of(Path(served.source))
        if _version(content) != served.version:
            raise Refused(409, "model_replaced", name=served.name)
        return content

    @property
    def versions(self) -> Versions:
        """Version and challenger of each model."""
        return {one.name: (one.version, one.challenger.version if one.challenger else None) for one in self.models}

    @property
    def refreshes(self) -> bool:
        """Whether a model may change: it is the registry's."""
        return any(is_reference(served.source) for served in self.models)

    async def watch(self, seconds: float) -> None:
        """Look for a new champion or challenger again and again; what cannot be taken up leaves the old one there."""
        while seconds and self.refreshes:
            await asyncio.sleep(seconds)
            try:
                await asyncio.to_thread(self.refresh)
            except HanpanError as error:
                _LOG.warning("refresh failed: %s", error.key)

    def refresh(self) -> int:
        """Take up what the registry's aliases point to now; how many models were swapped."""
        from hanpan.deployment.registry.registry import Registry

        registry = Registry(self.registry)
        try:
            wanted = {one.name: _now(registry, one) for one in self.models if is_reference(one.source)}
        finally:
            registry.close()
        return self.take(self.opened(wanted))

    def opened(self, versions: Versions) -> list[Served]:
        """Those of the models that are served in other versions, opened in these."""
        now = self.versions
        changed = [one for one in self.models if versions.get(one.name, now[one.name]) != now[one.name]]
        return [self._opened(one.source, one.name, versions) for one in changed]

    def take(self, opened: Sequence[Served]) -> int:
        """Let opened models answer from now on; how many there are."""
        for served in opened:
            self._put(served)
            self.measures.swaps.labels(served.name).inc()
        return len(opened)

    def _put(self, served: Served) -> None:
        old = self._models.get(served.name)
        self._models = {**self._models, served.name: served}
        self.measures.answering(served.name, served.version, old.version if old is not None else None)

    def _opened(self, source: str, name: str | None, versions: Versions | None = None) -> Served:
        if is_reference(source):
            return self._from_registry(source, name, versions or {})
        content = content_of(Path(source))
        bundle = bundle_of(content, source)
        return _ready(Served(name or _called(source), _version(content), bundle, source))

    def _registry_content(self, served: Served) -> bytes:
        from hanpan.deployment.registry.registry import Registry

        registry = Registry(self.registry)
        try:
            return registry.content(Reference(Reference.of(served.source).name, None, int(served.version)))[1]
        finally:
            registry.close()

    def _from_registry(self, source: str, name: str | None, versions: Versions) -> Served:
        from hanpan.deployment.registry.registry import Registry

        wanted, registry = Reference.of(source), Registry(self.registry)
        try:
            told = versions.get(name or wanted.name)
            number, other = told if told is not None else _pointed_at(registry, wanted)
            found, bundle = registry.open(Reference(wanted.name, None, int(number)))
            served = Served(name or found.name, str(found.version), bundle, source)
            challenger = None
            if other is not None:
                beside, its = registry.open(Reference(wanted.name, None, int(other)))
                challenger = _ready(Served(served.name, str(beside.version), its, beside.reference))
            return _ready(replace(served, challenger=challenger))
        finally:
            registry.close()


def _now(registry: Registry, served: Served) -> tuple[str, str | None]:
    """Version and challenger that a model would be opened in now."""
    return _pointed_at(registry, Reference.of(served.source))


def _pointed_at(registry: Registry, wanted: Reference) -> tuple[str, str | None]:
    version = str(registry.version(wanted).version)
    return version, _challenger_version(registry, wanted, version)


def _challenger_version(registry: Registry, wanted: Reference, champion: str) -> str | None:
    """The number of the challenger, where the champion is served and there is one."""
    if wanted.version is not None or wanted.alias not in (None, CHAMPION):
        return None
    found = [one for one in registry.versions(wanted.name) if CHALLENGER in one.aliases]
    return str(found[0].version) if found and str(found[0].version) != champion else None


def _version(content: bytes) -> str:
    """What a file is known by."""
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def _ready(served: Served) -> Served:
    """Compiled, and its cost known: no request pays for that."""
    made = replace(served, cost=measured(served))
    made.compiled.answer(made.examples[:1])
    return made


def _places(source: str) -> list[str]:
    path = Path(source)
    if is_reference(source) or not path.is_dir():
        return [source]
    found = sorted(str(one) for one in path.glob("*.hanpan"))
    if not found:
        raise UsageError("folder_without_models", folder=source)
    return found


def _called(source: str) -> str:
    """A file's own name; that of its folder where all files are called alike (``studies/churn/model.hanpan``)."""
    path = Path(source).resolve()
    return path.parent.name if path.stem == "model" and path.parent.name else path.stem

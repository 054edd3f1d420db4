"""The models that are served, by name; taken up, and swapped without a request noticing."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hanpan.deployment.bundle import bundle_of, content_of
from hanpan.deployment.opening import is_reference
from hanpan.deployment.registry.record import CHALLENGER, CHAMPION, VARIABLE, Reference
from hanpan.doors.service.measures import Measures
from hanpan.doors.service.refusals import Refused
from hanpan.doors.service.served import Served, measured
from hanpan.foundation.errors import HanpanError, UsageError

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

    Raises
    ------
    UsageError
        Two models have one name, a folder has none, or one name is given to several.
    DataError, BundleError
        A model is not there, or does not open.
    """

    def __init__(self, sources: Sequence[str], *, name: str | None = None, registry: str | None = None) -> None:
        self.measures = Measures()
        self.ready = False
        self.registry = registry
        self._models: dict[str, Served] = {}
        places = [place for source in sources for place in _places(source)]
        if name is not None and len(places) > 1:
            raise UsageError("name_of_several", name=name, count=len(places))
        for place in places:
            served = self._opened(place, name)
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

    async def watch(self, seconds: float) -> None:
        """Look for a new champion or challenger again and again; what cannot be taken up leaves the old one there."""
        while seconds and any(is_reference(served.source) for served in self.models):
            await asyncio.sleep(seconds)
            try:
                await asyncio.to_thread(self.refresh)
            except HanpanError as error:
                _LOG.warning("refresh failed: %s", error.key)

    def refresh(self) -> int:
        """Take up what the registry's aliases point to now; how many models were swapped."""
        from hanpan.deployment.registry.registry import Registry

        swapped = 0
        registry = Registry(self.registry)
        try:
            for served in self.models:
                if not is_reference(served.source):
                    continue
                wanted = Reference.of(served.source)
                version = str(registry.version(wanted).version)
                challenger = _challenger_version(registry, wanted, version)
                if (version, challenger) != (served.version, served.challenger.version if served.challenger else None):
                    self._put(self._opened(served.source, served.name))
                    self.measures.swaps.labels(served.name).inc()
                    swapped += 1
        finally:
            registry.close()
        return swapped

    def _put(self, served: Served) -> None:
        old = self._models.get(served.name)
        self._models = {**self._models, served.name: served}
        if old is not None:
            self.measures.version.remove(old.name, old.version)
        self.measures.version.labels(served.name, served.version).set(1)

    def _opened(self, source: str, name: str | None) -> Served:
        if is_reference(source):
            return self._from_registry(source, name)
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

    def _from_registry(self, source: str, name: str | None) -> Served:
        from hanpan.deployment.registry.registry import Registry

        wanted, registry = Reference.of(source), Registry(self.registry)
        try:
            found, bundle = registry.open(wanted)
            served = Served(name or found.name, str(found.version), bundle, source)
            number = _challenger_version(registry, wanted, served.version)
            challenger = None
            if number is not None:
                beside, other = registry.open(Reference(found.name, None, int(number)))
                challenger = _ready(Served(served.name, str(beside.version), other, beside.reference))
            return _ready(replace(served, challenger=challenger))
        finally:
            registry.close()


def _challenger_version(registry: object, wanted: Reference, champion: str) -> str | None:
    """The number of the challenger, where the champion is served and there is one."""
    from hanpan.deployment.registry.registry import Registry

    if not isinstance(registry, Registry) or wanted.version is not None or wanted.alias not in (None, CHAMPION):
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

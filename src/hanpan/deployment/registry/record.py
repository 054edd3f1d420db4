"""What the registry tells: versions of a model, events, and how a version is named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from hanpan.foundation.errors import UsageError

SCHEME = "models:/"
VARIABLE = "HANPAN_REGISTRY"  # of the environment: where the registry is
CHAMPION, CHALLENGER = "champion", "challenger"
ALIASES = (CHAMPION, CHALLENGER)
_NAME = re.compile(r"[^\W_][\w .-]{0,99}")
_REFERENCE = re.compile(r"(?P<name>[^@/]+)(?:@(?P<alias>[a-z]+)|/(?P<version>\d{1,9}))?")


@dataclass(frozen=True)
class Reference:
    """One version of a model: by number, by alias, or the one that answers where neither is said.

    Examples
    --------
    >>> Reference.of("models:/churn@champion")
    Reference(name='churn', alias='champion', version=None)
    >>> Reference.of("churn/3").version
    3
    """

    name: str
    alias: str | None = None
    version: int | None = None

    @classmethod
    def of(cls, told: str) -> Reference:
        """From ``NAME``, ``NAME@alias`` or ``NAME/version``, with or without ``models:/`` before it.

        Raises
        ------
        UsageError
            It is none of these, or there is no such alias.
        """
        found = _REFERENCE.fullmatch(told.removeprefix(SCHEME))
        if found is None:
            raise UsageError("reference_unknown", reference=told)
        if found["alias"]:
            check_alias(found["alias"])
        return cls(check_name(found["name"]), found["alias"], int(found["version"]) if found["version"] else None)

    def __str__(self) -> str:
        return self.name + (f"@{self.alias}" if self.alias else f"/{self.version}" if self.version else "")


def check_name(name: str) -> str:
    """A name that a model may have: letters of any language, digits, blanks, ``.``, ``-`` and ``_``.

    Raises
    ------
    UsageError
        Another character, or more than 100.
    """
    if not _NAME.fullmatch(name):
        raise UsageError("model_name_unfit", name=name)
    return name


def check_alias(alias: str) -> str:
    """``champion`` (who answers) or ``challenger`` (who is tried beside it).

    Raises
    ------
    UsageError
        Another word.
    """
    if alias not in ALIASES:
        raise UsageError("option_choice", name="alias", value=alias, choices=", ".join(ALIASES))
    return alias


@dataclass(frozen=True, kw_only=True)
class Version:
    """One model file under a name.

    Attributes
    ----------
    name, version
        ``version`` counts from 1, and no number is given twice.
    digest, size
        SHA-256 and bytes of the file.
    added, by
        When (UTC, ISO 8601) and by whom.
    aliases
        Which it answers under.
    archived
        Kept, but no longer to be used.
    target, task, algorithm, trained_on
        As in the model file.
    hanpan, fingerprint
        The version of hanpan and the fingerprint of the table that it was made with.
    parent
        The version that was champion when this one was added.
    metrics
        Metric -> ``value``, ``low``, ``high`` of the judgement in the file.
    card
        Who made it, from what, when it may be trusted.
    """

    name: str
    version: int
    digest: str
    size: int
    added: str
    by: str = ""
    aliases: tuple[str, ...] = ()
    archived: bool = False
    target: str = ""
    task: str = ""
    algorithm: str = ""
    model: str = ""
    trained_on: str = ""
    hanpan: str = ""
    fingerprint: str = ""
    parent: int | None = None
    metrics: dict[str, Any] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """How it is named wherever a model file may be: ``models:/churn/3``."""
        return f"{SCHEME}{self.name}/{self.version}"


@dataclass(frozen=True, kw_only=True)
class ModelEvent:
    """Something that was done to a model: ``added``, ``promoted``, ``rolled_back``, ``archived`` or ``removed``.

    ``alias`` moved from version ``before`` to ``version``; ``comparison`` is what spoke for it.
    """

    name: str
    what: str
    at: str = ""
    by: str = ""
    version: int | None = None
    alias: str = ""
    before: int | None = None
    reason: str = ""
    comparison: dict[str, Any] | None = None

    def of(self, version: int) -> ModelEvent:
        """The same of a version."""
        return replace(self, version=version)

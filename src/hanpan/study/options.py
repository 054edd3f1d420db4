"""All options of ``run``, gathered from the rooms that act on them."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from hanpan.data.options import ReadOptions, SizeOptions
from hanpan.foundation.errors import UsageError
from hanpan.foundation.options import PARSERS, OptionSpec, check_value, listed, option, option_specs
from hanpan.modeling.options import ClusterOptions, DesignOptions, NetworkOptions, SearchOptions


@dataclass(frozen=True, kw_only=True)
class ProblemOptions:
    """What is asked of the table."""

    target: str | None = option(None, metavar="Y")
    task: Literal["regression", "binary", "multiclass"] | None = option(None)
    positive: str | None = option(None, metavar="LABEL")
    metric: str | None = option(None, metavar="NAME")


@dataclass(frozen=True, kw_only=True)
class OutputOptions:
    """Where results go and what is required of them."""

    out: str | None = option(None, metavar="DIR")
    config: str | None = option(None, metavar="FILE")
    require: str | None = option(None, metavar="RULE")
    insights: Literal["all", "none"] = option("all")
    fresh: bool = option(False)


GROUPS: tuple[type, ...] = (
    ProblemOptions,
    ReadOptions,
    SizeOptions,
    SearchOptions,
    ClusterOptions,
    NetworkOptions,
    DesignOptions,
    OutputOptions,
)
# Options that change nothing about the result: the same study whatever they are.
_ELSEWHERE = ("workers", "cluster", "tls_ca", "tls_cert", "tls_key")
_WITHOUT_EFFECT = ("out", "require", "config", "insights", "fresh", *_ELSEWHERE)


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """The options of a run, by room.

    Examples
    --------
    >>> RunOptions.of(target="y", trials=3).search.trials
    3
    """

    problem: ProblemOptions = field(default_factory=ProblemOptions)
    read: ReadOptions = field(default_factory=ReadOptions)
    size: SizeOptions = field(default_factory=SizeOptions)
    search: SearchOptions = field(default_factory=SearchOptions)
    cluster: ClusterOptions = field(default_factory=ClusterOptions)
    network: NetworkOptions = field(default_factory=NetworkOptions)
    design: DesignOptions = field(default_factory=DesignOptions)
    output: OutputOptions = field(default_factory=OutputOptions)

    @classmethod
    def of(cls, **flat: Any) -> RunOptions:
        """From flat names, as the command line and Python give them.

        Raises
        ------
        UsageError
            A name or a value is not one of the declared ones; budget and trials together.
        """
        flat = {name: value for name, value in flat.items() if value is not None}
        specs = {spec.name: spec for spec in option_specs(*GROUPS)}
        flat = {name: _read(value, specs.get(name)) for name, value in flat.items()}
        for name, value in flat.items():
            _check(name, value, specs)
        groups = {item.name: item.default_factory for item in fields(cls)}
        made = {name: kind(**_own(kind, flat)) for name, kind in groups.items()}  # type: ignore[operator]
        options = cls(**made)
        if options.search.budget is not None and options.search.trials is not None:
            raise UsageError("budget_and_trials")
        return options

    def flat(self) -> dict[str, Any]:
        """All values by flat name."""
        return {name: value for group in asdict(self).values() for name, value in group.items()}

    def given(self) -> dict[str, Any]:
        """The values that differ from the defaults."""
        defaults = {spec.name: spec.default for spec in option_specs(*GROUPS)}
        return {name: value for name, value in self.flat().items() if value != defaults[name]}

    def identity(self) -> dict[str, Any]:
        """The values that decide the result, for telling one study from another."""
        return {name: value for name, value in sorted(self.flat().items()) if name not in _WITHOUT_EFFECT}


def _own(kind: Any, flat: dict[str, Any]) -> dict[str, Any]:
    names = {item.name for item in fields(kind)}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in flat.items() if name in names}


def _read(value: Any, spec: OptionSpec | None) -> Any:
    """``5m`` as seconds, ``a,b`` as names, a Path as text, wherever it was said: flag, card or keyword."""
    value = os.fspath(value) if isinstance(value, os.PathLike) else value
    if spec is not None and spec.many and isinstance(value, str):
        return listed([value])
    parse = PARSERS.get(spec.parse or "") if spec is not None else None
    return value if parse is None or spec is None else parse(value, spec.name)


def _check(name: str, value: Any, specs: dict[str, Any]) -> None:
    import difflib

    if name not in specs:
        near = difflib.get_close_matches(name, specs, n=3) or sorted(specs)
        raise UsageError("unknown_option", name=name, names=", ".join(near))
    check_value(specs[name], value)

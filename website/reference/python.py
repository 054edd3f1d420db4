"""Every public Python name with its signature and docstring."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

from website.markdown import fence, page
from website.reference.docstrings import rendered
from website.words import word

_LONGEST = 80
# Page -> the module whose names it lists.
MODULES = {"hanpan": "hanpan", "networks": "hanpan.networks", "course": "hanpan.course", "testing": "hanpan.testing"}


def modules(language: str) -> dict[str, str]:
    """Page -> Markdown."""
    return {name: _module(name, importlib.import_module(module), language) for name, module in MODULES.items()}


def public(module: Any) -> dict[str, Any]:
    """The public names of a module and what they are; modules have a page of their own.

    ``open`` is no part of a star import; a package of suites offers what its modules do.
    """
    if hasattr(module, "__all__"):
        told = [*module.__all__, *(["open"] if module.__name__ == "hanpan" else [])]
        found = {name: getattr(module, name) for name in told}
    else:
        parts = [
            importlib.import_module(f"{module.__name__}.{one.name}") for one in pkgutil.iter_modules(module.__path__)
        ]
        found = {f"{part.__name__.rpartition('.')[2]}.{name}": held for part in parts for name, held in _own(part)}
    kept = {name: held for name, held in found.items() if not inspect.ismodule(held)}
    return dict(sorted(kept.items(), key=lambda item: item[0].casefold()))


def _own(module: Any) -> list[tuple[str, Any]]:
    functions = inspect.getmembers(module, inspect.isfunction)
    return [(name, held) for name, held in functions if held.__module__ == module.__name__ and name[0] != "_"]


def _module(name: str, module: Any, language: str) -> str:
    parts = [word(f"python.{name}", language)]
    if language != "en":
        parts.append(f"!!! note\n    {word('python.english_docstrings', language)}")
    for each, held in public(module).items():
        parts += _entry(f"{module.__name__}.{each}", each, held)
    return page(module.__name__, *parts)


def _entry(path: str, name: str, found: Any) -> list[str]:
    told = [f"## {name} {{#{name}}}", fence("python", f"{path}{_signature(found)}"), rendered(found.__doc__)]
    for method, held in _methods(found):
        shown = f".{method}" if isinstance(held, property) else f".{method}{_signature(held)}"
        told += [f"### .{method} {{#{name}.{method}}}", fence("python", shown), rendered(held.__doc__)]
    return told


def _signature(found: Any) -> str:
    try:
        told = inspect.signature(found)
    except (TypeError, ValueError):
        return ""
    kept = [one for one in told.parameters.values() if one.name != "self"]
    line = _bare(told.replace(parameters=kept))
    if len(line) <= _LONGEST:
        return line
    inside = line[1:].rpartition(")")[0]
    return line.replace(inside, "\n" + "".join(f"    {part},\n" for part in _parameters(kept)))


def _bare(signature: object) -> str:
    """Annotations are texts where they are evaluated late: without their quotes."""
    return str(signature).replace("'", "")


def _parameters(kept: list[inspect.Parameter]) -> Iterator[str]:
    """Each as it is declared, with the star before those that are given by name alone."""
    starred = any(one.kind is one.VAR_POSITIONAL for one in kept)
    for one, before in zip(kept, [None, *kept], strict=False):
        if one.kind is one.KEYWORD_ONLY and not starred:
            starred = True
            yield "*"
        if before is not None and before.kind is one.POSITIONAL_ONLY and one.kind is not one.POSITIONAL_ONLY:
            yield "/"
        yield _bare(one)


def _methods(found: Any) -> Iterator[tuple[str, Any]]:
    """What a class of ours offers: its documented methods and properties, and those of our own bases."""
    if not inspect.isclass(found) or issubclass(found, BaseException):
        return
    for name in sorted(dir(found)):
        owner = next((base for base in found.__mro__ if name in vars(base)), None)
        held = inspect.getattr_static(found, name)
        held = held.__func__ if isinstance(held, classmethod | staticmethod) else held
        offered = inspect.isfunction(held) or isinstance(held, property)
        if not name.startswith("_") and offered and owner and owner.__module__.startswith("hanpan") and held.__doc__:
            yield name, held

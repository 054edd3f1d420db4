"""JSON Schema of what other programs read: ``evaluation.json``, ``board.json``, ``profile.json``, and a watch."""

from __future__ import annotations

from typing import Any

from hanpan.data.profiling.profile import Profile
from hanpan.deployment.monitoring.record import Watch
from hanpan.evaluation.record import Evaluation
from hanpan.foundation.files import SCHEMA_VERSION
from hanpan.modeling.board.board import Board

DOCUMENTS: dict[str, type] = {"board": Board, "evaluation": Evaluation, "profile": Profile}  # of the study folder
ANSWERS: dict[str, type] = {"watch": Watch}  # of commands


def json_schema(name: str) -> dict[str, Any]:
    """The schema (draft 2020-12) of a document of the study folder, or of ``hanpan monitor --json``.

    Parameters
    ----------
    name
        ``board``, ``evaluation``, ``profile`` or ``watch``.

    References
    ----------
    JSON Schema, draft 2020-12, https://json-schema.org/draft/2020-12.

    Examples
    --------
    >>> json_schema("board")["required"][:2]
    ['schema_version', 'hanpan_version']
    """
    import msgspec

    kind = {**DOCUMENTS, **ANSWERS}[name]
    made = msgspec.json.encode(msgspec.json.schema(kind, schema_hook=_unknown))
    told: dict[str, Any] = _with_gaps(msgspec.json.decode(made))  # as a file has it: lists, no tuples
    own = told["$defs"][kind.__name__]
    versions = {"schema_version": {"const": SCHEMA_VERSION}, "hanpan_version": {"type": "string"}}
    own["properties"] = {**versions, **own["properties"]}
    own["required"] = [*versions, *own["required"]]
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"{name}.json", **own}
    return {**whole, "$defs": told["$defs"]}


def _with_gaps(part: Any) -> Any:
    """A number may be null: what is not finite is written so."""
    if isinstance(part, dict):
        inside = {key: _with_gaps(value) for key, value in part.items()}
        return {**inside, "type": ["number", "null"]} if inside.get("type") == "number" else inside
    return [_with_gaps(one) for one in part] if isinstance(part, list) else part


def _unknown(kind: type) -> dict[str, Any]:
    return {}

"""The files that hanpan writes and the columns in them; a test holds the names against a study and its predictions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hanpan.modeling.board.board import COLUMNS
from website.markdown import code, page, table
from website.words import word, words

# Beside those of a study, what other verbs write.
STUDY, PREDICTIONS = "study", "predictions"
SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
_DEEPEST = 2


def files(language: str) -> str:
    """The page."""
    heads = [word("head.file", language), word("head.means", language)]
    columns = [word("head.column", language), word("head.means", language)]
    board = [(code(name), word(f"columns.board.{name}", language)) for name in (*COLUMNS, "worth_per_100")]
    return page(
        word("page.files", language),
        word("page.files_intro", language),
        f"## {word('files.study_title', language)} {{#study}}",
        table(heads, _listed(f"files.{STUDY}.", language)),
        "## board.csv {#board}",
        table(columns, board),
        f"## {word('files.predictions_title', language)} {{#predictions}}",
        word("files.predictions_about", language),
        table(columns, _listed(f"columns.{PREDICTIONS}.", language)),
        f"## {word('files.other_title', language)} {{#other}}",
        table(heads, _listed("files.other.", language)),
        f"## {word('files.documents_title', language)} {{#documents}}",
        word("files.documents_about", language),
        *(_document(path, language) for path in sorted(SCHEMAS.glob("*.schema.json"))),
    )


def described(prefix: str) -> list[str]:
    """The names that the words describe below a key."""
    return [key.removeprefix(prefix) for key in words("en") if key.startswith(prefix)]


def _listed(prefix: str, language: str) -> list[tuple[str, str]]:
    return [(code(name), word(f"{prefix}{name}", language)) for name in described(prefix)]


def _document(path: Path, language: str) -> str:
    """The first two levels of a document: its keys and what each holds."""
    schema = json.loads(path.read_text("utf-8"))
    name = path.name.removesuffix(".schema.json")
    rows = list(_keys(schema, schema, "", 1))
    heads = [word("head.key", language), word("head.holds", language)]
    link = f"[{path.name}](../schemas/{path.name})"
    return f"### {name}.json {{#{name}-json}}\n\n{link}\n\n{table(heads, rows)}"


def _keys(part: dict[str, Any], whole: dict[str, Any], before: str, depth: int) -> Any:
    for name, held in part.get("properties", {}).items():
        yield code(f"{before}{name}"), _holds(held)
        inner = _resolved(held, whole)
        if depth < _DEEPEST and inner is not None:
            yield from _keys(inner, whole, f"{before}{name}.", depth + 1)


def _holds(held: dict[str, Any]) -> str:
    if "const" in held:
        return code(held["const"])
    options = held.get("anyOf", [held])
    return " · ".join(dict.fromkeys(_one(option) for option in options))


def _one(held: dict[str, Any]) -> str:
    if "$ref" in held:
        return held["$ref"].rsplit("/", 1)[-1]
    if "enum" in held:
        return ", ".join(code(value) for value in held["enum"])
    if held.get("type") == "array":
        return f"array of {_one(held.get('items', {})) or 'values'}"
    kind = held.get("type", "")
    return " · ".join(kind) if isinstance(kind, list) else str(kind or held.get("const", ""))


def _resolved(held: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any] | None:
    """The record that a key holds, or a list of such."""
    for option in held.get("anyOf", [held]):
        found = option.get("items", option) if option.get("type") == "array" else option
        if "$ref" in found:
            return whole["$defs"][found["$ref"].rsplit("/", 1)[-1]]
    return None

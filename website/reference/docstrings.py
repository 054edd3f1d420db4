"""Docstrings in numpy's form as Markdown."""

from __future__ import annotations

import inspect
import re
import textwrap

_UNDERLINED = re.compile(r"^(?P<head>[A-Z][A-Za-z ]+)\n-{3,}\n", re.MULTILINE)


def rendered(docstring: str | None) -> str:
    r"""A docstring as Markdown: paragraphs, parameters as lists, examples as code.

    Examples
    --------
    >>> print(rendered("Adds.\n\nParameters\n----------\na\n    A number."))
    Adds.
    <BLANKLINE>
    **Parameters**
    <BLANKLINE>
    - `a`: A number.
    """
    told = inspect.cleandoc(docstring or "")
    pieces = _UNDERLINED.split(f"{told}\n")
    parts = [_prose(pieces[0])]
    for head, body in zip(pieces[1::2], pieces[2::2], strict=True):
        parts.append(f"**{head}**")
        parts.append(_examples(body) if head == "Examples" else _terms(body))
    return "\n\n".join(part for part in parts if part)


def _prose(words: str) -> str:
    """Paragraphs; ``code`` becomes `code`, a block after :: stays one, signs of HTML are shown."""
    told = re.sub(r"::\n\n((?: {4}.*\n?|\n)+)", _block, words.strip())
    pieces = re.split(r"(``.+?``|```python\n.*?\n```|`[^`\n]+`)", told, flags=re.DOTALL)
    return "".join(_code(piece) if piece.startswith("`") else piece.replace("<", "&lt;") for piece in pieces)


def _block(found: re.Match[str]) -> str:
    return f":\n\n```python\n{textwrap.dedent(found[1]).strip()}\n```\n"


def _code(piece: str) -> str:
    return piece if piece.startswith("```") else f"`{piece.strip('`')}`"


def _terms(body: str) -> str:
    """Names at the margin with what is said of them indented below; where nothing is indented, paragraphs."""
    lines, found = body.strip("\n").splitlines(), []
    if not any(line.startswith("    ") for line in lines):
        return _prose(body)
    for line in lines:
        if line and not line.startswith(" "):
            found.append((line.strip(), []))
        elif found:
            found[-1][1].append(line.strip())
    return "\n".join(f"- `{name}`: {_prose(' '.join(told))}" for name, told in found)


def _examples(body: str) -> str:
    told = re.sub(r"\s*# doctest: .*", "", body.strip())
    return f"```pycon\n{told}\n```"

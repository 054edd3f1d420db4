"""Small pieces of Markdown."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells may have several lines and bars.

    Examples
    --------
    >>> print(table(["a", "b"], [["1", "x|y"]]))
    | a | b |
    | --- | --- |
    | 1 | x&#124;y |
    """
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(words: str) -> str:
    return words.strip().replace("|", "&#124;").replace("\n", "<br>")


def code(words: object) -> str:
    """Words as code, which may break behind a bar; empty where there are none."""
    told = str(words)
    if "|" in told:
        broken = html.escape(told).replace("|", "|<wbr>")
        return f'<code class="long">{broken}</code>'
    return f"`{told}`" if told else ""


def fence(language: str, words: str) -> str:
    """A block of code."""
    return f"```{language}\n{words}\n```"


def page(title: str, *parts: str) -> str:
    """A page: its title and what stands below."""
    return "\n\n".join([f"# {title}", *(part for part in parts if part)]) + "\n"

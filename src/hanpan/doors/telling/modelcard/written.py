"""A model card in Markdown, and as one page of HTML that loads nothing."""

from __future__ import annotations

import html
import re

from hanpan.deployment.bundle import Bundle
from hanpan.doors.telling.look import look
from hanpan.doors.telling.modelcard.parts import CardPart, CardTable, parts_of, title_of, told_of
from hanpan.doors.telling.words import clean

_ROOM = "main { max-width: 60rem; margin: 0 auto; padding: 1.2rem 1rem 3rem; } section { margin: 1.2rem 0; }"
# Letters that Markdown would take for marks.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def card_markdown(bundle: Bundle, language: str) -> str:
    """The card of an opened model file in Markdown (with tables, as GitHub and most others read them)."""
    told = told_of(bundle, language)
    parts = [f"# {_marked(title_of(told))}", *(_part(part) for part in parts_of(told))]
    return "\n\n".join(parts) + "\n"


def card_page(bundle: Bundle, language: str) -> str:
    """The card of an opened model file as one page of HTML: no script, nothing from outside."""
    told = told_of(bundle, language)
    title = _escaped(title_of(told))
    body = "\n".join(_section(part) for part in parts_of(told))
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{look()}\n{_ROOM}\n</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _part(part: CardPart) -> str:
    pieces = [f"## {_marked(part.title)}"]
    pieces += [_marked(sentence) for sentence in part.sentences] if len(part.sentences) < 2 else []
    if len(part.sentences) > 1:
        pieces.append("\n".join(f"- {_marked(sentence)}" for sentence in part.sentences))
    if part.facts:
        pieces.append("\n".join(f"- **{_marked(name)}**: {_marked(value)}" for name, value in part.facts))
    if part.table is not None:
        pieces.append(_lines(part.table))
    return "\n\n".join(pieces)


def _lines(table: CardTable) -> str:
    lines = [table.heads, tuple("---" for _ in table.heads), *table.rows]
    marked = [line if place == 1 else tuple(map(_marked, line)) for place, line in enumerate(lines)]
    return "\n".join(f"| {' | '.join(line)} |" for line in marked)


def _marked(told: object) -> str:
    return _MARKS.sub(r"\\\1", " ".join(clean(told).split()))


def _section(part: CardPart) -> str:
    pieces = [f"<h2>{_escaped(part.title)}</h2>"]
    if len(part.sentences) == 1:
        pieces.append(f"<p>{_escaped(part.sentences[0])}</p>")
    elif part.sentences:
        pieces.append("<ul>" + "".join(f"<li>{_escaped(sentence)}</li>" for sentence in part.sentences) + "</ul>")
    if part.facts:
        rows = "".join(f'<tr><th scope="row">{_escaped(n)}</th><td>{_escaped(v)}</td></tr>' for n, v in part.facts)
        pieces.append(f'<div class="scroll"><table><tbody>{rows}</tbody></table></div>')
    if part.table is not None:
        heads = "".join(f'<th scope="col">{_escaped(head)}</th>' for head in part.table.heads)
        rows = "".join(
            "<tr>" + "".join(f"<td>{_escaped(cell)}</td>" for cell in row) + "</tr>" for row in part.table.rows
        )
        pieces.append(f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>')
    return f'<section class="card">{"".join(pieces)}</section>'


def _escaped(told: object) -> str:
    return html.escape(clean(told))

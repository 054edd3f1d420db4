"""All pages of the reference: path -> Markdown."""

from __future__ import annotations

from website.markdown import page, table
from website.reference import card, catalogues, commands, files, options, python
from website.words import word

_PAGES = {
    "options": options.options,
    "card": card.card,
    "files": files.files,
    "algorithms": catalogues.algorithms,
    "metrics": catalogues.metrics,
    "glossary": catalogues.glossary,
}


def pages(language: str) -> dict[str, str]:
    """The reference in a language."""
    made = {f"reference/{name}.md": make(language) for name, make in _PAGES.items()}
    made |= {f"reference/commands/{name}.md": told for name, told in commands.commands(language).items()}
    made |= {f"reference/python/{name}.md": told for name, told in python.modules(language).items()}
    return {"reference/index.md": _index(language), **made}


def _index(language: str) -> str:
    rows = [(f"[{word(f'page.{name}', language)}]({name}.md)", word(f"page.{name}_about", language)) for name in _PAGES]
    listed = table([word("head.page", language), word("head.about", language)], rows)
    names = [(f"[{name}](python/{name}.md)", word(f"python.{name}", language)) for name in python.MODULES]
    return page(
        word("page.reference", language),
        word("page.reference_about", language),
        listed,
        f"## {word('page.commands', language)}",
        commands.overview(language),
        f"## {word('page.python', language)}",
        table([word("head.module", language), word("head.about", language)], names),
    )

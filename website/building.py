"""A site of each language, with MkDocs: warnings are errors, links and anchors are checked.

Each language is a site of its own (Korean under ``ko/``): so each has its own search, made for its own words.
"""

from __future__ import annotations

import json
import logging
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from website.assembling import LANGUAGES, assemble
from website.words import word

HERE = Path(__file__).parent
# A particle stands apart from its word in what is searched and in what is asked for: 모델을 and 모델로 are 모델.
_PARTICLES = "을|를|은|는|이|가|의|에|에서|에게|으로|로|와|과|도|만|까지|부터"
_BETWEEN = r"[\s\-,:;!?=\[\]{}()<>\"'`·…/\\|“”‘’]+|\.(?!\w)|&[lg]t;"
SEPARATORS = {
    "en": _BETWEEN,
    "ko": rf"{_BETWEEN}|(?<=[가-힣])(?=(?:{_PARTICLES})(?![가-힣]))",
}


def build_site(out: Path, studies: Path) -> None:
    """Build both languages.

    Parameters
    ----------
    out
        The folder of the site, made anew.
    studies
        The folder of the gallery's studies; may be absent or empty.

    Raises
    ------
    mkdocs.exceptions.Abort
        A page is not in order: a link or an anchor leads nowhere, a page of the navigation is not there.
    """
    with tempfile.TemporaryDirectory() as place:
        for language in LANGUAGES:
            pages = Path(place) / language
            assemble(pages, language, studies)
            _build(pages, out if language == LANGUAGES[0] else out / language, language)


def _build(pages: Path, out: Path, language: str) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    logging.basicConfig(level=logging.WARNING, format="%(message)s")  # MkDocs says there what is not in order
    written = pages.parent / f"{language}.yml"
    written.write_text(json.dumps(settings(pages, out, language)), "utf-8")  # every JSON is YAML, too
    config = load_config(str(written), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()


def settings(pages: Path, out: Path, language: str) -> dict[str, Any]:
    """The settings of one language's site."""
    korean = language == "ko"
    search = {"lang": [language], "separator": SEPARATORS[language], **({"pipeline": []} if korean else {})}
    return {
        "INHERIT": str(HERE / "mkdocs.yml"),
        "site_name": word("site.name", language),
        "site_description": word("site.about", language),
        "docs_dir": str(pages),
        "site_dir": str(out),
        "theme": {"language": language, "palette": _palette(language)},
        "nav": navigation(pages, language),
        "plugins": {"search": search},
        "hooks": [str(HERE / "switching.py")],
        "extra": {"language": language},
    }


def _palette(language: str) -> list[dict[str, Any]]:
    """Light or dark as the system is, and a switch."""
    shades = (("default", "dark", "weather-night"), ("slate", "light", "weather-sunny"))
    return [
        {
            "scheme": scheme,
            "media": f"(prefers-color-scheme: {'dark' if scheme == 'slate' else 'light'})",
            "primary": "custom",
            "accent": "custom",
            "toggle": {"icon": f"material/{icon}", "name": word(f"site.{other}", language)},
        }
        for scheme, other, icon in shades
    ]


def navigation(pages: Path, language: str) -> list[Any]:
    """The sections of ``nav.toml`` with the pages that are there; what none names stands in the section of the rest."""
    there = {path.relative_to(pages).as_posix() for path in pages.rglob("*.md")}
    sections = tomllib.loads((HERE / "nav.toml").read_text("utf-8"))["section"]
    named = {page for section in sections for part in _parts(section) for page in part.get("pages", [])}
    told: list[Any] = [{word("site.home", language): "index.md"}]
    for section in sections:
        inside: list[Any] = [page for page in section.get("pages", []) if page in there]
        inside += [{part[language]: _of(part, there)} for part in section.get("part", [])]
        inside += _under(section, there)
        inside += sorted(p for p in there - named - {"index.md"} if "/" not in p) if section.get("rest") else []
        told.append({section[language]: inside})
    return told


def _parts(section: dict[str, Any]) -> list[dict[str, Any]]:
    return [section, *section.get("part", [])]


def _of(part: dict[str, Any], there: set[str]) -> list[str]:
    return [page for page in part.get("pages", []) if page in there] + _under(part, there)


def _under(part: dict[str, Any], there: set[str]) -> list[str]:
    """Pages of a folder that is made here, in the order in which they were made (their names begin with it)."""
    folder, named = part.get("under"), part.get("pages", [])
    return sorted(page for page in there if folder and page.startswith(folder) and page not in named)

"""The pages of a language in one folder: those of docs/, and those that are made here."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from website import gallery, lessons
from website.reference import pages as reference
from website.tables import write_tables
from website.words import word

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
LANGUAGES = ("en", "ko")
# For who works on hanpan itself: written in English.
ENGLISH_ONLY = ("coverage.md", "decisions.md")


def assemble(folder: Path, language: str, studies: Path) -> None:
    """Lay all pages of a language into an empty folder.

    Parameters
    ----------
    folder
        Made anew.
    studies
        The folder of the gallery's studies; may be absent or empty.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for path in written():
        _lay(folder / path, _inside(words_of(path, language), path))
    for name, words in {**reference.pages(language), **lessons.pages(language)}.items():
        _lay(folder / name, words)
    gallery.lay(folder, language, studies)
    for path in DOCS.rglob("*.*"):
        if path.suffix != ".md":
            (folder / path.relative_to(DOCS)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / path.relative_to(DOCS))
    shutil.copytree(Path(__file__).parent / "theme", folder / "theme")
    write_tables(folder / "tables")


def written() -> list[Path]:
    """The pages of docs/, by their English path."""
    return sorted(path.relative_to(DOCS) for path in DOCS.rglob("*.md") if not path.name.endswith(".ko.md"))


def translated(path: Path) -> Path:
    """Where the Korean of a page stands."""
    return path.with_name(f"{path.stem}.ko.md")


def words_of(path: Path, language: str) -> str:
    """A page in a language; what is there in English alone begins with a line that says so."""
    korean = DOCS / translated(path)
    if language == "en":
        return (DOCS / path).read_text("utf-8")
    if korean.is_file():
        return korean.read_text("utf-8")
    title, _, rest = (DOCS / path).read_text("utf-8").partition("\n")
    told = word("english_only" if str(path) in ENGLISH_ONLY else "not_yet", language)
    return f"{title}\n\n!!! note\n    {told}\n{rest}"


def _inside(words: str, path: Path) -> str:
    """Links that lead out of docs/ (to the code's own pages) as plain words."""
    return words if len(path.parts) > 1 else re.sub(r"\[([^\]]+)\]\(\.\./[^)]*\)", r"\1", words)


def _lay(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, "utf-8")

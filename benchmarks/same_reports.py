"""Whether two versions of the code tell the same about a study: texts and numbers of the reports, block by block.

    python benchmarks/same_reports.py BEFORE STUDY...             # BEFORE: a commit, or a folder that holds src/
    python benchmarks/same_reports.py --moved BEFORE STUDY...     # blocks may stand elsewhere, in another file too

Prints what is told by one of them only, and ends with 1 where anything is. Without arguments it says how it is used.
"""

from __future__ import annotations

import argparse
import difflib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("ko", "en")
_INLINE = {"a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "wbr", "tspan", "button"}
_UNSEEN = {"script", "style"}
_WRITE = """
import sys
from pathlib import Path
from hanpan.doors.report import write_report
from hanpan.study.folder import open_study
study, out = Path(sys.argv[1]), Path(sys.argv[2])
for language in sys.argv[3:]:
    write_report(open_study(study), language, out / f"report.{language}.html")
"""


class Blocks(HTMLParser):
    """The text of each block element, what is read aloud for pictures included."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self._open, self._unseen = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag not in _INLINE:
            self._close()

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if tag not in _INLINE:
            self._close()

    def handle_data(self, data: str) -> None:
        self._open += "" if self._unseen else data

    def _close(self) -> None:
        words = " ".join(self._open.split())
        self.told += [words] if words else []
        self._open = ""


def blocks(page: str) -> list[str]:
    """What a page tells, in order."""
    reader = Blocks()
    reader.feed(page)
    reader.close()
    return reader.told


def written(source: Path, study: Path) -> dict[str, list[str]]:
    """The blocks of the reports that the code in a folder writes of a study, by language; several files in one list."""
    with tempfile.TemporaryDirectory() as folder:
        called = [sys.executable, "-c", _WRITE, str(study), folder, *LANGUAGES]
        subprocess.run(called, check=True, env={**os.environ, "PYTHONPATH": str(source / "src")})
        return {
            language: [
                one
                for page in sorted(Path(folder).glob(f"*.{language}.html"))
                for one in blocks(page.read_text("utf-8"))
            ]
            for language in LANGUAGES
        }


def source_of(before: str, folder: str) -> Path:
    """The code of a commit, laid out in a folder; a folder is taken as it is."""
    if Path(before, "src").is_dir():
        return Path(before)
    packed = subprocess.run(["git", "archive", before, "src"], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return Path(folder)


def differences(before: list[str], after: list[str], *, moved: bool) -> list[str]:
    """Blocks that only one of two tells, with - and + before them."""
    if moved:
        lost, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
        return [f"- {one}" for one in lost.elements()] + [f"+ {one}" for one in new.elements()]
    told = difflib.unified_diff(before, after, n=0, lineterm="")
    return [line for line in told if not line.startswith(("---", "+++", "@@"))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", nargs="?")
    parser.add_argument("studies", nargs="*", type=Path)
    parser.add_argument("--moved", action="store_true", help="where a block stands does not matter")
    asked = parser.parse_args()
    if not asked.studies:
        parser.print_help()
        return 0
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        source = source_of(asked.before, folder)
        for study in asked.studies:
            old, new = written(source, study), written(ROOT, study)
            for language in LANGUAGES:
                lines = differences(old[language], new[language], moved=asked.moved)
                found += len(lines)
                sizes = f"{len(old[language])} blocks before, {len(new[language])} after"
                print(f"{study.name} {language}: {sizes}, {len(lines)} differ")
                print(*lines[:200], sep="\n", end="\n" if lines else "")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())

"""Prints the tests to run for what differs from the last commit: doctests of changed files, tests of their rooms.

python tests/changed.py
"""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
ALWAYS = "tests/architecture"


def main() -> None:
    """One line of paths for pytest."""
    asked = {path for name in changed() for path in tests_of(Path(name))}
    print(" ".join(sorted(path for path in {*asked, ALWAYS} if (ROOT / path).exists())))


def changed() -> list[str]:
    """Paths of files that differ from the last commit, new ones among them."""
    ask = ["git", "status", "--porcelain", "--untracked-files=all"]
    told = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [line[3:].split(" -> ")[-1].strip('"') for line in told.splitlines()]


def tests_of(path: Path) -> list[str]:
    """A test itself; of a module its doctests, the tests named like it, and those that import it."""
    if path.suffix != ".py":
        return []
    if path.parts[0] == "tests":
        return [str(path)] if path.name.startswith("test_") else []
    if path.parts[:2] != ("src", "hanpan"):
        return []
    named = [str(found.relative_to(ROOT)) for found in (ROOT / "tests").rglob(f"test_*{path.stem}*.py")]
    return [str(path), *named, *users_of(path)]


def users_of(path: Path) -> list[str]:
    """The tests that import the module by name."""
    module = ".".join(path.with_suffix("").parts[1:])
    asked = ["grep", "-rlE", rf"{module}(\W|$)".replace(".", r"\."), "tests", "--include=test_*.py"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()


if __name__ == "__main__":
    main()

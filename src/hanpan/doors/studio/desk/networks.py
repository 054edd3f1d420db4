"""Networks that people bring: files and code, kept beside the works under names of ours; and those that a study has."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

from hanpan.foundation.errors import AccessError
from hanpan.foundation.files import write_whole
from hanpan.insights.watching.record import CHECKPOINTS, RECORDING
from hanpan.modeling.networks.room.opening.own import CODE, KERAS

_FOLDER = "networks"
_NAME = re.compile(r"[0-9a-f]{32}\.(py|keras)")


class NetworkFiles:
    """Networks in a folder; what a browser calls a file is never a path."""

    def __init__(self, desk: Path) -> None:
        self._folder = desk / _FOLDER

    def fresh(self, ending: str = KERAS) -> Path:
        """Where one more may be written.

        Raises
        ------
        AccessError
            Nothing can be written there.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AccessError("cannot_write", path=str(self._folder), reason=error) from error
        return self._folder / f"{uuid.uuid4().hex}{ending}"

    def keep(self, code: str) -> str:
        """Keep a text; the name that addresses call it."""
        path = self.fresh(CODE)
        write_whole(path, code)
        return path.name

    def find(self, name: str) -> Path | None:
        """The file of a name, as an address gives it."""
        return self._folder / name if _NAME.fullmatch(name) and (self._folder / name).is_file() else None


def recorded_network(study: Path | None) -> Path | None:
    """The recording that a study holds of its best network; None without one."""
    found = sorted((study / CHECKPOINTS).glob(f"*{RECORDING}")) if study is not None else []
    return max(found, key=lambda path: path.stat().st_mtime, default=None)

"""A stranger's model file is opened in a process apart first, with limits on its memory and time.

What is checked on the way in (``bundle``) refuses every file that is known to do harm. This is for the unknown ones: a
file that brings a library down, or asks for more memory than there is, ends that process and nothing else.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hanpan.deployment.bundle import bundle_of
from hanpan.foundation.apart import Died, answer_apart, work_apart
from hanpan.foundation.errors import BundleError

_MEMORY = 4 << 30
_SECONDS = 60
_MODEL = "model.hanpan"


def try_apart(content: bytes, name: str) -> None:
    """Open the bytes of a model file, and answer its examples, in a process apart.

    Parameters
    ----------
    content
        The file.
    name
        What it is called in a refusal.

    Raises
    ------
    BundleError
        It is refused there, or brings the process down.
    """
    with tempfile.TemporaryDirectory(prefix="hanpan-model-") as place:
        (Path(place) / _MODEL).write_bytes(content)
        try:
            work_apart("hanpan.deployment.stranger", Path(place), seconds=_SECONDS)
        except Died as died:
            raise BundleError("file_harmful", path=name, reason=died.told) from died
        except BundleError as error:
            told = {key: name if str(value).endswith(_MODEL) else value for key, value in error.fields.items()}
            raise BundleError(error.key, **told) from error


def _open(folder: Path) -> None:
    bundle_of((folder / _MODEL).read_bytes(), _MODEL)


if __name__ == "__main__":
    raise SystemExit(answer_apart(_open, memory=_MEMORY, seconds=_SECONDS))

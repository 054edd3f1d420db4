"""Optional libraries: asked for where they are used, with the line that installs them when they are missing."""

from __future__ import annotations

import importlib
from types import ModuleType

from hanpan.foundation.errors import UsageError


def need(module: str, extra: str) -> ModuleType:
    """Import a library of an extra.

    Raises
    ------
    UsageError
        The library is not installed; the message has the command that installs it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise UsageError("extra_missing", module=module, extra=extra) from error

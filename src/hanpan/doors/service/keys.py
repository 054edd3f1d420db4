"""API keys: kept as hashes, compared in constant time.

A line of the file is ``NAME SHA256``; a key itself is 32 random bytes, so that its plain hash tells nobody anything.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from hanpan.foundation.errors import AccessError, UsageError
from hanpan.foundation.files import write_whole

_LINE = re.compile(r"(\S{1,60})\s+([0-9a-f]{64})")


@dataclass(frozen=True)
class Keys:
    """The keys that open a service; none where it is open."""

    known: tuple[tuple[str, bytes], ...] = ()

    @classmethod
    def read(cls, path: str | None) -> Keys:
        """From a file of keys.

        Raises
        ------
        AccessError
            It cannot be read.
        UsageError
            A line is no key, or there is none.
        """
        if path is None:
            return cls()
        found = [_LINE.fullmatch(line) for line in _lines(path)]
        if not found or None in found:
            raise UsageError("keys_unreadable", path=path, line=found.index(None) + 1 if None in found else 1)
        return cls(tuple((line[1], bytes.fromhex(line[2])) for line in found if line is not None))

    def owner(self, told: str | None) -> str | None:
        """The name of the key; None where it opens nothing. Every known key is compared, whatever is told."""
        asked = hashlib.sha256((told or "").encode("utf-8", "surrogatepass")).digest()
        owner = None
        for name, known in self.known:
            if hmac.compare_digest(asked, known):
                owner = name
        return owner


def new_key(path: str, name: str) -> str:
    """Add a key to a file of keys (made if need be), and return it: it is shown once and kept nowhere.

    Raises
    ------
    UsageError
        The name cannot be, or has a key already.
    AccessError
        The file cannot be read or written.
    """
    if not re.fullmatch(r"\S{1,60}", name):
        raise UsageError("key_name", name=name)
    lines = _lines(path) if Path(path).exists() else []
    if any(line.split()[0] == name for line in lines):
        raise UsageError("key_name", name=name)
    key = secrets.token_urlsafe(32)
    lines.append(f"{name} {hashlib.sha256(key.encode()).hexdigest()}")
    write_whole(Path(path), "".join(f"{line}\n" for line in lines))
    Path(path).chmod(0o600)
    return key


def _lines(path: str) -> list[str]:
    try:
        told = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AccessError("keys_absent", path=path, reason=error if isinstance(error, OSError) else "UTF-8") from error
    return [line.strip() for line in told.splitlines() if line.strip() and not line.startswith("#")]

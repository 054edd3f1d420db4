"""Signatures of model files: who made a file, which no hash can tell.

A signature lies beside the file (``model.hanpan.sig``), so that a signed file is the same file as before. Keys are
Ed25519: the private key signs, and whoever has the public one can check and cannot sign.

References
----------
Bernstein, Duif, Lange, Schwabe, Yang (2012), High-speed high-security signatures; RFC 8032.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from hanpan.foundation.errors import AccessError, BundleError, UsageError
from hanpan.foundation.extras import need
from hanpan.foundation.files import write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TRUSTED = "HANPAN_TRUSTED_KEYS"
SUFFIX = ".sig"
_PURPOSE = b"hanpan model file\n"  # a signature for something else is none for this
_LINE = re.compile(r"(\S{1,60})\s+(\S+)")
_BYTES = 32


def new_key(path: str, name: str) -> str:
    """Make a private key, kept in a file that only its owner reads; the line of its public key.

    Raises
    ------
    UsageError
        There is a file already, or the name cannot be.
    AccessError
        The file cannot be written.
    """
    need("cryptography", "sign")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if Path(path).exists() or not re.fullmatch(r"\S{1,60}", name):
        raise UsageError("sign_key_there", path=path, name=name)
    key = Ed25519PrivateKey.generate()
    write_whole(Path(path), _text(key.private_bytes_raw()) + "\n")
    Path(path).chmod(0o600)
    return f"{name} {_text(key.public_key().public_bytes_raw())}"


def sign(path: str, key_path: str) -> Path:
    """Write the signature of a model file beside it; where it lies.

    Raises
    ------
    AccessError
        The file or the key cannot be read, or the signature not be written.
    UsageError
        The key is none.
    """
    need("cryptography", "sign")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(_key(_read(key_path).decode("ascii", "replace").strip(), key_path))
    made = Path(path + SUFFIX)
    write_whole(made, _text(key.sign(_PURPOSE + _read(path))) + "\n")
    return made


def require_trusted(path: Path, content: bytes, trusted: str | None = None) -> str | None:
    """Refuse a model file that no trusted key has signed.

    Parameters
    ----------
    path, content
        The file.
    trusted
        A file of public keys, one ``NAME KEY`` a line; that of ``HANPAN_TRUSTED_KEYS`` if not given. Without either
        every file is taken.

    Returns
    -------
    str or None
        The name of the key that signed it.

    Raises
    ------
    BundleError
        There is no signature, or none by a trusted key.
    AccessError, UsageError
        The file of keys cannot be read, or a line is none.
    """
    listed = trusted or os.environ.get(TRUSTED)
    if not listed:
        return None
    need("cryptography", "sign")
    place = Path(f"{path}{SUFFIX}")
    if not place.is_file():
        raise BundleError("not_signed", path=str(path), keys=listed)
    try:
        signature = base64.b64decode(place.read_bytes().strip(), validate=True)
    except (OSError, binascii.Error) as error:
        raise BundleError("signature_wrong", path=str(path), keys=listed) from error
    for name, key in _trusted(listed):
        if _signed(key, signature, content):
            return name
    raise BundleError("signature_wrong", path=str(path), keys=listed)


def _trusted(path: str) -> list[tuple[str, Ed25519PublicKey]]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    lines = [line.strip() for line in _read(path).decode("utf-8", "replace").splitlines()]
    found = [_LINE.fullmatch(line) for line in lines if line and not line.startswith("#")]
    if not found or None in found:
        raise UsageError("sign_key_none", path=path)
    return [(line[1], Ed25519PublicKey.from_public_bytes(_key(line[2], path))) for line in found if line is not None]


def _signed(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(signature, _PURPOSE + content)
    except InvalidSignature:
        return False
    return True


def _key(told: str, path: str) -> bytes:
    try:
        key = base64.b64decode(told, validate=True)
    except binascii.Error as error:
        raise UsageError("sign_key_none", path=path) from error
    if len(key) != _BYTES:
        raise UsageError("sign_key_none", path=path)
    return key


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise AccessError("sign_unread", path=path, reason=error) from error


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")

"""Errors a person can act on: what happened to what, what was expected, what to do."""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass

from hanpan.foundation.texts import default_language, has_text, text

_KEPT = (errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE, errno.ETIMEDOUT)
_FLAG = re.compile(r"--(?!help\b|json\b)([a-z][a-z-]*)(?: ([A-Z]+|\d\w*)\b)?")


@dataclass(frozen=True)
class Told:
    """A part of a sentence that is worded in the language of the message: a text and its fields."""

    key: str
    fields: dict[str, object]


class HanpanError(ValueError):
    """Base of every refusal. Worded from the catalogues, never in code.

    Parameters
    ----------
    key
        Name below ``error`` in the catalogues; the entry has ``what``, ``expected`` and ``remedy``.
    fields
        Values for the placeholders of the three sentences (column, rows, path ...). An ``OSError`` is worded in the
        language of the message. ``head`` are lines of a file, shown below the first sentence.

    Examples
    --------
    >>> error = DataError("target_absent", target="prise", names="price, rooms")
    >>> error.exit_code
    3
    """

    exit_code = 1

    def __init__(self, key: str, /, **fields: object) -> None:
        self.key = key
        self.fields = fields
        super().__init__(key)

    def part(self, name: str, language: str | None = None) -> str:
        """One of the three sentences: ``what``, ``expected`` or ``remedy``."""
        language = language or default_language()
        fields = {name: _worded(value, language) for name, value in self.fields.items()}
        return text(f"error.{self.key}.{name}", language, **fields)

    @property
    def head(self) -> list[str]:
        """Lines of the file that the error is about, as they are to be shown; mostly none."""
        lines = self.fields.get("head")
        return [str(line) for line in lines] if isinstance(lines, list | tuple) else []

    def message(self, language: str | None = None) -> str:
        """The three sentences, one a line."""
        parts = [self.part(name, language) for name in ("what", "expected", "remedy")]
        return "\n".join([parts[0], *self.head, *parts[1:]])

    def __str__(self) -> str:
        """As a caller in Python reads it: the second and third sentence say what they are, flags are keywords."""
        language = default_language()
        labels = {name: text(f"cli.error.{name}", language).strip() for name in ("expected", "remedy")}
        told = [self.part("what"), *self.head, *(f"{label} {self.part(name)}" for name, label in labels.items())]
        return as_keywords("\n".join(told))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows (IPython asks by this name): our sentences, not the calls that led to them."""
        name, *rest = str(self).splitlines()
        return [f"{type(self).__name__}: {name}", *rest]

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.key, self.fields)


def as_keywords(told: str) -> str:
    """Flags of the command line as keywords of the Python calls.

    Examples
    --------
    >>> as_keywords("Add --target NAME, or choose another folder with --out. `hanpan run --help` shows all.")
    'Add target=NAME, or choose another folder with out=…. `hanpan run --help` shows all.'
    """
    return _FLAG.sub(lambda found: f"{found[1].replace('-', '_')}={found[2] or '…'}", told)


def _worded(value: object, language: str) -> object:
    """Parts of sentences, and what the operating system says in English, in the person's language."""
    if isinstance(value, Told):
        return text(value.key, language, **value.fields)
    if isinstance(value, tuple) and value and isinstance(value[0], Told):
        return ", ".join(str(_worded(one, language)) for one in value)
    if not isinstance(value, OSError):
        return value
    key = f"os.{errno.errorcode.get(value.errno or 0, '')}"
    return text(key, language) if has_text(key, language) else value.strerror or str(value)


def _rebuild(kind: type[HanpanError], key: str, fields: dict[str, object]) -> HanpanError:
    return kind(key, **fields)


class UsageError(HanpanError):
    """The command or call itself cannot be meant as it was written."""

    exit_code = 2


class DataError(HanpanError):
    """The table (or the card about it) cannot be used as it is."""

    exit_code = 3


class AccessError(HanpanError):
    """A file or folder is there, or could be, but cannot be read or written: permission, a full or failing disk."""

    exit_code = 6


def no_access(error: BaseException) -> bool:
    """Whether the system kept something from being read that is there.

    Examples
    --------
    >>> no_access(PermissionError(13, "Permission denied")), no_access(FileNotFoundError(2, "No such file"))
    (True, False)
    """
    return isinstance(error, PermissionError) or getattr(error, "errno", None) in _KEPT


class NetworkError(DataError):
    """A person's own network does not fit the task or the prepared columns."""


class BundleError(DataError):
    """A model file is damaged, hostile, or from a newer version."""

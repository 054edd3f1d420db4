"""Note: something a preparer did to columns because of the rows it was fitted on."""

from __future__ import annotations

from dataclasses import dataclass, field

from hanpan.foundation.texts import text

Value = str | int | float


@dataclass(frozen=True, kw_only=True)
class Note:
    """One thing done to one prepared column, with the numbers behind it.

    Worded by ``preparation.note.<code>``, whose placeholders are ``column`` and the keys of ``values``.

    Examples
    --------
    >>> Note(code="constant", column="country").text("en")
    'country has the same value in every row used for fitting; it was left out.'
    """

    code: str
    column: str
    values: dict[str, Value] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The note as a sentence."""
        return text(f"preparation.note.{self.code}", language, column=self.column, **self.values)

"""Records that show themselves as a table, in a terminal and in a notebook."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from hanpan.foundation.errors import UsageError
from hanpan.foundation.texts import default_language, has_text, text

if TYPE_CHECKING:
    import pandas as pd

_MOST_ROWS = 30
_SHORT = "{:.4g}".format


class AsRows:
    """A record (dataclass) that is a table too: one row for each record in its first list of records, or itself as one.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class Group(AsRows):
    ...     name: str
    ...     rows: int
    >>> @dataclass
    ... class Groups(AsRows):
    ...     column: str
    ...     groups: list[Group]
    >>> told = Groups("plan", [Group("a", 3), Group("b", 5)]).to_frame()
    >>> told["rows"].tolist(), told.attrs
    ([3, 5], {'column': 'plan'})
    >>> Group("a", 3).to_frame().to_dict("records")
    [{'name': 'a', 'rows': 3}]
    """

    def to_frame(self) -> pd.DataFrame:
        """The records in it as rows of a pandas table, what else it says in ``attrs``; records inside a row flat."""
        import pandas as pd

        told = {item.name: getattr(self, item.name) for item in fields(self)}  # type: ignore[arg-type]
        inner = next((name for name, value in told.items() if _are_records(value)), None)
        rows = [self] if inner is None else told.pop(inner)
        frame = pd.DataFrame([_flat(row) for row in rows])
        if inner is not None:
            frame.attrs |= {name: value for name, value in told.items() if isinstance(value, str | int | float)}
        return frame


def _are_records(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(is_dataclass(one) for one in value)


def _flat(record: Any, prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in fields(record):
        value = getattr(record, item.name)
        inner = is_dataclass(value) and not isinstance(value, type)
        found |= _flat(value, f"{prefix}{item.name}_") if inner else {f"{prefix}{item.name}": value}
    return found


class AsTable:
    """A record whose ``to_frame`` says what there is to see; ``headline`` stands above it.

    What is shown is in words: heads as texts ``record.head.<name>`` have them, cells of the columns named in ``worded``
    as the texts there say, in the language of ``speaking``, or else the person's own. ``to_frame`` keeps its names.

    Examples
    --------
    >>> class Scores(AsTable):
    ...     def headline(self):
    ...         return "two scores"
    ...
    ...     def to_frame(self):
    ...         import pandas as pd
    ...
    ...         return pd.DataFrame({"score": [None, 0.91], "model": ["a", "b"]})
    >>> Scores().speaking("en")
    <two scores>
    score model
              a
     0.91     b
    >>> Scores().speaking("ko")
    <two scores>
      점수 모델
          a
    0.91  b
    """

    worded: ClassVar[Mapping[str, str]] = {}  # column -> text of its cells, as in "metric.{}.name"
    _language: str | None = None
    _painter: Callable[..., Any] | None = None

    def speaking(self, language: str) -> Self:
        """The same record, which from now on shows itself in a language."""
        object.__setattr__(self, "_language", language)  # records are frozen; how they are shown is no part of them
        return self

    @property
    def language(self) -> str:
        """The language in which it shows itself."""
        return self._language or default_language()

    def drawn_by(self, painter: Callable[..., Any]) -> Self:
        """The same record, which from now on ``plot`` draws: ``painter(record, ...)`` is the door's."""
        object.__setattr__(self, "_painter", painter)
        return self

    def plot(self, *which: str) -> Any:
        """The record's pictures as the report draws them: a matplotlib ``Figure``, which a notebook shows.

        Parameters
        ----------
        which
            Of what: of a profile the column; of an evaluation the pictures by name (``confusion``, ``roc`` ...), all if
            none is named.

        Raises
        ------
        UsageError
            There is no such picture, or none of this record at all.
        """
        if self._painter is None:
            raise UsageError("no_pictures", record=type(self).__name__)
        return self._painter(self, *which)

    def headline(self) -> str:
        """What the table is of."""
        return type(self).__name__

    def to_frame(self) -> pd.DataFrame:
        """The record as a table."""
        raise NotImplementedError

    def shown(self) -> pd.DataFrame:
        """What of the table is shown; all of it."""
        return self.to_frame()

    def __repr__(self) -> str:
        frame = self._in_words()
        shown = frame.head(_MOST_ROWS).to_string(index=False, na_rep="", float_format=_SHORT)
        hidden = len(frame) - _MOST_ROWS
        more = "\n" + text("record.more", self.language, count=hidden) if hidden > 0 else ""
        return f"<{self.headline()}>\n{shown}{more}"

    def _repr_html_(self) -> str:
        import pandas as pd

        with pd.option_context("display.max_colwidth", None):  # a sentence is told to its end
            table = self._in_words().to_html(index=False, na_rep="", float_format=_SHORT, max_rows=_MOST_ROWS)
        return f"<p><b>{html.escape(self.headline())}</b></p>{table}"

    def _in_words(self) -> pd.DataFrame:
        frame = _filled(self.shown()).copy()
        for name, key in self.worded.items():
            if name in frame:
                cells: Any = [self._word(key, cell) for cell in frame[name]]
                frame[name] = cells
        return frame.rename(columns={name: self._word("record.head.{}", name) for name in frame.columns})

    def _word(self, key: str, value: object) -> object:
        """The text of a value; the value itself where there is none."""
        found = key.format(value)
        return text(found, self.language) if has_text(found, self.language) else value


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Gaps among whole numbers as blanks; pandas would write <NA>."""
    gaps = [name for name in frame.columns if str(frame[name].dtype) == "Int64" and frame[name].hasnans]
    return frame.assign(**{name: frame[name].astype("string").fillna("") for name in gaps})

"""Records that show themselves as a table, in a terminal and in a notebook."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_MOST_ROWS = 30
_SHORT = "{:.4g}".format


class AsTable:
    """A record whose ``to_frame`` says what there is to see; ``headline`` stands above it.

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
    >>> Scores()
    <two scores>
    score model
              a
     0.91     b
    """

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
        frame = _filled(self.shown())
        shown = frame.head(_MOST_ROWS).to_string(index=False, na_rep="", float_format=_SHORT)
        hidden = f"\n... {len(frame) - _MOST_ROWS} more" if len(frame) > _MOST_ROWS else ""
        return f"<{self.headline()}>\n{shown}{hidden}"

    def _repr_html_(self) -> str:
        table = _filled(self.shown()).to_html(index=False, na_rep="", float_format=_SHORT, max_rows=_MOST_ROWS)
        return f"<p><b>{html.escape(self.headline())}</b></p>{table}"


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Gaps among whole numbers as blanks; pandas would write <NA>."""
    gaps = [name for name in frame.columns if str(frame[name].dtype) == "Int64" and frame[name].hasnans]
    return frame.assign(**{name: frame[name].astype("string").fillna("") for name in gaps})

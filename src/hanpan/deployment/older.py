"""What model files of older formats did not say yet, in today's words."""

from __future__ import annotations

from dataclasses import replace

from hanpan.data.parsers.moments.zones import UTC
from hanpan.data.schema import Column
from hanpan.deployment.manifest import Manifest

ZONES_SINCE = 3


def as_today(manifest: Manifest) -> Manifest:
    """The manifest with what its format left unsaid.

    Before format 3, times with a zone were turned into UTC; since then a column keeps the clock that it was written by.

    Examples
    --------
    >>> _on_utc(Column(name="when", kind="date", reader="%Y-%m-%dT%H:%M:%S%z")).zone
    'UTC'
    """
    if manifest.format >= ZONES_SINCE:
        return manifest
    columns = tuple(_on_utc(column) for column in manifest.schema)
    return replace(manifest, schema=replace(manifest.schema, columns=columns))


def _on_utc(column: Column) -> Column:
    zoned = column.kind == "date" and ("%z" in column.reader or not column.reader)
    return replace(column, zone=UTC) if zoned else column

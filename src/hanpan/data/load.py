"""From a source to a Dataset: read, keep the wanted columns, infer, fingerprint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hanpan.data.columns.corrections import Corrections
from hanpan.data.columns.inference import infer_schema
from hanpan.data.columns.typed import open_name
from hanpan.data.dataset import Dataset
from hanpan.data.fingerprint import fingerprint
from hanpan.data.joining import join_tables
from hanpan.data.joins import Joins
from hanpan.data.names import require_names, same_name
from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers import read_table
from hanpan.data.types.plain_types import require_plain
from hanpan.foundation.errors import DataError
from hanpan.foundation.memory import give_freed_back


def load_dataset(
    source: object,
    options: ReadOptions | None = None,
    *,
    target: str | None = None,
    corrections: Corrections | None = None,
    keep: Iterable[str] = (),
    joins: Joins | None = None,
) -> Dataset:
    """Read a table and decide what its columns are.

    Parameters
    ----------
    source
        A path, ``-``, ``sklearn:NAME``, or a pandas, polars or arrow table.
    target
        The column to predict; it stays whatever ``columns`` says.
    corrections
        What the person says about columns (see ``infer_schema``).
    keep
        Further columns that stay (group, time, amounts).
    joins
        Tables to join first.

    Raises
    ------
    DataError
        The table cannot be read, a named column is absent, or a column cannot be used as it is.

    Examples
    --------
    >>> dataset = load_dataset("sklearn:wine", target="target")
    >>> dataset.frame.shape, dataset.schema["target"].kind, dataset.schema["hue"].kind
    ((178, 14), 'category', 'number')
    """
    options = options or ReadOptions()
    wanted = [*([target] if target is not None else []), *keep]
    raw = join_tables(read_table(source, options, wanted=wanted), joins or Joins())
    if target is not None:
        raw.refuse_one_column(target)
        raw.refuse_data_as_names(target)
        require_names([target], list(raw.frame.columns), "target_absent")
    require_names(corrections or {}, list(raw.frame.columns))
    made, options = _made_and_dropped(options, list(raw.frame.columns))
    raw = choose_columns(raw, options, wanted)
    require_plain(raw.frame)
    kept = set(raw.frame.columns)
    if target is not None:
        _refuse_twins(same_name(target), raw)
    told = {name: each for name, each in (corrections or {}).items() if same_name(name) in kept}
    inferred = infer_schema(raw, told, spelt=wanted[:1] if target is not None else ()).without(made)
    give_freed_back()
    reading = replace(raw.reading, notes=[*raw.reading.notes, *inferred.notes])
    return Dataset(
        frame=inferred.frame,
        schema=inferred.schema,
        reading=reading,
        fingerprint=fingerprint(inferred.frame),
        spellings=inferred.spellings,
    )


def _made_and_dropped(options: ReadOptions, names: list[str]) -> tuple[set[str], ReadOptions]:
    """Names to drop that are no columns of the table, but are made from one; and the options without them."""
    made = {name for name in options.drop if name not in names and name in map(open_name, names)}
    return made, replace(options, drop=tuple(name for name in options.drop if name not in made))


def _refuse_twins(target: str, raw: RawTable) -> None:
    """Which of two columns of one name is the target, nobody but the person can tell."""
    twins = [new for old, new in raw.reading.renamed.items() if old.rpartition(" (")[0] == target]
    left = [name for name in twins if name in raw.frame.columns]
    if left:
        raise DataError("target_twice", target=target, names=", ".join(left))


def choose_columns(raw: RawTable, options: ReadOptions, keep: Iterable[str] = ()) -> RawTable:
    """The table less ``drop``, or only ``columns`` and what must be kept, in the table's order.

    Raises
    ------
    DataError
        A name is absent (the nearest are offered), or a dropped column is needed.
    """
    names = list(raw.frame.columns)
    kept = set(require_names(keep, names))
    dropped = set(require_names(options.drop, names))
    wanted = set(require_names(options.columns, names)) or set(names)
    if dropped & kept:
        raise DataError("dropped_needed", column=", ".join(sorted(dropped & kept)))
    chosen = [name for name in names if name in kept or (name in wanted and name not in dropped)]
    staying = set(chosen)
    left = [name for name in names if name not in staying]
    if not left:
        return raw
    note = ("columns_dropped", {"count": len(left), "names": ", ".join(left[:10])})
    reading = replace(raw.reading, notes=[*raw.reading.notes, note])
    return replace(raw, frame=raw.frame[chosen], reading=reading)

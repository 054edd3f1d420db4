"""Arrow columns of every type as ones that pandas knows: dictionaries, runs, views and extensions unpacked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

EXACT = 2**53  # whole numbers beyond do not fit a float64 exactly


def plain_table(table: pa.Table) -> pa.Table:
    """The table with plain columns; nested ones are left as they are."""
    import pyarrow as pa

    columns = [plain_array(column) for column in table.columns]
    return pa.table(columns, names=[f"c{j}" for j in range(len(columns))]) if columns else table


def plain_array(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as one of plain values: days as times, times of day as text, decimals as floats where these are exact.

    Examples
    --------
    >>> import pyarrow as pa
    >>> plain_array(pa.chunked_array([pa.array(["b", None, "b"]).dictionary_encode()])).to_pylist()
    ['b', None, 'b']
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kind, types = column.type, pa.types
    if isinstance(kind, pa.BaseExtensionType):
        return _from_extension(column)
    if types.is_run_end_encoded(kind):
        return plain_array(_each(column, pc.run_end_decode, kind.value_type))
    if types.is_dictionary(kind) and not kind.ordered:
        return plain_array(_each(column, lambda chunk: chunk.dictionary_decode(), kind.value_type))
    if types.is_string_view(kind):
        return column.cast(pa.large_string())
    if (
        types.is_binary_view(kind)
        or types.is_fixed_size_binary(kind)
        or types.is_binary(kind)
        or types.is_large_binary(kind)
    ):
        return _from_bytes(column)
    if types.is_decimal(kind):
        return _from_decimals(column)
    if types.is_date(kind):
        return column.cast(pa.timestamp("s" if types.is_date32(kind) else "ms"))
    if types.is_time(kind):
        return pc.replace_substring_regex(column.cast(pa.large_string()), r"\.0+$", "")
    return column.cast(pa.float64()) if types.is_float16(kind) else column


def _each(column: pa.ChunkedArray, unpack: Any, kind: pa.DataType) -> pa.ChunkedArray:
    import pyarrow as pa

    return pa.chunked_array([unpack(chunk) for chunk in column.chunks], kind)


def _from_extension(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """UUIDs as text, one-byte yes and no as such, what pandas made for pandas; others as what they are stored in."""
    import pyarrow as pa
    import pyarrow.compute as pc

    name = column.type.extension_name
    if name.startswith("pandas."):
        return column
    if name == "arrow.uuid":
        told = [None if cell is None else str(cell) for cell in column.to_pylist()]
        return pa.chunked_array([pa.array(told, pa.large_string())])
    stored = _each(column, lambda chunk: chunk.storage, column.type.storage_type)
    return pc.not_equal(stored, 0) if name == "arrow.bool8" else plain_array(stored)


def _from_bytes(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text where the bytes are UTF-8; else as they are."""
    import pyarrow as pa

    plain = column.cast(pa.large_binary())
    try:
        return plain.cast(pa.large_string())
    except pa.ArrowInvalid:
        return plain


def _from_decimals(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Floats; text where whole numbers are too long for them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = column.cast(pa.float64())
    span = pc.min_max(values).as_py()
    long = span["max"] is not None and max(-span["min"], span["max"]) > EXACT
    if long and column.type.scale <= 0:
        return column.cast(pa.large_string())
    return values

"""Words that stand for "no value"."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

# These mean "no value" in any column.
ALWAYS = frozenset({"na", "n/a", "n.a.", "#n/a", "#na", "<na>", "nan", "-nan", "null", "(null)", "#null!", "nil"})
ALWAYS |= {"missing", "?", "??", "-", "--", "#div/0!", "#value!", "#ref!", "결측", "결측값", "결측치"}
# These may be answers of their own among words ("none", "없음"), but never among numbers and dates.
AMONG_NUMBERS = ALWAYS | {".", "..", "...", "---", "none", "unknown", "nat", "undefined", "없음", "모름", "불명"}
AMONG_NUMBERS |= {"미상", "해당없음", "해당 없음", "무응답", "미응답", "알수없음", "알 수 없음", "미입력", "미확인"}


def missing_words(words: pa.Array, among_numbers: bool) -> npt.NDArray[np.bool_]:
    """Which stripped cells (k,) stand for "no value".

    Examples
    --------
    >>> import pyarrow as pa
    >>> missing_words(pa.array(["N/A", "없음", "3"]), False).tolist()
    [True, False, False]
    >>> missing_words(pa.array(["N/A", "없음", "3"]), True).tolist()
    [True, True, False]
    """
    known = _known(among_numbers, words.type)
    found = pc.is_in(pc.utf8_lower(words), value_set=known)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


@cache
def _known(among_numbers: bool, kind: pa.DataType) -> pa.Array:
    return pa.array(sorted(AMONG_NUMBERS if among_numbers else ALWAYS), type=kind)

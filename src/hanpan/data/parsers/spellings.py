"""Spellings of one word: capitals, blanks, full-width letters, 1 and 1.0, a Cyrillic е in a Latin word."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.parsers.masks import matches, replaced

_TWINS = str.maketrans("авекмнорстухіјѕгαοερνιτυκχ", "abekmhopctyxijsraoepvituKx".lower())
_OTHER_SCRIPT = r"[a-z].*[\x{370}-\x{4ff}]|[\x{370}-\x{4ff}].*[a-z]"
_INVISIBLE = r"[\x{200b}-\x{200f}\x{2060}\x{feff}\x{ad}]"
_PAIRS = (("0", "1"), ("false", "true"), ("f", "t"), ("no", "yes"), ("n", "y"), ("아니오", "예"), ("아니요", "예"))
_PLAIN_TRUTH = {"0", "1", "false", "true"}
_WHOLE = r"^([+-]?(?:0|[1-9]\d*))\.0*$"


class Joined(NamedTuple):
    """Which spelling each distinct word (k,) is joined to, by its position; ``moved`` are those that change."""

    place: npt.NDArray[np.intp]
    moved: npt.NDArray[np.bool_]


def folded(words: pa.Array) -> pa.Array:
    """Words (k,) in the form in which spellings of one word are equal.

    Examples
    --------
    >>> folded(pa.array(["YES", " yes", "Ａ", "1.0", "1", "S\u0435oul", "new  york"])).to_pylist()
    ['yes', 'yes', 'a', '1', '1', 'seoul', 'new york']
    """
    plain = pc.utf8_lower(pc.utf8_normalize(words, form="NFKC"))
    plain = pc.replace_substring_regex(pc.replace_substring_regex(plain, _INVISIBLE, ""), r"\s+", " ")
    plain = pc.replace_substring_regex(pc.utf8_trim_whitespace(plain), _WHOLE, r"\1")
    twins = matches(plain, _OTHER_SCRIPT)
    told = [word.translate(_TWINS) for word in plain.filter(pa.array(twins)).to_pylist()]
    return replaced(plain, twins, told)


def joined(words: pa.Array, counts: npt.NDArray[np.int64]) -> Joined | None:
    """Distinct words (k,) joined to the most frequent spelling of each; None where all differ.

    Examples
    --------
    >>> joined(pa.array(["Yes", "YES", "no"]), np.array([3, 1, 4])).place.tolist()
    [0, 0, 2]
    """
    if len(words) < 2:
        return None
    coded = folded(words).dictionary_encode()
    groups = coded.indices.to_numpy(zero_copy_only=False)
    if len(coded.dictionary) == len(words):
        return None
    order = np.lexsort((np.arange(len(words)), -counts, groups))
    first = order[np.flatnonzero(np.diff(groups[order], prepend=-1))]
    place = first[groups]
    return Joined(place.astype(np.intp), place != np.arange(len(words)))


def as_known(words: pa.Array, known: tuple[str, ...]) -> pa.Array:
    """Words (k,) that are another spelling of a known one, in its spelling; words that fit none or several stay.

    Where the known ones are 0 and 1, true and false or yes and no are theirs too, and the other way round.

    Examples
    --------
    >>> as_known(pa.array(["YES", "1.0", "maybe"]), ("yes", "no", "1")).to_pylist()
    ['yes', '1', 'maybe']
    >>> as_known(pa.array(["True", "0.0"]), ("0", "1")).to_pylist()
    ['1', '0']
    """
    exact = pc.is_in(words, value_set=pa.array(known, type=words.type))
    if not known or pc.all(exact).as_py():
        return words
    forms = folded(pa.array(known, type=words.type)).to_pylist()
    often = Counter(forms)
    place = {form: word for form, word in zip(forms, known, strict=True) if often[form] == 1}
    own = next((pair for pair in _PAIRS if set(forms) == set(pair) or set(forms) <= set(pair) <= _PLAIN_TRUTH), None)
    if own is not None:
        alike = {each: place[form] for pair in _PAIRS for form, each in zip(own, pair, strict=True) if form in place}
        place = alike | place
    told = [place.get(form, word) for form, word in zip(folded(words).to_pylist(), words.to_pylist(), strict=True)]
    return pc.if_else(exact, words, pa.array(told, type=words.type))

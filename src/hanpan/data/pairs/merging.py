"""Rare categories merged, so that each group has enough rows to be compared."""

from __future__ import annotations

import numpy as np

from hanpan.data.values import CodedColumn

MOST_GROUPS = 50


def merge_rare(groups: CodedColumn, at_least: int) -> tuple[CodedColumn, int]:
    """The largest groups by falling size; all others, and those too small, as one group without a name.

    Merging looks at sizes only, never at the target, so a test after it stays valid.

    Returns
    -------
    (Codes, int)
        Codes (m,), -1 where even the merged group is too small; the number of groups merged.
    """
    sizes = np.bincount(groups.codes, minlength=len(groups.labels))
    order = np.argsort(-sizes, kind="stable")
    kept = order[sizes[order] >= at_least][:MOST_GROUPS]
    rest = sizes.sum() - sizes[kept].sum()
    place = np.full(len(sizes), len(kept) if rest >= at_least else -1)
    place[kept] = np.arange(len(kept))
    labels = [groups.labels[code] for code in kept] + ([""] if rest >= at_least else [])
    return CodedColumn(place[groups.codes], labels), int((sizes > 0).sum()) - len(kept)

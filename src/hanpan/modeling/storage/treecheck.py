"""The structure of trees, checked before anything walks them: a bad index is how tree libraries crash or hang."""

from __future__ import annotations

import numpy as np

from hanpan.modeling.storage.base import damaged

DEEPEST = 2_000  # levels; libraries walk some trees by calling themselves


def check_trees(roots: np.ndarray, left: np.ndarray, right: np.ndarray, kind: str) -> int:
    """Trees that lie behind one another, each a real tree; returns the number of levels below the roots.

    Parameters
    ----------
    roots
        (trees,) position of each tree's first node.
    left, right
        (nodes,) positions of the children among all nodes; negative in a leaf.
    kind
        Name for the refusal.

    Raises
    ------
    BundleError
        A child lies before its parent, outside its tree or under two parents, a node under none, or trees are
        deeper than ``DEEPEST``.

    Examples
    --------
    >>> check_trees(np.array([0, 1]), np.array([-1, 2, -1, -1]), np.array([-1, 3, -1, -1]), "forest")
    1
    """
    n = len(left)
    if not len(roots) or roots[0] != 0 or (np.diff(roots) <= 0).any() or roots[-1] >= n or len(right) != n:
        raise damaged(kind, "trees are out of order")
    if ((left < 0) != (right < 0)).any():
        raise damaged(kind, "a split has one child only")
    inner = np.flatnonzero(left >= 0)
    ends = np.r_[roots[1:], n][np.searchsorted(roots, inner, side="right") - 1]
    children = np.r_[left[inner], right[inner]]
    if (children <= np.r_[inner, inner]).any() or (children >= np.r_[ends, ends]).any():
        raise damaged(kind, "a child lies outside its tree")
    if np.bincount(children, minlength=1).max() > 1 or len(children) + len(roots) != n:
        raise damaged(kind, "a node has no parent, or two")
    return _levels(roots, left, right, kind)


def check_features(feature: np.ndarray, left: np.ndarray, n_features: int, kind: str) -> None:
    """Every split asks for a column that is there.

    Raises
    ------
    BundleError
        One does not.
    """
    asked = feature[left >= 0]
    if len(feature) != len(left) or (len(asked) and (asked.min() < 0 or asked.max() >= n_features)):
        raise damaged(kind, "a split asks for a column that is not there")


def _levels(roots: np.ndarray, left: np.ndarray, right: np.ndarray, kind: str) -> int:
    at = roots[left[roots] >= 0]
    for level in range(DEEPEST):
        if not len(at):
            return level
        children = np.concatenate([left[at], right[at]])
        at = children[left[children] >= 0]
    raise damaged(kind, "a tree is too deep")

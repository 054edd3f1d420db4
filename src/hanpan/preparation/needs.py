"""Needs: what an algorithm requires of the table it is given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Needs:
    """Requirements an algorithm declares; the planner turns them into a Recipe.

    Attributes
    ----------
    columns
        Whether it looks at any column at all; the baseline does not.
    complete
        No missing cell (else missing stays NaN for the algorithm to use itself).
    dummies
        Categories as 0/1 columns (else they come as codes and are declared in ``categorical_``).
    scaled
        Columns on a common scale.
    independent
        x without near-copies of each other (collinear columns are dropped by VIF).
    drop_first
        One dummy fewer per category, so that dummies are not an exact sum.
    topics
        Topics of written categories beside what these say of y: for algorithms that combine columns by themselves.
    """

    columns: bool = True
    complete: bool = True
    dummies: bool = True
    scaled: bool = False
    independent: bool = False
    drop_first: bool = False
    topics: bool = True

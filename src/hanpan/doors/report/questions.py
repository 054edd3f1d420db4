"""The questions and answers of a drawn tree, and the names of prepared columns, as people read them."""

from __future__ import annotations

from hanpan.doors.telling.numbers import number, percent, plain
from hanpan.doors.telling.words import Words, clean
from hanpan.insights.tree.record import DrawnTree, Node, SplitQuestion


def prepared_name(name: str, source: str, words: Words) -> str:
    """A prepared column by its source and what was made of it: ``city = Seoul``, ``ticket (how frequent)``."""
    if name.startswith(f"{source}="):
        return f"{clean(source)} = {clean(name[len(source) + 1 :])}"
    if name.startswith(f"{source}:"):
        part = name[len(source) + 1 :]
        kind = part.rstrip("0123456789=").rstrip(":")
        return f"{clean(source)} ({words.known(f'prepared.{kind}', part=part[len(kind) :]) or clean(part)})"
    return clean(name)


def asked(question: SplitQuestion | None, words: Words) -> str:
    """The question of a split."""
    return "" if question is None else rule(question, words, yes=True) + "?"


def rule(question: SplitQuestion | None, words: Words, *, yes: bool) -> str:
    """What holds for the rows that go one way."""
    if question is None:
        return ""
    name = prepared_name(question.name, question.source, words)
    if question.levels:  # a flag asks for what lies above, any other question for what lies below
        first = int(question.threshold) + 1
        held = question.levels[first:] if question.flag == yes else question.levels[:first]
        return f"{name} = {' / '.join(map(clean, held))}"
    if question.flag:
        if " = " in name:
            return name if yes else name.replace(" = ", " ≠ ", 1)
        return f"{name} = {1 if yes else 0}"
    return f"{name} {'≤' if yes else '>'} {plain(question.threshold)}"


def outcome(node: Node, told: DrawnTree, target: str = "") -> str:
    """What the rows of a node are: the share of the positive or of the largest class, or the mean.

    In a sentence with the name of the target, in a box without.
    """
    if not told.labels:
        return f"{clean(target)} {number(node.values[0])}" if target else number(node.values[0], 3)
    at = 1 if len(told.labels) == 2 else max(range(len(node.values)), key=node.values.__getitem__)
    label = clean(told.labels[at])
    return (
        f"{clean(target)} = {label}: {percent(node.values[at])}" if target else f"{label}: {percent(node.values[at])}"
    )

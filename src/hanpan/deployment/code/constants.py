"""The constants of a program: names for lists and tables of values, shared where they are equal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hanpan.deployment.code.pieces import Code, harmless, literal, spread


@dataclass(frozen=True)
class NamedValue:
    """A named value with what is said about it; ``remarks``: about single items, by their place."""

    name: str
    value: Any
    told: str
    remarks: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The assignment, remarks behind the items."""
        if not any(self.remarks):
            return f"{self.name} = {spread(self.value, 0, len(self.name) + 3)}"
        items = zip(self.value, self.remarks, strict=True)
        lines = [f"    {literal(item)},{'  # ' + harmless(remark) if remark else ''}" for item, remark in items]
        return "\n".join([f"{self.name} = [", *lines, "]"])


@dataclass
class Constants:
    """Those of one program, in the order they were asked for."""

    found: list[NamedValue] = field(default_factory=list)

    def named(self, name: str, value: Any, told: str, remarks: tuple[str, ...] = ()) -> Code:
        """The name of a value: ``name``, or that with a number where another value has it already."""
        number = 1
        while True:
            own = name if number == 1 else f"{name}_{number}"
            known = next((constant for constant in self.found if constant.name == own), None)
            if known is None:
                self.found.append(NamedValue(own, value, told, remarks))
                return Code(own)
            if literal(known.value) == literal(value):
                return Code(own)
            number += 1

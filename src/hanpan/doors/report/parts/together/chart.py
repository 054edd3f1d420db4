"""Columns together: what is missing at once, and which columns go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.data.across.record import Missing, Related
from hanpan.doors.report.charts.base import Chart, Shade, scale
from hanpan.doors.report.charts.ink import BAD, FIRST, MUTED, TEXT, fitted
from hanpan.doors.report.tables import Table, name_cell, number_cell, table
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.words import Words, clean, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TOLD = 0.3
_STEPS = 9
_SCALE = (-1.0, -0.5, 0.0, 0.5, 1.0)


class PatternChart(Chart):
    """Which cells are missing on the same rows: one line per pattern, a dot where a column is missing.

    References
    ----------
    Lex, A. et al. (2014), UpSet: visualization of intersecting sets, IEEE TVCG 20, 1983-1992.
    """

    def __init__(self, words: Words, name: str, told: Missing, rows: int) -> None:
        super().__init__(words, name)
        self.told, self.rows = told, rows
        self.names = [clean(column) for column in told.columns]
        self.size = (7.0 if len(self.names) > 6 else 4.7, 1.4 + 0.26 * len(told.patterns))

    def title(self) -> str:
        return self.words.text("together.missing.title")

    def finding(self) -> str:
        complete = percent(self.told.complete / self.rows)
        said = [
            self.words.text(
                "together.missing.finding",
                name=short(self.names[0], 28),
                complete=complete,
                share=percent(self.told.counts[0] / self.rows),
            )
        ]
        if self.told.together:
            pair = self.told.together[0]
            names = {"first": short(pair.first, 28), "second": short(pair.second, 28)}
            said.append(self.words.text("together.missing.pair", **names, phi=f"{pair.phi:z.2f}"))
        if self.told.left_out:
            said.append(self.words.text("together.missing.left_out", count=self.told.left_out))
        return " ".join(said)

    def alt(self) -> str:
        return self.words.text("together.missing.alt", count=len(self.told.patterns), columns=len(self.names))

    def table(self) -> Table:
        heads = (self.words.text("together.missing.columns"), self.words.text("profile.rows"))
        none = self.words.text("together.missing.none")
        rows = [(", ".join(self.names[k] for k in one.missing) or none, one.rows) for one in self.told.patterns]
        rest = [(self.words.text("together.missing.rest"), self.told.rest)] if self.told.rest else []
        return Table(heads, [(name_cell(names, 80), number_cell(n)) for names, n in rows + rest])

    def draw(self, axes: Axes) -> None:
        for place, one in enumerate(self.told.patterns):
            every = range(len(self.names))
            axes.plot(list(every), [place] * len(self.names), "o", color=MUTED, alpha=0.2, ms=6, mew=0)
            axes.plot(one.missing, [place] * len(one.missing), "o-", color=BAD, ms=7, mew=0, linewidth=1.6)
        labels = [f"{percent(one.rows / self.rows)} ({one.rows:,})" for one in self.told.patterns]
        axes.set_yticks(range(len(labels)), labels)
        axes.set_xticks(range(len(self.names)), [fitted(name, 16) for name in self.names], rotation=35, ha="right")
        axes.set_ylim(len(labels) - 0.4, -0.6)
        axes.set_xlim(-0.6, len(self.names) - 0.4)
        axes.spines[["left", "bottom"]].set_visible(False)


class HeatChart(Chart):
    """Every two columns as a square, the fuller the closer they go together; opposite directions in another colour."""

    def __init__(self, words: Words, name: str, told: Related) -> None:
        super().__init__(words, name)
        self.told, self.names = told, [clean(column) for column in told.names]
        side = 1.6 + 0.29 * len(self.names)
        self.size = (min(7.4, side + 0.9), min(7.0, side))

    def title(self) -> str:
        return self.words.text("together.related.title")

    def finding(self) -> str:
        first = self.told.pairs[0]
        names = {"first": short(first.first, 28), "second": short(first.second, 28)}
        key = "finding" if abs(first.value) >= _TOLD else "none"
        return self.words.text(f"together.related.{key}", **names, value=f"{first.value:z.2f}")

    def alt(self) -> str:
        return self.words.text("together.related.alt", count=len(self.names))

    def table(self) -> Table:
        heads = [self.words.text(f"together.related.{key}") for key in ("first", "second", "measure", "value")]
        return table(
            heads,
            [
                (
                    one.first,
                    one.second,
                    self.words.text(f"together.measure.{one.measure}"),
                    number_cell(one.value, f"{one.value:z.2f}"),
                )
                for one in self.told.pairs
            ],
        )

    def draw(self, axes: Axes) -> None:
        count = len(self.names)
        steps: dict[tuple[bool, int], list[tuple[int, int]]] = {}
        for row in range(count):
            for column in range(row):
                value = self.told.matrix[row][column] or 0.0
                steps.setdefault((value < 0, round(_STEPS * abs(value))), []).append((column, row))
                if abs(value) >= _TOLD and count <= 14:
                    axes.text(
                        column,
                        row,
                        f"{value:.1f}".replace("0.", "."),
                        ha="center",
                        va="center",
                        fontsize=7.5,
                        color=TEXT,
                    )
        for (opposite, step), places in sorted(steps.items()):
            left, bottom = zip(*((x - 0.46, y - 0.46) for x, y in places), strict=True)
            color, alpha = _tint(opposite, step)
            axes.bar(left, 0.92, 0.92, bottom=bottom, align="edge", linewidth=0, color=color, alpha=alpha)
        labels = [fitted(name, 18) for name in self.names]
        axes.set_yticks(range(1, count), labels[1:])
        axes.set_xticks(range(count - 1), labels[:-1], rotation=45, ha="right")
        axes.set_xlim(-0.6, count - 1.4)
        axes.set_ylim(count - 0.4, 0.4)
        axes.spines[["left", "bottom"]].set_visible(False)
        tints = ((value, _tint(value < 0, round(_STEPS * abs(value)))) for value in _SCALE)
        scale(axes, [Shade(f"{value:+.1f}" if value else "0", *tint) for value, tint in tints])


def _tint(opposite: bool, step: int) -> tuple[str, float]:
    """Colour by direction, the fuller the closer."""
    return BAD if opposite else FIRST, round(0.06 + 0.84 * step / _STEPS, 2)

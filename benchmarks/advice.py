"""Advice is judged by trying it: what comes of doing what the first finding on a training says.

    python benchmarks/advice.py [--data FOLDER] [--cache FOLDER] [--part held-out] [--pairs 60] [--readings 1200]
                                [--others 30]

Networks are really trained on tables (scikit-learn's, made ones, and those of FOLDER, which holds a data.json), each at
nine learning rates, from four starts, for many epochs at once; what was trained is kept in the cache. Then single
trainings are read, as a Keras ``History`` and as a network of the board (early stopping, best epoch kept), and the
first advice is followed. It helps where validation improves beyond chance: its mean improvement over the four starts is
more than two standard errors. "judged" tells the same of rows by which nothing was chosen. "settled" says that curves
cannot tell whether another learning rate is better, and offers to find out; that is followed too, and counted apart.
What "fine" leaves on the table is measured on those rows too, by the change that validation finds best among four times
the epochs, a third, a tenth, three and ten times the rate, and early stopping: more than 5 % of it, beyond chance.

Limits of ``modeling/curves/curve_reading.py`` were set on the parts "development" and "second"; of "held-out"
networks, rates, epochs, starts and rows are others, and so are most tables.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from advising.following import FOLLOWED, OFFERED, Gain, Run, Trained, best_tried, followed, gain, reached, read
from advising.tables import BUNDLED, MADE, table
from advising.trainings import Design, build, cached

import hanpan.networks as hn

NEAR = 0.05  # of the loss: a rate that comes so close to the best one is as good
FINDINGS = 30  # learning rates found
MANY = 8


@dataclass(frozen=True)
class Part:
    """What is trained on what."""

    tables: tuple[str, ...]
    designs: tuple[Design, ...]
    rates: tuple[float, ...]
    planned: tuple[int, ...]
    epochs: int
    seed: int
    split: int


def grid(low: float, high: float) -> tuple[float, ...]:
    return tuple(float(f"{rate:.2g}") for rate in np.geomspace(low, high, 9))


PARTS = {
    "development": Part(
        tables=(
            "boston",
            "diabetes",
            "iris",
            "titanic",
            "ring",
            "waves",
            "line",
            "advertising",
            "slope",
            "friedman",
            "wide",
            "noise_class",
            "exact_line",
        ),
        designs=(
            Design(()),
            Design((64, 32)),
            Design((4,)),
            Design((128, 128, 64)),
            Design((18, 4), "swish"),
            Design((64, 32), dropout=0.5),
            Design((64,), l2=0.1),
            Design((32, 32), "tanh"),
            Design((8,) * 6, "sigmoid"),
            Design((64, 32), optimizer="SGD"),
            Design((), optimizer="SGD"),
            Design((64, 32), normal=True),
            Design((16,), batch=128),
            Design((64, 32), optimizer="RMSprop"),
            Design((64,), l2=0.005),
        ),
        rates=grid(1e-4, 1),
        planned=(12, 25, 50, 100),
        epochs=400,
        seed=0,
        split=0,
    ),
    "second": Part(
        tables=(
            "wine",
            "breast_cancer",
            "digits",
            "airquality",
            "carseats",
            "pima_diabetes",
            "wine_white",
            "attrition",
            "mobile_churn",
            "kc_house",
            "seoul_bike",
            "cross",
            "noise_number",
            "apart",
            "friedman_noisy",
            "clusters",
            "moons",
        ),
        designs=(
            Design(()),
            Design((32, 16)),
            Design((100, 50)),
            Design((12,), "tanh"),
            Design((64, 32), dropout=0.3),
            Design((32,), l2=0.03),
            Design((6,)),
            Design((32, 32), "elu"),
            Design((32, 16), optimizer="SGD"),
            Design((8,) * 5, "sigmoid"),
            Design((32, 16), normal=True),
            Design((32,), batch=16),
            Design((32,), optimizer="RMSprop"),
        ),
        rates=grid(2e-4, 2),
        planned=(15, 40, 75, 150),
        epochs=600,
        seed=5,
        split=3,
    ),
    "held-out": Part(
        tables=(
            "product",
            "circles",
            "kc_house",
            "steps",
            "hastie",
            "boston",
            "quantiles",
            "friedman_two",
            "titanic",
            "circuit",
            "slope_flipped",
            "wine_white",
            "sparse",
            "corners",
            "mobile_churn",
            "tangent",
            "diabetes",
            "noise_three",
        ),
        designs=(
            Design((48,)),
            Design((24, 24)),
            Design(()),
            Design((96, 48), "gelu"),
            Design((20,), "swish"),
            Design((48, 24), dropout=0.2),
            Design((40,), l2=0.01),
            Design((16, 8), "tanh"),
            Design((48, 24), optimizer="SGD"),
            Design((10,) * 5, "sigmoid"),
            Design((24, 12), normal=True),
            Design((30,), batch=64),
            Design((30,), optimizer="RMSprop"),
        ),
        rates=grid(1.5e-4, 1.5),
        planned=(18, 35, 70, 100),
        epochs=400,
        seed=9,
        split=11,
    ),
}
SHORTER = ("digits", "mobile_churn", "seoul_bike", "attrition")  # wide tables: half the epochs


@dataclass(frozen=True)
class Tried:
    """A reading, and what came of it: ``gain`` of the first advice, ``left`` of the best change where none is given."""

    code: str
    gain: Gain | None
    left: Gain | None


class Trainer:
    """The trainings of a part, made when they are asked for."""

    def __init__(self, part: Part, data: Path | None, cache: Path, others: int) -> None:
        self.part, self.data, self.cache, self.others = part, data, cache, others
        self.known: dict[tuple[str, Design], Trained] = {}

    def pairs(self, most: int) -> Iterator[tuple[str, Design]]:
        """So many tables and designs, each table with another design every time round."""
        names = [name for name in self.part.tables if self.data is not None or name in (*BUNDLED, *MADE)]
        designs = self.part.designs
        for number in range(most):
            turn, place = divmod(number, len(names))
            yield names[place], designs[(6 * turn + 3 * self.part.tables.index(names[place])) % len(designs)]

    def other(self, name: str, design: Design) -> Trained | None:
        """The same table with a changed design; None where so many of them are trained already."""
        if (name, design) not in self.known and len(self.known) < self.others:
            self.known[name, design] = self.trained(name, design)
        return self.known.get((name, design))

    def trained(self, name: str, design: Design) -> Trained:
        place = self.part.tables.index(name)
        scale = "minmax" if place % 3 == 1 else "standard"
        rows = table(name, self.data, scale=scale, seed=self.part.split)
        epochs = self.part.epochs // 2 if name in SHORTER else self.part.epochs
        curves = cached(self.cache, rows, design, epochs, scale, rates=self.part.rates, seed=self.part.seed)
        return Trained(rows, design, self.part.rates, curves)


def main() -> None:
    """Train, read, follow, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("advice-cache"))
    parser.add_argument("--part", choices=tuple(PARTS), default="held-out")
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--readings", type=int, default=1200)
    parser.add_argument("--others", type=int, default=30, help="networks trained because advice changes the design")
    given = parser.parse_args()
    trainer = Trainer(PARTS[given.part], given.data, given.cache, given.others)
    made = [trainer.trained(*pair) for pair in trainer.pairs(given.pairs)]
    print(f"{given.part}: {len(made)} networks on {len({one.table.name for one in made})} tables")
    for kept in (False, True):
        print(f"\n{'networks of the board (best epoch kept)' if kept else 'as a Keras History'}")
        tell([tried(run, start, trainer) for run, start in drawn(made, given.readings, kept)])
        fine = fine_leaves(made, MANY * given.readings, kept)
        print(f"fine, of {MANY} times as many readings: {len(fine)}, of which {np.mean(fine):.0%} leave something")
    print(
        f"\nlearning rates found: {rates_found(made[:FINDINGS]):.0%} of {len(made[:FINDINGS])} come within "
        f"{NEAR:.0%} of the best of the grid"
    )


def drawn(made: list[Trained], count: int, kept: bool) -> Iterator[tuple[Run, int]]:
    """Trainings drawn at random: which network, which rate, how many epochs, which start."""
    random = np.random.default_rng(0)
    best = best_known(made) if kept else {}
    for _ in range(count):
        of = made[random.integers(len(made))]
        # Networks of the board have epochs to spare, and stop when more brings nothing.
        planned = (of.longest // 2, of.longest // 4) if kept else [few for few in PLANNED if 4 * few <= of.longest]
        run = Run(of, int(random.integers(len(of.rates))), int(random.choice(planned)), kept, best.get(of.table.name))
        yield run, int(random.integers(of.curves["loss"].shape[1]))


PLANNED = sorted({few for part in PARTS.values() for few in part.planned})


def best_known(made: list[Trained]) -> dict[str, float]:
    """The lowest validation loss on each table, whatever the network."""
    found: dict[str, float] = {}
    for of in made:
        runs = [Run(of, place, of.longest, True) for place in range(len(of.rates))]
        found[of.table.name] = min(found.get(of.table.name, np.inf), *(reached(run, True)[0].mean() for run in runs))
    return found


def tried(run: Run, start: int, trainer: Trainer) -> Tried:
    """The first finding on a training, and what following it brings."""
    code = read(run, start)[0]
    remedy = {**FOLLOWED, **OFFERED}.get(code)
    left = None if code in FOLLOWED else best_tried(run)
    if remedy is None:
        return Tried(code, None, left)
    other = trainer.other(run.of.table.name, getattr(run.of.design, remedy.design)()) if remedy.design else None
    made = followed(run, remedy, other)
    if made is None and remedy.epochs > 1:  # as much of it as was trained
        made = followed(replace(run, epochs=run.of.longest // remedy.epochs), remedy, other)
    return Tried(code, None if made is None else gain(run, made), left)


def fine_leaves(made: list[Trained], count: int, kept: bool) -> list[bool]:
    """Whether something is left where nothing needs doing: such readings are few, so more are drawn, each once."""
    runs = dict.fromkeys(drawn(made, count, kept))
    return [best_tried(run).left for run, start in runs if read(run, start)[0] == "fine"]


def tell(readings: list[Tried]) -> None:
    """A table by finding, and the totals."""
    print(f"{'first finding':<20}{'read':>6}{'tried':>7}{'helps':>7}{'judged':>8}{'left':>7}")
    for code in sorted({one.code for one in readings}):
        print(line(code, [one for one in readings if one.code == code]))
    print(line("all advice", [one for one in readings if one.code in FOLLOWED]))
    print(line("and what is offered", [one for one in readings if one.code in FOLLOWED or one.code in OFFERED]))


def line(name: str, readings: list[Tried]) -> str:
    gains = [one.gain for one in readings if one.gain is not None]
    left = [one.left.left for one in readings if one.left is not None]
    shares = [np.mean([one.beyond for one in gains]), np.mean([one.judged_beyond for one in gains])] if gains else []
    cells = "".join(f"{share:>{width}.0%}" for share, width in zip(shares, (7, 8), strict=False)) or " " * 15
    return f"{name:<20}{len(readings):>6}{len(gains):>7}{cells}" + (f"{np.mean(left):>7.0%}" if left else "")


def rates_found(made: list[Trained]) -> float:
    """Share of networks for which the finder's rate comes near the best of the grid, with early stopping."""
    return float(np.mean([_near(of) for of in made]))


def _near(of: Trained) -> bool:
    x, y = of.table.fit
    model = build(of.design, x.shape[1], of.table.classes)
    found = hn.find_learning_rate(model, x, y, batch_size=of.design.batch, rates=of.rates)
    losses = [reached(Run(of, place, of.longest // 4, True), True)[0] for place in range(len(of.rates))]
    chosen, best = losses[of.rates.index(found.recommended)], min(losses, key=np.mean)
    apart = chosen.mean() / max(best.mean(), 1e-3 * of.table.baseline) - 1
    return bool(apart <= NEAR)


if __name__ == "__main__":
    main()

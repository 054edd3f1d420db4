"""Monitoring in figures: false alarms, what is found, and how near the quality expected without labels comes.

python benchmarks/watch.py [alarms|found|expected]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import hanpan
from hanpan.data.schema import Column
from hanpan.deployment.bundle import read_bundle
from hanpan.deployment.counting.bins import bins_of
from hanpan.deployment.counting.counts import Counts, counted
from hanpan.deployment.monitoring.drift import drifts
from hanpan.deployment.monitoring.watching import RecordTold, counts_of_table, watch_counts
from hanpan.deployment.predictor import predict_table
from hanpan.evaluation.limits.resampled import auc_of
from hanpan.preparation.columns import Columns

Draw = Callable[[np.random.Generator, int], np.ndarray]
WORDS = np.array([f"w{k}" for k in range(40)])
SKEWED = 0.9 ** np.arange(40) / (0.9 ** np.arange(40)).sum()
KINDS: dict[str, tuple[str, Draw]] = {
    "normal": ("number", lambda r, n: r.normal(size=n)),
    "lognormal": ("number", lambda r, n: r.lognormal(size=n)),
    "counts (Poisson 1.5)": ("number", lambda r, n: r.poisson(1.5, n).astype(float)),
    "half zeros": ("number", lambda r, n: np.where(r.random(n) < 0.5, 0.0, r.exponential(size=n))),
    "yes/no (10 %)": ("category", lambda r, n: np.where(r.random(n) < 0.1, "yes", "no")),
    "40 words": ("category", lambda r, n: r.choice(WORDS, n, p=SKEWED)),
}
TRAINING = 20_000
ALGORITHMS = ["logistic_regression", "lightgbm"]


def frame_of(random: np.random.Generator, rows: int) -> pd.DataFrame:
    return pd.DataFrame({name: draw(random, rows) for name, (_, draw) in KINDS.items()})


def counts_of(bins: list, frame: pd.DataFrame) -> Counts:
    return Counts(rows=len(frame), columns=counted(bins, Columns(frame), {}))


def alarms() -> None:
    """No change at all: how often a column is called changed (1 % is meant), alone and corrected over all six."""
    print(f"\nFalse alarms, training {TRAINING:,} rows: share of tests with p < 1 % (wanted: 1 % +- 0.5)")
    print(
        f"{'rows now':>9} "
        + " ".join(f"{name:>21}" for name in KINDS)
        + f" {'any of 6, corrected':>20} {'PSI > 0.1':>10}"
    )
    for rows, tries in ((100, 2000), (1_000, 2000), (10_000, 1000), (100_000, 400)):
        random = np.random.default_rng(rows)
        alone, joint, usual = np.zeros(len(KINDS)), 0, 0
        for _ in range(tries):
            training, now = frame_of(random, TRAINING), frame_of(random, rows)
            bins = [bins_of(Column(name=name, kind=kind), Columns(training)) for name, (kind, _) in KINDS.items()]
            before, after = counts_of(bins, training), counts_of(bins, now)
            found = drifts(bins, before, after)
            alone += [
                drifts([one], before, after)[0].p * 0.5 < 0.01 for one in bins
            ]  # two tests a column: shape, missing
            joint += any(one.real for one in found)
            usual += sum((one.psi or 0) > 0.1 for one in found)
        shares = " ".join(f"{share:>21.2%}" for share in alone / tries)
        print(f"{rows:>9,} {shares} {joint / tries:>20.2%} {usual / tries / len(KINDS):>10.2%}")


def found() -> None:
    """One of ten normal columns is shifted, corrected over all ten."""
    print("\nFound: one of ten normal columns shifted, 1,000 rows now, 400 tries (wanted: >= 95 % at 0.2 sd)")
    print(f"{'training':>9} {'shift (sd)':>11} {'found':>7} {'and large':>17} {'PSI > 0.1':>10} {'others called':>14}")
    names = [f"x{k}" for k in range(10)]
    for training in (2_000, 5_000, 20_000):
        for shift in (0.1, 0.15, 0.2):
            random, hits = np.random.default_rng(training), np.zeros(4)
            for _ in range(400):
                old = pd.DataFrame(random.normal(size=(training, 10)), columns=names)
                new = pd.DataFrame(random.normal(size=(1_000, 10)), columns=names)
                new["x0"] += shift
                bins = [bins_of(Column(name=name, kind="number"), Columns(old)) for name in names]
                first, *others = drifts(bins, counts_of(bins, old), counts_of(bins, new))
                hits += [first.real, first.drifted, (first.psi or 0) > 0.1, sum(one.real for one in others) / 9]
            told = " ".join(f"{share:>{width}.1%}" for share, width in zip(hits / 400, (7, 17, 10, 14), strict=True))
            print(f"{training:>9,} {shift:>11} {told}")


def made_table(seed: int) -> Callable[[np.random.Generator, int, float], pd.DataFrame]:
    """A table whose rows may be drawn elsewhere (``shift``), while the chance of y given x stays the same."""
    own = np.random.default_rng(seed)
    width, bend = 4 + seed % 4, own.normal(size=12)
    sharp, base = own.uniform(0.8, 2.2), own.uniform(-1.2, 0.3)

    def draw(random: np.random.Generator, rows: int, shift: float) -> pd.DataFrame:
        x = random.normal(size=(rows, width))
        x[:, 0] += shift
        x[:, 1] *= 1 + 0.4 * shift
        words = np.array(["a", "b", "c"])[np.minimum((random.random(rows) * 3 * (1 - 0.3 * shift)).astype(int), 2)]
        raw = bend[0] * x[:, 0] + bend[1] * x[:, 1] + bend[2] * np.abs(x[:, 2]) + bend[3] * x[:, 0] * x[:, 3]
        raw = sharp * (raw + bend[4] * (words == "a")) + base
        frame = pd.DataFrame(x, columns=[f"x{k}" for k in range(width)]).assign(word=words)
        frame["y"] = np.where(random.random(rows) < 1 / (1 + np.exp(-raw)), "yes", "no")
        return frame

    return draw


def expected() -> None:
    """AUC expected without labels, and the true one on 50,000 rows, where only the kind of rows changes."""
    print("\nQuality without labels under covariate shift: AUC on ten made tables of 4,000 rows (wanted: within 0.02)")
    print("each: off by (expected less true); PAPE had 4,000 more labelled rows of the time before")
    print(
        "table                  model  train  no shift | shift 0.5: true    CBPE   PAPE | shift 0.8: true   CBPE   PAPE"
    )
    offs = []
    for seed in range(10):
        draw = made_table(seed)
        random, folder = np.random.default_rng(100 + seed), Path(tempfile.mkdtemp())
        told = {"trials": 5, "workers": 0, "algorithms": ALGORITHMS, "insights": "none", "progress": False}
        study = hanpan.run(draw(random, 4_000, 0.0), "y", positive="yes", out=str(folder / "s"), **told)
        bundle, before = read_bundle(study.model_path), draw(random, 4_000, 0.0)
        line = f"{seed:>5} {bundle.manifest.model:>22}"
        for shift in (0.0, 0.5, 0.8):
            now = draw(random, 50_000, shift)
            done = predict_table(bundle.model, now)
            watch = watch_counts(bundle, counts_of_table(bundle, done), RecordTold(model=str(seed)))
            one = next(one for one in watch.expected if one.metric == "auc")
            truth = auc_of(done.output[:, 1], (now["y"] == "yes").to_numpy()) or 0.0
            if not shift:
                line += f" {one.training:.4f} {one.now - truth:>+9.4f} "
                continue
            other = pape(bundle.model, before, now, done.output[:, 1])
            offs.append((shift, one.now - truth, other - truth))
            line += f" | {truth:>15.4f} {one.now - truth:>+7.4f} {other - truth:>+7.4f}"
        print(line, flush=True)
    for shift in (0.5, 0.8):
        off = np.abs([part[1:] for part in offs if part[0] == shift])
        print(f"shift {shift}: largest CBPE {off[:, 0].max():.4f}, PAPE {off[:, 1].max():.4f};", end=" ")
        print(f"mean CBPE {off[:, 0].mean():.4f}, PAPE {off[:, 1].mean():.4f}")


def pape(model: hanpan.Model, labelled: pd.DataFrame, now: pd.DataFrame, score: np.ndarray) -> float:
    """PAPE with 4,000 labelled rows of the time before, which the model has not seen: scores put right under weights.

    Białek, Kuberski, Perrakis, Bifet (2025), Estimating model performance under covariate shift without labels.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    from hanpan.evaluation.deciding.calibration import fit_calibration

    typed = [model.typed(frame) for frame in (labelled, now)]
    x = [
        frame[[c.name for c in model.schema.features]].assign(word=frame["word"].map({"a": 0, "b": 1, "c": 2}))
        for frame in typed
    ]
    some = np.arange(0, len(now), 10)
    telling = HistGradientBoostingClassifier(max_iter=60, max_depth=3, random_state=0)
    telling.fit(pd.concat([x[0], x[1].iloc[some]]), np.repeat([0, 1], [len(x[0]), len(some)]))
    p = np.clip(telling.predict_proba(x[0])[:, 1], 1e-3, 1 - 1e-3)
    output, y = model.output(typed[0]), (labelled["y"] == "yes").to_numpy().astype(int)
    known = fit_calibration(y, output, p / (1 - p))
    chance = known.apply(np.column_stack([1 - score, score]))[:, 1]
    order = np.argsort(score, kind="stable")
    hits, misses = chance[order], 1 - chance[order]
    return float((hits * (np.cumsum(misses) - misses / 2)).sum() / (hits.sum() * misses.sum()))


if __name__ == "__main__":
    parts = {"alarms": alarms, "found": found, "expected": expected}
    for name in sys.argv[1:] or parts:
        began = time.perf_counter()
        parts[name]()
        print(f"({name}: {time.perf_counter() - began:.0f} s)")

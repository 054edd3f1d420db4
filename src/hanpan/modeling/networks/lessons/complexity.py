"""How many hidden nodes? Networks of many sizes trained side by side, on the folds of one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from hanpan.business.metrics import metric
from hanpan.foundation.budget import Deadline
from hanpan.foundation.errors import NetworkError
from hanpan.modeling.curves.complexity import SCORES, ComplexityMap, SizeScore, recommend
from hanpan.modeling.networks.compiled.inner import inner_split
from hanpan.modeling.networks.plain.record import NetworkRecord, read_answers

LAYERS, NODES = (1, 2, 3), (2, 4, 8, 16, 32, 64, 128)
RATE = 0.01
INNER = 0.15  # share of the fit rows that choose the epoch
UPDATES = 1600  # about so many, whatever the number of rows
WIDE = 200  # columns from which moving the weights costs more than the rows: fewer updates on larger batches
WIDE_UPDATES, WIDE_BATCH = 300, 128
FEWEST_EPOCHS = 10
_TRAIN_SAMPLE = 2000  # fit rows on which the train score is read

Size = tuple[int, ...]
Judge = Callable[[np.ndarray, np.ndarray], float]


@dataclass(frozen=True)
class FoldRows:
    """One fold, prepared: x (n, p) on a common scale; y values, or codes 0 ... C-1."""

    fit_x: np.ndarray
    fit_y: np.ndarray
    valid_x: np.ndarray
    valid_y: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Trying:
    """How sizes are tried. ``judge(y, output)`` scores values (n,) or probabilities (n, C)."""

    n_classes: int
    judge: Judge
    starts: int = 2
    until: Deadline = field(default_factory=Deadline.never)


def grid(layers: Sequence[int] = LAYERS, nodes: Sequence[int] = NODES) -> list[Size]:
    """No hidden layer, then every number of nodes in every number of layers."""
    return [(), *((width,) * depth for depth in layers for width in nodes)]


def complexity_map(
    x: np.ndarray,
    y: np.ndarray,
    *,
    layers: Sequence[int] = LAYERS,
    nodes: Sequence[int] = NODES,
    folds: int = 3,
    starts: int = 2,
    seconds: float | None = None,
) -> ComplexityMap | None:
    """Validation score over hidden layers x nodes, and the smallest size that is as good as the best.

    Parameters
    ----------
    x, y
        (n, p) complete numbers on a common scale; (n,) numbers or labels.
    layers, nodes
        The grid; a network without hidden nodes is always tried.
    folds, starts
        Folds of the rows, and starts from other weights in each.
    seconds
        After so many no more sizes are begun.

    Returns
    -------
    ComplexityMap or None
        Scores are log loss for labels, root mean squared error for numbers; None where too few sizes could be tried.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(150, 2))
    >>> found = complexity_map(x, x @ [1.0, -2.0], layers=[1], nodes=[2, 8], starts=1)
    >>> found.sizes[found.recommended].hidden
    ()
    """
    from sklearn.utils.multiclass import type_of_target

    classification = type_of_target(y) != "continuous"
    labels, coded = np.unique(y, return_inverse=True) if classification else (np.empty(0), np.asarray(y, float))
    x, coded = np.asarray(x, float), coded.astype(float)
    if len(labels) == 1 or not np.isfinite(x).all():
        raise NetworkError("network_sizes", reason=f"x {x.shape}, {len(labels)} labels")
    rows = [FoldRows(x[fit], coded[fit], x[valid], coded[valid]) for fit, valid in _folds(coded, folds, classification)]
    judge = _log_loss if classification else _rmse
    trying = Trying(n_classes=len(labels), judge=judge, starts=starts, until=Deadline.after(seconds))
    sizes = score_sizes(rows, grid(layers, nodes), trying)
    judged_by = metric("log_loss" if classification else "rmse")
    return recommend(
        sizes,
        baseline=baseline_score(rows, trying),
        metric=judged_by,
        fit_rows=len(rows[0].fit_y),
        folds=len(rows),
        starts=starts,
    )


def baseline_score(folds: Sequence[FoldRows], trying: Trying) -> float:
    """Mean score of answering with the mean, or with the shares of the classes, of the fit rows."""
    scores = []
    for fold in folds:
        counts = np.bincount(fold.fit_y.astype(int), minlength=trying.n_classes) if trying.n_classes else None
        shares = np.mean(fold.fit_y) if counts is None else counts / len(fold.fit_y)
        scores.append(trying.judge(fold.valid_y, np.broadcast_to(shares, (len(fold.valid_y), *np.shape(shares)))))
    return float(np.mean(scores))


def programs(sizes: Sequence[Size]) -> list[list[Size]]:
    """Sizes that share a program, cheap and coarse first.

    Compiling costs about as much as training a hundred of the small ones, so few programs are better; but a small
    network in the shape of a large one costs as much as the large one.

    Examples
    --------
    >>> [len(part) for part in programs(grid())]
    [1, 12, 3, 4, 2]
    """
    parts: dict[tuple[bool, int, bool], list[Size]] = {}
    for size in sizes:
        width = max(size, default=0)
        deep = len(size) > 1 and width > 16
        band = 0 if width <= 16 else 1 if not deep or width <= 64 else 2
        parts.setdefault((bool(size), band, deep), []).append(size)
    return [parts[key] for key in sorted(parts)]


def score_sizes(folds: Sequence[FoldRows], sizes: Sequence[Size], trying: Trying) -> list[SizeScore]:
    """Every size on every fold, as far as the time allows: a size counts only where all folds could be tried."""
    from hanpan.modeling.networks.stored.backend import use_jax

    use_jax()
    scored: list[SizeScore] = []
    width = max(fold.fit_x.shape[1] for fold in folds)
    for part in programs(sizes):
        found = [
            _one_fold(fold, part, trying, width, number) for number, fold in enumerate(folds) if not trying.until.over
        ]
        known = [scores for scores in found if scores is not None]
        if len(known) < len(folds):
            break
        # (folds, sizes, 4); of one fold each start is a try of its own
        cube = np.moveaxis(known[0], 1, 0) if len(known) == 1 else np.stack(known).mean(axis=2)
        for place, size in enumerate(part):
            parts = (tuple(map(float, cube[:, place, which])) for which in range(len(SCORES)))
            count = n_parameters(size, folds[0].fit_x.shape[1], trying.n_classes)
            scored.append(SizeScore(hidden=size, n_parameters=count, **dict(zip(SCORES, parts, strict=True))))
    return scored


def n_parameters(size: Size, n_inputs: int, n_classes: int) -> int:
    """Weights and biases.

    Examples
    --------
    >>> n_parameters((18, 4), 12, 0)
    315
    """
    return sum((wide + 1) * out for wide, out in pairwise([n_inputs, *size, _outputs(n_classes)]))


def _outputs(n_classes: int) -> int:
    return n_classes if n_classes > 2 else 1


def _one_fold(fold: FoldRows, sizes: Sequence[Size], trying: Trying, width: int, number: int) -> np.ndarray | None:
    """(sizes, starts, 4): validation, train, and both with the last weights; None where the time ran out."""
    from hanpan.modeling.networks.lessons import crowd

    random = np.random.RandomState(number)
    parts = inner_split(fold.fit_y, INNER, random, stratify=trying.n_classes > 0)
    fit, inner = parts if parts is not None else (np.arange(len(fold.fit_y)),) * 2
    mean, scale = _target_scale(fold.fit_y[fit], trying.n_classes)
    y = ((fold.fit_y - mean) / scale).astype(np.float32)
    x, valid_x = (_widened(part, width) for part in (fold.fit_x, fold.valid_x))
    batch, updates = (WIDE_BATCH, WIDE_UPDATES) if width > WIDE else (32 if len(fit) <= 1500 else 64, UPDATES)
    batch = min(batch, len(fit))
    plan = crowd.CrowdPlan(trying.n_classes, batch)
    steps = len(fit) // batch
    epochs = max(updates // steps, FEWEST_EPOCHS)
    numbers = {"steps": np.int32(steps), "epochs": np.int32(epochs), "rate": np.float32(RATE)}
    state, moves = crowd.begin(sizes, width, _outputs(trying.n_classes), range(trying.starts))
    rows, judged = (_padded(crowd, x[some], y[some]) for some in (fit, inner))
    while int(state.epoch) < epochs:
        if trying.until.over:
            return None
        orders = np.array([_order(random, len(fit), len(rows.y)) for _ in range(crowd.CHUNK)], np.int32)
        state = crowd.some_epochs(state, moves, rows, judged, orders, numbers, plan=plan)
    record = NetworkRecord(
        task="regression" if trying.n_classes == 0 else "binary" if trying.n_classes == 2 else "multiclass",
        n_inputs=width,
        n_classes=trying.n_classes,
        n_parameters=0,
        logits=True,
        target_mean=mean,
        target_scale=scale,
        answer="value" if trying.n_classes == 0 else "sigmoid" if trying.n_classes == 2 else "softmax",
    )
    some = fit[:_TRAIN_SAMPLE]
    sets = ((valid_x, fold.valid_y), (x[some], fold.fit_y[some]))
    columns = [
        _scores(_answers(weights, rows_x), rows_y, record, trying)
        for weights in (state.best, state.weights)
        for rows_x, rows_y in sets
    ]
    return np.stack(columns, axis=2)


def _answers(weights: Any, x: np.ndarray) -> np.ndarray:
    """What each network's last layer gives, (m, n, q). In NumPy: quicker than compiling it for these rows."""
    values = x
    for layer in range(len(weights) // 2):
        values = (np.maximum(values, 0) if layer else values) @ np.asarray(weights[f"kernel{layer}"])
        values = values + np.asarray(weights[f"bias{layer}"])[:, None, :]
    return values


def _scores(answers: np.ndarray, y: np.ndarray, record: NetworkRecord, trying: Trying) -> np.ndarray:
    """Score of each size and start, from (sizes x starts, n, q) answers."""
    found = [trying.judge(y, read_answers(record, raw)) for raw in answers]
    return np.array(found, float).reshape(-1, trying.starts)


def _target_scale(y: np.ndarray, n_classes: int) -> tuple[float, float]:
    return (0.0, 1.0) if n_classes else (float(np.mean(y)), float(np.std(y)) or 1.0)


def _widened(x: np.ndarray, width: int) -> np.ndarray:
    """Columns of 0 added, so that folds that prepare fewer columns share the program."""
    return np.pad(np.asarray(x, np.float32), ((0, 0), (0, width - x.shape[1])))


def _padded(crowd: Any, x: np.ndarray, y: np.ndarray) -> Any:
    """Rows of weight 0 added up to a round number, so that near sizes share the program."""
    from hanpan.modeling.networks.compiled.padding import round_up

    spare = round_up(len(y)) - len(y)
    weight = np.pad(np.ones(len(y), np.float32), (0, spare))
    return crowd.CrowdRows(np.pad(x, ((0, spare), (0, 0))), np.pad(y, (0, spare)), weight)


def _order(random: np.random.RandomState, n: int, width: int) -> np.ndarray:
    return np.pad(random.permutation(n), (0, width - n))


def _folds(y: np.ndarray, folds: int, stratify: bool) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    from sklearn.model_selection import KFold, StratifiedKFold

    kind = StratifiedKFold if stratify and np.bincount(y.astype(int)).min() >= folds else KFold
    yield from kind(folds, shuffle=True, random_state=0).split(y, y)


def _rmse(y: np.ndarray, output: np.ndarray) -> float:
    return float(np.sqrt(np.mean((output - y) ** 2)))


def _log_loss(y: np.ndarray, output: np.ndarray) -> float:
    sure = output[np.arange(len(y)), y.astype(int)]
    return float(-np.mean(np.log(np.clip(sure, 1e-7, 1))))

"""The proposer: strong defaults first, then curves over their knobs and variations of what does best here.

It looks only at finished trials and at how many candidates it has proposed; no clock enters, so that the same trials
lead to the same proposals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Any

import numpy as np

from hanpan.foundation.randomness import seed_for
from hanpan.modeling.algorithms.algorithm import Algorithm
from hanpan.modeling.candidate import BALANCE, PLAIN, Candidate
from hanpan.modeling.trial import Trial
from hanpan.preparation.recipe import Recipe

Affordable = Callable[[Candidate], bool]
_PLAIN = ("tree", "linear", "neighbors")
_PLAIN_TURN = 2  # every second turn is for a point of a curve, as long as plain families lack some
_LEADERS_TURN = 6  # of which every third is for the leaders' curves
_KNOB_TURN = 3  # every third turn after that
_FULL_DRAW = 0.35  # share of variations drawn from the whole space instead of near the best so far


class Proposer:
    """Proposes one candidate after another.

    Parameters
    ----------
    algorithms
        Entries of the catalogue that fit the task, in the order of starting.
    recipes
        The recipe of each.
    greater_is_better
        Direction of the score.
    seed
        The study's seed.
    """

    def __init__(
        self, algorithms: tuple[Algorithm, ...], recipes: dict[str, Recipe], greater_is_better: bool, seed: int
    ) -> None:
        self._algorithms = algorithms
        self._recipes = recipes
        self._sign = 1.0 if greater_is_better else -1.0
        self._seed = seed
        self._keys: set[str] = set()
        self._made: dict[str, Candidate] = {}
        self._turn = 0

    def next(self, trials: list[Trial], affordable: Affordable = lambda candidate: True) -> Candidate | None:
        """The next candidate, or None when nothing new can be thought of.

        ``affordable`` may refuse a candidate for its likely cost; a refused one may come again later.
        """
        for candidate in self._ideas(trials):
            if candidate.key not in self._keys and affordable(candidate):
                self._keys.add(candidate.key)
                return candidate
        return None

    @property
    def untried(self) -> int:
        """How many algorithms have not had their first turn."""
        return sum(candidate.key not in self._keys for candidate in self._defaults(0))

    def seen(self, candidate: Candidate) -> None:
        """Never propose this one (it stands in the journal)."""
        self._keys.add(candidate.key)

    def _ideas(self, trials: list[Trial]) -> Iterator[Candidate]:
        yield from self._defaults(0)
        self._turn += 1
        plain, others = self._knobs(trials)
        cheap = [point for point in plain if point.key not in self._keys]
        points = chain(cheap, others) if self._turn % _LEADERS_TURN else chain(others, cheap)
        rest = chain(self._defaults(1), self._variations(trials))
        due = self._turn % (_PLAIN_TURN if cheap else _KNOB_TURN) == 0
        yield from chain(points, rest) if due else chain(rest, points)

    def _defaults(self, place: int) -> Iterator[Candidate]:
        """The first, or the second, starting point of every algorithm; of a person's own networks all."""
        for entry in self._algorithms:
            if entry.own:
                yield from (self._candidate(entry, dict(given), "own") for given in entry.defaults)
            else:
                yield from (self._candidate(entry, dict(given), "default") for given in entry.defaults[place:][:1])

    def _knobs(self, trials: list[Trial]) -> tuple[Iterator[Candidate], Iterator[Candidate]]:
        """Points of curves: of families that cost next to nothing; of three leaders and the best of the other families.

        Of all algorithms the first knob comes before the second of any.
        """
        ranked = self.ranking(trials)
        families: dict[str, Algorithm] = {}
        for entry in ranked:
            families.setdefault(entry.family, entry)
        plain = [entry for family, entry in families.items() if family in _PLAIN]
        others = {entry.name: entry for entry in [*ranked[:3], *families.values()] if entry not in plain}
        return self._points(plain), self._points(list(others.values()))

    def _points(self, entries: list[Algorithm]) -> Iterator[Candidate]:
        """One of each algorithm in turn, so that every curve has its ends and its middle before any is complete."""
        for place in range(max((len(entry.knobs) for entry in entries), default=0)):
            curves = [
                [(entry, knob, value) for value in from_the_ends(knob.values)]
                for entry in entries
                for knob in entry.knobs[place : place + 1]
            ]
            for entry, knob, value in filter(None, chain.from_iterable(zip_longest(*curves))):
                parameters = {**entry.defaults[0], **knob.given, knob.parameter: value}
                yield self._candidate(entry, parameters, "knob")

    def _variations(self, trials: list[Trial]) -> Iterator[Candidate]:
        ranked = [entry for entry in self.ranking(trials) if entry.space]
        if not ranked:
            return
        for attempt in range(20):
            random = np.random.default_rng(seed_for(self._seed, "variation", self._turn, attempt))
            entry = ranked[min(int(random.geometric(0.4)) - 1, len(ranked) - 1)]
            if attempt < 3:
                untried = [
                    given
                    for given in entry.defaults[2:]
                    if self._candidate(entry, dict(given), "default").key not in self._keys
                ]
                if untried:
                    yield self._candidate(entry, dict(untried[0]), "default")
                    continue
            yield self._candidate(entry, self._varied(entry, trials, random), "variation")

    def _varied(self, entry: Algorithm, trials: list[Trial], random: np.random.Generator) -> dict[str, Any]:
        best = self._best_parameters(entry, trials)
        if random.uniform() < _FULL_DRAW or not best:
            return {name: space.draw(random) for name, space in entry.space.items()}
        near = {
            name: space.near(best[name], random) if _fits(best.get(name)) else space.draw(random)
            for name, space in entry.space.items()
            if name in best or random.uniform() < 0.3
        }
        return {**best, **near}

    def _best_parameters(self, entry: Algorithm, trials: list[Trial]) -> dict[str, Any]:
        done = [t for t in trials if t.candidate.algorithm == entry.name and t.score is not None]
        return dict(max(done, key=self._gain).candidate.parameters) if done else {}

    def ranking(self, trials: list[Trial]) -> list[Algorithm]:
        """Algorithms with a score, best first; the baseline is not among them."""
        best: dict[str, float] = {}
        for trial in trials:
            if trial.score is not None:
                name = trial.candidate.algorithm
                best[name] = max(best.get(name, -np.inf), self._gain(trial))
        scored = [entry for entry in self._algorithms if entry.name in best and entry.family != "baseline"]
        return sorted(scored, key=lambda entry: -best[entry.name])

    def _gain(self, trial: Trial) -> float:
        return self._sign * (trial.score if trial.score is not None else -np.inf * self._sign)

    def _candidate(self, entry: Algorithm, parameters: dict[str, Any], purpose: str) -> Candidate:
        """Made once: the key of a candidate with a long recipe takes a while."""
        if parameters.get(BALANCE) == PLAIN:  # said or not, it is the same model
            parameters = {name: value for name, value in parameters.items() if name != BALANCE}
        told = f"{entry.name} {purpose} {parameters}"
        if told not in self._made:
            recipe = self._recipes[entry.name]
            self._made[told] = Candidate(
                algorithm=entry.name, parameters=parameters, recipe=recipe, purpose=purpose, seed=self._seed
            )
        return self._made[told]


def from_the_ends(values: Sequence[Any]) -> list[Any]:
    """Values in the order in which they tell most of a curve: its ends, its middle, the middles of what is between.

    Examples
    --------
    >>> from_the_ends([1, 2, 3, 4, 5])
    [1, 5, 3, 2, 4]
    """
    places, gaps = [0, len(values) - 1], [(0, len(values) - 1)]
    for low, high in gaps:  # which grows
        middle = (low + high) // 2
        if middle > low:
            places.append(middle)
            gaps += [(low, middle), (middle, high)]
    return [values[place] for place in dict.fromkeys(places)]


def _fits(value: Any) -> bool:
    """Whether a value can be stepped away from (``scale`` or ``sqrt`` cannot)."""
    return isinstance(value, int | float | list | str) and value not in ("scale", "sqrt")

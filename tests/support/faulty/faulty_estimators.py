"""Estimators that misbehave, one way each."""

import ctypes
import os
import subprocess
import sys
import time
from typing import ClassVar

import numpy as np

from hanpan.business.problem import TASKS
from hanpan.modeling.algorithms.algorithm import Algorithm
from hanpan.modeling.estimators.baseline import BaselineEstimator


class Hangs(BaselineEstimator):
    def fit(self, rows, valid=None):
        time.sleep(600)


class Aborts(BaselineEstimator):
    def fit(self, rows, valid=None):
        os.abort()


class Crashes(BaselineEstimator):
    def fit(self, rows, valid=None):
        ctypes.string_at(0)


class EatsMemory(BaselineEstimator):
    def fit(self, rows, valid=None):
        self.hoard = []
        while True:
            self.hoard.append(np.ones(10_000_000))
            time.sleep(0.01)


class Forks(BaselineEstimator):
    def fit(self, rows, valid=None):
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        time.sleep(600)


class AnswersNaN(BaselineEstimator):
    def output(self, x, rounds=None):
        return super().output(x) * np.nan


class Refuses(BaselineEstimator):
    def fit(self, rows, valid=None):
        raise ValueError("no such luck")


class Prints(BaselineEstimator):
    def fit(self, rows, valid=None):
        print('{"id": 1}')
        os.write(1, b"noise on the descriptor\n")
        super().fit(rows, valid)


class KeepsMemory(BaselineEstimator):
    hoard: ClassVar[list[np.ndarray]] = []

    def fit(self, rows, valid=None):
        self.hoard.append(np.ones(60_000_000))
        super().fit(rows, valid)


class Waits(BaselineEstimator):
    """Not at fault: takes a third of a second of nobody's processor, for benchmarks of pools."""

    def fit(self, rows, valid=None):
        time.sleep(1 / 3)
        super().fit(rows, valid)


ENTRIES = tuple(
    Algorithm(name=kind.__name__, tasks=TASKS, estimator=f"faulty_estimators:{kind.__name__}")
    for kind in (Hangs, Aborts, Crashes, EatsMemory, Forks, AnswersNaN, Refuses, Prints, KeepsMemory, Waits)
)

"""Learning a decision from out-of-fold outputs: the cut-off, the expected gain, or the correction that pays best.

Here: the candidates and how one is chosen among them. The rule itself is ``business.decision``; its worth on the
hold-out is judged in ``evaluation.value``.
"""

from __future__ import annotations

from hanpan.evaluation.deciding.learning import Learned, earned_out_of_fold, learn_decision

__all__ = ["Learned", "earned_out_of_fold", "learn_decision"]

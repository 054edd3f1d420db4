"""Insights: what is worth knowing about a judged study. One file each; cheap ones first, then by worth.

They come last: the model file lies there already, and what the time does not allow is left out and told.
"""

from __future__ import annotations

from hanpan.study.insights.activations import ACTIVATIONS
from hanpan.study.insights.base import Insight
from hanpan.study.insights.calibrated import CALIBRATED
from hanpan.study.insights.coefficients import COEFFICIENTS
from hanpan.study.insights.complexity import COMPLEXITY
from hanpan.study.insights.contributions import CONTRIBUTIONS
from hanpan.study.insights.dependence import DEPENDENCE
from hanpan.study.insights.equation import EQUATION
from hanpan.study.insights.fairness import FAIRNESS
from hanpan.study.insights.images import IMAGES
from hanpan.study.insights.insides import INSIDES
from hanpan.study.insights.learning_rate import LEARNING_RATE
from hanpan.study.insights.lesson import LESSON
from hanpan.study.insights.rare import RARE
from hanpan.study.insights.routes import ROUTES
from hanpan.study.insights.segments import SEGMENTS
from hanpan.study.insights.sizes import SIZES
from hanpan.study.insights.tree import TREE
from hanpan.study.insights.watching import WATCHING

INSIGHTS: tuple[Insight, ...] = (
    ROUTES,
    CALIBRATED,
    FAIRNESS,
    SEGMENTS,
    DEPENDENCE,
    CONTRIBUTIONS,
    COEFFICIENTS,
    IMAGES,
    TREE,
    LESSON,
    WATCHING,
    SIZES,
    RARE,
    EQUATION,
    INSIDES,
    COMPLEXITY,
    LEARNING_RATE,
    ACTIVATIONS,
)

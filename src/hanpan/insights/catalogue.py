"""Every insight: cheap ones first, then by worth.

They come last: the model file lies there already, and what the time does not allow is left out and told.
"""

from __future__ import annotations

from hanpan.insights.activations.ask import ACTIVATIONS
from hanpan.insights.calibrated.ask import CALIBRATED
from hanpan.insights.coefficients.ask import COEFFICIENTS
from hanpan.insights.complexity.ask import COMPLEXITY
from hanpan.insights.contributions.ask import CONTRIBUTIONS
from hanpan.insights.dependence.ask import DEPENDENCE
from hanpan.insights.equation.ask import EQUATION
from hanpan.insights.fairness.ask import FAIRNESS
from hanpan.insights.images.ask import IMAGES
from hanpan.insights.insides.ask import INSIDES
from hanpan.insights.insight import Insight
from hanpan.insights.learning_rate.ask import LEARNING_RATE
from hanpan.insights.lesson.ask import LESSON
from hanpan.insights.rare.ask import RARE
from hanpan.insights.routes.ask import ROUTES
from hanpan.insights.segments.ask import SEGMENTS
from hanpan.insights.sizes.ask import SIZES
from hanpan.insights.toplist.ask import TOPLIST
from hanpan.insights.tree.ask import TREE
from hanpan.insights.watching.ask import WATCHING

INSIGHTS: tuple[Insight, ...] = (
    ROUTES,
    CALIBRATED,
    FAIRNESS,
    SEGMENTS,
    TOPLIST,
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

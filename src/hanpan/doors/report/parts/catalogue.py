"""Every part, in the order in which a chapter shows them."""

from __future__ import annotations

from hanpan.doors.report.parts.activations.panel import ACTIVATIONS
from hanpan.doors.report.parts.calibrated.panel import CALIBRATED
from hanpan.doors.report.parts.coefficients.panel import COEFFICIENTS
from hanpan.doors.report.parts.columns.panel import COLUMNS
from hanpan.doors.report.parts.complexity.panel import COMPLEXITY
from hanpan.doors.report.parts.contributions.panel import CONTRIBUTIONS
from hanpan.doors.report.parts.dependence.panel import DEPENDENCE
from hanpan.doors.report.parts.equation.panel import EQUATION
from hanpan.doors.report.parts.fairness.panel import FAIRNESS
from hanpan.doors.report.parts.hypotheses.panel import HYPOTHESES
from hanpan.doors.report.parts.image_answers.panel import IMAGE_ANSWERS
from hanpan.doors.report.parts.images.panel import IMAGES
from hanpan.doors.report.parts.insides.panel import INSIDES
from hanpan.doors.report.parts.intervals.panel import INTERVALS
from hanpan.doors.report.parts.learning_rate.panel import LEARNING_RATE
from hanpan.doors.report.parts.lesson.panel import LESSON
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.parts.ranking.panel import RANKING
from hanpan.doors.report.parts.rare.panel import RARE
from hanpan.doors.report.parts.routes.panel import ROUTES
from hanpan.doors.report.parts.segments.panel import SEGMENTS
from hanpan.doors.report.parts.sizes.panel import SIZES
from hanpan.doors.report.parts.together.panel import TOGETHER
from hanpan.doors.report.parts.toplist.panel import TOPLIST
from hanpan.doors.report.parts.tree.panel import TREE
from hanpan.doors.report.parts.watching.panel import WATCHING

PANELS: tuple[Panel, ...] = (
    HYPOTHESES,
    COLUMNS,
    TOGETHER,
    IMAGES,
    SIZES,
    EQUATION,
    WATCHING,
    ROUTES,
    COMPLEXITY,
    ACTIVATIONS,
    LEARNING_RATE,
    INSIDES,
    LESSON,
    RANKING,
    TOPLIST,
    IMAGE_ANSWERS,
    RARE,
    DEPENDENCE,
    CONTRIBUTIONS,
    COEFFICIENTS,
    TREE,
    INTERVALS,
    CALIBRATED,
    SEGMENTS,
    FAIRNESS,
)

"""The steps a recipe can name: one file each, found by their name.

A new step is one file here, its class in ``STEPS``, and its texts ``step.<name>.title`` and ``.why``; the
conformance tests find it.
"""

from __future__ import annotations

from hanpan.foundation.errors import BundleError
from hanpan.preparation.steps.align import Align
from hanpan.preparation.steps.base import Step
from hanpan.preparation.steps.codes import Codes
from hanpan.preparation.steps.dates import Dates
from hanpan.preparation.steps.drop_constant import DropConstant
from hanpan.preparation.steps.dummies import Dummies
from hanpan.preparation.steps.frequency import Frequency
from hanpan.preparation.steps.impute import Impute
from hanpan.preparation.steps.independent import Independent
from hanpan.preparation.steps.number import Number
from hanpan.preparation.steps.pixels import Pixels
from hanpan.preparation.steps.rank import Rank
from hanpan.preparation.steps.robust_clip import RobustClip
from hanpan.preparation.steps.scale import Scale
from hanpan.preparation.steps.select import Select
from hanpan.preparation.steps.target_encode import TargetEncode
from hanpan.preparation.steps.target_pieces import TargetPieces
from hanpan.preparation.steps.text import Text

STEPS: tuple[type[Step], ...] = (
    Number,
    Pixels,
    Rank,
    Dummies,
    Codes,
    TargetEncode,
    TargetPieces,
    Frequency,
    Dates,
    Text,
    Impute,
    DropConstant,
    Independent,
    Select,
    Scale,
    RobustClip,
    Align,
)

_BY_NAME = {step.name: step for step in STEPS}


def step_class(name: str) -> type[Step]:
    """The class of a step by its name.

    Raises
    ------
    BundleError
        No such step: a file or recipe from a newer version.
    """
    if name not in _BY_NAME:
        raise BundleError("prepare_unknown_step", step=name)
    return _BY_NAME[name]

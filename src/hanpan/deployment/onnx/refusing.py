"""What cannot be said in ONNX: the refusal that names the part of the model, and why."""

from __future__ import annotations

from hanpan.foundation.errors import Told, UsageError


def refusal(reason: str, part: str, **fields: object) -> UsageError:
    """The refusal of a part (an algorithm's name), because of the text ``onnx.why.<reason>``."""
    return UsageError("onnx_refused", part=Told(f"algorithm.{part}.title", {}), why=Told(f"onnx.why.{reason}", fields))

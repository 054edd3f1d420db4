"""Pixels as pictures for a page: small PNG files, as text that an HTML page can hold."""

from __future__ import annotations

import base64
import io

import numpy as np
import numpy.typing as npt

from hanpan.data.image import ImageShape


def png_text(values: npt.NDArray[np.float64], image: ImageShape) -> str:
    """One image as base64 text of a PNG file.

    Parameters
    ----------
    values
        (height * width * channels,) in the order of ``image.names``, from 0 to ``image.top``.

    Examples
    --------
    >>> png_text(np.array([0.0, 255.0]), ImageShape(height=1, width=2))[:8]
    'iVBORw0K'
    """
    from PIL import Image  # comes with matplotlib

    shares = np.clip(np.nan_to_num(values) / image.top, 0, 1)
    pixels = np.rint(shares * 255).astype(np.uint8).reshape(image.height, image.width, image.channels)
    made = io.BytesIO()
    Image.fromarray(pixels[..., 0] if image.channels == 1 else pixels).save(made, "PNG", optimize=True)
    return base64.b64encode(made.getvalue()).decode()

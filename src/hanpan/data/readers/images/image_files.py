"""One file of an image: what its head says, and its pixels. Read by Pillow, loaded with the first one."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hanpan.data.readers.images.pictures import Pixels

if TYPE_CHECKING:
    from PIL import Image

ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".pgm", ".ppm", ".webp")
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "PPM", "WEBP")
_MOST_PIXELS = 50_000_000  # a picture that claims more would fill the memory when it is unpacked
_TURNED = (5, 6, 7, 8)  # EXIF orientations in which width and height change places
_ORIENTATION = 0x0112
_DEEP = 257.0  # 65535 / 255


class Head(NamedTuple):
    """What a file says about its image without being unpacked: size in pixels, and whether it is grey."""

    height: int
    width: int
    grey: bool


class BrokenImageError(Exception):
    """A file that is no image after all, is cut short, or claims a monstrous size."""


def read_head(path: Path) -> Head:
    """Size and kind of the image in a file.

    Raises
    ------
    BrokenImageError
        It cannot be read.
    """
    with _opened(path) as image:
        width, height = image.size
        if image.getexif().get(_ORIENTATION) in _TURNED:
            width, height = height, width
        return Head(height, width, _is_grey(image))


def read_pixels(path: Path) -> Pixels:
    """The pixels (height, width, 1 or 3) as bytes, upright, laid on white where they are transparent.

    Raises
    ------
    BrokenImageError
        It cannot be read.
    """
    from PIL import Image, ImageOps

    with _opened(path) as opened:
        grey = _is_grey(opened)
        image: Image.Image = ImageOps.exif_transpose(opened)
        if image.mode.startswith(("I", "F")):  # 16 bits a pixel
            return np.clip(np.asarray(image, dtype=float) / _DEEP, 0, 255).astype(np.uint8)[..., None]
        if image.has_transparency_data:
            clear = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
        pixels = np.asarray(image.convert("L" if grey else "RGB"))
        return pixels[..., None] if grey else pixels


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged metadata is told by Pillow as a warning; the pixels decide
            with Image.open(path, formats=_FORMATS) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise BrokenImageError(path.name)
                yield image
    except BrokenImageError:
        raise
    except Exception as error:  # decoders meet damaged bytes in every way there is
        raise BrokenImageError(path.name) from error


def _is_grey(image: Image.Image) -> bool:
    if image.mode == "P":
        palette = np.array(image.getpalette() or [0, 0, 0]).reshape(-1, 3)
        return bool((palette == palette[:, :1]).all())
    return image.mode in ("1", "L", "LA", "La") or image.mode.startswith(("I", "F"))

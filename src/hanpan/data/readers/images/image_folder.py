"""A folder of images: one sub-folder a class, or images without a class; or a single image."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hanpan.data.image import ImageShape
from hanpan.data.labels import natural_order
from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable
from hanpan.data.readers.images.image_files import ENDINGS, BrokenImageError, Head, read_head, read_pixels
from hanpan.data.readers.images.pictures import SHOWN, Pictures, fitted, fitted_table, require_room, wanted_shape
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import AccessError, DataError, no_access


@dataclass(frozen=True)
class Listing:
    """What lies in a folder: images with their class (None where there are no class folders), and all that is no image.

    ``loose`` images lie beside the class folders and belong to no class.
    """

    images: tuple[tuple[Path, str | None], ...]
    ignored: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


def accepts(source: Source) -> bool:
    """Folders, and files with the ending of an image."""
    return source.is_file and (source.is_folder or source.suffix in ENDINGS)


def read(source: Source, options: ReadOptions) -> RawTable:
    """Every image as a row; with class folders, their names are the labels.

    Raises
    ------
    DataError
        There are no images, they differ in size and no size was asked for, or they are too large or too many.
    """
    root = Path(source.text)
    listing = list_images(root, source) if source.is_folder else Listing(images=((root, None),))
    broken: list[Path] = []
    heads = {path: head for path, _ in listing.images if (head := _head(path, broken))}
    if not heads:
        raise DataError("images_all_broken", source=source.name, count=len(broken), names=_named(broken, root))
    shape = _shape(heads, source, options, root)
    require_room(source, shape, len(heads))
    pixels = {path: made for path in heads if (made := _pixels(path, shape, broken)) is not None}
    if not pixels:
        raise DataError("images_all_broken", source=source.name, count=len(broken), names=_named(broken, root))
    kept = [(path, label) for path, label in listing.images if path in pixels]
    labels = [str(label) for _, label in kept] if kept[0][1] is not None else None
    files = tuple(_shown(path, root) for path, _ in kept)
    stacked, shape = _grey_where_grey(np.stack([pixels[path] for path, _ in kept]), shape, source)
    if shape.top != 255:
        stacked = stacked * (shape.top / 255)
    notes = _notes(listing, broken, root)
    return fitted_table(source, Pictures(stacked, labels, files), shape, "images", notes)


def list_images(root: Path, source: Source) -> Listing:
    """The images of a folder, classes and files in the order in which people sort.

    Raises
    ------
    DataError
        There is none, or they lie a level deeper.
    """
    files, folders = _entries(root)
    by_folder = {folder: _entries(folder)[0] for folder in folders}
    labelled = [
        (path, unicodedata.normalize("NFC", folder.name).strip())
        for folder, inside in by_folder.items()
        for path in inside
        if _is_image(path)
    ]
    loose = [path for path in files if _is_image(path)]
    everything = [*files, *(path for inside in by_folder.values() for path in inside)]
    ignored = tuple(_shown(path, root) for path in everything if not _is_image(path))
    if not labelled and not loose:
        _refuse(root, source, folders, ignored)
    if not labelled:
        return Listing(images=tuple((path, None) for path in loose), ignored=ignored)
    classes = {path.parent for path, _ in labelled}
    empty = tuple(folder.name for folder in folders if folder not in classes)
    return Listing(tuple(labelled), ignored, empty, tuple(path.name for path in loose))


def _entries(folder: Path) -> tuple[list[Path], list[Path]]:
    """Files and folders in a folder, hidden ones aside."""
    try:
        inside = {path.name: path for path in folder.iterdir() if not path.name.startswith((".", "__"))}
    except OSError as error:
        kind = AccessError if no_access(error) else DataError
        raise kind("file_unreadable", source=str(folder), reason=error) from error
    ordered = [inside[name] for name in natural_order(list(inside))]
    return [path for path in ordered if path.is_file()], [path for path in ordered if path.is_dir()]


def _refuse(root: Path, source: Source, folders: Sequence[Path], ignored: tuple[str, ...]) -> None:
    """No image where one is looked for: perhaps a level deeper, perhaps files of another kind."""
    deeper = [folder for folder in folders if any(_is_image(path) for path in _inside(folder))]
    if deeper:
        names = ", ".join(str(folder) for folder in deeper[:SHOWN])
        raise DataError("images_deeper", source=source.name, names=names)
    raise DataError("folder_without_images", source=source.name, names=", ".join(ignored[:5]) or "-")


def _inside(folder: Path) -> Iterator[Path]:
    for below in _entries(folder)[1]:
        yield from _entries(below)[0]


def _is_image(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS


def _head(path: Path, broken: list[Path]) -> Head | None:
    try:
        return read_head(path)
    except BrokenImageError:
        broken.append(path)
        return None


def _shape(heads: dict[Path, Head], source: Source, options: ReadOptions, root: Path) -> ImageShape:
    """The one shape of all images: their own, or the one asked for."""
    sizes = Counter((head.height, head.width) for head in heads.values())
    height, width = sizes.most_common(1)[0][0]
    channels = 1 if all(head.grey for head in heads.values()) else 3
    shape = wanted_shape(source, options, ImageShape(height=height, width=width, channels=channels))
    if len(sizes) > 1 and not shape.resized:
        odd = next(path for path, head in heads.items() if (head.height, head.width) != (height, width))
        count = len(heads) - sizes[height, width]
        told = {"file": _shown(odd, root), "found": f"{heads[odd].width}x{heads[odd].height}", "count": count}
        raise DataError("images_differ", source=source.name, size=f"{width}x{height}", kinds=len(sizes), **told)
    return shape


def _pixels(path: Path, shape: ImageShape, broken: list[Path]) -> np.ndarray | None:
    try:
        return fitted(read_pixels(path), shape)
    except BrokenImageError:
        broken.append(path)
        return None


def _grey_where_grey(pixels: np.ndarray, shape: ImageShape, source: Source) -> tuple[np.ndarray, ImageShape]:
    """Photographs in grey are often kept in three equal colours: one of them tells all."""
    equal = shape.channels == 3 and source.like is None and bool((pixels == pixels[..., :1]).all())
    return (pixels[..., :1], replace(shape, channels=1)) if equal else (pixels, shape)


def _notes(listing: Listing, broken: list[Path], root: Path) -> list[Note]:
    """Everything in the folder that did not become a row."""
    notes: list[Note] = []
    if broken:
        notes.append(("images_broken", {"count": len(broken), "names": _named(broken, root)}))
    for key, names in (("ignored", listing.ignored), ("empty", listing.empty), ("loose", listing.loose)):
        if names:
            notes.append((f"images_{key}", {"count": len(names), "names": ", ".join(names[:SHOWN])}))
    return notes


def _named(broken: list[Path], root: Path) -> str:
    return ", ".join(_shown(path, root) for path in broken[:SHOWN])


def _shown(path: Path, root: Path) -> str:
    """A file as seen from the folder."""
    shown = path.relative_to(root).as_posix() if path != root else path.name
    return unicodedata.normalize("NFC", shown)

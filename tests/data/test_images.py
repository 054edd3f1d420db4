"""Images as tables: folders of classes, npz and idx; what is odd about them is counted and named, never passed over."""

from __future__ import annotations

import contextlib
import gzip
import io
import struct
import unicodedata
import warnings
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions
from hanpan.data.question.task import define_problem
from hanpan.data.readers import default_target, read_table
from hanpan.data.readers import source as sources
from hanpan.data.readers.images.idx import labels_beside, read_idx
from hanpan.data.readers.source import Source
from hanpan.data.schema import Schema
from hanpan.foundation.errors import DataError, HanpanError

CODES = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}


def picture(seed: int, height: int = 4, width: int = 5, channels: int = 1) -> np.ndarray:
    shape = (height, width) if channels == 1 else (height, width, channels)
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def put(path: Path, pixels: np.ndarray, **how) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path, **how)
    return path


def idx(array: np.ndarray) -> bytes:
    code = CODES[array.dtype.str[1:]]
    sizes = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes([0, 0, code, array.ndim]) + sizes + array.astype(array.dtype.newbyteorder(">")).tobytes()


def refused(call, *args, **kwargs) -> HanpanError:
    with pytest.raises(HanpanError) as caught:
        call(*args, **kwargs)
    for language in ("ko", "en"):
        for part in ("what", "expected", "remedy"):
            assert caught.value.part(part, language).strip()
    return caught.value


def notes_of(raw) -> dict[str, dict]:
    return dict(raw.reading.notes)


def classes(folder: Path, **named: int) -> Path:
    """So many grey images for each class."""
    for place, (name, count) in enumerate(named.items()):
        for i in range(count):
            put(folder / name / f"{i}.png", picture(10 * place + i))
    return folder


def test_a_folder_of_classes(tmp_path: Path) -> None:
    raw = read_table(classes(tmp_path, cat=3, dog=2))
    assert raw.frame["label"].tolist() == ["cat"] * 3 + ["dog"] * 2
    assert raw.frame.shape == (5, 21)
    assert raw.frame.columns[:6].tolist() == [f"pixel_000_{x:03d}" for x in range(5)] + ["pixel_001_000"]
    assert (raw.frame.iloc[3, :20].to_numpy().reshape(4, 5) == picture(10)).all()
    assert raw.files == ("cat/0.png", "cat/1.png", "cat/2.png", "dog/0.png", "dog/1.png")
    assert raw.reading.decisions == {"images": "5", "image_size": "5 × 4", "channels": "1", "classes": "2"}


def test_classes_are_classes_even_where_they_are_numbers(tmp_path: Path) -> None:
    dataset = load_dataset(classes(tmp_path, **{str(n): 2 for n in range(12)}))
    problem, ready, _ = define_problem(dataset, "label")
    assert (problem.task, problem.labels[:3], problem.labels[-1]) == ("multiclass", ("0", "1", "2"), "11")
    assert ready.schema.image is not None
    assert ready.schema.pixels == set(ready.schema.names) - {"label"}
    assert {(column.low, column.high) for column in ready.schema.features} == {(0.0, 255.0)}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_korean_folders_are_one_name_however_they_are_written(tmp_path: Path, form: str) -> None:
    name = unicodedata.normalize(form, "고양이")
    put(tmp_path / name / unicodedata.normalize(form, "사진 1.png"), picture(0))
    put(tmp_path / "개" / "1.png", picture(1))
    raw = read_table(tmp_path)
    assert sorted(raw.frame["label"]) == ["개", "고양이"]
    assert "고양이/사진 1.png" in raw.files


@pytest.mark.parametrize("ending", ["png", "jpg", "jpeg", "gif", "bmp", "pgm", "webp", "PNG"])
def test_forms_of_images(tmp_path: Path, ending: str) -> None:
    flat = np.full((4, 5), 100, dtype=np.uint8)
    put(tmp_path / "a" / f"1.{ending}", flat)
    put(tmp_path / "b" / f"1.{ending}", flat)
    raw = read_table(tmp_path)
    assert raw.reading.image is not None
    assert raw.reading.image.channels == 1
    assert np.abs(raw.frame.iloc[:, :20].to_numpy() - 100.0).max() <= 2


def test_colour_stays_colour_and_grey_in_three_colours_becomes_grey(tmp_path: Path) -> None:
    put(tmp_path / "c" / "a" / "1.png", picture(0, channels=3))
    put(tmp_path / "c" / "b" / "1.png", picture(1))
    raw = read_table(tmp_path / "c")
    assert raw.frame.columns[:3].tolist() == ["pixel_000_000_r", "pixel_000_000_g", "pixel_000_000_b"]
    assert (raw.frame.iloc[0, :60].to_numpy().reshape(4, 5, 3) == picture(0, channels=3)).all()
    grey = np.repeat(picture(2)[..., None], 3, axis=2)
    put(tmp_path / "g" / "a" / "1.png", grey)
    put(tmp_path / "g" / "b" / "1.png", grey)
    assert read_table(tmp_path / "g").frame.shape == (2, 21)


def test_transparent_pixels_lie_on_white_deep_ones_fit_a_byte_and_turned_ones_stand_upright(tmp_path: Path) -> None:
    clear = np.zeros((4, 5, 4), dtype=np.uint8)
    put(tmp_path / "clear" / "a" / "1.png", clear)
    assert set(read_table(tmp_path / "clear").frame.iloc[0, :-1]) == {255}
    put(tmp_path / "deep" / "a" / "1.png", np.full((4, 5), 65535, dtype=np.uint16))
    assert set(read_table(tmp_path / "deep").frame.iloc[0, :-1]) == {255}
    turned = Image.fromarray(np.full((4, 8, 3), (200, 0, 0), dtype=np.uint8))
    exif = turned.getexif()
    exif[0x0112] = 6
    (tmp_path / "turned" / "a").mkdir(parents=True)
    turned.save(tmp_path / "turned" / "a" / "1.jpg", exif=exif)
    assert read_table(tmp_path / "turned").reading.decisions["image_size"] == "4 × 8"


def test_what_is_no_image_is_counted_and_named(tmp_path: Path) -> None:
    folder = classes(tmp_path, cat=3, dog=3)
    (folder / "cat" / "2.png").write_bytes((folder / "cat" / "2.png").read_bytes()[:50])
    (folder / "dog" / "noise.jpg").write_bytes(b"no image at all")
    (folder / "dog" / "notes.txt").write_text("x")
    (folder / "bird").mkdir()
    (folder / ".DS_Store").write_text("x")
    put(folder / "loose.png", picture(99))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        raw = read_table(folder)
    assert raw.frame["label"].value_counts().to_dict() == {"dog": 3, "cat": 2}
    notes = notes_of(raw)
    assert notes["images_broken"]["count"] == 2
    assert "cat/2.png" in notes["images_broken"]["names"]
    assert "dog/noise.jpg" in notes["images_broken"]["names"]
    assert notes["images_ignored"] == {"count": 1, "names": "dog/notes.txt"}
    assert notes["images_empty"] == {"count": 1, "names": "bird"}
    assert notes["images_loose"] == {"count": 1, "names": "loose.png"}


def test_an_image_that_claims_to_be_monstrous_is_never_unpacked(tmp_path: Path) -> None:
    folder = classes(tmp_path, cat=2, dog=2)
    content = bytearray((folder / "cat" / "0.png").read_bytes())
    content[16:24] = struct.pack(">II", 60_000, 60_000)
    content[29:33] = struct.pack(">I", zlib.crc32(bytes(content[12:29])))
    (folder / "cat" / "0.png").write_bytes(bytes(content))
    assert notes_of(read_table(folder))["images_broken"] == {"count": 1, "names": "cat/0.png"}


def test_images_of_different_sizes_need_a_size(tmp_path: Path) -> None:
    folder = classes(tmp_path, cat=3, dog=3)
    put(folder / "dog" / "wide.png", picture(7, 4, 9))
    error = refused(read_table, folder)
    assert (error.key, error.fields["file"], error.fields["found"], error.fields["size"]) == (
        "images_differ",
        "dog/wide.png",
        "9x4",
        "5x4",
    )
    raw = read_table(folder, ReadOptions(image_size="3x2"))
    assert raw.frame.shape == (7, 7)
    assert notes_of(raw)["images_resized"] == {"width": 3, "height": 2}


def test_a_size_that_is_none_or_has_no_images(tmp_path: Path) -> None:
    folder = classes(tmp_path, cat=2, dog=2)
    for size in ("0", "axb", "-3", "3x", ""):
        assert refused(read_table, folder, ReadOptions(image_size=size)).key == "image_size_unread"
    assert refused(read_table, "sklearn:iris", ReadOptions(image_size="3")).key == "image_size_without_images"


def test_images_too_large_or_too_many_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a" / "1.png", picture(0, 100, 80))
    error = refused(read_table, tmp_path)
    assert (error.key, error.fields["size"]) == ("images_too_large", "57x71")
    assert read_table(tmp_path, ReadOptions(image_size=error.fields["size"])).frame.shape == (1, 57 * 71 + 1)
    monkeypatch.setattr(sources, "most_bytes", lambda: 1_000)
    assert refused(read_table, tmp_path, ReadOptions(image_size="10")).key == "images_too_many"


def test_folders_that_hold_no_classes(tmp_path: Path) -> None:
    assert refused(read_table, tmp_path).key == "folder_without_images"
    (tmp_path / "a.md").write_text("x\n1\n")
    assert refused(read_table, tmp_path).fields["names"] == "a.md"
    put(tmp_path / "train" / "cat" / "1.png", picture(0))
    assert "train" in refused(read_table, tmp_path).fields["names"]
    (tmp_path / "only.png").write_bytes(b"\x89PNG")
    assert refused(read_table, tmp_path).key == "images_all_broken"


def test_images_without_a_class_and_a_single_one(tmp_path: Path) -> None:
    for i in (10, 9):
        put(tmp_path / f"{i}.png", picture(i))
    raw = read_table(tmp_path)
    assert raw.files == ("9.png", "10.png")
    assert "label" not in raw.frame
    assert read_table(tmp_path / "9.png").frame.shape == (1, 20)


PAIRS = [("x", "y"), ("X", "y"), ("x_train", "y_train"), ("images", "labels"), ("arr_0", "arr_1"), ("pics", "label")]


@pytest.mark.parametrize(("images", "labels"), PAIRS)
def test_npz_names(tmp_path: Path, images: str, labels: str) -> None:
    pixels, y = np.stack([picture(i) for i in range(6)]), np.array([0, 1, 2] * 2)
    np.savez(tmp_path / "t.npz", **{images: pixels, labels: y})
    raw = read_table(tmp_path / "t.npz")
    assert raw.frame["label"].tolist() == ["0", "1", "2"] * 2
    assert (raw.frame.iloc[:, :20].to_numpy().reshape(6, 4, 5) == pixels).all()


def test_npz_shapes(tmp_path: Path) -> None:
    colour = np.stack([picture(i, channels=3) for i in range(4)])
    np.savez(tmp_path / "last.npz", x=colour, y=np.array([["a"], ["b"]] * 2))
    np.savez(tmp_path / "first.npz", x=np.moveaxis(colour, 3, 1), other=np.zeros(3))
    last, first = read_table(tmp_path / "last.npz"), read_table(tmp_path / "first.npz")
    assert (last.frame.iloc[:, :60].to_numpy() == first.frame.to_numpy()).all()
    assert last.frame["label"].tolist() == ["a", "b", "a", "b"]
    assert notes_of(first)["npz_channels_first"] == {"name": "x"}
    assert notes_of(first)["npz_others"]["names"] == "other"


@pytest.mark.parametrize(
    ("factor", "kind", "top"), [(1, np.uint8, 255.0), (1 / 255, np.float32, 1.0), (1 / 16, np.uint8, 15.0)]
)
def test_the_largest_value_of_a_pixel(tmp_path: Path, factor: float, kind: type, top: float) -> None:
    pixels = np.stack([picture(i) for i in range(6)])
    pixels[0, 0, 0] = 255
    np.savez(tmp_path / "t.npz", x=(pixels * factor).astype(kind))
    image = read_table(tmp_path / "t.npz").reading.image
    assert image is not None
    assert image.top == top


def test_measured_labels_stay_numbers(tmp_path: Path) -> None:
    np.savez(tmp_path / "t.npz", x=np.stack([picture(i) for i in range(20)]), y=np.linspace(0, 1, 20))
    problem, _, _ = define_problem(load_dataset(tmp_path / "t.npz"), "label")
    assert problem.task == "regression"


def npz(**members: np.ndarray | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in members.items():
            if not isinstance(content, bytes):
                buffer = io.BytesIO()
                np.save(buffer, content)
                content = buffer.getvalue()
            packed.writestr(f"{name}.npy", content)
    return made.getvalue()


LYING = (
    b"\x93NUMPY\x01\x00v\x00{'descr': '|u1', 'fortran_order': False, 'shape': (999999, 999, 999), }".ljust(127) + b"\n"
)
REFUSED_NPZ = {
    "npz_damaged": [b"PK\x03\x04 and no more", npz(x=picture(0)[None])[:-30], npz(x=b"no array"), npz(x=LYING)],
    "npz_objects": [npz(x=np.array([{"a": 1}], dtype=object))],
    "npz_without_images": [npz(x=np.zeros((3, 4))), npz(a=np.zeros((2, 2, 2)), b=np.zeros((2, 2, 2)))],
    "npz_not_images": [npz(x=np.zeros((2, 5, 4, 7))), npz(x=np.array([[["a"]]])), npz(x=np.zeros((0, 3, 3)))],
    "npz_not_finite": [npz(x=np.full((2, 3, 3), np.nan))],
    "images_labels_differ": [npz(x=np.zeros((3, 2, 2)), y=np.zeros(2)), npz(x=np.zeros((3, 2, 2)), y=np.eye(3))],
}


@pytest.mark.parametrize(("key", "place"), [(key, i) for key, all_ in REFUSED_NPZ.items() for i in range(len(all_))])
def test_npz_that_is_refused(tmp_path: Path, key: str, place: int) -> None:
    (tmp_path / "t.npz").write_bytes(REFUSED_NPZ[key][place])
    assert refused(read_table, tmp_path / "t.npz").key == key


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
        ("t10k-images.idx3-ubyte.gz", "t10k-labels.idx1-ubyte"),
        ("a-images-idx3-ubyte", "a-labels-idx1-ubyte.gz"),
    ],
)
def test_idx_finds_its_labels(tmp_path: Path, name: str, labels: str) -> None:
    pixels, y = np.stack([picture(i) for i in range(7)]), np.arange(7, dtype=np.uint8)
    for file, array in ((name, pixels), (labels, y)):
        content = idx(array)
        (tmp_path / file).write_bytes(gzip.compress(content) if file.endswith(".gz") else content)
    raw = read_table(tmp_path / name)
    assert raw.frame["label"].tolist() == [str(i) for i in range(7)]
    assert (raw.frame.iloc[:, :20].to_numpy().reshape(7, 4, 5) == pixels).all()
    assert notes_of(raw)["idx_labels"] == {"file": labels}
    assert default_target(tmp_path / name) == "label"


def test_idx_without_labels_or_with_those_of_others(tmp_path: Path) -> None:
    path = tmp_path / "x-images-idx3-ubyte"
    path.write_bytes(idx(np.zeros((4, 2, 2), dtype=np.uint8)))
    assert "idx_without_labels" in notes_of(read_table(path))
    (tmp_path / "x-labels-idx1-ubyte").write_bytes(idx(np.zeros(3, dtype=np.uint8)))
    assert refused(read_table, path).key == "images_labels_differ"
    assert refused(read_table, tmp_path / "x-labels-idx1-ubyte").key == "idx_not_images"
    path.write_bytes(path.read_bytes()[:-1])
    assert refused(read_table, path).key == "idx_damaged"
    assert labels_beside(Source(tmp_path / "other.bin")) is None


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    array=st.sampled_from(list(CODES)).flatmap(
        lambda kind: arrays.arrays(np.dtype(kind), arrays.array_shapes(min_dims=1, max_dims=4, max_side=5))
    ),
    cut=st.integers(1, 60),
)
def test_any_array_comes_back_from_idx_and_any_cut_is_noticed(tmp_path_factory, array: np.ndarray, cut: int) -> None:
    path = tmp_path_factory.mktemp("idx") / "a"
    path.write_bytes(idx(array))
    np.testing.assert_array_equal(read_idx(Source(path)), array)
    path.write_bytes(idx(array)[:-cut])
    with pytest.raises(HanpanError):
        read_idx(Source(path))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(content=st.binary(max_size=80).map(lambda tail: b"\x00\x00\x08\x03" + tail))
def test_noise_that_looks_like_idx_is_an_image_or_refused(tmp_path_factory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("noise") / "a"
    path.write_bytes(content)
    with contextlib.suppress(DataError):
        assert len(read_table(path).frame)


def test_a_model_keeps_its_size_and_colours(tmp_path: Path) -> None:
    grey = read_table(classes(tmp_path / "grey", cat=2, dog=2), ReadOptions(image_size="3x2"))
    known = Schema(columns=(), image=grey.reading.image)
    put(tmp_path / "new" / "1.png", picture(0, 9, 9, 3))
    raw = read_table(tmp_path / "new", like=known)
    assert raw.frame.shape == (1, 6)
    plain = Schema(columns=(), image=read_table(tmp_path / "grey").reading.image)
    assert refused(read_table, tmp_path / "new", like=plain).fields["size"] == "5x4"
    assert read_table(tmp_path / "new", ReadOptions(image_size="5x4"), plain).frame.shape == (1, 20)


def test_bytes_become_shares_for_a_model_of_shares(tmp_path: Path) -> None:
    np.savez(tmp_path / "t.npz", x=np.stack([picture(i) for i in range(6)]) / 255)
    known = Schema(columns=(), image=read_table(tmp_path / "t.npz").reading.image)
    put(tmp_path / "new" / "1.png", picture(0))
    shares = read_table(tmp_path / "new", like=known).frame.to_numpy()
    assert np.allclose(shares * 255, picture(0).ravel())
    np.savez(tmp_path / "u.npz", x=picture(0)[None])
    assert np.allclose(read_table(tmp_path / "u.npz", like=known).frame.to_numpy(), shares)


def test_the_class_of_images_is_the_target_that_goes_without_saying(tmp_path: Path) -> None:
    assert default_target(classes(tmp_path, cat=1)) == "label"
    assert default_target("sklearn:iris") is None
    assert default_target(tmp_path / "absent.csv") is None

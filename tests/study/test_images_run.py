"""A run on images from end to end: read, described as pictures, judged, shown, and used on new images."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from sklearn.datasets import load_digits

import hanpan
from hanpan.data.options import ReadOptions
from hanpan.deployment.predictor import Predictor
from hanpan.doors.cli import main
from hanpan.foundation.errors import DataError

CLASSES = ("영", "하나", "둘", "셋")


def cli(*arguments: object) -> int:
    with pytest.raises(SystemExit) as caught:
        main([*map(str, arguments), "--lang", "en"])
    return int(caught.value.code or 0)


def write_images(folder: Path, images: np.ndarray, labels: list[str] | None) -> Path:
    for place, pixels in enumerate(images):
        into = folder / labels[place] if labels else folder
        into.mkdir(parents=True, exist_ok=True)
        Image.fromarray((pixels * 15.9).astype(np.uint8)).save(into / f"{place}.png")
    return folder


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, list[str]]:
    told = load_digits(n_class=4)
    return told.images, [CLASSES[code] for code in told.target]


@pytest.fixture(scope="module")
def study(digits, tmp_path_factory) -> hanpan.api.Study:
    folder = tmp_path_factory.mktemp("images")
    images, labels = digits
    table = write_images(folder / "train", images[:240], labels[:240])
    chosen = ["logistic_regression", "k_neighbors", "decision_tree"]
    return hanpan.run(table, trials=4, workers=0, algorithms=chosen, out=str(folder / "study"), lang="ko")


def test_the_class_is_the_target_without_saying_so(study) -> None:
    assert study.problem.target == "label"
    assert set(study.problem.labels) == set(CLASSES)
    assert study.evaluation.metrics["accuracy"].value > 0.9
    assert (study.schema.image.height, study.schema.image.width, study.schema.image.channels) == (8, 8, 1)


def test_pixels_are_looked_at_as_one_image(study) -> None:
    told = [finding for finding in study.profile.findings if str(finding.subject).startswith("pixel_")]
    assert not told
    constant = next(finding for finding in study.profile.findings if finding.code == "constant_pixels")
    assert constant.evidence["pixels"] == 64
    assert not [column for column in study.profile.columns if column.test and column.name.startswith("pixel_")]
    assert not study.left_out


def test_pixels_are_divided_where_scale_matters_and_left_to_trees(study) -> None:
    steps = {name: [step.name for step in recipe.steps] for name, recipe in study.recipes.items()}
    assert steps["logistic_regression"] == steps["k_neighbors"] == ["pixels"]
    assert steps["decision_tree"] == ["number", "impute", "drop_constant"]
    assert study.recipes["k_neighbors"].steps[0].parameters == {"top": 255.0}


def test_images_of_each_class_and_their_mean_are_kept(study, digits) -> None:
    groups = {group.label: group for group in study.profile.extra.images.groups}
    assert set(groups) == set(CLASSES)
    assert sum(group.count for group in groups.values()) == study.design.development_rows
    shown = np.asarray(Image.open(io.BytesIO(base64.b64decode(groups["영"].images[0]))))
    zeros = [(image * 15.9).astype(np.uint8) for image, label in zip(*digits, strict=True) if label == "영"]
    assert any((shown == zero).all() for zero in zeros)


def test_right_and_wrong_images_are_told(study) -> None:
    told = study.insights.images
    assert told.rows == study.evaluation.rows
    assert len(told.shown["wrong"]) == min(12, told.wrong)
    assert all(row.truth != row.said for row in told.shown["wrong"])
    right = [*told.shown["unsure"], *told.shown["sure"]]
    assert right
    assert all(row.truth == row.said for row in right)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_report_shows_them(study, tmp_path, language) -> None:
    path = study.report(tmp_path / "r.html", lang=language)
    page = path.read_text("utf-8")
    pictures = re.findall(r'<img class="pixels" src="(data:image/png;base64,[^"]+)" alt="([^"]+)"', page)
    assert len(pictures) > 4 * 8
    assert all(alt.strip() for _, alt in pictures)
    assert len(page) < 2_000_000
    assert page.count("pixel_003_003") == 0


def test_new_images_without_a_class_are_predicted_by_file(study, digits, tmp_path) -> None:
    images, labels = digits
    folder = write_images(tmp_path / "new", images[240:280], None)
    (folder / "99.png").write_bytes(b"broken")
    out = tmp_path / "p.csv"
    assert cli("predict", study.model_path, folder, "--out", out) == 0
    answers = pd.read_csv(out)
    assert answers.columns[:2].tolist() == ["file", "prediction"]
    assert answers["file"].tolist() == [f"{place}.png" for place in range(40)]
    assert np.mean(answers["prediction"] == labels[240:280]) > 0.9


def test_broken_images_are_told_when_predicting(study, digits, tmp_path, capsys) -> None:
    folder = write_images(tmp_path / "new", digits[0][:3], None)
    (folder / "broken.png").write_bytes(b"x")
    assert cli("predict", study.model_path, folder, "--out", tmp_path / "p.csv") == 0
    assert "broken.png" in capsys.readouterr().err


def test_labelled_images_are_judged(study, digits, tmp_path) -> None:
    images, labels = digits
    folder = write_images(tmp_path / "labelled", images[240:300], labels[240:300])
    judged = Predictor.load(study.model_path).evaluate_file(folder)
    assert judged.rows == 60
    assert judged.metrics["accuracy"].value > 0.9


def test_images_in_arrays_and_of_other_sizes(study, digits, tmp_path) -> None:
    images, labels = digits
    np.savez(tmp_path / "t.npz", x=(images[240:250] * 15.9).astype(np.uint8))
    model = hanpan.load(study.model_path)
    assert np.mean(model.predict(tmp_path / "t.npz") == labels[240:250]) > 0.8
    large = write_images(tmp_path / "large", images[240:250].repeat(2, axis=1).repeat(2, axis=2), None)
    with pytest.raises(DataError) as caught:
        model.predict(large)
    assert (caught.value.key, caught.value.fields["size"]) == ("images_unlike_model", "8x8")
    predictor = Predictor.load(study.model_path)
    done = predictor.score_file(large, tmp_path / "large.csv", ReadOptions(image_size="8x8"))
    assert done.rows == 10


def test_a_dropped_pixel_is_black_in_pictures(digits, tmp_path) -> None:
    images, labels = digits
    table = write_images(tmp_path / "train", images[:80], labels[:80])
    made = hanpan.run(
        table, trials=1, workers=0, algorithms=["k_neighbors"], drop=["pixel_003_003"], out=str(tmp_path / "study")
    )
    assert len(made.schema.pixels) == 63
    assert len(hanpan.load(made.model_path).predict(table)) == 80


def test_profile_tells_pixels_in_one_line(study, capsys) -> None:
    assert cli("profile", study.name, "--target", "label") == 0
    shown = capsys.readouterr()
    assert "64 pixel columns" in shown.out + shown.err
    assert "pixel_003_003" not in shown.out


def test_colours_and_a_measured_target(tmp_path) -> None:
    random = np.random.default_rng(0)
    brightness = random.uniform(0.1, 0.9, 120)
    images = np.clip(brightness[:, None, None, None] + random.normal(0, 0.1, (120, 6, 5, 3)), 0, 1)
    np.savez(tmp_path / "t.npz", x=images, y=brightness)
    made = hanpan.run(
        tmp_path / "t.npz", trials=2, workers=0, algorithms=["linear_regression"], out=str(tmp_path / "study")
    )
    assert made.problem.task == "regression"
    assert (made.schema.image.channels, made.schema.image.top) == (3, 1.0)
    told = made.insights.images
    assert told.wrong is None
    errors = [abs(row.truth - row.said) for row in told.shown["wrong"]]
    assert errors == sorted(errors, reverse=True)
    for language in ("ko", "en"):
        page = made.report(tmp_path / f"{language}.html", lang=language).read_text("utf-8")
        assert page.count('<img class="pixels"') > 20


def test_the_report_names_folders_of_images_in_its_commands(study, tmp_path) -> None:
    page = study.report(tmp_path / "r.html", lang="en").read_text("utf-8")
    assert "hanpan predict model.hanpan NEW_IMAGES/ --out predictions.csv" in page
    assert "NEW.csv" not in page

"""The model file: whole or refused, whatever is done to it."""

import io
import json
import pickle
import subprocess
import sys
import zipfile

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.deployment.bundle import read_bundle
from hanpan.deployment.predictor import Predictor
from hanpan.foundation.archives import read_zip, write_zip
from hanpan.foundation.errors import BundleError, DataError, HanpanError


@pytest.fixture(scope="module")
def table():
    """Numbers, words with Hangul, dates, missing cells; two classes."""
    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "나이": random.integers(20, 70, 120).astype(float),
            "city": random.choice(["서울", "부산", "=cmd()"], 120),
            "day": pd.date_range("2024-01-01", periods=120).strftime("%Y-%m-%d"),
        }
    )
    frame.loc[:9, "나이"] = np.nan
    frame["y"] = np.where(frame["나이"].fillna(45) + random.normal(size=120) * 5 > 45, "예", "아니오")
    return frame


@pytest.fixture(scope="module")
def model_file(table, tmp_path_factory):
    """A small model file: an ensemble of a tree and a logistic regression, or one of them."""
    out = tmp_path_factory.mktemp("bundle") / "study"
    names = ("decision_tree", "logistic_regression")
    study = hanpan.run(table, target="y", out=str(out), trials=4, workers=1, algorithms=names, insights="none")
    return study.folder / "model.hanpan"


def edited(path, change):
    """The file's bytes with its members changed and every hash made to fit again."""
    members = read_zip(path.read_bytes())
    manifest = json.loads(members["manifest.json"])
    change(members, manifest)
    import hashlib

    manifest["hashes"] = {
        name: hashlib.sha256(content).hexdigest() for name, content in members.items() if name != "manifest.json"
    }
    members["manifest.json"] = json.dumps(manifest).encode()
    return write_zip(members)


def test_columns_in_any_order_and_odd_cells(model_file, table, tmp_path):
    odd = table[["day", "city", "나이"]].copy()
    odd["extra"] = 1
    odd["나이"] = odd["나이"].astype(object)
    odd.loc[0, "나이"] = "열두 살쯤"
    odd.loc[1, "city"] = "제주"
    path, out = tmp_path / "odd.csv", tmp_path / "out.csv"
    odd.to_csv(path, index=False)
    told = Predictor.load(model_file).score_file(path, out)
    assert told.notes.extra == ("extra",)
    assert told.notes.unread == {"나이": 1}
    assert told.notes.unseen == {"city": 1}
    predicted = pd.read_csv(out)
    assert list(predicted.columns) == ["prediction", "probability_아니오", "probability_예"]
    assert len(predicted) == len(table)


def test_a_missing_column_is_named(model_file, table):
    with pytest.raises(DataError) as refused:
        hanpan.load(model_file).predict(table.drop(columns=["city"]))
    assert "city" in str(refused.value)


def test_evaluate_agrees_with_predict(model_file, table):
    evaluation = Predictor.load(model_file).evaluate_file(table)
    labels = hanpan.load(model_file).predict(table)
    assert evaluation.metrics["accuracy"].value == pytest.approx(np.mean(labels == table["y"]))
    with pytest.raises(DataError):
        Predictor.load(model_file).evaluate_file(table.assign(y="몰라"))


def test_the_same_contents_give_the_same_bytes(model_file):
    members = read_zip(model_file.read_bytes())
    assert write_zip(members) == model_file.read_bytes()


def test_flipped_bytes_never_answer(model_file, tmp_path):
    content = model_file.read_bytes()
    expected = json.loads(read_zip(content)["examples.json"])["outputs"]
    path = tmp_path / "flipped.hanpan"
    random = np.random.default_rng(1)
    for position in random.integers(0, len(content), 150):
        changed = bytearray(content)
        changed[position] ^= int(random.integers(1, 256))
        path.write_bytes(bytes(changed))
        try:
            bundle = read_bundle(path)
        except HanpanError:
            continue
        # A byte nobody reads (a time stamp in the directory): then everything is as it was.
        from hanpan.deployment.examples import examples_of, typed_frame
        from hanpan.deployment.manifest import Examples
        from hanpan.foundation.files import from_json

        examples = from_json(read_zip(content)["examples.json"], Examples)
        again = examples_of(bundle.model, typed_frame(bundle.model, examples))
        assert np.allclose(again.outputs, expected)


def test_truncated_files_are_refused(model_file, tmp_path):
    content = model_file.read_bytes()
    path = tmp_path / "short.hanpan"
    for length in [0, 1, 10, *np.linspace(20, len(content) - 1, 25).astype(int)]:
        path.write_bytes(content[:length])
        with pytest.raises(BundleError):
            read_bundle(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda m, f: f.update(format=99),
        lambda m, f: f.update(format="1"),
        lambda m, f: f["parts"][0].update(weight=float("1e9")),
        lambda m, f: f["parts"][0].update(n_features=10**9),
        lambda m, f: f["parts"][0].update(kind="os.system"),
        lambda m, f: f["problem"].update(labels=["a"]),
        lambda m, f: m.update({"parts/1/preparer.npz": pickle.dumps({"x": 1})}),
        lambda m, f: m.update({"parts/1/preparer.npz": b""}),
        lambda m, f: m.pop("examples.json"),
        lambda m, f: m.update({"examples.json": m["examples.json"].replace(b"0.", b"1.")}),
        lambda m, f: f["schema"]["columns"].pop(0),
    ],
)
def test_hostile_edits_with_fitting_hashes_are_refused(model_file, tmp_path, change):
    path = tmp_path / "hostile.hanpan"
    path.write_bytes(edited(model_file, change))
    with pytest.raises(BundleError):
        read_bundle(path)


def zip_of(entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


HOSTILE = {
    "escape": lambda: zip_of([("../escape", b"x")]),
    "absolute": lambda: zip_of([("/etc/passwd", b"x")]),
    "twice": lambda: zip_of([("a", b"x"), ("a", b"y")]),
    "bomb": lambda: zip_of([("bomb", b"\0" * 50_000_000)]),
    "many": lambda: zip_of([(str(i), b"") for i in range(600)]),
    "deep": lambda: zip_of([("manifest.json", b"[" * 100_000)]),
    "bare": lambda: zip_of([("manifest.json", b'{"format": 1}')]),
    "empty_zip": lambda: b"PK\x05\x06" + b"\0" * 18,
    "nothing": lambda: b"",
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_containers_are_refused(name, tmp_path):
    path = tmp_path / "hostile.hanpan"
    path.write_bytes(HOSTILE[name]())
    with pytest.raises(BundleError):
        read_bundle(path)


def test_overlapping_entries_are_refused():
    content = bytearray(zip_of([("a", b"x" * 100), ("b", b"y" * 100)]))
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    with pytest.raises(BundleError):
        read_zip(bytes(content))


def test_no_such_file(tmp_path):
    with pytest.raises(DataError):
        read_bundle(tmp_path / "nothing.hanpan")


def test_a_fresh_process_without_keras_or_training_code_answers_alike(model_file, table, tmp_path):
    rows = tmp_path / "rows.csv"
    table.to_csv(rows, index=False)
    code = (
        "import sys, hanpan\n"
        f"model = hanpan.load({str(model_file)!r})\n"
        f"print(model.predict_proba({str(rows)!r}).tolist())\n"
        "bad = [name for name in ('keras', 'jax', 'torch', 'pickle5') if name in sys.modules]\n"
        "assert not bad, bad\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    here = hanpan.load(model_file).predict_proba(table)
    assert np.allclose(json.loads(done.stdout), here)


def test_loading_runs_nothing_from_the_file(model_file):
    code = (
        "import sys, hanpan\n"
        "from hanpan.deployment.bundle import read_bundle\n"
        f"read_bundle({str(model_file)!r})\n"
        "seen = []\n"
        "def hook(event, args):\n"
        "    if event in ('pickle.find_class', 'os.system', 'subprocess.Popen', 'socket.connect', 'marshal.loads'):\n"
        "        seen.append(event)\n"
        "sys.addaudithook(hook)\n"
        f"read_bundle({str(model_file)!r})\n"
        "assert not seen, seen\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

"""Model files made to harm: refused quickly, in little memory, with nothing of theirs run."""

import hashlib
import io
import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from hanpan.deployment.bundle import read_bundle
from hanpan.deployment.manifest import FORMAT
from hanpan.foundation.archives import read_zip, write_zip
from hanpan.foundation.errors import BundleError

GOLDEN = Path(__file__).parents[1] / "golden" / "format1.binary.hanpan"
PICKLE = b"cos\nsystem\n(S'touch /tmp/hanpan-was-here'\ntR."
MEGABYTES, SECONDS = 300, 20

# The hook sees what Python itself reports; the peak is of this process, the file's own part of it.
CHILD = """
import json, resource, sys, time
from pathlib import Path
from hanpan.deployment.bundle import read_bundle
from hanpan.foundation.errors import BundleError
read_bundle(sys.argv[1])  # libraries and texts load now
BundleError("file_damaged", reason="").message("ko")
allowed = tuple(sys.argv[2:4])
seen = []
sys.dont_write_bytecode = True  # nor does it write any
def hook(event, args):
    runs = event in ("os.system", "subprocess.Popen", "os.exec", "socket.connect", "pickle.find_class")
    if event == "marshal.loads":  # Python reads its own compiled modules so
        runs = sys._getframe(1).f_code.co_filename != "<frozen importlib._bootstrap_external>"
    writes = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
    if runs or event == "import" and str(args[0]).startswith(("evil", "pickle", "joblib")):
        seen.append([event, str(args)[:200]])
    elif writes and "hanpan-" not in str(args[0]):
        seen.append([event, str(args)[:200]])
sys.addaudithook(hook)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sys.argv[4:]:
    started, key = time.perf_counter(), ""
    try:
        read_bundle(path)
    except BundleError as error:
        key = error.key
        assert error.message("ko") and error.message("en")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"name": Path(path).stem, "key": key, "seconds": time.perf_counter() - started,
                      "megabytes": (peak - before) / 1024, "seen": seen}))
    seen.clear()
"""


def with_fitting_hashes(change):
    """The golden file with its members or its manifest changed, every hash right again."""
    members = read_zip(GOLDEN.read_bytes())
    manifest = json.loads(members["manifest.json"])
    change(members, manifest)
    names = [name for name in members if name != "manifest.json"]
    manifest["hashes"] = {name: hashlib.sha256(members[name]).hexdigest() for name in names}
    members["manifest.json"] = json.dumps(manifest).encode()
    return write_zip(members)


def part(manifest, kind):
    return next(part["folder"] for part in manifest["parts"] if part["kind"] == kind)


def put(kind, name, content):
    def change(members, manifest):
        members[f"{part(manifest, kind)}/model/{name}"] = content

    return lambda: with_fitting_hashes(change)


def renamed(**fields):
    return lambda: with_fitting_hashes(lambda members, manifest: manifest.update(fields))


def npy(descr, shape, data=b""):
    """An .npy whose header says what it likes."""
    stream = io.BytesIO()
    np.lib.format.write_array_header_1_0(stream, {"descr": descr, "fortran_order": False, "shape": shape})
    return stream.getvalue() + data


def swapped():
    def change(members, manifest):
        first, second = (f"{part(manifest, kind)}/model/model.json" for kind in ("xgboost", "catboost"))
        members[first], members[second] = members[second], members[first]

    return with_fitting_hashes(change)


def only_keras():
    """A network that must be run by Keras, whose description holds a Lambda layer."""

    def change(members, manifest):
        folder = f"{part(manifest, 'network')}/model/"
        record = json.loads(members[folder + "network.json"])
        members[folder + "network.json"] = json.dumps({**record, "layers": None}).encode()
        inside = read_zip(members[folder + "network.keras"])
        config = json.loads(inside["config.json"])
        code = {"class_name": "__lambda__", "config": {"code": "4wAAAA==", "defaults": None, "closure": None}}
        config["config"]["layers"].append(
            {"module": "keras.layers", "class_name": "Lambda", "config": {"function": code}}
        )
        members[folder + "network.keras"] = write_zip({**inside, "config.json": json.dumps(config).encode()})

    return with_fitting_hashes(change)


def lying_size():
    """A member that unpacks to 400 MB and says it is small."""
    content = bytearray(zip_of(("manifest.json", b"\0" * 400_000_000)))
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = content[22:26] = struct.pack("<I", 100_000)
    return bytes(content)


def zip_of(*entries, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def symlink():
    info = zipfile.ZipInfo("manifest.json")
    info.external_attr = 0o120777 << 16
    return zip_of((info, b"/etc/passwd"))


ZEROS = b"\0" * 50_000_000
HOSTILE = {
    "pickle_member": put("logistic", "coefficients.npz", PICKLE),
    "pickled_array": put("forest", "trees.npz", write_zip({"left.npy": npy("|O", (1,), PICKLE)})),
    "huge_array": put("forest", "trees.npz", write_zip({"left.npy": npy("<f8", (10**9, 10))})),
    "negative_array": put("forest", "trees.npz", write_zip({"left.npy": npy("<f8", (-1, -8), b"\0" * 64)})),
    "bomb_in_part": put("forest", "trees.npz", zip_of(("left.npy", ZEROS))),
    "packed_twice": lambda: zip_of(("manifest.json", zip_of(("x", ZEROS[:3_000_000])) * 40)),
    "swapped_members": swapped,
    "lambda_network": only_keras,
    "unknown_kind": lambda: with_fitting_hashes(lambda m, f: f["parts"][0].update(kind="../../evil")),
    "foreign_folder": lambda: with_fitting_hashes(lambda m, f: f["parts"][0].update(folder="../..")),
    "newer": renamed(format=FORMAT + 1),
    "older_than_all": renamed(format=0),
    "true_format": renamed(format=True),
    "no_parts": renamed(parts=[]),
    "odd_origin": renamed(trained_on="somewhere"),
    "small_gain": renamed(gain=[[1.0]]),
    "endless_shift": renamed(shift=1e999),
    "odd_worth": lambda: with_fitting_hashes(lambda m, f: f["problem"].update(value={"gain": [[0, 1], [2]]})),
    "worth_of_nobody": lambda: with_fitting_hashes(
        lambda m, f: f["problem"].update(value={"gain": [[0, 1], [2, 3]], "nothing": 7})
    ),
    "more_offsets": renamed(offsets=[0.0, 0.0, 0.0]),
    "more_lifts": renamed(lifts=[0.0, 0.0, 0.0]),
    "deep": lambda: zip_of(("manifest.json", b'{"format":1,"card":' + b"[" * 200_000)),
    "lying_size": lying_size,
    "bomb": lambda: zip_of(("manifest.json", ZEROS)),
    "odd_method": lambda: zip_of(("manifest.json", b"{}"), method=zipfile.ZIP_BZIP2),
    "link": symlink,
    "up": lambda: zip_of(("manifest.json", b"{}"), ("parts/../../evil", b"")),
    "nul": lambda: zip_of(("manifest.json", b"{}"), ("evil.pyX", b"")).replace(b"evil.pyX", b"evil\0pyX"),
}
OWN_KEY = {
    "newer": "file_newer",
    "unknown_kind": "part_unknown",
    "bomb": "file_hostile",
    "link": "file_hostile",
    "lambda_network": "network_file",
    "up": "file_hostile",
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_files_are_refused_in_little_time_and_memory_and_run_nothing(tmp_path):
    paths = []
    for name, make in HOSTILE.items():
        paths.append(tmp_path / f"{name}.hanpan")
        paths[-1].write_bytes(make())
    command = [sys.executable, "-c", CHILD, str(GOLDEN), str(tmp_path), sys.prefix, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["name"] for one in told] == list(HOSTILE)
    for one in told:
        assert one["key"] == OWN_KEY.get(one["name"], one["key"]) != "", one
        assert not one["seen"], one
        assert one["megabytes"] < MEGABYTES, one
        assert one["seconds"] < SECONDS, one
    assert not Path("/tmp/hanpan-was-here").exists()


def test_every_byte_of_a_zip_flipped():
    whole = {"manifest.json": b"{}" * 40, "parts/1/model.txt": b"tree" * 30, "z.npz": zip_of(("a.npy", b"123"))}
    content = write_zip(whole)
    assert read_zip(content) == whole
    for position in range(len(content)):
        for flip in (0xFF, 0x01, 0x80):
            changed = bytearray(content)
            changed[position] ^= flip
            try:
                members = read_zip(bytes(changed))
            except BundleError:
                continue
            # What nobody reads (a time, a version), or another name: that one a manifest knows.
            assert list(members.values()) == list(whole.values())


@pytest.mark.parametrize("name", ["a/b", "", "x.hanpan"])
def test_what_is_no_file_is_refused(tmp_path, name):
    from hanpan.foundation.errors import HanpanError

    (tmp_path / "x.hanpan").mkdir()
    with pytest.raises(HanpanError):
        read_bundle(tmp_path / name)

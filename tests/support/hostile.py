"""Edits to stored estimators whose hashes would fit again: what a stranger may do who knows the format.

Run as ``python -m tests.support.hostile FILE SEED COUNT`` it edits members of a model file's parts, loads each and asks
it for answers. Its last line is how often an edit was refused and how often it was harmless; a crash shows in the
exit status.
"""

import copy
import json
import random
import resource
import signal
import subprocess
import sys
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np

from hanpan.business.decision import DecisionRule
from hanpan.deployment.bundle import _read_manifest, _stored
from hanpan.deployment.examples import typed_frame
from hanpan.deployment.manifest import Examples
from hanpan.foundation.archives import read_zip
from hanpan.foundation.errors import BundleError
from hanpan.foundation.files import from_json
from hanpan.modeling.arrays import pack, pack_arrays, unpack, unpack_arrays
from hanpan.modeling.fitted.model import model_of
from hanpan.modeling.fitting.stored import Part

NUMBERS = (-1, 0, 1, 2, 3, 7, 255, 65_536, 10**7, 2**31 - 1, 2**31, 2**32, 2**63 - 1, 2**63, -(2**31), 0.5, 1e308)
OTHERS = (None, True, "", "x", "1,2", "0x1", "1_0", [], {}, [[]], "9" * 400, float("nan"), float("inf"))
MEMORY = 6 * 2**30
ROOT = Path(__file__).parents[2]
SECONDS, PATIENCE = 20, 300  # of the processor, and by the clock: on a busy machine libraries load slowly


def edit_json(content, chance):
    """One value of a JSON document changed, dropped, doubled or moved."""
    tree = json.loads(content)
    holder, key = chance.choice(list(places(tree)))
    old = holder[key]
    way = chance.random()
    if way < 0.6:
        holder[key] = chance.choice(NUMBERS)
        if isinstance(old, str):
            holder[key] = str(holder[key])
    elif way < 0.75:
        holder[key] = copy.deepcopy(chance.choice(OTHERS))
    elif way < 0.85:
        del holder[key]
    elif isinstance(old, list) and old:
        holder[key] = chance.choice([old[:-1], old + old[-1:], old[::-1], old * 2, old[:1]])
    else:
        other, name = chance.choice(list(places(tree)))
        holder[key] = copy.deepcopy(other[name])
    return json.dumps(tree).encode()


def places(tree):
    """Every (holder, key) of a JSON document."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in pairs:
        yield tree, key
        if isinstance(value, dict | list):
            yield from places(value)


def edit_text(content, chance):
    """One word or line of a text changed, dropped or doubled."""
    lines = content.decode().split("\n")
    at = chance.choice([i for i, line in enumerate(lines) if line])
    name, equals, rest = lines[at].partition("=")
    words = rest.split(" ")
    way = chance.random()
    if way < 0.7 and equals:
        words[chance.randrange(len(words))] = str(chance.choice(NUMBERS + OTHERS))
        lines[at] = f"{name}={' '.join(words)}"
    elif way < 0.8:
        del lines[at]
    elif way < 0.9:
        lines.insert(chance.randrange(len(lines)), lines[at])
    else:
        lines[at] = f"{name}={' '.join(words[: len(words) // 2])}"
    return "\n".join(lines).encode()


def edit_array(array, chance):
    """One array with a changed value, shape or type."""
    array = np.array(array)
    way = chance.random()
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if way < 0.6 and array.size:
            value = chance.choice(NUMBERS)
            flat = array.reshape(-1)
            flat[chance.randrange(array.size)] = np.float64(value).astype(array.dtype)
            return array
        if way < 0.7:
            return array[:-1] if array.ndim else array
        if way < 0.8:
            return array.astype(chance.choice(["f4", "f8", "i1", "u8", "i8", "?"]))
        if way < 0.9:
            return array.reshape(-1, 1) if chance.random() < 0.5 else array[None]
        return np.repeat(array, 2, axis=0) if array.ndim else np.zeros(3)


def edit_values(content, chance):
    """One value of packed values: an array, or a plain value around the arrays."""
    tree = unpack(content)
    arrays = [(holder, key) for holder, key in places(tree) if isinstance(holder[key], np.ndarray)]
    plain = [(holder, key) for holder, key in places(tree) if not isinstance(holder[key], np.ndarray | dict)]
    if arrays and (chance.random() < 0.7 or not plain):
        holder, key = chance.choice(arrays)
        holder[key] = edit_array(holder[key], chance)
    else:
        holder, key = chance.choice(plain)
        holder[key] = chance.choice(NUMBERS + OTHERS)
    return pack(tree)


def edit_arrays(content, chance):
    """One of some named arrays."""
    arrays = unpack_arrays(content)
    name = chance.choice(sorted(arrays))
    return pack_arrays({**arrays, name: edit_array(arrays[name], chance)})


def edit_bytes(content, chance):
    """A few bytes."""
    changed = bytearray(content)
    for _ in range(chance.choice([1, 4, 20])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def edited(name, content, chance):
    """The member with an edit that fits its kind."""
    if chance.random() < 0.1:
        return edit_bytes(content, chance)
    if name.endswith(".json"):
        return edit_json(content, chance)
    if name == "model.txt":
        return edit_text(content, chance)
    if name == "weights.npz":
        return edit_arrays(content, chance)
    return edit_values(content, chance) if name.endswith(".npz") else edit_bytes(content, chance)


def attack(stored, rows, chance):
    """Edit one member of a stored fit, bring it back and ask for answers; True where it was refused."""
    members = dict(stored.members)
    names = [name for name in members if name != "network.keras"]
    name = chance.choice([*names, *names, "preparer"])
    if name == "preparer":
        changed = replace(stored, preparer=edit_values(stored.preparer, chance))
    else:
        changed = replace(stored, members={**members, name: edited(name, members[name], chance)})
    try:
        part = Part(changed)
    except BundleError:
        return True
    try:
        answered = part.output(rows)
    except Exception:  # the replay of examples refuses it then
        return True
    assert answered.shape[0] == len(rows)
    return False


def attacked(task, seed, count):
    """Edit each part of a model file ``count`` times, in a process of its own; what became of it, a kind a line."""
    file = ROOT / "tests" / "golden" / f"format1.{task}.hanpan"
    command = [sys.executable, "-m", "tests.support.hostile", str(file), str(seed), str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    last = done.stderr.splitlines()[-1:]
    assert done.returncode == 0, f"exit status {done.returncode} at {last}"  # negative: ended by a signal
    return [json.loads(line) for line in done.stdout.splitlines()]


def main(path, seed, count):
    """Attack each part ``count`` times."""
    members = read_zip(Path(path).read_bytes())
    manifest = _read_manifest(members)
    fits = [_stored(record, members) for record in manifest.parts]
    model = model_of(manifest.problem, manifest.schema, fits, [1.0] * len(fits), DecisionRule())
    rows = typed_frame(model, from_json(members["examples.json"], Examples))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("ignore")
    for stored in fits:
        refused = 0
        for number in range(count):
            print(stored.kind, seed, number, end="\r", file=sys.stderr, flush=True)
            signal.setitimer(signal.ITIMER_PROF, SECONDS)  # a hang ends the process
            signal.alarm(PATIENCE)
            refused += attack(stored, rows, random.Random(f"{stored.kind} {seed} {number}"))
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.alarm(0)
        print(json.dumps({"kind": stored.kind, "refused": refused, "harmless": count - refused}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

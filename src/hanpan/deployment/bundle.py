"""The model file ``*.hanpan``: one zip with manifest, parts, evaluation and examples. No pickle (see ``FORMAT``).

Loading goes from the cheapest suspicion to the dearest: size, directory, manifest, hashes, arrays, structure, and at
last the examples are answered again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from hanpan.business.decision import DecisionRule
from hanpan.deployment.examples import examples_of, replay, typed_frame
from hanpan.deployment.manifest import FORMAT, Examples, Manifest, PartRecord, check_manifest
from hanpan.deployment.older import as_today
from hanpan.deployment.ranged import kept_intervals
from hanpan.deployment.signing import require_trusted
from hanpan.foundation.archives import ZIP_START, read_zip, write_zip
from hanpan.foundation.errors import AccessError, BundleError, DataError, no_access
from hanpan.foundation.files import to_json, write_whole
from hanpan.modeling.fitted.model import Model, model_of
from hanpan.modeling.fitting.stored import StoredFit
from hanpan.modeling.trial import RowsFitted

if TYPE_CHECKING:
    import pandas as pd

_MANIFEST = "manifest.json"
_EXAMPLES = "examples.json"
_EVALUATION = "evaluation.json"
_PREPARER = "preparer.npz"
_LARGEST_FILE = 2_000_000_000


@dataclass(frozen=True)
class Bundle:
    """An opened model file: the Model, its manifest, and the records that travel with it, as JSON."""

    model: Model
    manifest: Manifest
    records: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Contents:
    """What goes into a model file besides the fits."""

    model: Model
    name: str
    algorithm: str
    trained_on: RowsFitted
    fingerprint: str
    version: str
    environment: dict[str, str]
    card: dict[str, Any]
    records: dict[str, bytes]
    examples: pd.DataFrame


def write_bundle(path: Path, contents: Contents, fits: Sequence[StoredFit]) -> None:
    """Write a model file, whole or not at all; equal contents give equal bytes.

    Raises
    ------
    UsageError
        The place cannot be written to.
    """
    members = dict(contents.records)
    records = []
    for number, (fit, weight) in enumerate(zip(fits, contents.model.weights, strict=True), start=1):
        folder = f"parts/{number}"
        records.append(_part_record(fit, weight, folder))
        members[f"{folder}/{_PREPARER}"] = fit.preparer
        members |= {f"{folder}/model/{name}": content for name, content in fit.members.items()}
    members[_EXAMPLES] = to_json(examples_of(contents.model, contents.examples))
    members[_MANIFEST] = to_json(_manifest(contents, records, members))
    write_whole(path, write_zip(members))


def read_bundle(path: str | Path) -> Bundle:
    """Open a model file.

    Raises
    ------
    UsageError
        There is no such file.
    BundleError
        It is damaged, hostile, of a newer version, or answers its own examples differently.
    """
    return bundle_of(content_of(Path(path)), str(path))


def bundle_of(content: bytes, name: str) -> Bundle:
    """Open the bytes of a model file; ``name`` is what they are called in a refusal.

    Raises
    ------
    BundleError
        See ``read_bundle``.
    """
    if len(content) > _LARGEST_FILE:
        raise BundleError("file_hostile", reason="larger than a model may be")
    if not content.startswith(ZIP_START):
        raise BundleError("not_a_model", path=name)
    members = read_zip(content)
    if _MANIFEST not in members:
        raise BundleError("not_a_model", path=name)
    manifest = _read_manifest(members)
    _check_hashes(manifest, members)
    fits = [_stored(record, members) for record in manifest.parts]
    weights = [record.weight for record in manifest.parts]
    decision = _decision(manifest)
    model = model_of(manifest.problem, manifest.schema, fits, weights, decision)
    examples = _decoded(members, _EXAMPLES, Examples)
    replay(model, examples, max(fit.tolerance for fit in fits))
    records = {
        name: content for name, content in members.items() if "/" not in name and name not in (_MANIFEST, _EXAMPLES)
    }
    ranges = kept_intervals(records.get(_EVALUATION, b"{}"), manifest.model)
    known = replace(model, name=manifest.model, background=typed_frame(model, examples), ranges=ranges)
    return Bundle(known, manifest, records)


def _decision(manifest: Manifest) -> DecisionRule:
    return DecisionRule(
        threshold=manifest.threshold,
        offsets=tuple(manifest.offsets),
        scales=tuple(manifest.scales),
        lifts=tuple(manifest.lifts),
        gain=tuple(map(tuple, manifest.gain)),
        shift=manifest.shift,
        slope=manifest.slope,
    )


def content_of(path: Path) -> bytes:
    """The bytes of a model file.

    Raises
    ------
    BundleError
        It is larger than any model, or none of the trusted keys signed it, where there are some (see ``signing``).
    DataError
        There is no such file.
    AccessError
        It may not be read.
    """
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise BundleError("file_hostile", reason="larger than a model may be")
        content = path.read_bytes()
    except OSError as error:
        kind = AccessError if no_access(error) else DataError
        raise kind("no_model_file", path=str(path), reason=error) from error
    require_trusted(path, content)
    return content


def _manifest(contents: Contents, records: list[PartRecord], members: dict[str, bytes]) -> Manifest:
    decision = contents.model.decision
    return Manifest(
        format=FORMAT,
        hanpan=contents.version,
        model=contents.name,
        algorithm=contents.algorithm,
        problem=contents.model.problem,
        schema=contents.model.schema,
        parts=records,
        threshold=decision.threshold,
        offsets=list(decision.offsets),
        lifts=list(decision.lifts),
        scales=list(decision.scales),
        gain=[list(row) for row in decision.gain],
        shift=decision.shift,
        slope=decision.slope,
        trained_on=contents.trained_on,
        fingerprint=contents.fingerprint,
        hashes={name: _hash(content) for name, content in sorted(members.items())},
        environment=contents.environment,
        card=contents.card,
    )


def _part_record(fit: StoredFit, weight: float, folder: str) -> PartRecord:
    return PartRecord(
        algorithm=fit.algorithm,
        key=fit.key,
        weight=weight,
        kind=fit.kind,
        folder=folder,
        n_features=fit.n_features,
        n_outputs=fit.n_outputs,
        categorical=fit.categorical,
        feature_names=fit.feature_names,
        factors=fit.factors,
    )


def _read_manifest(members: dict[str, bytes]) -> Manifest:
    version = _decoded(members, _MANIFEST, dict).get("format")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise BundleError("file_damaged", reason=f"{_MANIFEST}: no number of a format")
    if version > FORMAT:
        raise BundleError("file_newer", found=version, known=FORMAT)
    manifest = _decoded(members, _MANIFEST, Manifest)
    check_manifest(manifest)
    return as_today(manifest)


def _decoded(members: dict[str, bytes], name: str, kind: Any) -> Any:
    try:
        return msgspec.json.decode(members[name], type=kind)
    except (KeyError, msgspec.DecodeError, RecursionError) as error:
        raise BundleError("file_damaged", reason=f"{name}: {error}"[:200]) from error


def _check_hashes(manifest: Manifest, members: dict[str, bytes]) -> None:
    """Every member is as it was written, none is missing, none was added."""
    names = set(members) - {_MANIFEST}
    if names != set(manifest.hashes):
        raise BundleError("file_damaged", reason="members are missing or were added")
    for name in sorted(names):
        if _hash(members[name]) != manifest.hashes[name]:
            raise BundleError("file_changed", member=name)


def _stored(record: PartRecord, members: dict[str, bytes]) -> StoredFit:
    inside = f"{record.folder}/model/"
    own = {name.removeprefix(inside): content for name, content in members.items() if name.startswith(inside)}
    preparer = members.get(f"{record.folder}/{_PREPARER}")
    if preparer is None:
        raise BundleError("file_damaged", reason=f"{record.folder} has no preparer")
    return StoredFit(
        algorithm=record.algorithm,
        key=record.key,
        kind=record.kind,
        members=own,
        preparer=preparer,
        n_features=record.n_features,
        n_outputs=record.n_outputs,
        categorical=record.categorical,
        feature_names=record.feature_names,
        factors=record.factors,
    )


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

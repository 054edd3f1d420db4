"""A model file in MLflow: logged with its scores, registered under a name, and loaded there by hanpan itself.

For teams that keep their models in MLflow already (extra ``mlflow``: the skinny package). The file
travels as it is; ``mlflow.pyfunc.load_model`` answers with the columns that ``hanpan predict`` writes.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from hanpan.data.schema import Column
from hanpan.deployment.bundle import Bundle, bundle_of
from hanpan.foundation.errors import AccessError
from hanpan.foundation.extras import need

if TYPE_CHECKING:
    import pandas as pd

_FILE = "model.hanpan"
_TYPES = {"number": "double", "date": "string"}


class MlflowExport(msgspec.Struct, frozen=True):
    """Where a model lies in MLflow: its name and version there, the run that logged it, and its address."""

    name: str
    version: str
    run: str
    uri: str


def export(content: bytes, name: str, where: str | None = None, alias: str | None = None) -> MlflowExport:
    """Log a model file to MLflow and register it.

    Parameters
    ----------
    content
        The bytes of the model file.
    name
        Of the registered model; a new version is made.
    where
        Tracking address (``sqlite:///mlflow.db``, ``http://…``); what MLflow is set to, if not given.
    alias
        Given to the new version (``champion``).

    Raises
    ------
    UsageError
        MLflow is not installed.
    AccessError
        MLflow refuses, or cannot be reached.
    BundleError
        The file is no model.
    """
    mlflow: Any = need("mlflow", "mlflow")
    bundle = bundle_of(content, name)
    try:
        if where is not None:
            mlflow.set_tracking_uri(where)
        with tempfile.TemporaryDirectory() as folder, mlflow.start_run(run_name=name) as run:
            path = Path(folder) / _FILE
            path.write_bytes(content)
            mlflow.set_tags(_tags(bundle))
            mlflow.log_metrics(_metrics(bundle))
            logged = mlflow.pyfunc.log_model(
                name="model",
                loader_module=__name__,
                data_path=str(path),
                signature=_signature(bundle),
                pip_requirements=[f"hanpan=={bundle.manifest.hanpan}"],
                registered_model_name=name,
            )
        version = str(logged.registered_model_version)
        if alias is not None:
            mlflow.MlflowClient().set_registered_model_alias(name, alias, version)
    except mlflow.exceptions.MlflowException as error:
        raise AccessError("mlflow_refused", name=name, reason=str(error).splitlines()[0][:300]) from error
    return MlflowExport(name, version, run.info.run_id, f"models:/{name}/{version}")


def _tags(bundle: Bundle) -> dict[str, str]:
    manifest = bundle.manifest
    told = {"target": manifest.problem.target, "task": manifest.problem.task, "model": manifest.model}
    told |= {"trained_on": manifest.trained_on, "fingerprint": manifest.fingerprint, "version": manifest.hanpan}
    return {f"hanpan.{key}": str(value) for key, value in told.items()}


def _metrics(bundle: Bundle) -> dict[str, float]:
    """What it reached when it was judged, and the ends of each interval."""
    told = msgspec.json.decode(bundle.records.get("evaluation.json", b"{}")).get("metrics", {})
    ends = (("value", ""), ("low", "_low"), ("high", "_high"), ("baseline", "_baseline"))
    return {
        f"{name}{ending}": float(judged[end])
        for name, judged in told.items()
        for end, ending in ends
        if judged.get(end) is not None
    }


def _signature(bundle: Bundle) -> Any:
    """The columns that a row has, any of which may be missing, and those of the answer."""
    types: Any = need("mlflow.types", "mlflow")
    models: Any = need("mlflow.models", "mlflow")

    def spec(column: Column) -> Any:
        return types.ColSpec(_TYPES.get(column.kind, "string"), column.name, required=False)

    problem, schema = bundle.model.problem, bundle.model.schema
    given = [spec(column) for column in schema.features if column.name != problem.target]
    answers = [types.ColSpec("string" if problem.labels else "double", "prediction")]
    answers += [types.ColSpec("double", f"probability_{label}") for label in problem.labels]
    return models.ModelSignature(inputs=types.Schema(given), outputs=types.Schema(answers))


class _PyfuncModel:
    """What ``mlflow.pyfunc.load_model`` hands rows to."""

    def __init__(self, bundle: Bundle) -> None:
        self._model = bundle.model

    def predict(self, table: Any, params: Any = None) -> pd.DataFrame:
        """Predictions, and for classes the probability of each, in the order of the rows."""
        import pandas as pd

        frame = pd.DataFrame(table).reset_index(drop=True)
        output = self._model.output(self._model.typed(frame))
        told = {"prediction": self._model.answers_of(output)}
        told |= {f"probability_{label}": output[:, code] for code, label in enumerate(self._model.problem.labels)}
        return pd.DataFrame(told)


def _load_pyfunc(path: str) -> _PyfuncModel:
    """MLflow asks by this name; the file is checked as every model file is."""
    where = Path(path)
    return _PyfuncModel(bundle_of((where / _FILE if where.is_dir() else where).read_bytes(), _FILE))

"""A model to work with, wherever it is kept. Imports what models need, and nothing of what makes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hanpan.deployment.bundle import Bundle, content_of, read_bundle
from hanpan.deployment.registry.record import SCHEME, Reference
from hanpan.modeling.fitted.model import Model


def load(path: str | Path, *, apart: bool = False) -> Model:
    """Load a model: a file, or one of the registry (``models:/churn@champion``, ``models:/churn/3``).

    With ``apart`` a file is opened in a process apart first, with limits on its memory and time: for the file of a
    stranger. It takes a second or two more.

    Raises
    ------
    BundleError
        The file is damaged, hostile, or from a newer version.
    DataError
        There is no such file, or no such model in the registry.

    Examples
    --------
    >>> import hanpan, pandas, tempfile
    >>> rows = pandas.DataFrame({"size": range(90), "price": [3 * i + i % 7 for i in range(90)]})
    >>> options = {"trials": 1, "workers": 0, "algorithms": ["linear_regression"], "insights": "none"}
    >>> study = hanpan.run(rows, "price", out=tempfile.mkdtemp(), **options)
    >>> model = hanpan.load(study.model_path)
    >>> list(model.predict(rows, intervals=True).columns)
    ['prediction', 'prediction_low', 'prediction_high']
    """
    if apart and not is_reference(path):
        from hanpan.deployment.stranger import try_apart

        try_apart(content_of(Path(path)), str(path))
    return replace(open_bundle(path).model, path=str(path))


def open_bundle(where: str | Path, registry: str | None = None) -> Bundle:
    """Open a model file, or one of the registry.

    Parameters
    ----------
    where
        A path, or ``models:/NAME``, ``models:/NAME@alias``, ``models:/NAME/version``.
    registry
        Where the registry is; see ``registry_address``.

    Raises
    ------
    BundleError
        See ``read_bundle``.
    DataError
        There is no such file, or no such model in the registry.
    """
    if not is_reference(where):
        return read_bundle(where)
    from hanpan.deployment.registry.registry import Registry  # loads a database, which files do not need

    opened = Registry(registry)
    try:
        return opened.open(Reference.of(str(where)))[1]
    finally:
        opened.close()


def model_content(where: str | Path, registry: str | None = None) -> bytes:
    """The bytes of a model file, or of one of the registry, as they are kept.

    Raises
    ------
    DataError
        There is no such file, or no such model in the registry.
    """
    if not is_reference(where):
        return content_of(Path(where))
    from hanpan.deployment.registry.registry import Registry

    opened = Registry(registry)
    try:
        return opened.content(Reference.of(str(where)))[1]
    finally:
        opened.close()


def is_reference(where: object) -> bool:
    """Whether it names a model of the registry and no file.

    Examples
    --------
    >>> is_reference("models:/churn@champion"), is_reference("churn.hanpan")
    (True, False)
    """
    return isinstance(where, str) and where.startswith(SCHEME)

"""What a program imports: looked up by the names that it uses."""

from __future__ import annotations

import ast
from importlib.metadata import PackageNotFoundError, version

_WHOLE = {
    "csr_array": "",
    "duckdb": "import duckdb",
    "fastexcel": "import fastexcel",
    "jax": "import jax",
    "jnp": "import jax.numpy as jnp",
    "itertools": "import itertools",
    "joblib": "import joblib",
    "keras": "import keras",
    "math": "import math",
    "np": "import numpy as np",
    "os": "import os",
    "pd": "import pandas as pd",
    "unicodedata": "import unicodedata",
}
_STANDARD = ("itertools", "math", "os", "unicodedata")
_FROM = {
    "functools": ("partial",),
    "catboost": ("CatBoostClassifier", "CatBoostRegressor"),
    "imblearn.over_sampling": ("SMOTE",),
    "lightgbm": ("LGBMClassifier", "LGBMRegressor"),
    "scipy.sparse": ("csr_array",),
    "sklearn": ("set_config",),
    "sklearn.base": ("BaseEstimator", "RegressorMixin", "TransformerMixin"),
    "sklearn.calibration": ("CalibratedClassifierCV",),
    "sklearn.compose": ("TransformedTargetRegressor", "make_column_transformer"),
    "sklearn.datasets": tuple(f"load_{name}" for name in ("breast_cancer", "diabetes", "digits", "iris", "wine")),
    "sklearn.decomposition": ("TruncatedSVD",),
    "sklearn.dummy": ("DummyClassifier", "DummyRegressor"),
    "sklearn.ensemble": (
        "GradientBoostingClassifier",
        "GradientBoostingRegressor",
        "HistGradientBoostingClassifier",
        "HistGradientBoostingRegressor",
        "RandomForestClassifier",
        "RandomForestRegressor",
    ),
    "sklearn.feature_extraction.text": ("TfidfTransformer",),
    "sklearn.linear_model": (
        "ElasticNet",
        "Lasso",
        "LinearRegression",
        "LogisticRegression",
        "Ridge",
        "RidgeCV",
        "lars_path",
    ),
    "sklearn.model_selection": ("KFold", "StratifiedKFold"),
    "sklearn.neighbors": ("KNeighborsClassifier", "KNeighborsRegressor"),
    "sklearn.pipeline": ("make_pipeline",),
    "sklearn.preprocessing": ("FunctionTransformer", "OrdinalEncoder", "StandardScaler", "TargetEncoder"),
    "sklearn.svm": ("SVC", "SVR"),
    "sklearn.tree": ("DecisionTreeClassifier", "DecisionTreeRegressor"),
    "sklearn.utils.class_weight": ("compute_sample_weight",),
    "sqlalchemy": ("create_engine", "text"),
    "xgboost": ("XGBClassifier", "XGBRegressor"),
}
# The package that a module comes in, and what it needs besides without importing it by name.
_PACKAGES = {
    "sklearn": ("scikit-learn", "joblib"),
    "imblearn": ("imbalanced-learn",),
    "pandas": ("pandas", "pyarrow"),
    "keras": ("keras", "jax", "jaxlib"),
    "jax": ("jax", "jaxlib"),
    "sqlalchemy": ("SQLAlchemy", "psycopg"),
    "xgboost": ("xgboost-cpu", "xgboost"),
}


def imports_of(body: str) -> str:
    """The lines that import what a program uses, the standard library first, sorted as is usual."""
    names = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    whole = {name: line for name, line in _WHOLE.items() if name in names and line}
    standard = sorted(line for name, line in whole.items() if name in _STANDARD)
    others = [line for name, line in whole.items() if name not in _STANDARD]
    parts = []
    for module, known in _FROM.items():
        used = sorted(names.intersection(known))
        if used:
            parts.append(f"from {module} import {', '.join(used)}")
    keras = []
    if "keras" in names:  # by itself it takes TensorFlow, and fails where that is not installed
        standard = sorted({*standard, _WHOLE["os"]})
        keras = ['os.environ.setdefault("KERAS_BACKEND", "jax")']
    groups = ["\n".join(standard), *keras, "\n".join([*sorted(others), *sorted(parts)])]
    return "\n\n".join(group for group in groups if group)


def requirements_of(body: str) -> str:
    """The packages behind the imports, each with the version that is here."""
    modules = set()
    for node in ast.walk(ast.parse(body)):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module.split(".")[0])
    packages = {package for module in modules for package in _PACKAGES.get(module, (module,))}
    lines = []
    for package in sorted(packages):
        try:
            lines.append(f"{package}=={version(package)}")
        except PackageNotFoundError:
            continue
    return "\n".join(lines) + "\n"

"""One peer on one folder of Parquet files, in the peer's own environment: ``python peer.py flaml|h2o FOLDER BUDGET``.

Reads the table, holds out a quarter of its rows, fits for so many seconds and prints one line of JSON: the AUC of the
best model on the rows held out. Needs the peer, pandas and pyarrow.
"""

from __future__ import annotations

import json
import sys
import warnings

warnings.filterwarnings("ignore")
HELD = 0.25


def flaml(folder: str, budget: float) -> float:
    """FLAML as its documentation begins."""
    import numpy as np
    import pandas as pd
    from flaml import AutoML
    from sklearn.metrics import roc_auc_score

    frame = pd.read_parquet(folder)
    held = np.random.default_rng(0).random(len(frame)) < HELD
    train, test = frame[~held], frame[held]
    del frame
    model = AutoML()
    told = {"task": "classification", "metric": "roc_auc", "time_budget": budget, "verbose": 0, "n_jobs": 2}
    model.fit(dataframe=train, label="y", **told)
    score = model.predict_proba(test.drop(columns="y"))[:, list(model.classes_).index("yes")]
    return float(roc_auc_score(test["y"] == "yes", score))


def h2o(folder: str, budget: float) -> float:
    """H2O's AutoML: it reads the files itself."""
    import h2o as library
    from h2o.automl import H2OAutoML

    library.init(nthreads=2, max_mem_size="10g", verbose=False)
    library.no_progress()
    frame = library.import_file(folder)
    for name in frame.columns:
        if name == "y" or name.startswith("g"):
            frame[name] = frame[name].asfactor()
    train, test = frame.split_frame([1 - HELD], seed=1)
    automl = H2OAutoML(max_runtime_secs=int(budget), seed=1)
    automl.train(y="y", training_frame=train)
    found = float(automl.leader.model_performance(test).auc())
    library.cluster().shutdown()
    return found


if __name__ == "__main__":
    system, folder, budget = sys.argv[1:4]
    print(json.dumps({"auc": round({"flaml": flaml, "h2o": h2o}[system](folder, float(budget)), 4)}))

"""One peer on one folder of Parquet files, in its own environment: ``python peer.py flaml|h2o FOLDER TEST BUDGET``.

Fits on all rows of FOLDER for so many seconds and prints one line of JSON: the AUC of its best model on those of TEST.
Needs the peer, pandas and pyarrow.
"""

from __future__ import annotations

import json
import sys
import warnings

warnings.filterwarnings("ignore")


def flaml(folder: str, rows: str, budget: float) -> float:
    """FLAML as its documentation begins."""
    import pandas as pd
    from flaml import AutoML
    from sklearn.metrics import roc_auc_score

    train, test, model = pd.read_parquet(folder), pd.read_parquet(rows), AutoML()
    told = {"task": "classification", "metric": "roc_auc", "time_budget": budget, "verbose": 0, "n_jobs": 2}
    model.fit(dataframe=train, label="y", **told)
    score = model.predict_proba(test.drop(columns="y"))[:, list(model.classes_).index("yes")]
    return float(roc_auc_score(test["y"] == "yes", score))


def h2o(folder: str, rows: str, budget: float) -> float:
    """H2O's AutoML: it reads the files itself."""
    import h2o as library
    from h2o.automl import H2OAutoML

    library.init(nthreads=2, max_mem_size="10g", verbose=False)
    library.no_progress()
    train, test = library.import_file(folder), library.import_file(rows)
    for frame in (train, test):
        for name in frame.columns:
            if name == "y" or name.startswith("g"):
                frame[name] = frame[name].asfactor()
    automl = H2OAutoML(max_runtime_secs=int(budget), seed=1)
    automl.train(y="y", training_frame=train)
    found = float(automl.leader.model_performance(test).auc())
    library.cluster().shutdown()
    return found


if __name__ == "__main__":
    system, folder, rows, budget = sys.argv[1:5]
    print(json.dumps({"auc": round({"flaml": flaml, "h2o": h2o}[system](folder, rows, float(budget)), 4)}))

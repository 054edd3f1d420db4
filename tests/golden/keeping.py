"""A golden model file of one logistic regression, and what it answered when it was made."""

from pathlib import Path

import hanpan
from hanpan.deployment.bundle import Contents, write_bundle
from hanpan.foundation.files import to_json

HERE = Path(__file__).parent


def keep(number, model, fit, frame):
    """Write ``formatNUMBER.hanpan``, and beside it its answers for the first rows of the frame."""
    contents = Contents(
        model=model,
        name="logistic_regression",
        algorithm="logistic_regression",
        trained_on="all",
        fingerprint="-",
        version=hanpan.__version__,
        environment={},
        card={},
        records={},
        examples=frame,
    )
    write_bundle(HERE / f"format{number}.hanpan", contents, [fit])
    rows = frame.head(30)
    told = {
        "rows": [
            {name: None if cell != cell else cell for name, cell in row.items()} for row in rows.to_dict("records")
        ],
        "probabilities": model.predict_proba(rows).tolist(),
        "predictions": model.predict(rows).tolist(),
    }
    (HERE / f"format{number}.json").write_bytes(to_json(told))

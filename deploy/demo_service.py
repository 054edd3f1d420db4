"""From a table to a served, watched prediction, step by step, offline: ``make demo-service``.

    python deploy/demo_service.py [FOLDER] [--budget 30]

Each step is a command that you could type; it is shown before it runs. The rows are those of a table that comes with
scikit-learn: the first part trains, the rest comes later to the service. Everything lies in FOLDER afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

HANPAN = Path(sys.executable).with_name("hanpan")
REQUIREMENT_NOT_MET = 5


def main() -> int:
    """Run every step; ends with 0 where all of them did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("demo/service"))
    parser.add_argument("--budget", default="30")
    given = parser.parse_args()
    folder: Path = given.folder
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["HANPAN_REGISTRY"] = str(folder / "registry")
    later = tables(folder)
    study, model = folder / "study", folder / "study" / "model.hanpan"
    step("run", folder / "patients.csv", "--target", "diagnosis", "--budget", given.budget, "--out", study, "--fresh")
    step("models", "add", model, "--name", "demo", "--alias", "champion", "--reason", "the first one")
    step("models", "show", "demo@champion", "--card", "html", into=folder / "card.html")
    step("code", study, "--out", folder / "code")
    served(later)
    step("monitor", "demo", folder / "later.csv", "--out", folder / "watch.html", fine=(0, REQUIREMENT_NOT_MET))
    print(f"\nServe it again:  HANPAN_REGISTRY={folder / 'registry'} hanpan serve models:/demo@champion")
    print(f"Look at:         {study}/report.*.html  {folder / 'card.html'}  {folder / 'code'}  {folder / 'watch.html'}")
    return 0


def tables(folder: Path) -> list[dict[str, object]]:
    """The table that trains and the one that comes later, as files; some rows of the latter."""
    from sklearn.datasets import load_breast_cancer

    bunch = load_breast_cancer(as_frame=True)
    table = bunch.data.assign(diagnosis=[str(bunch.target_names[code]) for code in bunch.target])
    table = table.sample(frac=1, random_state=0)
    table.iloc[:400].to_csv(folder / "patients.csv", index=False)
    table.iloc[400:].to_csv(folder / "later.csv", index=False)
    rows: list[dict[str, object]] = table.iloc[400:].drop(columns="diagnosis").to_dict("records")
    return rows


def step(*words: object, into: Path | None = None, fine: tuple[int, ...] = (0,)) -> None:
    """Run a command of hanpan; what it prints goes to the screen, or into a file."""
    told = [str(word) for word in words]
    print(f"\n$ hanpan {' '.join(told)}{f' > {into}' if into else ''}", flush=True)
    out = subprocess.PIPE if into else None
    done = subprocess.run([str(HANPAN), *told], stdout=out, check=False)
    if done.returncode not in fine:
        raise SystemExit(done.returncode)
    if into:
        into.write_bytes(done.stdout)


def served(rows: list[dict[str, object]]) -> None:
    """Serve the champion, ask it for the later rows, see what it counted, stop it."""
    words = ["serve", "models:/demo@champion", "--port", "0"]
    print(f"\n$ hanpan {' '.join(words)} &", flush=True)
    service = subprocess.Popen([str(HANPAN), *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = (service.stdout.readline() if service.stdout else "").strip()
        if not address.startswith("http"):
            raise SystemExit("The service did not start: hanpan doctor says what is missing.")
        url = f"{address}/v1/models/demo/predict"
        print(f"$ curl {url} -d '{{\"rows\": [{{…}}, …]}}'   # {len(rows)} rows")
        answers = ask(url, {"rows": rows})["predictions"]
        print(json.dumps(answers[0], ensure_ascii=False))
        print(f"$ curl {address}/v1/models/demo/schema   # and /card, /watch, /metrics; {address}/ is the page")
        print(f"{len(ask(f'{address}/v1/models/demo/schema')['columns'])} columns")
    finally:
        service.terminate()
        service.wait(30)


def ask(url: str, body: object = None) -> dict:
    """The answer of the service, which listens on this machine."""
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=content, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main())

"""How soon what a run tells is on the screen, how soon a reloaded page shows all of it, and how many may look at once.

A run is played from a script: events ten times a second, as the engine writes them; browsers follow it.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from hanpan.business.card import Card, CardProblem
from hanpan.doors.studio.desk.runs import EVENTS, Started
from hanpan.doors.studio.desk.works import Works
from hanpan.foundation.files import to_json
from hanpan.modeling.workers.journal import Journal

SECONDS, PER_SECOND, EPOCHS = 15, 10, 1000
BROWSERS = int(os.environ.get("BROWSERS", "10"))
WATCH = """
window.seen = [];
const note = () => {
  const told = document.querySelector("main section p.small")?.textContent.match(/in (\\d{6}) s/);
  if (told) window.seen.push([told[1], Date.now() / 1000]);
};
const all = { subtree: true, childList: true, characterData: true };
new MutationObserver(note).observe(document.querySelector("#content"), all);
"""


def played(folder: Path) -> tuple[str, Path]:
    """A work whose run is this very process."""
    works = Works(folder / "studies")
    (folder / "t.csv").write_text("x,y\n" + "".join(f"{n},{'ab'[n % 2]}\n" for n in range(60)), "utf-8")
    work = works.begin(str(folder / "t.csv"))
    work.keep(Card(problem=CardProblem(target="y")), "en")
    study = folder / "studies" / "t-y"
    study.mkdir()
    Journal(study / "journal.sqlite").close()
    own = psutil.Process()
    run = Started(arguments=("run",), folder=str(study), pid=own.pid, created=own.create_time())
    (works.attach(work, study).folder / "run.json").write_bytes(to_json(run))
    tell(study, {"kind": "search_started", "metric": "auc", "seconds": 600, "trials": None, "workers": 1})
    for epoch in range(EPOCHS):
        tell(study, {"kind": "epoch", "algorithm": "network", "epoch": epoch, "course": [1 / (1 + epoch)] * 20})
    return work.name, study


def tell(study: Path, event: dict) -> None:
    with (study / EVENTS).open("a", encoding="utf-8") as file:
        file.write(json.dumps({**event, "at": time.time()}) + "\n")


def told(study: Path, at: dict[str, float]) -> None:
    """Ten events a second, each known by its seconds."""
    for number in range(SECONDS * PER_SECOND):
        seconds = 100_000 + number
        at[str(seconds)] = time.time()
        fields = {"score": 0.8, "best": 0.9, "seconds": seconds, "done": number}
        tell(study, {"kind": "trial_done", "algorithm": "network", **fields})
        time.sleep(1 / PER_SECOND)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="hanpan-bench-"))
    name, study = played(folder)
    program = "from hanpan.doors.cli import main; main()"
    command = [sys.executable, "-c", program, "studio", "--port", "0", "--no-browser", "--lang", "en"]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    entry = server.stdout.readline().strip()
    try:
        follow(entry, name, study)
    finally:
        server.terminate()
        shutil.rmtree(folder, ignore_errors=True)


def follow(entry: str, name: str, study: Path) -> None:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        pages = [browser.new_context(locale="en-US").new_page() for _ in range(BROWSERS)]
        address = f"{entry.partition('/?')[0]}/modeling?work={name}"
        for page in pages:
            page.goto(entry)
            page.goto(address)
            page.locator("p.answer", has_text="board").or_(page.locator("p.small", has_text="Trying")).first.wait_for()
        began = time.perf_counter()
        pages[0].reload()
        pages[0].locator("p.small", has_text="Trying").wait_for()
        print(f"reload with {EPOCHS} epochs told: {time.perf_counter() - began:.2f} s, {BROWSERS} browsers open")
        for page in pages:
            page.evaluate(WATCH)
        at: dict[str, float] = {}
        teller = threading.Thread(target=told, args=(study, at))
        teller.start()
        while teller.is_alive():
            pages[0].wait_for_timeout(200)
        lags = [moment - at[told] for page in pages for told, moment in page.evaluate("window.seen") if told in at]
        cut = statistics.quantiles(lags, n=20)
        print(f"event to screen: median {cut[9]:.3f} s, p95 {cut[18]:.3f} s, {len(lags)} changes seen")
        began = time.perf_counter()
        pages[-1].get_by_role("link", name="1 Question").click()
        pages[-1].locator("h2.title", has_text="question").wait_for()
        print(f"a click on another page: {time.perf_counter() - began:.2f} s")
        browser.close()


if __name__ == "__main__":
    main()

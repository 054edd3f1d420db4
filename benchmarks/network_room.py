"""How quick the network room is: steps drawn a second, a reload of 1,000 epochs, from click to screen, a class at once.

python benchmarks/network_room.py [BROWSERS]    needs Chromium (CHROMIUM may name one) and an idle machine

Prints one line a figure, with the promise behind it. A click is answered by the process that trains, so its way to the
screen is longer than that of an event. ``main thread`` is the page's own computing per step drawn, free of waiting.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

from playwright.sync_api import Page, sync_playwright

READY = "hanpan-network [data-do=step]"
STATE = (
    "(() => {const n = document.querySelector('hanpan-network'); return [n.painted, +n.dataset.step, n.state.epoch]})()"
)
# A click, and milliseconds until what it asked for is drawn.
CLICK = """() => new Promise((done) => {
  const view = document.querySelector('hanpan-network'), before = view.dataset.step, from = performance.now();
  const seen = () => (view.dataset.step === before ? requestAnimationFrame(seen) : done(performance.now() - from));
  view.shadowRoot.querySelector('[data-do=step]').click();
  requestAnimationFrame(seen);
})"""
# While it plays: from a press of pause until the page says that it stands.
PAUSE = """() => new Promise((done) => {
  const view = document.querySelector('hanpan-network'), from = performance.now();
  const seen = () => (view.state.playing ? requestAnimationFrame(seen) : done(performance.now() - from));
  view.shadowRoot.querySelector('[data-do=play]').click();
  requestAnimationFrame(seen);
})"""
NETWORK = "data=xor&layers=4-tanh,8-tanh,8-tanh,2-tanh"


def main(browsers: int) -> None:
    """Measure all of it."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        command = [sys.executable, "-c", "from hanpan.doors.cli import main; main()", "studio", "--port", "0"]
        with subprocess.Popen([*command, "--no-browser"], cwd=folder, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            entry = process.stdout.readline().strip()
            path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
            chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            try:
                page = opened(chromium, entry)
                drawn(page)
                clicks(page)
                reload(page)
                page.close()
                together(chromium, entry, browsers)
            finally:
                chromium.close()
                process.terminate()


def opened(chromium: Any, entry: str, network: str = NETWORK) -> Page:
    """A room in a browser of its own."""
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    address, _, key = entry.partition("/?")
    page.goto(f"{address}/network?{key}&{network}")
    page.wait_for_selector(READY, timeout=60_000)
    return page


def drawn(page: Page) -> None:
    """Steps drawn a second, and what the page computes for each."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy() -> float:
        told = session.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in told if one["name"] == "TaskDuration")

    page.click("[data-do=play]")
    page.wait_for_timeout(1500)
    (first, step, _), cpu, begin = page.evaluate(STATE), busy(), time.perf_counter()
    page.wait_for_timeout(5000)
    (last, end, _), seconds = page.evaluate(STATE), time.perf_counter() - begin
    told = 1000 * (busy() - cpu) / max(1, last - first)
    print(
        f"steps drawn a second: {(last - first) / seconds:.1f} (promised: 30), main thread {told:.1f} ms a step drawn"
    )
    print(f"steps trained a second meanwhile: {(end - step) / seconds:.1f}")
    page.click("[data-do=play]")
    page.wait_for_timeout(500)


def clicks(page: Page, count: int = 60) -> None:
    """From a click to the screen, ten a second."""
    took = []
    for _ in range(count):
        took.append(page.evaluate(CLICK))
        page.wait_for_timeout(max(0, 100 - took[-1]))
    print(f"click to screen: median {statistics.median(took):.0f} ms, p95 {p95(took):.0f} ms (promised: 250)")


def reload(page: Page) -> None:
    """A curve of 1,000 epochs after a reload."""
    page.select_option("[data-keep=speed]", "fast")
    page.click("[data-do=play]")
    page.wait_for_function("document.querySelector('hanpan-network').state.epoch >= 1000", timeout=600_000)
    page.click("[data-do=play]")
    took = []
    for _ in range(5):
        begin = time.perf_counter()
        page.reload()
        page.wait_for_selector(READY)
        took.append(time.perf_counter() - begin)
    print(f"reload of {page.evaluate(STATE)[2]:,} epochs: median {statistics.median(took):.2f} s (promised: 1)")


def together(chromium: Any, entry: str, browsers: int) -> None:
    """Many browsers training at once; each pauses and goes on in turn."""
    pages = [opened(chromium, entry) for _ in range(browsers)]
    for page in pages:
        page.click("[data-do=play]")
    took = []
    for _ in range(3):
        for page in pages:
            took.append(page.evaluate(PAUSE))
            page.click("[data-do=play]")
    told = [page.evaluate(STATE)[1] for page in pages]
    print(
        f"{browsers} browsers at once: click to screen median {statistics.median(took):.0f} ms, p95 {p95(took):.0f} ms,"
    )
    print(f"    longest {max(took):.0f} ms (promised: 1000); steps trained, least and most: {min(told)}, {max(told)}")


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[int(0.95 * (len(values) - 1))]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)

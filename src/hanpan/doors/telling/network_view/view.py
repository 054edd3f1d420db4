"""What the network view is told: its script, its texts, what may be chosen, and findings in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from hanpan.doors.telling.look import look
from hanpan.doors.telling.words import Words
from hanpan.foundation import errors
from hanpan.foundation.findings import Finding
from hanpan.foundation.texts import catalogue, text
from hanpan.modeling.networks.room.links import to_link
from hanpan.modeling.networks.room.presets import PRESETS
from hanpan.modeling.networks.room.process import SPEEDS
from hanpan.modeling.networks.room.setup import FORMULAS, FUNCTIONS, OPTIMIZERS, SETS
from hanpan.modeling.networks.room.training import Training
from hanpan.modeling.networks.room.wire import Values, whole

ELEMENT = "<hanpan-network>"  # how it begins on a page that needs the script
_TEXTS = "room.view."
_PARTS = ("title", "evidence", "advice")
_HIGH = 1180  # of the page in a notebook, in pixels


@cache
def script() -> str:
    """The component: a script that defines the element ``hanpan-network`` and needs nothing else."""
    return (files(__package__) / "network.js").read_text("utf-8")


def framed(told: Values, language: str) -> str:
    """The same page in a frame, for a notebook."""
    title, content = escape(text("room.title", language)), escape(page(told, language))
    return f'<iframe title="{title}" style="width: 100%; height: {_HIGH}px; border: 0" srcdoc="{content}"></iframe>'


def view_texts(language: str) -> dict[str, str]:
    """All that stands in the view, by the keys that the script asks for."""
    return {key.removeprefix(_TEXTS): said for key, said in catalogue(language).items() if key.startswith(_TEXTS)}


def choices() -> dict[str, Any]:
    """What may be chosen in the view."""
    return {
        "sets": SETS,
        "inputs": FORMULAS,
        "functions": FUNCTIONS,
        "optimizers": OPTIMIZERS,
        "speeds": SPEEDS,
        "presets": [{"name": one.name, "link": to_link(one.setup), "epochs": one.epochs} for one in PRESETS],
    }


def worded(told: Values, words: Words) -> Values:
    """A message of a room with its findings, remedies and refusals in words."""
    if told["kind"] == "refused":
        error = getattr(errors, told["error"])(told["key"], **told["fields"])
        return {"kind": "refused", "message": error.message(words.language)}
    if "signs" not in told:
        return told
    return {**told, "signs": [_sign(one, words) for one in told["signs"]]}


def _sign(told: Values, words: Words) -> Values:
    finding = Finding(code=told["code"], severity=told["severity"], evidence=told["evidence"])
    said = words.finding(finding)
    remedy = told["remedy"]
    if remedy is not None:
        label = words.text(f"room.remedy.{remedy['name']}", before=remedy["before"], after=remedy["after"])
        remedy = {"label": label, "changes": remedy["changes"]}
    return {"severity": told["severity"], **{part: said[part] for part in _PARTS}, "remedy": remedy}


def recorded(training: Training, language: str) -> str:
    """A training as an element of HTML: its epochs can be played and looked into, without any server.

    The page that shows it needs ``script()`` once.
    """
    return element(whole(training), language)


def element(told: Values, language: str, otherwise: str = "") -> str:
    """What ``wire.whole`` tells as an element of HTML.

    Parameters
    ----------
    otherwise
        HTML for who has no script: what can be said without one.
    """
    known = {name: choices()[name] for name in ("functions", "optimizers")}
    content = as_json({"texts": view_texts(language), "choices": known, "whole": worded(told, Words(language))})
    return f'{ELEMENT}<script type="application/json">{content}</script>{otherwise}</hanpan-network>'


def as_json(told: Mapping[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return content.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def page(told: Values, language: str) -> str:
    """What ``wire.whole`` tells of a training as a page of its own."""
    title = escape(Words(language).text("room.title"))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{look()} main {{ max-width: 84rem; margin: 0 auto; padding: 1rem; }}</style></head>"
        f"<body><main><h1>{title}</h1>{element(told, language)}</main><script>{script()}</script></body></html>"
    )

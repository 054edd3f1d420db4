"""What is happening, told once and shown by whoever listens: terminal, events.jsonl, studio."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Event:
    """One happening: ``kind`` names the text ``event.<kind>``, ``fields`` fill it."""

    kind: str
    fields: dict[str, Any] = field(default_factory=dict)
    at: float = field(default_factory=time.time)


Listener = Callable[[Event], None]


class Events:
    """Passes each event to every listener; a listener that fails is dropped, the work goes on."""

    def __init__(self, *listeners: Listener) -> None:
        self._listeners = list(listeners)

    def add(self, listener: Listener) -> None:
        """Let one more listener hear what follows."""
        self._listeners.append(listener)

    def tell(self, kind: str, /, **fields: Any) -> None:
        """Tell all listeners."""
        event = Event(kind, fields)
        for listener in list(self._listeners):
            try:
                listener(event)
            except Exception:
                self._listeners.remove(listener)


class EventLog:
    """A listener that appends each event as one JSON line (a disposable feed, never read back by the core)."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def __call__(self, event: Event) -> None:
        """Write one line at once, so that a reader of the file is never far behind."""
        line = {"kind": event.kind, "at": round(event.at, 3), **event.fields}
        self._file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

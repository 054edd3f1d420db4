"""A place to drop a file, or to choose one: sent as it is, refused in words where it is too large."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from nicegui import ui

from hanpan.doors.studio.guard import megabytes
from hanpan.doors.studio.parts import tag
from hanpan.doors.studio.visit import Visit

_PARTS = ("what", "expected", "remedy")


@cache
def _script() -> str:
    return f"<script>{(files('hanpan.doors.studio') / 'static' / 'drop.js').read_text('utf-8')}</script>"


def receiving() -> None:
    """Bring the page what dropping needs; once a page."""
    ui.add_body_html(_script())


def dropping(visit: Visit, label: str, *, to: str = "", page: str = "", accept: str = "") -> None:
    """Such a place.

    Parameters
    ----------
    to
        Where the file is sent; a table's place if not given.
    page
        Where to go on, an address that ends where the file's new name belongs; as the studio answers if not given.
    accept
        Endings of files that are offered.
    """
    most = visit.studio.options.max_upload
    large = "\n".join(visit.text(f"error.studio_too_large.{part}", most=megabytes(most)) for part in _PARTS)
    told = {"most": str(most), "large": large, "lost": visit.text("studio.start.lost"), "to": to, "page": page}
    with ui.element("hanpan-drop").classes("drop") as drop:
        for name, value in told.items():
            if value:
                drop.props[f"data-{name}"] = value
        with ui.element("label"):
            tag("span", label, "label")
            field = tag("input", type="file")
            if accept:
                field.props["accept"] = accept
        tag("progress", "", "", max="1", aria_label=label).props["hidden"] = True
        tag("output", role="status")

"""The gallery: studies of real tables that come with scikit-learn, and of one made-up table with money."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hanpan.doors.telling.numbers import number
from website.markdown import fence, page, table
from website.tables import write_tables
from website.words import word

if TYPE_CHECKING:
    from hanpan.api import Study

_METRICS = 4  # the first ones of a task
LANGUAGES = ("en", "ko")
# Chapters of the first file of a report that the gallery leads into, where the report has them.
CHAPTERS = ("summary", "value", "understanding", "preparation", "modeling", "evaluation", "deployment")
_CARD = """\
[problem]
question = "Which customers will leave next month?"
target = "CHURN"
positive = "LEAVE"
unit_of_analysis = "customer"
[success]
metric = "profit"
at_least = 0
[value]
currency = "₩"
capacity = 100
nothing = "STAY"
[value.gain.LEAVE]
LEAVE = 17000
STAY = 0
[value.gain.STAY]
LEAVE = -8000
STAY = 0
"""
_KOREAN_CARD = """\
[problem]
question = "다음 달에 해지할 고객은 누구인가?"
target = "해지"
positive = "해지"
unit_of_analysis = "고객"
[success]
metric = "profit"
at_least = 0
[value]
currency = "원"
capacity = 100
nothing = "유지"
[value.gain."해지"]
"해지" = 17000
"유지" = 0
[value.gain."유지"]
"해지" = -8000
"유지" = 0
"""


@dataclass(frozen=True)
class Shown:
    """A study of the gallery.

    Attributes
    ----------
    name
        Begins the keys of its words (``gallery.<name>``), and is the folder of its report.
    folder
        Of the study, where it is not the name.
    card
        The text of its card; none if empty.
    languages
        In which the gallery shows it.
    """

    name: str
    table: str
    target: str
    card: str = ""
    folder: str = ""
    languages: tuple[str, ...] = LANGUAGES

    def place(self, studies: Path) -> Path:
        """The folder of the study."""
        return studies / (self.folder or self.name)


GALLERY = (
    Shown("churn", "churn.csv", "CHURN", _CARD, languages=("en",)),
    Shown("churn", "korean.csv", "해지", _KOREAN_CARD, "churn_ko", languages=("ko",)),
    Shown("breast_cancer", "sklearn:breast_cancer", "target"),
    Shown("diabetes", "sklearn:diabetes", "target"),
    Shown("wine", "sklearn:wine", "target"),
)


def made(place: Path) -> bool:
    """Whether there is a finished study."""
    return (place / "model.hanpan").is_file()


def fill_gallery(folder: Path, seconds: int) -> None:
    """Make the studies that are not there yet, each within a budget of seconds."""
    import hanpan

    write_tables(folder / "tables")
    for one in GALLERY:
        place = one.place(folder)
        if made(place):
            continue
        given = {}
        if one.card:
            given["config"] = str(place.with_suffix(".toml"))
            place.with_suffix(".toml").write_text(one.card, "utf-8")
        told = str(folder / "tables" / one.table) if one.table.endswith(".csv") else one.table
        hanpan.run(told, target=one.target, budget=seconds, out=str(place), lang="en", overwrite=True, **given)


def lay(folder: Path, language: str, studies: Path) -> None:
    """Lay the page of the gallery, its reports and pictures into a folder of pages."""
    import hanpan

    parts: list[str] = []
    for one in GALLERY:
        if language in one.languages and made(one.place(studies)):
            study = hanpan.open(str(one.place(studies)))
            parts += _section(one, study, folder / "gallery", language)
    told = parts or [word("gallery.empty", language)]
    (folder / "gallery").mkdir(parents=True, exist_ok=True)
    (folder / "gallery" / "index.md").write_text(
        page(word("gallery.title", language), word("gallery.intro", language), *told), "utf-8"
    )


def _section(one: Shown, study: Study, place: Path, language: str) -> list[str]:
    own = place / one.name
    own.mkdir(parents=True, exist_ok=True)
    report = study.report(own / "report.html", lang=language)
    html = report.read_text("utf-8")
    chapters = [name for name in CHAPTERS if f' id="{name}"' in html]
    links = " · ".join(
        f"[{word(f'gallery.chapter.{name}', language)}]({one.name}/report.html#{name})" for name in chapters
    )
    return [
        f"## {word(f'gallery.{one.name}.title', language)} {{#{one.name}}}",
        word(f"gallery.{one.name}.about", language),
        fence("console", word(f"gallery.{one.name}.command", language)),
        _figures(study, language),
        *_pictures(one, study, own, language),
        f"[{word('gallery.report', language)}]({one.name}/report.html){{.md-button}}",
        links,
    ]


def _figures(study: Study, language: str) -> str:
    """What the hold-out said: each metric with its interval, beside the baseline."""
    assert study.evaluation is not None
    assert study.board is not None
    heads = [word(f"gallery.head.{name}", language) for name in ("metric", "value", "interval", "baseline")]
    between = word("gallery.between", language)
    rows = [
        [
            f"`{name}`",
            number(one.value),
            between.format(low=number(one.low), high=number(one.high)),
            number(one.baseline),
        ]
        for name, one in list(study.evaluation.metrics.items())[:_METRICS]
    ]
    told = word("gallery.judged", language).format(model=study.board.chosen, rows=study.evaluation.rows)
    return f"{told}\n\n{table(heads, rows)}"


def _pictures(one: Shown, study: Study, own: Path, language: str) -> list[str]:
    """The board, as the Python interface draws it."""
    from hanpan.doors.report.charts.svg import as_for_a_page

    assert study.board is not None
    with as_for_a_page():
        study.board.speaking(language).plot().savefig(own / "board.svg", metadata={"Date": None}, facecolor="white")
    return [f"![{word('gallery.board_alt', language)}]({one.name}/board.svg)"]

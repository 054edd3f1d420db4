"""Tables of any size scored piece by piece, in bounded memory; a run that was killed goes on where it stopped.

Each piece that is done lies, with what was noticed in it, in a folder beside the place of the results; the results
appear when all is done, whole, and the folder goes.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hanpan.data.conforming.conform import ConformNotes
from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note
from hanpan.data.readers.cutting.files import files_of
from hanpan.data.readers.cutting.parquet_file import ROWS
from hanpan.data.readers.cutting.piece import Piece
from hanpan.data.readers.cutting.remote import is_remote
from hanpan.data.readers.cutting.text_file import LETTERS
from hanpan.data.readers.pieces import in_pieces
from hanpan.data.readers.source import Source
from hanpan.data.readers.stacking import summed_notes
from hanpan.deployment.bundle import Bundle
from hanpan.deployment.gates import require_clean
from hanpan.deployment.opening import model_content
from hanpan.deployment.predictor.listing import ListOptions
from hanpan.deployment.predictor.scoring import KEY, Done, PieceNoticed, Scoring, scored_piece
from hanpan.deployment.writing import write_predictions
from hanpan.foundation.errors import AccessError, DataError, UsageError
from hanpan.foundation.files import Lock, from_json, is_stream, on_stdout, to_json, write_whole

if TYPE_CHECKING:
    import pandas as pd

_MOST_TOP = 200_000  # rows of a sorted list that are held in memory
_SHOWN = 3
_WHOLE_COLUMN = ("mark_changed", "percent_as_shares")  # notes of decisions by all cells of a column


def pieces_of(table: object, bundle: Bundle, options: ReadOptions, *, groups: bool = False) -> Iterator[Piece] | None:
    """The pieces of a large table (``groups``: of Parquet of any size); None where it is better read at once."""
    schema = bundle.model.schema
    names = [column.name for column in schema.features]
    return in_pieces(Source(table, schema.image, names), options, groups=groups)


def score_pieces(pieces: Iterator[Piece], bundle: Bundle, asked: Scoring) -> Done:
    """Score the pieces of a table and write the results.

    Raises
    ------
    UsageError
        A sorted list would need all rows in memory; or another process is at work on the same results.
    DataError
        A piece cannot be read, pieces are written in different ways, or a gate is closed; nothing is written then.
    AccessError
        The place cannot be written to.
    """
    if asked.listing.sort is not None and (asked.listing.top is None or asked.listing.top > _MOST_TOP):
        raise UsageError("sort_beyond_memory", most=_MOST_TOP)
    with_place = not (on_stdout(asked.out) or is_stream(Path(asked.out)))
    folder = _folder(Path(asked.out)) if with_place else Path(tempfile.mkdtemp(prefix="hanpan-parts-"))
    work = PieceWork(folder, bundle, asked)
    try:
        taken_over = work.begin()
        noticed = asked.crew.done(work, pieces) if asked.crew else [work.done(piece) for piece in pieces]
        notes, reading = _together([one for one in noticed if one is not None], bundle)
        require_clean(notes, asked.gates)
        guarded = write_predictions(work.results(), asked.out, guard=asked.guard, bom=asked.bom)
    except DataError:
        work.end()
        raise
    finally:
        work.release()
    work.end()
    return Done(rows=notes.rows, out=str(asked.out), notes=notes, reading=reading, guarded=guarded, resumed=taken_over)


def _folder(out: Path) -> Path:
    return out.with_name(f".{out.name}.parts")


class PieceWork:
    """The folder of the pieces that are done."""

    def __init__(self, folder: Path, bundle: Bundle, asked: Scoring) -> None:
        self.folder, self.bundle, self.asked = folder, bundle, asked
        self._lock: Lock | None = None

    def begin(self) -> int:
        """Make the folder, or take it over from a run of the same; how many pieces are done already."""
        try:
            self.folder.mkdir(exist_ok=True)
        except OSError as error:
            raise AccessError("cannot_write", path=str(self.asked.out), reason=error) from error
        self._lock = Lock(self.folder / "lock")
        if not self._lock.taken():
            raise UsageError("results_in_work", out=str(self.asked.out))
        identity, kept = _identity(self.bundle, self.asked), self.folder / "identity"
        if not kept.is_file() or kept.read_text("utf-8") != identity:
            for old in self.folder.glob("*.*"):
                old.unlink()
            write_whole(kept, identity)
        return sum(1 for _ in self.folder.glob("*.json"))

    def done(self, piece: Piece) -> PieceNoticed | None:
        """Score a piece, unless that was done before; None where there are no rows in it."""
        before = self.noticed(piece)
        if before is not None:
            return before
        raw = piece.read()
        if raw is None:
            return None
        frame, noticed = scored_piece(self.bundle.model, raw, self.asked)
        buffer = io.BytesIO()
        frame.to_parquet(buffer, index=False)
        self.keep(piece, buffer.getvalue(), noticed)
        return noticed

    @property
    def content(self) -> bytes:
        """The model file, for whoever is to work elsewhere."""
        return model_content(self.asked.model)

    def noticed(self, piece: Piece) -> PieceNoticed | None:
        """What was noticed in a piece that is done."""
        told = self.folder / f"{piece.number:08d}.json"
        return from_json(told.read_bytes(), PieceNoticed) if told.is_file() else None

    def keep(self, piece: Piece, parquet: bytes, noticed: PieceNoticed) -> None:
        """A piece is done: its rows first, then what was noticed, by which it is known."""
        told = self.folder / f"{piece.number:08d}.json"
        write_whole(told.with_suffix(".parquet"), parquet)
        write_whole(told, to_json(noticed))

    def results(self) -> Iterator[pd.DataFrame]:
        """The frames of all pieces, in order; of a sorted list the best rows of all of them."""
        import pandas as pd

        parts = (pd.read_parquet(path) for path in sorted(self.folder.glob("*.parquet")))
        if self.asked.listing.sort is not None:
            yield _best(parts, self.asked.listing)
        elif self.asked.listing.top is not None:
            yield from _first(parts, self.asked.listing.top)
        else:
            yield from parts

    def release(self) -> None:
        """Let others at the folder."""
        if self._lock is not None:
            self._lock.release()

    def end(self) -> None:
        """Take the folder away."""
        self.release()
        shutil.rmtree(self.folder, ignore_errors=True)


def _best(parts: Iterator[pd.DataFrame], listing: ListOptions) -> pd.DataFrame:
    """The rows of the largest keys; of equal ones those that came first."""
    import pandas as pd

    best = next(parts)
    for part in parts:
        both = pd.concat([best, part], ignore_index=True)
        keys = both[KEY].to_numpy(dtype=float)
        order = np.argsort(-np.where(np.isnan(keys), -np.inf, keys), kind="stable")[: listing.top]
        best = both.iloc[order].reset_index(drop=True)
    return best.drop(columns=KEY)


def _first(parts: Iterator[pd.DataFrame], count: int) -> Iterator[pd.DataFrame]:
    for part in parts:
        yield part.head(count)
        count -= len(part)
        if count <= 0:
            return


def _identity(bundle: Bundle, asked: Scoring) -> str:
    """What makes one run the same as another: the model, the files as they lie there, and what was asked."""
    lie = _lying(Source(asked.table))
    told = (bundle.manifest.hashes, lie, asked.options, asked.listing, asked.intervals, asked.language, LETTERS, ROWS)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _lying(source: Source) -> list[tuple[str, int, int]]:
    """The files of a table as they lie there: names, sizes and, on this machine, when they were last written."""
    if is_remote(source):
        return [(file.name, file.size, 0) for file in files_of(source)]
    path = Path(source.text)
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [(str(one), one.stat().st_size, one.stat().st_mtime_ns) for one in files]


def _together(noticed: list[PieceNoticed], bundle: Bundle) -> tuple[ConformNotes, list[Note]]:
    """The notes of all pieces as one.

    Raises
    ------
    DataError
        There are no rows; or pieces of a column are written in different ways.
    """
    if not noticed:
        raise DataError("no_rows_to_predict", target=bundle.model.problem.target)
    _refuse_two_ways(noticed)
    counts = ("unread", "unseen", "outside", "missing")
    summed = {name: _summed([getattr(one.notes, name) for one in noticed]) for name in counts}
    examples: dict[str, list[str]] = {}
    for one in noticed:
        for column, shown in one.notes.examples.items():
            examples[column] = list(islice(dict.fromkeys([*examples.get(column, []), *shown]), _SHOWN))
    first = noticed[0].notes
    notes = ConformNotes(
        rows=sum(one.rows for one in noticed),
        extra=first.extra,
        absent=first.absent,
        examples=examples,
        told=list(first.told),
        **summed,
    )
    return notes, summed_notes(note for one in noticed for note in one.reading)


def _summed(counts: list[dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in counts:
        for name, count in one.items():
            found[name] = found.get(name, 0) + count
    return found


def _refuse_two_ways(noticed: list[PieceNoticed]) -> None:
    """What is decided by all cells of a column together must have been decided alike in all pieces."""
    told = {str(about.get("column", "")) for one in noticed for key, about in one.notes.told if key in _WHOLE_COLUMN}
    two = []
    for column in sorted(told):
        with_cells = [one for one in noticed if one.notes.missing.get(column, 0) < one.rows]
        ways = {tuple(key for key, about in one.notes.told if about.get("column") == column) for one in with_cells}
        two += [column] if len(ways) > 1 else []
    if two:
        raise DataError("written_two_ways", columns=", ".join(two))

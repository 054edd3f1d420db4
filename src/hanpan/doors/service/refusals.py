"""What the service answers when it cannot answer: a status, and a document that says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.responses import Response

from hanpan.foundation.errors import HanpanError
from hanpan.foundation.texts import text

JSON = "application/json"


class Refused(Exception):  # noqa: N818  # what happened, not that it is an error
    """A request that gets no answer.

    Parameters
    ----------
    status
        Of HTTP.
    code
        Names the text ``service.refused.<code>``.
    problems
        What does not fit, where rows do not.
    headers
        Of the response.
    fields
        Of the text.
    """

    def __init__(
        self,
        status: int,
        code: str,
        *,
        problems: list[RowProblem] | None = None,
        headers: dict[str, str] | None = None,
        **fields: object,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.fields = status, code, fields
        self.problems, self.headers = problems, headers or {}

    def response(self, language: str) -> Response:
        """The document."""
        told: dict[str, Any] = {
            "code": self.code,
            "what": text(f"service.refused.{self.code}", language, **self.fields),
        }
        document: dict[str, Any] = {"error": told}
        if self.problems is not None:
            document["problems"] = self.problems
        return answer(document, self.status, self.headers)


@dataclass(frozen=True, kw_only=True)
class RowProblem:
    """What does not fit in a row: which cell (``row`` counts from 0), what is wrong, what it was, what it should be.

    ``problem``: ``absent`` (no such column in the row), ``unread`` (no value of its kind), ``nested`` (a list or an
    object), or ``no_row`` (the row is no object).
    """

    row: int
    column: str | None
    problem: str
    got: Any = None
    expected: str = ""


def refusal(error: Refused | HanpanError, language: str) -> Response:
    """What is answered to a refusal, this room's or another one's."""
    if isinstance(error, Refused):
        return error.response(language)
    parts = {name: error.part(name, language) for name in ("what", "expected", "remedy")}
    return answer({"error": {"code": error.key, **parts}}, HTTPStatus.UNPROCESSABLE_ENTITY)


def answer(document: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A document as JSON; NaN is null."""
    return Response(msgspec.json.encode(document, enc_hook=str), status, headers, JSON)

"""What the operating system says comes in the person's language."""

import errno

import pytest

from hanpan.foundation.errors import AccessError


@pytest.mark.parametrize(("language", "words"), [("ko", "권한이 없습니다"), ("en", "permission denied")])
def test_a_known_reason_is_worded(language: str, words: str) -> None:
    error = AccessError("cannot_write", path="x", reason=PermissionError(errno.EACCES, "Permission denied"))
    assert words in error.part("what", language)


def test_an_unknown_reason_is_told_as_it_is() -> None:
    error = AccessError("cannot_write", path="x", reason=OSError(9999, "Odd thing"))
    assert "Odd thing" in error.part("what", "ko")
    assert "no number" in AccessError("cannot_write", path="x", reason=OSError("no number")).part("what", "en")

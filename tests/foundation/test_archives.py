"""A zip whose repeated facts disagree is not read."""

import zipfile
from io import BytesIO

import pytest

from hanpan.foundation.archives import read_zip, write_zip
from hanpan.foundation.errors import BundleError

MEMBERS = {"a.txt": b"one" * 40, "folder/b.bin": bytes(range(256))}


def headers(content):
    """Places of every byte that stands before an entry."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return [
            entry.header_offset + at for entry in archive.infolist() for at in range(30 + len(entry.filename.encode()))
        ]


def test_no_byte_before_an_entry_can_change_unnoticed():
    content = write_zip(MEMBERS)
    for place in headers(content):
        for flip in (0x01, 0x80, 0xFF):
            changed = content[:place] + bytes([content[place] ^ flip]) + content[place + 1 :]
            with pytest.raises(BundleError):
                read_zip(changed)


def test_as_many_entries_as_a_wide_table_needs_are_read_and_no_more() -> None:
    wide = {f"{place}.npy": b"" for place in range(3_000)}
    assert read_zip(write_zip(wide)) == dict(sorted(wide.items()))
    with pytest.raises(BundleError) as refused:
        read_zip(write_zip({str(place): b"" for place in range(50_001)}))
    assert refused.value.key == "file_hostile"


@pytest.mark.parametrize("force_zip64", [False, True])
def test_entries_written_as_a_stream_are_read(force_zip64):
    """As Keras writes its files: sizes are known only afterwards, or stand as 64 bits behind the name."""

    class Pipe(BytesIO):
        def seekable(self):
            return False

        def tell(self):
            raise OSError

    for kind in (BytesIO, Pipe):
        buffer = kind()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in MEMBERS.items():
                with archive.open(name, "w", force_zip64=force_zip64) as stream:
                    stream.write(content)
        assert read_zip(buffer.getvalue()) == MEMBERS

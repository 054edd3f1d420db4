"""A small server that speaks as much of Amazon's S3 as reading needs: listing, and parts of files."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

_LIST = '<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{}</ListBucketResult>'
_FILE = "<Contents><Key>{}</Key><Size>{}</Size><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
_FOLDER = "<CommonPrefixes><Prefix>{}</Prefix></CommonPrefixes>"


class _Answers(BaseHTTPRequestHandler):
    root: Path
    asked: list[str]
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        self.asked.append(f"{self.command} {self.path}")
        path = self.root / bucket / key
        if not key and (self.root / bucket).is_dir():
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self._send(200, self._listed(self.root / bucket, query).encode(), with_body)
        elif path.is_file():
            self._send_file(path.read_bytes(), with_body)
        else:
            self._send(404, b"", with_body)

    def _listed(self, bucket: Path, query: dict[str, str]) -> str:
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
        files, folders = [], dict[str, None]()
        for path in sorted(bucket.rglob("*")):
            key = path.relative_to(bucket).as_posix()
            if not path.is_file() or not key.startswith(prefix):
                continue
            rest = key[len(prefix) :]
            if delimiter and delimiter in rest:
                folders[prefix + rest.split(delimiter)[0] + delimiter] = None
            else:
                files.append(_FILE.format(escape(key), path.stat().st_size))
        count = f"<KeyCount>{len(files) + len(folders)}</KeyCount><IsTruncated>false</IsTruncated>"
        return _LIST.format(count + "".join(files) + "".join(_FOLDER.format(escape(one)) for one in folders))

    def _send_file(self, content: bytes, with_body: bool) -> None:
        wanted = self.headers.get("Range")
        if wanted is None:
            self._send(200, content, with_body)
            return
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        start, stop = int(first), min(int(last or len(content) - 1), len(content) - 1)
        self._send(206, content[start : stop + 1], with_body, f"bytes {start}-{stop}/{len(content)}")

    def _send(self, status: int, body: bytes, with_body: bool, place: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/xml")
        self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
        if place:
            self.send_header("Content-Range", place)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def object_store(root: Path, monkeypatch) -> Iterator[list[str]]:
    """Serve the folders of ``root`` as buckets; gives what was asked for."""
    asked: list[str] = []
    kind = type("Answers", (_Answers,), {"root": root, "asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    told = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}", "AWS_REGION": "us-east-1"}
    told |= {"AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true"}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()

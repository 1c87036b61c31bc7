"""The demo's authorities and newspapers, as one server on loopback."""

import hashlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from casewatch.demo.items import Item, load_items
from casewatch.demo.pages import article_page, document_reply, feed_page
from casewatch.demo.sources import demo_sources
from schemas.source import Source


class DemoServer:
    """Serves the demo's feeds and pages on a free port of 127.0.0.1 while the context is open.

    `base` is its address without a slash at the end. `stage` (1 to 3) says how much has been
    published; set it between two polls.
    """

    def __init__(self, stage: int = 1) -> None:
        self.stage = stage
        self._items = load_items()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.sources: tuple[Source, ...] = demo_sources(self.base)

    def __enter__(self) -> "DemoServer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, target: str) -> tuple[str, str] | None:
        """Return (content type, text) of a request target at the present stage; None: no such page."""
        place = urlsplit(target)
        published = tuple(item for item in self._items if item.stage <= self.stage)
        if place.path == "/commission/presscorner/api/documents":
            wanted = parse_qs(place.query).get("reference", [""])[0]
            return next(
                (("application/json", document_reply(item)) for item in published if item.reference == wanted),
                None,
            )
        for source in self.sources:
            if urlsplit(source.url).path == place.path:
                items = tuple(item for item in published if item.source == source.id)
                return "application/xml; charset=utf-8", feed_page(source, items, self.base)
        return next(
            (
                ("text/html; charset=utf-8", article_page(self._source_of(item), item))
                for item in published
                if item.path == place.path
            ),
            None,
        )

    def _source_of(self, item: Item) -> Source:
        return next(source for source in self.sources if source.id == item.source)


def _handler(demo: DemoServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = demo.answer(self.path)
            if found is None:
                self._send(404, "text/plain; charset=utf-8", b"There is no such page.\n", None)
                return
            kind, text = found
            body = text.encode()
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == etag:
                self._send(304, kind, b"", etag)
            else:
                self._send(200, kind, body, etag)

        def _send(self, status: int, kind: str, body: bytes, etag: str | None) -> None:
            self.send_response(status)
            if etag:
                self.send_header("ETag", etag)
            if status != 304:
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing: the demo's own lines are the output."""

    return Handler

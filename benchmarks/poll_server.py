"""Serves made-up feeds on loopback, quickly enough that the one who asks is what is measured."""

import asyncio
from collections import defaultdict
from multiprocessing.connection import Connection

ENTRIES = 20
"""Entries of each feed."""


def serve_feeds(told: Connection, feeds: int) -> None:
    """Serve until the process is ended; send the port first.

    `/feed/N` has validators and answers 304, `/plain/N` has none, `/growing/N` has one more entry at each visit.
    """
    bodies = {number: feed(number, ENTRIES) for number in range(feeds)}
    asyncio.run(_serve(told, bodies))


def feed(number: int, newest: int) -> bytes:
    """Return an RSS document of ENTRIES entries, the newest with that number."""
    items = "".join(
        f"<item><title>Authority {number} opens inquiry {n} into an invented firm</title>"
        f"<link>https://authority-{number}.example/press/{n}</link><guid isPermaLink='false'>n-{number}-{n}</guid>"
        f"<pubDate>Fri, 20 Nov 2026 {n % 24:02}:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;The authority has opened an inquiry. It has looked at {n} complaints about an "
        f"assistant that answers questions, and at what its maker says of it.&lt;/p&gt;</description></item>"
        for n in range(newest - ENTRIES, newest)
    )
    head = f"<title>Authority {number}</title><link>https://authority-{number}.example/</link><description/>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


async def _serve(told: Connection, bodies: dict[int, bytes]) -> None:
    visits: defaultdict[int, int] = defaultdict(int)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                _, kind, number = request.split(b" ", 2)[1].decode().split("/")
                body, etag = bodies[int(number)], f'"{number}"'
                if kind == "growing":
                    visits[int(number)] += 1
                    body = feed(int(number), ENTRIES + visits[int(number)])
                unchanged = kind == "feed" and etag.encode() in request
                writer.write(_answer(b"" if unchanged else body, etag if kind == "feed" else None, unchanged))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
    told.send(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


def _answer(body: bytes, etag: str | None, unchanged: bool) -> bytes:
    lines = ["HTTP/1.1 304 Not Modified" if unchanged else "HTTP/1.1 200 OK"]
    lines += [f"ETag: {etag}"] if etag else []
    lines += [] if unchanged else ["Content-Type: application/rss+xml", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

"""What polling is measured beside: httpx with feedparser and nothing else, and the feed reader `reader`."""

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def bare(base: str, feeds: int, threads: int) -> dict[str, float]:
    """Return the seconds of httpx and feedparser alone: no storing, no guard, feedparser at its defaults."""
    import feedparser
    import httpx

    etags: dict[int, str] = {}
    with httpx.Client(limits=httpx.Limits(max_connections=threads)) as client, ThreadPoolExecutor(threads) as pool:

        def first(number: int) -> int:
            answer = client.get(f"{base}/feed/{number}")
            etags[number] = answer.headers["etag"]
            return len(feedparser.parse(answer.content).entries)

        def validated(number: int) -> int:
            return client.get(f"{base}/feed/{number}", headers={"If-None-Match": etags[number]}).status_code

        def same(number: int) -> int:
            return len(client.get(f"{base}/plain/{number}").content)

        return {
            "bare_first": timed(lambda: list(pool.map(first, range(feeds)))),
            "bare_validated": timed(lambda: list(pool.map(validated, range(feeds)))),
            "bare_same_bytes": timed(lambda: list(pool.map(same, range(feeds)))),
        }


def feed_reader(base: str, feeds: int, threads: int) -> dict[str, float]:
    """Return the seconds of lemon24/reader with its SQLite file."""
    from reader import make_reader

    with tempfile.TemporaryDirectory() as folder:
        reader = make_reader(str(Path(folder) / "reader.sqlite"))
        for number in range(feeds):
            reader.add_feed(f"{base}/feed/{number}")
        first = timed(lambda: reader.update_feeds(workers=threads))
        reader.close()
    return {"reader_first": first}


def timed(work: Callable[[], object]) -> float:
    """Return the seconds a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started

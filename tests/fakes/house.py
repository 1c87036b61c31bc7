"""A whole casewatch in one folder: the real pipeline with its own clock, a web and a Slack on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from flows.opening import open_tools
from flows.tools import Tools
from schemas.settings import HttpSettings, Settings, SlackSettings
from schemas.source import Source
from schemas.watch import Watch
from store.query import run_sql
from tests.bundled import bundled, put_store, reader

CHANNEL = "C0LEGAL"


class HandClock:
    """A clock that is moved by hand; each look at it is a millisecond later, so that order is kept."""

    def __init__(self, start: datetime = datetime(2026, 11, 19, 9, tzinfo=UTC)) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time

    def skip(self, **how_long: float) -> None:
        self.time += timedelta(**how_long)


def source(base: str, name: str = "feed", **more: Any) -> Source:
    """Return a source of the CMA at `base`/`name`."""
    plain = {
        "id": name,
        "name": name,
        "url": f"{base}/{name}",
        "authority": "uk-cma",
        "publisher": "Competition and Markets Authority",
        "language": "en",
        "priority": 1,
        "allow_private": True,
    }
    return Source.model_validate({**plain, **more})


def settings_for(folder: Path, slack_url: str | None = None, token: str = "xoxb-fake", **more: Any) -> Settings:
    """Return settings with one route of all watched firms to one channel."""
    slack = SlackSettings(seconds_per_message=0)
    if slack_url:
        slack = SlackSettings(token=SecretStr(token), base_url=slack_url, seconds_per_message=0)
    plain: dict[str, Any] = {
        "data_folder": folder,
        "workers": 2,
        "http": HttpSettings(allow_private=True, host_pause_seconds=0, total_seconds=20),
        "slack": slack,
        "watches": (Watch(id="default", channel=CHANNEL, groups=("watched",)),),
    }
    return Settings(**{**plain, **more})


@contextmanager
def house(settings: Settings, sources: tuple[Source, ...], clock: HandClock, said: list[str]) -> Iterator[Tools]:
    """Yield the tools of a pass; what would be printed goes to `said`."""
    put_store(settings.live_file)
    with open_tools(
        settings,
        clock=clock,
        write=said.append,
        catalogue=None if settings.catalogue_files else bundled(),
        sources=sources,
        sleep=lambda seconds: clock.skip(seconds=seconds),
        read=reader().read,
    ) as tools:
        yield tools


def ask(settings: Settings, query: str) -> list[dict[str, Any]]:
    """Return what a query on the published files gives, as dictionaries."""
    result = run_sql(settings.public_file, settings.team_file, query)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def rss(*items: tuple[str, str], base: str = "", when: str = "Thu, 19 Nov 2026 08:00:00 GMT") -> bytes:
    """Return an RSS feed of (title, path) items."""
    rows = "".join(
        f"<item><title>{title}</title><link>{base}{path}</link><guid>{base}{path}</guid>"
        f"<description>{title}.</description><pubDate>{when}</pubDate></item>"
        for title, path in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>News</title>'
        f"<link>{base}/</link><description>News</description>{rows}</channel></rss>"
    ).encode()


def article(title: str, *paragraphs: str) -> str:
    """Return an article page."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><nav><a href="/">Home</a></nav>'
        f"<main><article><h1>{title}</h1>{body}</article></main><footer>Contact</footer></body></html>"
    )

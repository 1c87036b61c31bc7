"""Live through recorded days of authorities' feeds: what was stored, what was told, what was missed.

    python -m benchmarks.replay --server http://127.0.0.1:8765 --days 65 --json
    python -m benchmarks.replay --server http://127.0.0.1:8765 --days 65 --rounds 1 --faults --json

The server (any that answers `/` with its feeds and `POST /day?n=N` with a change of day) serves each day
over HTTP; the pipeline polls it with the clock of that day, reads the articles, stores everything in one
DuckDB file and sends its alerts to a fake Slack, over HTTP too. Then all days are played a second time,
which must add nothing. What was served is counted from the server's own answers, not by our parser.
"""

import argparse
import json
import re
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.clock import Clock
from benchmarks.replay_faults import FAULTS, faulty
from benchmarks.replay_figures import Figures, fault_figures, figures, read_wanted
from flows.opening import open_tools
from flows.pipeline import watch_once
from flows.tools import Tools
from knowledge.load import load_catalogue
from schemas.catalogue import Authority
from schemas.settings import HttpSettings, Settings, SlackSettings
from schemas.source import Source
from schemas.watch import Watch
from schemas.words import AiNexus
from tests.fakes.slack import FakeSlack

WANTED = Path(__file__).parents[2] / "shared" / "replay" / "wanted.jsonl"
"""What a careful reader would want told of the recorded days, when the recording lies beside the project."""

CHANNEL = "C0LEGAL"
SPECIAL = {"UK": "uk-cma", "EU": "eu-ec", "EFTA": "efta-esa", "FR": "fr-adlc"}
JOURNALS = frozenset({"BRGL", "CEPR", "UEA"})
"""Codes of the recording that are not authorities but economists' publications."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark and print its figures, with --json as one object on the last line."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--server", required=True, help="address of the server that plays the recorded days")
    ask.add_argument("--days", type=int, default=65, help="how many days to play (default 65)")
    ask.add_argument("--rounds", type=int, default=2, help="how often to play them (default 2)")
    ask.add_argument("--archive", action="store_true", help="poll the archive feeds too, on the last day")
    ask.add_argument("--faults", action="store_true", help="let four sources fail, be rebuilt, or move their GUIDs")
    ask.add_argument("--wanted", type=Path, default=WANTED if WANTED.exists() else None, help="JSONL of events to find")
    ask.add_argument("--data", type=Path, help="keep the data in this folder (default: a temporary one)")
    ask.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    args = ask.parse_args(arguments)
    with folder(args.data) as data:
        server = args.server.rstrip("/")
        result = play(server, args.days, args.rounds, args.archive, args.wanted, data, faults=args.faults)
    for name, value in result.items():
        if not args.json:
            print(f"{name}: {value}")
    if args.json:
        print(json.dumps(result, ensure_ascii=False))


def play(
    server: str, days: int, rounds: int, archive: bool, wanted: Path | None, data: Path, *, faults: bool = False
) -> Figures:
    """Play `days` days `rounds` times into `data` and return the figures.

    With `faults`, four of the sources that give most items get one each (benchmarks/replay_faults.py).
    """
    started = time.monotonic()
    sources = recorded_sources(server, days, archive)
    clock, served, failing = Clock(), set[str](), set[str]()
    codes = busiest(server, sources, days, len(FAULTS)) if faults else ()
    with (
        FakeSlack(channels={CHANNEL: "legal"}, clock=lambda: clock.now.timestamp()) as slack,
        faulty({source.id: source.url for source in sources}, codes) as web,
    ):
        sources = tuple(s.model_copy(update={"url": web.address(s.id, s.url)}) for s in sources)
        settings = settings_for(data, slack.base_url, slack.token)
        with open_tools(settings, clock=clock, sources=sources, sleep=clock.skip, write=_silent) as tools:
            documents = []
            for number in range(rounds):
                for day in range(days):
                    web.day = day
                    links = play_day(server, day, number, tools, clock)
                    served |= {link for found in links.values() for link in found}
                failing = {source for source, found in links.items() if not found}
                documents.append(document_count(settings))
            told = fault_figures(tools, web.faults)
        messages = slack.messages
    return told | figures(
        settings=settings,
        served=served,
        failing=failing,
        documents=documents,
        messages=messages,
        wanted=read_wanted(wanted),
        seconds=round(time.monotonic() - started, 1),
    )


def busiest(server: str, sources: Sequence[Source], days: int, count: int) -> tuple[str, ...]:
    """Return the sources that the recording lets fail on the fewest days, of these those that list most articles."""
    listed = {source.id: [0] * days for source in sources}
    for day in range(days):
        post(f"{server}/day?n={day}")
        for source in sources:
            listed[source.id][day] = len(article_links(source.url))
    return tuple(sorted(listed, key=lambda name: (listed[name].count(0), -sum(listed[name])))[:count])


def play_day(server: str, day: int, number: int, tools: Tools, clock: Clock) -> dict[str, set[str]]:
    """Move the server to a day, make one pass over everything, and return the articles each source served."""
    post(f"{server}/day?n={day}")
    state = get_json(server)
    moment = datetime.fromisoformat(state["fetched_at"])
    clock.put(moment + timedelta(days=100 * number))
    watch_once(tools, every_source=True)
    return {source.id: article_links(source.url) for source in tools.sources}


def recorded_sources(server: str, days: int, archive: bool) -> tuple[Source, ...]:
    """Return a source for each feed the server has on any of the days, with the authority it stands for."""
    codes: dict[str, str] = {}
    for day in range(days):
        post(f"{server}/day?n={day}")
        codes |= get_json(server)["feeds"]
    sources = [recorded_source(code, url) for code, url in sorted(codes.items())]
    if archive:
        feeds = get_json(server)["archive"]
        sources += [archive_source(number, name, url) for number, (name, url) in enumerate(sorted(feeds.items()))]
    return tuple(sources)


def recorded_source(code: str, url: str) -> Source:
    """Return the source of one recorded list."""
    return Source(
        id=f"recorded-{code.lower()}",
        name=f"Recorded list {code}",
        url=url,
        official=code not in JOURNALS,
        authority=authority_of(code),
        publisher=code,
        interval_minutes=1,
        priority=2,
        allow_private=True,
    )


def archive_source(number: int, name: str, url: str) -> Source:
    """Return the source of one archive feed: documents of a publisher with their full text."""
    return Source(
        id=f"archive-{number}", name=f"Archive of {name}", url=url, publisher=name, allow_private=True, priority=3
    )


def authority_of(code: str) -> str | None:
    """Return the id of the competition authority of a country code, None for what is no authority."""
    if code in JOURNALS:
        return None
    if code in SPECIAL:
        return SPECIAL[code]
    found = [a.id for a in authorities() if a.jurisdiction == code and "antitrust" in a.competence]
    return found[0] if found else None


def settings_for(data: Path, slack_url: str, token: str) -> Settings:
    """Return settings with the default watchlist and no demand for an AI nexus."""
    watch = Watch(id="default", channel=CHANNEL, groups=("watched",), ai_nexus=AiNexus.ANY)
    return Settings(
        data_folder=data,
        workers=4,
        http=HttpSettings(allow_private=True, host_pause_seconds=0),
        slack=SlackSettings.model_validate({"token": token, "base_url": slack_url, "seconds_per_message": 0}),
        watches=(watch,),
    )


@cache
def authorities() -> tuple[Authority, ...]:
    """Return all authorities of the catalogue."""
    return tuple(load_catalogue().authorities.values())


def document_count(settings: Settings) -> int:
    """Return how many documents the published file holds."""
    from store.query import run_sql

    rows = run_sql(settings.public_file, None, "SELECT count(*) FROM documents").rows
    return int(rows[0][0])


def article_links(url: str) -> set[str]:
    """Return the addresses of the articles a feed links to now, read from its bytes and not by our parser."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            body = answer.read().decode("utf-8", "replace")
    except OSError:
        return set()
    return set(re.findall(r"https?://[^\s\"<>]+/articles/\w+", body))


def get_json(url: str) -> dict[str, Any]:
    """Return the JSON object at an address."""
    with urllib.request.urlopen(f"{url}/", timeout=20) as answer:
        value: dict[str, Any] = json.load(answer)
        return value


def post(url: str) -> None:
    """Send an empty POST."""
    urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=20).close()


@contextmanager
def folder(chosen: Path | None) -> Iterator[Path]:
    """Yield the chosen folder, or a temporary one that is gone afterwards."""
    if chosen:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen
        return
    with tempfile.TemporaryDirectory(prefix="casewatch-replay-") as name:
        yield Path(name)


def _silent(_text: str) -> None:
    """Print nothing: the figures say it."""


if __name__ == "__main__":
    main()

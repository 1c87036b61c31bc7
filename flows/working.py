"""What a worker of another process holds: its own reader and web, made once from what the flow sends with a batch."""

import gc
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extractors.collecting import collect_seldom
from extractors.pipeline import load_reader
from feeds.client import Client
from flows.opening import new_id, utc_now
from flows.taking import Hands, Taken, Waiting, take
from flows.tools import Tools
from knowledge.catalogue import Catalogue
from knowledge.load import load_catalogue
from schemas.finding import Reading, ReadingInput
from schemas.settings import HttpSettings, ReadingSettings
from schemas.source import Source


class WorkSettings(NamedTuple):
    """What a worker has to know. No token of Slack is in it, and nobody's watchlist."""

    sources: tuple[Source, ...]
    http: HttpSettings
    reading: ReadingSettings
    catalogue_files: tuple[Path, ...]


def work_settings(tools: Tools, workers: int) -> WorkSettings:
    """Return what workers need. Each makes pauses so many times longer: together they ask a host no more often."""
    http = tools.settings.http
    pause, at_once = http.host_pause_seconds * workers, max(1, http.host_connections // workers)
    http = http.model_copy(update={"host_pause_seconds": pause, "host_connections": at_once})
    files = tuple(path.resolve() for path in tools.settings.catalogue_files)
    return WorkSettings(tools.sources, http, tools.settings.reading, files)


def take_in_worker(batch: list[Waiting], work: WorkSettings) -> list[Taken]:
    """Read and analyse a batch in this process."""
    return take(batch, _hands(work))


_kept: dict[str, Hands] = {}


def _hands(work: WorkSettings) -> Hands:
    """Return the one reader and client of this process; another flow's settings make new ones."""
    key = f"{work.http.model_dump_json()}{work.catalogue_files}{hash(work.sources)}"
    if key not in _kept:
        for hands in _kept.values():
            hands.client.close()
        _kept.clear()
        catalogue, read = _reader(work.reading.model_dump_json(), work.catalogue_files)
        sources = {source.id: source for source in work.sources}
        client = Client(work.http)
        _kept[key] = Hands(sources, client, work.http, catalogue, read, utc_now, new_id, time.sleep, left_alone={})
    return _kept[key]


@lru_cache(maxsize=1)
def _reader(reading: str, catalogue_files: tuple[Path, ...]) -> tuple[Catalogue, Callable[[ReadingInput], Reading]]:
    catalogue = load_catalogue(catalogue_files)
    collect_seldom()
    reader = load_reader(catalogue, ReadingSettings.model_validate_json(reading))
    # It lives as long as this process: the garbage collector need not go over it again and again.
    gc.freeze()
    return catalogue, reader.read

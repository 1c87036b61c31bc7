"""Serves invented archives on loopback: searchable by day, in pages, with an article behind each item.

    python -m benchmarks.archive_server --documents 5000 --folder FOLDER

writes FOLDER/sources.toml, whose archives lead here, prints its address, and serves until it is ended. The same
seed gives the same archives. All stories are invented; firms and authorities are names of the catalogue.
"""

import argparse
import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

AUTHORITIES = {
    "uk-cma": "Competition and Markets Authority",
    "us-ftc": "Federal Trade Commission",
    "ca-cb": "Competition Bureau",
    "au-accc": "Australian Competition and Consumer Commission",
    "in-cci": "Competition Commission of India",
    "za-cc": "Competition Commission South Africa",
    "ie-ccpc": "Competition and Consumer Protection Commission",
    "uk-ico": "Information Commissioner's Office",
    "ie-dpc": "Data Protection Commission",
    "sg-cccs": "Competition and Consumer Commission of Singapore",
}
FIRMS = (
    "OpenAI", "Anthropic", "Microsoft", "Google", "Meta", "Amazon", "Nvidia", "Apple", "Mistral AI", "Cohere",
    "Perplexity", "Clearview AI", "Scale AI", "Waymo", "Replit", "Cruise", "Zoox", "Verkada", "Cognition AI", "Nuro",
)  # fmt: skip
STEPS = (
    "{body} opens investigation into {firm} over {matter}",
    "{body} fines {firm} over {matter}",
    "{body} clears {firm}'s purchase of a maker of {matter}",
    "{body} sends {firm} a statement of objections over {matter}",
    "{body} accepts commitments of {firm} on {matter}",
)
ROUTINE = (
    "{body} publishes its annual plan",
    "{body} appoints a new chief economist",
    "{body} invites views on guidance about {matter}",
    "Speech of the chair of {body} on {matter}",
)
MATTERS = (
    "AI assistants", "foundation models", "training data", "AI chips", "cloud credits", "face recognition",
    "default settings of AI search", "generated reviews", "access to computing power",
)  # fmt: skip
PLAIN = (
    "The hearing room was full, and the minutes will be put on the register within ten working days.",
    "Officials met users, developers and traders in four towns to hear how they buy and what they miss.",
    "A short paper explains how the market is drawn and which figures were asked for.",
    "Interested persons may write to the case team by post or through the form on this page.",
    "The team will look at prices, at quality, and at how easily a customer can change the supplier.",
    "Nothing in this notice says that the law was broken; it says what will be looked at next.",
    "The full text will follow once confidential passages have been taken out of it.",
    "Earlier work on the sector is summed up in a note that was placed on the site in spring.",
)
START = date(2024, 1, 1)
DAYS = 700
PAGE = 50


class Story(NamedTuple):
    """One release."""

    number: int
    day: date
    title: str
    paragraphs: tuple[str, ...]


def stories(authority: str, count: int) -> tuple[Story, ...]:
    """Return the releases of an authority, the oldest first; always the same ones."""
    chance = random.Random(f"archive:{authority}")
    days = sorted(START + timedelta(days=chance.randrange(DAYS)) for _ in range(count))
    return tuple(_story(number, day, AUTHORITIES[authority], chance) for number, day in enumerate(days))


def _story(number: int, day: date, body: str, chance: random.Random) -> Story:
    matter, firm = chance.choice(MATTERS), chance.choice(FIRMS)
    title = chance.choice(STEPS if chance.random() < 0.4 else ROUTINE).format(body=body, firm=firm, matter=matter)
    lead = f"{title}, the authority said on {day:%d %B %Y}."
    rest = (" ".join(chance.choice(PLAIN) for _ in range(4)) for _ in range(5))
    return Story(number, day, title, (lead, *rest))


class _Archives(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, documents: int) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        each = -(-documents // len(AUTHORITIES))
        self.base = f"http://127.0.0.1:{self.server_address[1]}"
        self.stories = {name: stories(name, each) for name in AUTHORITIES}


class _Visit(BaseHTTPRequestHandler):
    server: _Archives

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        match urlsplit(self.path).path.strip("/").split("/"):
            case ["search", authority]:
                self._say(self._page(authority).encode(), "application/json")
            case ["release", authority, number]:
                self._say(_html(self.server.stories[authority][int(number)]).encode(), "text/html; charset=utf-8")
            case _:
                self.send_error(404)  # there is no robots.txt

    def _page(self, authority: str) -> str:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        start, end = date.fromisoformat(asked["from"]), date.fromisoformat(asked["to"])
        found = [story for story in self.server.stories[authority] if start <= story.day <= end]
        place = (int(asked["page"]) - 1) * PAGE
        items = [self._item(authority, story) for story in found[place : place + PAGE]]
        return json.dumps({"total": len(found), "items": items})

    def _item(self, authority: str, story: Story) -> dict[str, str]:
        address = f"{self.server.base}/release/{authority}/{story.number}"
        return {
            "id": f"{authority}-{story.number}",
            "title": story.title,
            "url": address,
            "date": f"{story.day}T09:00:00Z",
        }

    def _say(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _html(story: Story) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{story.title}</title></head><body><nav><a href="/">Home</a></nav>'
        f"<main><article><h1>{story.title}</h1>{body}</article></main><footer>Contact</footer></body></html>"
    )


def sources_file(base: str) -> str:
    """Return the TOML of sources whose archives are served at `base`."""
    return "".join(
        f'''
[[source]]
id = "{authority}-archive"
name = "{name}, archive on loopback"
url = "{base}/search/{authority}?from=2026-01-01&to=2026-01-31&page=1"
format = "json_list"
authority = "{authority}"
publisher = "{name}"
language = "en"
allow_private = true

[source.json_rules]
items = "items"
guid = "id"
title = "title"
url = "url"
published = "date"

[source.archive]
url = "{base}/search/{authority}?from={{from}}&to={{to}}&page={{page}}"
page_size = {PAGE}
window_days = 365
'''
        for authority, name in AUTHORITIES.items()
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until ended."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args(arguments)
    server = _Archives(options.documents)
    (options.folder / "sources.toml").write_text(sources_file(server.base), encoding="utf-8")
    print(server.base, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()

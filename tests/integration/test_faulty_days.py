"""Sixteen invented days on which two sources fail for ten, one changes its markup and one moves its GUIDs."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from benchmarks.replay import play_with_faults
from tests.fakes.feeds_server import Visit, Web, serve
from tests.fakes.house import article

DAYS, LISTED = 16, 12
FIRST_DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
CODES = ("AT", "BE", "DK", "FI", "SE")
NEWS_DAY = 8
"""In the middle of the outage: AT writes of an investigation, and can only be read a week later."""


class Calendar:
    """Plays the days: each feed lists its last twelve items, one of them new each day."""

    def __init__(self, web: Web) -> None:
        self.base, self.day = web.base, 0
        web.answers |= {"/": self.front, "/day": self.move}
        for code in CODES:
            web.answers[f"/feeds/{code}.xml"] = self.feed
            for number in range(-LISTED, DAYS):
                web.answers[f"/articles/{code}{number + LISTED}"] = self.page

    def front(self, visit: Visit) -> None:
        feeds = {code: f"{self.base}/feeds/{code}.xml" for code in CODES}
        moment = FIRST_DAY + timedelta(days=self.day)
        visit.say(body=json.dumps({"fetched_at": moment.isoformat(), "feeds": feeds, "archive": {}}).encode())

    def move(self, visit: Visit) -> None:
        self.day = int(visit.path.split("n=")[1].split("&")[0])
        visit.say()

    def feed(self, visit: Visit) -> None:
        code = visit.path[-6:-4]
        rows = "".join(
            f"<item><title>{title_of(code, day)}</title><link>{self.base}/articles/{code}{day + LISTED}</link>"
            f'<guid isPermaLink="false">{code}-{day}</guid>'
            f"<pubDate>{format_datetime(FIRST_DAY + timedelta(days=day))}</pubDate></item>"
            for day in range(self.day, self.day - LISTED, -1)
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{code}</title>{rows}</channel></rss>'
        visit.say(body=body.encode(), Content_Type="application/rss+xml")

    def page(self, visit: Visit) -> None:
        code, day = visit.path[10:12], int(visit.path[12:]) - LISTED
        title = title_of(code, day)
        body = article(title, f"{title}.", f"The authority publishes note {code}{day} for its readers. " * 5)
        visit.say(body=body.encode(), Content_Type="text/html; charset=utf-8")


def title_of(code: str, day: int) -> str:
    if (code, day) == ("AT", NEWS_DAY):
        return "Bundeswettbewerbsbehörde opens an antitrust investigation into Microsoft over Copilot, its AI assistant"
    return f"Note number {day + LISTED} of {code} on the work of the week"


@pytest.mark.slow
def test_faults_lose_nothing_double_nothing_and_are_told_once(tmp_path: Path) -> None:
    with serve() as web:
        Calendar(web)
        result = play_with_faults(web.base, DAYS, 2, False, None, tmp_path)
    once = {"breaches": 1, "recoveries": 1}
    assert result["faults"] == {
        "recorded-at": {"fault": "fails", **once},
        "recorded-be": {"fault": "fails", **once},
        "recorded-dk": {"fault": "markup", **once},
        # Items whose GUID moves are known by their address: there is nothing to tell of.
        "recorded-fi": {"fault": "guids", "breaches": 0, "recoveries": 0},
    }
    listed = len(CODES) * (DAYS + LISTED - 1)
    assert result["documents_after_each_round"] == [listed, listed]
    assert (result["lost"], result["stored_twice"], result["listed_only_while_broken"]) == ([], 0, 0)
    assert (result["step_alerts"], result["alerts_doubled"], result["alerts_not_sent"]) == (1, 0, 0)

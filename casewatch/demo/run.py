"""Play the demo: the whole real pipeline against invented authorities on loopback. No account, no network."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from casewatch.demo.screen import ScreenSender, heading, not_told
from casewatch.demo.server import DemoServer
from casewatch.demo.sources import DEMO_TIMES
from flows.opening import open_tools
from flows.outcome import exit_code
from flows.pipeline import watch_once
from flows.tools import Tools
from schemas.alert import Alert
from schemas.finding import Reading, ReadingInput
from schemas.report import RunReport
from schemas.settings import HttpSettings, Settings, SlackSettings
from schemas.watch import Watch
from store.query import run_sql

Write = Callable[[str], None]

_STAGES = (
    "The first poll is quiet: everything is stored, and one message sums it up.",
    "The news: each step is told once, with the words that say so.",
    "The Commission publishes its own release: what was Reported is now Confirmed.",
)
_NOT_TOLD = """
    SELECT publisher, title, company, reason FROM near_misses
    WHERE first_seen = $now::TIMESTAMPTZ
      AND NOT EXISTS (
        FROM findings f WHERE f.document_id = near_misses.document_id
          AND f.status = 'asserted' AND list_contains(f.targets, company)
      )
    GROUP BY ALL ORDER BY ALL
"""
_HINT = """
Next:
  casewatch watch test "The European Commission has opened an investigation into Mistral."
  casewatch sources list
  casewatch run"""


def play(write: Write) -> int:
    """Play all stages in a folder that goes when the demo ends. Returns the exit code of the worst run."""
    with TemporaryDirectory(prefix="casewatch-demo-") as folder:
        code, _ = perform(write, Path(folder))
    write(_HINT)
    return code


def perform(
    write: Write, folder: Path, read: Callable[[ReadingInput], Reading] | None = None
) -> tuple[int, tuple[Alert, ...]]:
    """Play all stages with the store in `folder`, printing alerts as they would look in Slack.

    `read` replaces the reader that comes with casewatch.
    Returns the exit code of the worst run, and the alerts as they were sent.
    """
    with DemoServer() as demo:
        write(_opening(demo))
        moment = _Moment()
        sender = ScreenSender(write, moment.now)
        numbers = count(1)
        with open_tools(
            _settings(folder), clock=moment.now, sources=demo.sources, sleep=lambda _seconds: None, read=read
        ) as tools:
            tools = replace(tools, sender=sender, new_id=lambda prefix: f"{prefix}_{next(numbers):04d}")
            codes = [_play_stage(stage, demo, moment, tools, write) for stage in range(1, len(DEMO_TIMES) + 1)]
    return max(codes), tuple(sender.sent)


def _play_stage(stage: int, demo: DemoServer, moment: "_Moment", tools: Tools, write: Write) -> int:
    demo.stage, moment.stage = stage, stage
    write(heading(stage, moment.now(), _STAGES[stage - 1]))
    report = watch_once(tools, every_source=True)
    if stage > 1:
        query = _NOT_TOLD.replace("$now", f"'{moment.now().isoformat()}'")
        write(not_told(run_sql(tools.settings.public_file, None, query).rows))
    write(_closing(report))
    return exit_code(report.outcome)


class _Moment:
    """The demo's clock: it stands still during a stage."""

    def __init__(self) -> None:
        self.stage = 1

    def now(self) -> datetime:
        return DEMO_TIMES[self.stage - 1]


def _settings(folder: Path) -> Settings:
    """Return the demo's settings: the default route, and one worker so that the order is fixed."""
    return Settings(
        data_folder=folder,
        workers=1,
        http=HttpSettings(allow_private=True, host_pause_seconds=0),
        slack=SlackSettings(seconds_per_message=0),
        watches=(Watch(id="default", channel="#ai-cases", groups=("watched",)),),
    )


def _opening(demo: DemoServer) -> str:
    official = sum(source.official for source in demo.sources)
    return (
        f"casewatch demo: {official} authorities and {len(demo.sources) - official} newspapers, "
        "served on this machine.\n"
        "All cases are invented. No account is used and no other machine is asked."
    )


def _closing(report: RunReport) -> str:
    documents = sum(source.new_documents for source in report.sources)
    polled = sum(source.polled for source in report.sources)
    alerts = sum(source.new_alerts for source in report.sources)
    lines = [
        f"{report.outcome.value.upper()}: {polled} of {len(report.sources)} sources read, "
        f"{documents} new documents, {alerts} alert{'' if alerts == 1 else 's'}."
    ]
    lines += [f"  {failure.reason}" for source in report.sources for failure in source.failures]
    return "\n".join(lines)

"""Play the demo: the whole real pipeline against invented authorities on loopback. No account, no network."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from casewatch.demo.server import DemoServer
from casewatch.demo.sources import DEMO_TIMES
from flows.opening import open_tools
from flows.outcome import exit_code
from flows.pipeline import watch_once
from flows.tools import Tools
from schemas.report import RunReport
from schemas.settings import HttpSettings, Settings, SlackSettings
from schemas.watch import Watch
from schemas.words import Outcome

Write = Callable[[str], None]

_STAGES = (
    "The first poll is quiet: everything is stored, and one message sums it up.",
    "The news: each step is told once, with the sentence that says so.",
    "The Commission publishes its own release: what was Reported is now Confirmed.",
)
_HINT = """
Next:
  casewatch watch test "The Commission has opened an investigation into Mistral."
  casewatch sources list
  casewatch run"""


def play(write: Write, folder: Path | None = None) -> int:
    """Play all stages, printing alerts as they would look in Slack. Returns the exit code of the worst run.

    `folder` takes the store and the printed alerts; without it they go when the demo ends.
    """
    if folder is None:
        with TemporaryDirectory(prefix="casewatch-demo-") as name:
            return play(write, Path(name))
    with DemoServer() as demo:
        write(_opening(demo))
        moment = _Moment()
        with open_tools(
            _settings(folder),
            clock=moment.now,
            write=write,
            sources=demo.sources,
            sleep=lambda _seconds: None,
        ) as tools:
            codes = [_play_stage(stage, demo, moment, tools, write) for stage in range(1, len(DEMO_TIMES) + 1)]
    write(_HINT)
    return max(codes)


def _play_stage(stage: int, demo: DemoServer, moment: "_Moment", tools: Tools, write: Write) -> int:
    demo.stage, moment.stage = stage, stage
    heading = f"{stage}. {moment.now():%a %d %B %Y, %H:%M} UTC. {_STAGES[stage - 1]}"
    write(f"\n{'=' * len(heading)}\n{heading}\n{'=' * len(heading)}\n")
    report = watch_once(tools, every_source=True)
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
    quiet = "" if report.outcome is Outcome.COMPLETE else " See failures above."
    return (
        f"{report.outcome.value.upper()}: {polled} of {len(report.sources)} sources read, "
        f"{documents} new documents, {report.delivery.sent} messages at the end of the run.{quiet}"
    )

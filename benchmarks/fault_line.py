"""The line between a worker and Slack, and everything that can go wrong on it."""

from datetime import timedelta

from benchmarks.fault_chance import Calendar, Chance
from benchmarks.fault_crew import RULES, Crew, Worker
from benchmarks.fault_slack import SimulatedSlack
from schemas.alert import Alert
from schemas.errors import CasewatchError, SlackRefusedError, SlackRetryError, SlackUnclearError

LOOK_BACK = timedelta(hours=26)
FAULTY_POST, FAULTY_READ = 0.5, 0.3
POST_FAULTS = (
    "rate_limited",
    "server_error",
    "accepted_error",
    "reset",
    "refused_connection",
    "reply_lost",
    "late",
    "slow",
    "dies_in_flight",
)


class Line:
    """What happens to a call. With `blind`, a look into the history finds nothing."""

    def __init__(
        self, calendar: Calendar, chance: Chance, slack: SimulatedSlack, crew: Crew, *, blind: bool = False
    ) -> None:
        self._calendar, self._chance, self._slack, self._crew = calendar, chance, slack, crew
        self._blind = blind

    def post(self, worker: Worker, alert: Alert) -> None:
        """Post an alert: it is answered, refused, lost, late, or the worker dies meanwhile."""
        chance, timeout, settle = self._chance, RULES.timeout_seconds, RULES.settle_seconds * 0.95
        later, fail = self._calendar.later, self._crew.fail
        fault = chance.choice(POST_FAULTS) if chance.strikes(FAULTY_POST) else "ok"
        quick = chance.uniform(0.05, 0.5)
        if fault == "rate_limited":
            fail(worker, SlackRetryError("rate limited", chance.choice((0.0, 1.0, 30.0, 90.0))), quick)
        elif fault == "refused_connection":
            fail(worker, SlackRetryError("no connection", 0.0), quick)
        elif fault in ("server_error", "reset"):
            fail(worker, SlackUnclearError(fault), quick)
        elif fault in ("reply_lost", "accepted_error"):
            later(quick / 2, lambda: self._accept(alert, lag=chance.uniform(0, settle)))
            fail(worker, SlackUnclearError(fault), quick)
        elif fault == "late":
            later(quick + chance.uniform(0, settle), lambda: self._accept(alert))
            fail(worker, SlackUnclearError(fault), quick)
        elif fault == "slow":
            later(timeout + chance.uniform(-timeout, settle), lambda: self._accept(alert))
            fail(worker, SlackUnclearError("timeout"), timeout)
        elif fault == "dies_in_flight":
            later(chance.uniform(0, timeout + settle), lambda: self._accept(alert))
            later(chance.uniform(0, quick), lambda: self._crew.die(worker))
        else:
            later(quick, lambda: self._answer(worker, alert))

    def find(self, worker: Worker, alert: Alert) -> None:
        """Look for an alert in the history."""
        if self._chance.strikes(FAULTY_READ):
            kinds: tuple[CasewatchError, ...] = (SlackRetryError("rate limited", 5.0), SlackUnclearError("reset"))
            self._crew.fail(worker, self._chance.choice(kinds), 0.3)
            return
        oldest = self._calendar.time_at(alert.created_at - LOOK_BACK)
        try:
            found = self._slack.find(alert, oldest, self._calendar.time)
        except SlackRefusedError as error:
            self._crew.fail(worker, error, 0.1)
        else:
            self._crew.give(worker, None if self._blind else found, 0.2)

    def thread_is_there(self, worker: Worker, alert: Alert) -> None:
        """Look whether the first message of a thread still stands."""
        self._crew.give(worker, alert.posted_in not in self._slack.gone, 0.1)

    def update(self, worker: Worker, alert: Alert, ts: str) -> None:
        """Change the first message of a thread."""
        if self._chance.strikes(FAULTY_READ):
            self._crew.fail(worker, SlackUnclearError("reset"), 0.2)
        elif ts in self._slack.gone:
            self._crew.fail(worker, SlackRefusedError("message_not_found", "thread"), 0.2)
        elif alert.channel in self._slack.archived:
            self._crew.fail(worker, SlackRefusedError("is_archived"), 0.2)
        else:
            self._crew.give(worker, None, 0.2)

    def _accept(self, alert: Alert, lag: float = 0.0) -> None:
        try:
            self._slack.accept(alert, self._calendar.time, lag)
        except SlackRefusedError:
            return

    def _answer(self, worker: Worker, alert: Alert) -> None:
        try:
            ts = self._slack.accept(alert, self._calendar.time)
        except SlackRefusedError as error:
            self._crew.fail(worker, error)
        else:
            self._crew.give(worker, ts, 0.1)

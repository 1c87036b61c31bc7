"""What can go wrong, as one hierarchy.

    CasewatchError
      ConfigurationError            the user's settings, watchlist or data files; exit code 2
        SettingsError                 casewatch.toml or an environment variable
        DataFileError                 a TOML file of sources, companies, authorities or triggers
        SourceError                   an address that is no source and cannot be made one
        UnknownCompanyError           a watchlist names a company the catalogue does not hold
        MissingExtraError             an optional part of casewatch is not installed
      WorkerError                   a process that reads documents ended before its work was done
      StoreError
        StoreBusyError                another process holds the DuckDB file
        StoreVersionError             the file was written by a newer casewatch
        PublishError                  the snapshot for readers could not be written
        QueryError                    a user's SQL was refused, failed or ran too long
      SlackError
        SlackRefusedError             Slack says no and will go on saying no (token, channel)
        SlackRetryError               Slack says later, with the time to wait
        SlackUnclearError             the answer was lost: the message may or may not be there

The failure of one source or document is not an exception but a value: schemas.source.Failure.
No message prints a secret.
"""

from pathlib import Path
from typing import Literal


class CasewatchError(Exception):
    """Base class of all errors casewatch raises on purpose."""


class ConfigurationError(CasewatchError):
    """The user has to change a file, an argument or an environment variable."""


class SettingsError(ConfigurationError):
    """The settings cannot be read or hold a value that is not allowed."""


class DataFileError(ConfigurationError):
    """A TOML data file is wrong; the message names the file and the line."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {reason}")
        self.path, self.line, self.reason = path, line, reason


class SourceError(ConfigurationError):
    """An address cannot be watched as it is; the message says what to do."""


class UnknownCompanyError(ConfigurationError):
    """A watchlist names a company that the catalogue does not hold."""


class MissingExtraError(ConfigurationError):
    """What was asked for needs a package that is not installed; the message names the extra."""


class WorkerError(CasewatchError):
    """A process that reads documents ended before its work was done."""


class StoreError(CasewatchError):
    """The DuckDB file could not be opened, read or written."""


class StoreBusyError(StoreError):
    """Another process holds the live file; the message says which."""


class StoreVersionError(StoreError):
    """The file was written by a newer casewatch."""


class PublishError(StoreError):
    """The snapshot for readers could not be written; the one before still stands."""


class QueryError(StoreError):
    """A user's SQL was refused, failed, or hit a limit."""


class SlackError(CasewatchError):
    """Slack did not take a message."""


class SlackRefusedError(SlackError):
    """Slack refuses for good: wrong token, missing channel, missing scope.

    `about` is what has to change: the "channel" (or the token, for all of them), the "message" itself, or the
    "thread", which is no longer there.
    """

    def __init__(self, message: str, about: Literal["channel", "message", "thread"] = "channel") -> None:
        super().__init__(message)
        self.about = about


class SlackRetryError(SlackError):
    """Slack asks to come back later. `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class SlackUnclearError(SlackError):
    """The request left but no answer came: the message may have been posted."""

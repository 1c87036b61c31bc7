"""Where in the folder of the data each file lies."""

from pathlib import Path

DEFAULT_FOLDER = Path("data")


class DataFolder:
    """A folder of data. Commands that only ask what is published need no more of the settings than this."""

    def __init__(self, data_folder: Path) -> None:
        self.data_folder = data_folder

    @property
    def live_file(self) -> Path:
        """The DuckDB file the monitor writes."""
        return self.data_folder / "casewatch.duckdb"

    @property
    def public_file(self) -> Path:
        """The published snapshot of public facts."""
        return self.data_folder / "published" / "events.duckdb"

    @property
    def team_file(self) -> Path:
        """The published snapshot of the team's own rows: routes and alert log."""
        return self.data_folder / "published" / "team.duckdb"

    @property
    def outbox_file(self) -> Path:
        """Where alerts are written when there is no Slack token."""
        return self.data_folder / "outbox.jsonl"

    @property
    def raw_folder(self) -> Path:
        """Where the bodies of answers lie as they came."""
        return self.data_folder / "raw"

    @property
    def backup_folder(self) -> Path:
        """Where backups go unless another place is named."""
        return self.data_folder / "backups"

    @property
    def ops_file(self) -> Path:
        """Ops messages, one a line."""
        return self.data_folder / "ops.log"

    @property
    def heartbeat_file(self) -> Path:
        """When the last pass ended and what it claimed, one JSON object."""
        return self.data_folder / "heartbeat.json"

"""The types of the settings; flows/settings.py fills them from casewatch.toml and the environment."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from schemas.base import Model
from schemas.data_folder import DEFAULT_FOLDER, DataFolder
from schemas.retention import Retention
from schemas.watch import Watch


class HttpSettings(Model):
    """How sources are asked."""

    user_agent: str = "casewatch/0.1 (+https://example.org/casewatch; contact: set http.user_agent)"
    proxy: str | None = None
    timeout_seconds: float = Field(default=20.0, gt=0)
    """Longest silence on a connection."""
    total_seconds: float = Field(default=60.0, gt=0)
    """Longest time one request may take."""
    max_bytes: int = Field(default=20_000_000, gt=0)
    max_redirects: int = Field(default=5, ge=0)
    allow_private: bool = False
    """True lets sources that say `allow_private` live on loopback; given on the command line only."""
    host_pause_seconds: float = Field(default=1.0, ge=0)
    host_connections: int = Field(default=2, ge=1)
    """Requests to one host that may last at the same time."""


class SlackSettings(Model):
    """Where alerts go. Without a token they are printed and written to a file."""

    token: SecretStr | None = None
    base_url: str = "https://slack.com/api/"
    ops_channel: str | None = None
    timeout_seconds: float = Field(default=30.0, gt=0)
    lease_seconds: float = Field(default=60.0, gt=0)
    settle_seconds: float = Field(default=60.0, ge=0)
    """How long after an unclear answer Slack may still accept the message."""
    seconds_per_message: float = Field(default=1.05, ge=0)
    """In one channel."""


class OpsSettings(Model):
    """Signs of life that need neither the store nor Slack."""

    heartbeat_url: SecretStr | None = None
    """Called after each good run; a monitor that misses the call raises the alarm. Such addresses hold keys."""
    webhook_url: SecretStr | None = None
    """Ops messages are posted here as `{"text": …}`, besides the ops file and the ops channel."""

    @field_validator("heartbeat_url", "webhook_url")
    @classmethod
    def _is_http(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("an address that begins with https:// is needed")
        return value


ENTITY_LABELS = ("COMPANY", "AUTHORITY", "PERSON", "PRODUCT", "LAW", "PLACE", "ORG_OTHER")
EntityLabel = Literal["COMPANY", "AUTHORITY", "PERSON", "PRODUCT", "LAW", "PLACE", "ORG_OTHER"]
"""What a name can be the name of."""

USUAL_LABELS: dict[str, EntityLabel] = {
    "ORG": "COMPANY",
    "PERSON": "PERSON",
    "PER": "PERSON",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "PRODUCT": "PRODUCT",
    "LAW": "LAW",
}
"""How the labels of the usual spaCy pipelines are understood; others are left out."""


class ReadingSettings(Model):
    """With what documents are read."""

    spacy_model: str | None = None
    """An installed spaCy pipeline, or the folder of one, that finds names instead of casewatch's own model."""
    spacy_labels: dict[str, EntityLabel | Literal["IGNORE"]] = Field(default_factory=dict)
    """What its labels mean to us, where that differs from USUAL_LABELS; IGNORE leaves one out."""

    def labels(self) -> dict[str, str]:
        """Return what each label of the named pipeline means."""
        return {**USUAL_LABELS, **{label: label for label in ENTITY_LABELS}, **self.spacy_labels}


class Settings(Model, DataFolder):
    """Everything a run needs to know that is not in the store."""

    data_folder: Path = DEFAULT_FOLDER
    sources_files: tuple[Path, ...] = ()
    """Sources files to poll instead of the bundled ones."""
    catalogue_files: tuple[Path, ...] = ()
    """TOML files with further companies, relations or authorities."""
    source_ids: tuple[str, ...] = ()
    """Only these sources, when not empty."""
    workers: int = Field(default=8, ge=1, le=64)
    http: HttpSettings = HttpSettings()
    slack: SlackSettings = SlackSettings()
    ops: OpsSettings = OpsSettings()
    reading: ReadingSettings = ReadingSettings()
    retention: Retention = Retention()
    watches: tuple[Watch, ...] = ()

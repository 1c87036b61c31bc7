"""A small record that is published, for what is asked of it."""

import pytest

from schemas.settings import Settings
from store.database import Database
from store.events import save_events
from store.publish import publish
from tests.samples import NOW, case, event


@pytest.fixture(scope="package")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose folder holds two published events."""
    settings = Settings(data_folder=tmp_path_factory.mktemp("asked"))
    database = Database(settings.live_file)
    with database.transaction() as connection:
        save_events(connection, [event("e1"), event("e2")], [], [case()])
    publish(database, settings.public_file, settings.team_file, NOW)
    return settings

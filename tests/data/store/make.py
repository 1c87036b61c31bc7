"""Write vN.duckdb beside this script: a small file of the present schema, for casewatch to come.

Run it once when a release brings a migration, from the root: `python tests/data/store/make.py`.
tests/unit/store/test_past_files.py opens every file that stands here.
"""

from pathlib import Path

import duckdb

from store.database import CONFIG
from store.migrating import migrate, schema_version
from store.documents import save_poll, save_text
from store.events import save_events
from store.feed_states import save_state
from store.outbox import add_alerts
from store.readings import save_reading
from store.runs import open_issue, save_run
from tests import samples

FOLDER = Path(__file__).parent


def main() -> None:
    """Make the file anew."""
    unnamed = FOLDER / "new.duckdb"
    unnamed.unlink(missing_ok=True)
    # Small blocks: a tenth of the size.
    with duckdb.connect(str(unnamed), config={**CONFIG, "default_block_size": "16384"}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection, unnamed)
        save_poll(connection, samples.state(), [samples.document()], [], [], samples.NOW)
        save_text(connection, samples.version(text="The text.", read_at=samples.NOW))
        reading = samples.reading(
            findings=(samples.finding(),), mentions=(samples.mention(),), near_misses=(samples.near_miss(),)
        )
        save_reading(connection, samples.document(), reading, [samples.stored_finding()], samples.NOW)
        save_events(connection, [samples.event()], [samples.link()], [samples.case()])
        add_alerts(connection, [samples.alert()])
        save_run(connection, samples.run_report())
        open_issue(connection, "acm-news", "poll", "timeout", samples.NOW)
        save_state(connection, samples.state(etag='"1"'))
        version = schema_version(connection)
    unnamed.replace(FOLDER / f"v{version}.duckdb")


if __name__ == "__main__":
    main()

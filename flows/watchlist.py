"""Firms that commands put on routes and take off them.

The settings file is the base and is never written. What is added stands in the team's own rows, with who and when, and
is laid over the routes each time they are opened; a firm the settings declare is taken off there.
"""

from datetime import datetime

from alerts.routing import is_watched, why_not
from alerts.wording import headline
from flows.settings import check_watches, company_id, with_additions
from knowledge.catalogue import Catalogue
from schemas.errors import SettingsError
from schemas.event import Event
from schemas.settings import Settings
from schemas.watch import Addition, Held, HeldStep, Watch, WatchChange
from store.database import Connection, Database
from store.declared import save_watches
from store.publish import publish
from store.watchlist import additions_in_force, near_miss_reasons, save_watch_change, steps_towards


def routes_in_force(settings: Settings, catalogue: Catalogue) -> Settings:
    """Return the settings with their routes checked and what commands added. Raises ConfigurationError, StoreError."""
    settings = check_watches(settings, catalogue)
    if not settings.live_file.exists():
        return settings
    with Database(settings.live_file).transaction() as connection:
        return with_additions(settings, additions_in_force(connection))


def add_firm(
    settings: Settings, catalogue: Catalogue, firm: str, route: str, by: str, now: datetime
) -> tuple[Watch, Held | None]:
    """Put a firm on a route, and publish; return the route and what is held on the firm already.

    None is held when the route watched the firm before: then nothing changes. What is held is never told as news.
    Raises UnknownCompanyError, with the nearest names, SettingsError for an unknown route, StoreError.
    """
    settings = routes_in_force(settings, catalogue)
    watch, company = _route(settings, route), company_id(firm, route, catalogue)
    if is_watched(company, watch, catalogue):
        return watch, None
    addition = Addition(company=company, by=by, at=now)
    after = watch.model_copy(
        update={"companies": (*watch.companies, company), "additions": (*watch.additions, addition)}
    )
    database = Database(settings.live_file)
    with database.transaction() as connection:
        _save(connection, settings, catalogue, after, addition, added=True)
        held = _held(connection, company, after, catalogue)
    publish(database, settings.public_file, settings.team_file, now)
    return after, held


def remove_firm(settings: Settings, catalogue: Catalogue, firm: str, route: str, by: str, now: datetime) -> Watch:
    """Take a firm off a route that a command put there, and publish; return the route.

    Raises SettingsError when the route does not watch the firm, or watches it because the settings say so.
    """
    settings = routes_in_force(settings, catalogue)
    watch, company = _route(settings, route), company_id(firm, route, catalogue)
    if watch.added_at(company) is None:
        raise SettingsError(_why_not_removed(company, watch, catalogue))
    change = Addition(company=company, by=by, at=now)
    after = watch.model_copy(
        update={
            "companies": tuple(name for name in watch.companies if name != company),
            "additions": tuple(addition for addition in watch.additions if addition.company != company),
        }
    )
    database = Database(settings.live_file)
    with database.transaction() as connection:
        _save(connection, settings, catalogue, after, change, added=False)
    publish(database, settings.public_file, settings.team_file, now)
    return after


def _route(settings: Settings, route: str) -> Watch:
    found = next((watch for watch in settings.watches if watch.id == route), None)
    if found is None:
        names = ", ".join(repr(watch.id) for watch in settings.watches)
        raise SettingsError(f"there is no watch {route!r}: the settings declare {names}")
    return found


def _why_not_removed(company: str, watch: Watch, catalogue: Catalogue) -> str:
    name = catalogue.companies[company].name
    if company in watch.companies:
        return f"watch {watch.id!r} names {name} in the settings file: take it out of companies there"
    if is_watched(company, watch, catalogue):
        return (
            f"watch {watch.id!r} means {name} by a group, a parent or any_ai_firm of the settings file: change it there"
        )
    return f"watch {watch.id!r} does not watch {name}"


def _save(
    connection: Connection, settings: Settings, catalogue: Catalogue, after: Watch, who: Addition, *, added: bool
) -> None:
    change = WatchChange(
        watch=after.id,
        change="added" if added else "removed",
        definition=after.model_dump_json(exclude_defaults=True),
        **who.model_dump(),
    )
    save_watch_change(connection, change)
    watches = [after if watch.id == after.id else watch for watch in settings.watches]
    save_watches(connection, watches, catalogue)


def _held(connection: Connection, company: str, watch: Watch, catalogue: Catalogue) -> Held:
    steps = [_held_step(event, watch, catalogue) for event in steps_towards(connection, company)]
    return Held(company=company, steps=tuple(steps), near_misses=near_miss_reasons(connection, company))


def _held_step(event: Event, watch: Watch, catalogue: Catalogue) -> HeldStep:
    day = event.step_date or (event.published or event.first_seen).date()
    words = headline(event, event.publisher, catalogue)
    return HeldStep(event=event.id, date=day, words=words, url=event.url, why_not=why_not(event, watch, catalogue))

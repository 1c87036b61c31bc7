"""What is declared in TOML, copied at the start of a run so that SQL can show names beside ids."""

from collections.abc import Mapping, Sequence

from knowledge.catalogue import Catalogue
from schemas.catalogue import Relation
from schemas.source import Source
from schemas.watch import Watch
from store.database import Connection
from store.rows import Row, replace_all, to_row

_SOURCE_COLUMNS = frozenset(
    {"id", "name", "authority", "publisher", "official", "priority", "url", "language", "interval_minutes"}
)


def save_declared(
    connection: Connection, sources: Sequence[Source], watches: Sequence[Watch], catalogue: Catalogue
) -> None:
    """Replace the declared sources, routes and names."""
    save_names(
        connection,
        {authority.id: authority.display_name() for authority in catalogue.authorities.values()},
        {company.id: company.name for company in catalogue.companies.values()},
    )
    save_sources(connection, sources)
    save_watches(connection, watches, catalogue)
    replace_all(connection, "record.relations", _relations(catalogue))


def save_watches(connection: Connection, watches: Sequence[Watch], catalogue: Catalogue) -> None:
    """Replace the routes, and the companies each of them watches."""
    replace_all(connection, "record.watches", [to_row(watch) for watch in watches])
    replace_all(connection, "record.watched_companies", _watched(watches, catalogue))


def save_sources(connection: Connection, sources: Sequence[Source]) -> None:
    """Replace the declared sources. Headers and parsing rules are not stored: headers may hold keys."""
    replace_all(connection, "record.sources", [_source_row(source) for source in sources])


def save_names(connection: Connection, authorities: Mapping[str, str], companies: Mapping[str, str]) -> None:
    """Replace the display names of authorities and companies, by catalogue id."""
    for table, names in (("record.authority_names", authorities), ("record.company_names", companies)):
        replace_all(connection, table, [{"id": key, "name": name} for key, name in names.items()])


def _watched(watches: Sequence[Watch], catalogue: Catalogue) -> list[Row]:
    return [
        {"watch": watch.id, "company": company}
        for watch in watches
        for company in dict.fromkeys(
            [*watch.companies, *(company.id for group in watch.groups for company in catalogue.in_group(group))]
        )
    ]


def _relations(catalogue: Catalogue) -> list[Row]:
    return [
        {
            "company": relation.company,
            "kind": relation.kind,
            "other": relation.to,
            "touched": _touched(relation, catalogue),
            "verified": relation.verified,
        }
        for relation in catalogue.relations
    ]


def _touched(relation: Relation, catalogue: Catalogue) -> str:
    """Return which side a step towards the other side touches."""
    upwards = relation in catalogue.exposed_to(relation.to)
    downwards = relation in catalogue.exposed_to(relation.company)
    return "both" if upwards and downwards else "company" if upwards else "other"


def _source_row(source: Source) -> Row:
    plain = source.model_dump(mode="json", include=set(_SOURCE_COLUMNS))
    return {**plain, "max_silence_days": source.expect.max_silence_days}

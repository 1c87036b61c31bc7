"""The sources of the demo, and the times at which it polls them."""

from datetime import UTC, datetime

from schemas.source import Expect, Source

DEMO_TIMES: tuple[datetime, ...] = (
    datetime(2026, 11, 17, 7, 0, tzinfo=UTC),
    datetime(2026, 11, 19, 9, 30, tzinfo=UTC),
    datetime(2026, 11, 20, 10, 5, tzinfo=UTC),
)
"""When each stage is polled (UTC): the quiet first contact, the news, the Commission's own release."""

_AUTHORITIES = (
    ("demo-eu-ec", "European Commission", "eu-ec", "EU", "en"),
    ("demo-de-bkarta", "Bundeskartellamt", "de-bkarta", "DE", "de"),
    ("demo-fr-adlc", "Autorité de la concurrence", "fr-adlc", "FR", "fr"),
    ("demo-it-agcm", "Autorità Garante della Concorrenza e del Mercato", "it-agcm", "IT", "it"),
    ("demo-it-garante", "Garante per la protezione dei dati personali", "it-garante", "IT", "it"),
    ("demo-es-cnmc", "Comisión Nacional de los Mercados y la Competencia", "es-cnmc", "ES", "es"),
    ("demo-uk-cma", "Competition and Markets Authority", "uk-cma", "GB", "en"),
)
_PRESS = (
    ("demo-ch-courrier", "Le Courrier du Léman (invented)", "CH", "fr", 3),
    ("demo-press-ledger", "The Harbour Ledger (invented)", "GB", "en", 2),
)


def demo_sources(base: str) -> tuple[Source, ...]:
    """Return the demo's sources, served under `base` (`http://127.0.0.1:PORT`)."""
    official = tuple(
        Source(
            id=source,
            name=f"{name} (demo)",
            url=f"{base}/feeds/{source}.xml",
            authority=authority,
            publisher=name,
            jurisdiction=jurisdiction,
            language=language,
            priority=1,
            article="presscorner" if authority == "eu-ec" else "page",
            expect=Expect(min_items=2),
            allow_private=True,
        )
        for source, name, authority, jurisdiction, language in _AUTHORITIES
    )
    press = tuple(
        Source(
            id=source,
            name=f"{name} (demo)",
            url=f"{base}/feeds/{source}.xml",
            official=False,
            publisher=name,
            jurisdiction=jurisdiction,
            language=language,
            priority=priority,
            expect=Expect(min_items=2),
            allow_private=True,
        )
        for source, name, jurisdiction, language, priority in _PRESS
    )
    return official + press

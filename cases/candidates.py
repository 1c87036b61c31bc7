"""Under which keys the store holds what a finding may belong to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cases.deciding import created_event
from cases.firms import NOTHING_KNOWN, listed_as, targets_of
from knowledge.catalogue import Catalogue
from schemas.event import Event, StoredFinding
from schemas.finding import Party
from schemas.keys import (
    COURT_ACTIONS,
    FIRST_ACTIONS,
    called_keys,
    conduct_key,
    deal_keys,
    firm_key,
    is_deal,
    mark_keys,
    number_keys,
    party_month,
    reviewed_key,
)

_MONTHS_BACK = 31
_MOST_NAMES = 8
_YEARS_OF_REVIEW = 5
_MONTHS_OF_CONDUCT = 12


def candidate_keys(finding: StoredFinding, catalogue: Catalogue = NOTHING_KNOWN) -> tuple[str, ...]:
    """Return the keys of the events a finding may tell of again, or whose case or deal may be its own."""
    event, told = created_event(finding, "", finding.found_at), finding.finding
    firms = _firm_keys(told.targets(), catalogue) | called_keys(finding.marks)
    moment = event.published or event.first_seen
    months = _months(moment, _MONTHS_BACK)
    keys = {*number_keys(told.cases), *number_keys(event.case_numbers), *mark_keys(event.marks)}
    keys |= {party_month(event.authority, firm, month) for firm in firms for month in months}
    if told.action in COURT_ACTIONS:
        years = range(moment.year - _YEARS_OF_REVIEW, moment.year + 1)
        keys |= {reviewed_key(body, firm, year) for body in (event.authority, "") for firm in firms for year in years}
    return tuple(sorted(keys))


def related_keys(event: Event) -> tuple[str, ...]:
    """Return the keys of the events of any authority that may be about the same deal or conduct."""
    firms, moment = {firm_key(party.name) for party in targets_of(event)}, event.published or event.first_seen
    if is_deal(event.instrument, event.action):
        return tuple(deal_keys(firms))
    if event.action not in FIRST_ACTIONS:
        return ()
    months = _months(moment, _MONTHS_OF_CONDUCT)
    return tuple(sorted({conduct_key(firm, event.instrument, month) for firm in firms for month in months}))


def _months(moment: datetime, back: int) -> list[datetime]:
    """Return a moment in each of so many months before, in the month itself, and in the one after."""
    middle = moment.replace(day=15)
    return [middle + timedelta(days=30.44 * n) for n in range(-back, 2)]


def _firm_keys(parties: Iterable[Party], catalogue: Catalogue) -> set[str]:
    """Return the keys of firms by their own names, and by those of the catalogue and of their groups."""
    keys: set[str] = set()
    for party in parties:
        company = party.company or listed_as(party.name, catalogue)
        others = sorted({firm_key(name) for name in _kin(company, catalogue)})
        keys |= {firm_key(party.name), *others[:_MOST_NAMES]}
    return keys


def _kin(company: str | None, catalogue: Catalogue) -> frozenset[str]:
    if not company:
        return frozenset()
    return catalogue.relatives(company) | catalogue.spellings(company)

"""Under which keys the store holds what a finding may belong to."""

from datetime import timedelta

from cases.deciding import created_event
from cases.firms import Relatives, alone
from schemas.event import StoredFinding
from schemas.keys import (
    deal_keys,
    firm_key,
    is_deal,
    mark_keys,
    number_keys,
    party_month,
    reviewed_key,
)
from schemas.words import Action

_MONTHS_BACK = 14
_YEARS_OF_REVIEW = 5
_MONTH = timedelta(days=30)


def candidate_keys(finding: StoredFinding, relatives: Relatives = alone) -> tuple[str, ...]:
    """Return the keys of the events a finding may tell of again, or whose case or deal may be its own."""
    event, told = created_event(finding, "", finding.found_at), finding.finding
    firms = {firm_key(name) for party in told.targets() for name in (party.name, *_kin(party.company, relatives))}
    moment = event.published or event.first_seen
    months = [moment + n * _MONTH for n in range(-_MONTHS_BACK, 2)]
    keys = {*number_keys(told.cases), *number_keys(event.case_numbers), *mark_keys(event.marks)}
    keys |= {party_month(event.authority, firm, month) for firm in firms for month in months}
    if is_deal(told.instrument, told.action):
        keys |= set(deal_keys({firm_key(party.name) for party in told.targets()}))
    if told.action in (Action.LITIGATION, Action.RULING):
        years = range(moment.year - _YEARS_OF_REVIEW, moment.year + 1)
        keys |= {reviewed_key(event.authority, firm, year) for firm in firms for year in years}
    return tuple(sorted(keys))


def _kin(company: str | None, relatives: Relatives) -> frozenset[str]:
    return relatives(company) if company else frozenset()

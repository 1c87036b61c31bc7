"""The words of an event: headline, names, money and times, as plain strings not yet safe for Slack."""

from datetime import datetime

from alerts.phrases import listed, phrases, sentence
from knowledge.catalogue import Catalogue
from schemas.catalogue import Relation
from schemas.event import Event
from schemas.finding import Amount
from schemas.keys import RUNNING_MARK
from schemas.words import Role, Standing


def headline(event: Event, outlet: str, catalogue: Catalogue) -> str:
    """Return "Confirmed: AUTHORITY has …", or who reported it when the authority's own text does not say so."""
    told = clause(event, catalogue)
    return {
        Standing.CONFIRMED: f"Confirmed: {told}",
        Standing.REPORTED: f"Reported: {outlet} writes that {told}",
        Standing.UNCONFIRMED: f"Unconfirmed: {outlet} wrote that {told}",
        Standing.CONTRADICTED: f"Contradicted: {outlet} wrote that {told}",
    }[event.standing]


def clause(event: Event, catalogue: Catalogue) -> str:
    """Return the step as a clause, without who says so."""
    authority, targets = authority_name(event.authority, catalogue), target_names(event)
    return sentence(event.action, authority, targets, running=RUNNING_MARK in event.marks)


def target_names(event: Event) -> list[str]:
    """Return the names of the firms the step is directed at."""
    return [party.name for party in event.parties if party.role is Role.TARGET]


def others_named(event: Event) -> str:
    """Return the other firms with their roles: "Mistral AI (complainant)"; empty when there are none."""
    others = [party for party in event.parties if party.role is not Role.TARGET]
    named = [f"{party.name} ({phrases().roles[party.role]})" for party in others]
    return listed(named) if named else ""


def authority_name(authority: str, catalogue: Catalogue) -> str:
    """Return how an authority is called; one that is not listed by the name the text gives it."""
    known = catalogue.authorities.get(authority)
    return known.display_name() if known else authority.removeprefix("other:")


def company_name(company: str, catalogue: Catalogue) -> str:
    """Return a firm's canonical name, or its id when the catalogue does not hold it any more."""
    known = catalogue.companies.get(company)
    return known.name if known else company


def exposure(relation: Relation, catalogue: Catalogue) -> str:
    """Return how one firm depends on another and what that is known from."""
    who, to = company_name(relation.company, catalogue), company_name(relation.to, catalogue)
    kind = phrases().relations.get(relation.kind, relation.kind.replace("_", " "))
    basis = relation.basis.sentence or relation.basis.kind.replace("_", " ")
    checked = "verified" if relation.verified else "unverified"
    return f"Exposed: {who} {kind} {to} ({basis}, {checked})"


def language_name(language: str | None) -> str:
    """Return the English name of an ISO 639-1 code, the code itself when it has none here, or nothing."""
    return phrases().languages.get(language or "", language or "")


def money(amount: Amount) -> str:
    """Return "EUR 1,500,000"."""
    return f"{amount.currency} {amount.value:,.2f}".removesuffix(".00")


def published_and_seen(published: datetime | None, seen: datetime) -> str:
    """Return both times; the day is said once when it is the same."""
    if published is not None and published.date() == seen.date():
        return f"{published:%Y-%m-%d %H:%M} / {seen:%H:%M} UTC"
    return f"{time(published)} / {time(seen)}"


def time(moment: datetime | None) -> str:
    """Return a time in UTC to the minute."""
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "no date given"


def count(number: int, noun: str) -> str:
    """Return "1 step", "2 steps"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"

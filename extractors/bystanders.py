"""Finds the firms that a document calls complainants or affected, wherever it does."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Doc

from extractors.anchored import Sought
from extractors.complaining import complaining
from extractors.expressions import expressions
from extractors.lists import in_lists, once
from extractors.parts import Hit, Name, Step
from schemas.words import Role, Status

# How near a firm the words stand that say what it is in the matter.
_BESIDE = 60
# How far behind a firm a paper calls it its complainant.
_CALLED = 120
# How far before a firm the words begin by which a register says that it complained.
_BROUGHT = 120


def complainants(doc: Doc) -> frozenset[str]:
    """Return the keys of the firms that a paper calls its informant, applicant or complainant."""
    called, layout = expressions().called_complainant, doc._.layout
    is_called = (f for f in doc._.companies if called.match(layout.joined[f.end : f.end + _CALLED]))
    brought = _bringing(doc) if doc._.publisher_authority is not None else ()
    return frozenset(firm.key for firm in (*is_called, *brought))


def _bringing(doc: Doc) -> Iterator[Name]:
    """Yield who a register says brought a matter: "Complaint lodged before the Commission by the company Acme"."""
    brought_by, layout = expressions().brought_by, doc._.layout
    for firm in doc._.companies:
        if brought_by.search(layout.joined[max(layout.text_start, firm.start - _BROUGHT) : firm.start]):
            yield firm


def brought_by(doc: Doc, hit: Hit) -> list[Name]:
    """Return the firms a register's paper calls its complainants, for the step the whole paper is."""
    if hit.trigger.target != "document":
        return []
    return once([firm for firm in doc._.companies if firm.key in doc._.complainants])


def bystanders(doc: Doc) -> list[tuple[Name, Role]]:
    """Return the firms that a document calls complainants or affected, each once."""
    found: dict[str, tuple[Name, Role]] = {}
    text, patterns, called = doc._.layout.joined, doc._.lexicon.patterns, doc._.complainants
    for group in in_lists(text, doc._.companies):
        roles = [Role.COMPLAINANT if n.key in called else _beside_role(text, patterns, n) for n in group]
        role = next((role for role in roles if role is not None), None)
        if role is not None:
            # "to the detriment of A and B": what is said of one is said of those listed with it.
            for name in group:
                found.setdefault(name.key, (name, role))
    for name in complaining(doc):
        found.setdefault(name.key, (name, Role.COMPLAINANT))
    return list(found.values())


def _beside_role(text: str, patterns: Mapping[str, Sought], name: Name) -> Role | None:
    before, after = text[max(0, name.start - _BESIDE) : name.start], text[name.end : name.end + _BESIDE]
    if patterns["complainant_before"].search(before) or patterns["complained"].match(after):
        return Role.COMPLAINANT
    return Role.AFFECTED if patterns["affected_before"].search(before) else None


def with_bystanders(doc: Doc, step: Step) -> Step:
    """Add the complainants and the affected that other sentences of the document name to a step that is its news."""
    if step.status is not Status.ASSERTED:
        return step
    known = {name.key for name, _ in step.parties}
    return replace(step, parties=(*step.parties, *((n, role) for n, role in doc._.bystanders if n.key not in known)))

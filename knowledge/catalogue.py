"""What is known beforehand, with the questions the other folders ask of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.names import fold
from schemas.catalogue import Authority, Company, OtherBody, Relation

_HARMED_ABOVE = frozenset({"parent", "investor", "uses_models_of", "hosted_by", "partner"})
"""Kinds in which a step towards `to` touches `company`."""
_HARMED_BELOW = frozenset({"parent", "model_provider", "cloud_provider", "chip_supplier", "partner"})
"""Kinds in which a step towards `company` touches `to`."""


@dataclass(frozen=True)
class Catalogue:
    """Companies, authorities and groups by id, relations, and bodies that have no id of their own."""

    companies: Mapping[str, Company] = field(default_factory=dict)
    authorities: Mapping[str, Authority] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    other_bodies: tuple[OtherBody, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    """Changes with what a reader takes from the files: firms, authorities, bodies and cues; not with their layout."""

    def company_named(self, name: str) -> Company | None:
        """Return the company whose name, else alias or product this is, however it is written.

        None when nobody, or more than one company, is called so.
        """
        wanted = fold(name)
        for names in self._names:
            owners = names.get(wanted, ())
            if owners:
                return self.companies[owners[0]] if len(owners) == 1 else None
        return None

    def nearest(self, name: str, count: int = 3) -> tuple[str, ...]:
        """Return the canonical names that look most like `name`, best first, to be suggested to a user."""
        from rapidfuzz import fuzz, process  # most commands never suggest anything

        choices = {spelt: owners[0] for names in self._names for spelt, owners in names.items()}
        found = process.extract(fold(name), choices.keys(), scorer=fuzz.WRatio, limit=count * 5)
        names = (self.companies[choices[spelt]].name for spelt, _, _ in found)
        return tuple(dict.fromkeys(names))[:count]

    def in_group(self, group: str) -> tuple[Company, ...]:
        """Return the companies of a group, in the order of the files; empty for an unknown group."""
        return tuple(company for company in self.companies.values() if group in company.groups)

    def exposed_to(self, company_id: str) -> tuple[Relation, ...]:
        """Return the relations, one hop away, by which a step towards this company touches another one."""
        return tuple(
            relation
            for relation in self.relations
            if (relation.to == company_id and relation.kind in _HARMED_ABOVE)
            or (relation.company == company_id and relation.kind in _HARMED_BELOW)
        )

    def relatives(self, company_id: str) -> frozenset[str]:
        """Return the names of a company's parents and subsidiaries."""
        related = self._families.get(company_id, ())
        return frozenset(self.companies[other].name for other in related if other in self.companies)

    def parent_authority(self, authority_id: str) -> str:
        """Return the authority it is a service of (eu-dgcomp: eu-ec), or itself."""
        known = self.authorities.get(authority_id)
        return known.part_of if known and known.part_of else authority_id

    def seat_of(self, body: str) -> str | None:
        """Return where a body without an id of its own acts, as ids begin ("uk", "us"); None when nobody knows it."""
        return self._seats.get(fold(body))

    @cached_property
    def _seats(self) -> Mapping[str, str]:
        """Where the bodies without an id act. A state's bodies act where the country's do."""
        places = {fold(body.name): body.jurisdiction for body in self.other_bodies if body.jurisdiction}
        begins = {a.jurisdiction.split("-")[0]: a.id.split("-")[0] for a in self.authorities.values()}
        return {name: begins.get(place.split("-")[0], place.casefold()) for name, place in places.items()}

    @cached_property
    def _families(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the parents and subsidiaries of each company."""
        parents = [(r.company, r.to) for r in self.relations if r.kind == "parent"]
        families: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for parent, child in parents:
            families[parent] += (child,)
            families[child] += (parent,)
        return families

    @cached_property
    def _names(self) -> tuple[Mapping[str, tuple[str, ...]], ...]:
        """Ids of companies by folded name, then by folded alias or product."""
        companies = self.companies.values()
        return (
            _owners((c.id, c.name) for c in companies),
            _owners((c.id, alias.text) for c in companies for alias in (*c.aliases, *c.products)),
        )


def _owners(pairs: Iterator[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    owners: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for company_id, text in pairs:
        owners[fold(text)][company_id] = None
    return {text: tuple(ids) for text, ids in owners.items()}

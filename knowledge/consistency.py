"""Checks what no single row can tell: ids, names and relations across all files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from knowledge.rows import Row
from schemas.catalogue import Alias, Authority, Company, Relation

_Named = TypeVar("_Named", Company, Authority)


def check(
    companies: Sequence[tuple[Row, Company]],
    authorities: Sequence[tuple[Row, Authority]],
    relations: Iterable[tuple[Row, Relation]],
    groups: Mapping[str, str],
) -> None:
    """Raise DataFileError, with file and line, for the first thing that does not fit."""
    _check_ids(companies)
    _check_ids(authorities)
    _check_claims(companies)
    _check_claims(authorities)
    _check_groups(companies, groups)
    _check_services(authorities)
    _check_relations(relations, {company.id for _, company in companies})


def _check_ids(rows: Iterable[tuple[Row, _Named]]) -> None:
    first: dict[str, Row] = {}
    for row, thing in rows:
        if thing.id in first:
            raise row.error(f"the id {thing.id!r} stands already in {first[thing.id].path}", "id", thing.id)
        first[thing.id] = row


def _check_claims(rows: Iterable[tuple[Row, _Named]]) -> None:
    """A name may mean two bodies only if each of them asks for a proof."""
    claims: defaultdict[str, list[tuple[Row, str, Alias]]] = defaultdict(list)
    for row, thing in rows:
        for alias in thing.spellings():
            claims[alias.text.casefold()].append((row, thing.id, alias))
    for claimed in claims.values():
        if len({owner for _, owner, _ in claimed}) > 1:
            _check_proofs(claimed)


def _check_proofs(claimed: Sequence[tuple[Row, str, Alias]]) -> None:
    # The last claim is the newest file: what a user added, not what came with casewatch.
    for row, owner, alias in reversed(claimed):
        rivals = [(name, other) for _, name, other in claimed if name != owner and _meet(alias, other)]
        unproven = [name for name, other in rivals if not (alias.cues and other.cues)]
        if unproven:
            raise row.error(f"{alias.text!r} also means {', '.join(unproven)}: both need cues", alias.text)


def _meet(one: Alias, other: Alias) -> bool:
    """Tell whether the two can be met in the same text."""
    if one.case_sensitive and other.case_sensitive and one.text != other.text:
        return False
    return not one.languages or not other.languages or bool({*one.languages} & {*other.languages})


def _check_groups(companies: Iterable[tuple[Row, Company]], groups: Mapping[str, str]) -> None:
    for row, company in companies:
        for group in company.groups:
            if group not in groups:
                known = ", ".join(sorted(groups))
                raise row.error(f"no group is called {group!r}; there are {known}", "groups", group)


def _check_services(authorities: Sequence[tuple[Row, Authority]]) -> None:
    known = {authority.id for _, authority in authorities}
    for row, authority in authorities:
        if authority.part_of is not None and authority.part_of not in known:
            raise row.error(f"no authority has the id {authority.part_of!r}", "part_of", authority.part_of)


def _check_relations(relations: Iterable[tuple[Row, Relation]], companies: set[str]) -> None:
    for row, relation in relations:
        for end, company in (("company", relation.company), ("to", relation.to)):
            if company not in companies:
                raise row.error(f"no company has the id {company!r}", end, company)

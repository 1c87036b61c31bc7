"""Tells which names stand together in one list."""

from extractors.expressions import expressions
from extractors.name_expressions import name_expressions
from extractors.parts import Name


def first_group(text: str, names: list[Name]) -> list[Name]:
    """Return the first of some names with those that stand in one list with it."""
    group = names[:1]
    for name in names[1:]:
        if not name_expressions().listed.fullmatch(text[group[-1].end : name.start]):
            break
        group.append(name)
    return group


def without_forerunners(text: str, names: list[Name]) -> list[Name]:
    """Leave out the names a text only opens with as met before: "After Acme and Bolt, the CMA turns to …"."""
    group = first_group(text, names)
    if len(group) == len(names):
        return names
    opening = text[text.rfind("\n", 0, group[0].start) + 1 : group[0].start]
    return names[len(group) :] if expressions().forerunner.fullmatch(opening) else names


def in_lists(text: str, names: list[Name]) -> list[list[Name]]:
    """Return names in order, those that stand in one list together."""
    groups: list[list[Name]] = []
    for name in names:
        if groups and name_expressions().listed.fullmatch(text[groups[-1][-1].end : name.start]):
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups


def once(names: list[Name]) -> list[Name]:
    """Return the first mention of each name, in order."""
    seen: dict[str, Name] = {}
    for name in names:
        seen.setdefault(name.key, name)
    return list(seen.values())

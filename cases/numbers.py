"""Case numbers: when two ways of writing mean one proceeding, and when one of them is a misprint."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from schemas.event import StoredFinding
from schemas.keys import NUMBER_MARK, number_key

_LONG = 4
"""Digits from which on a slip is told from another number: "14" and "24" are two cases."""

_OF_A_DOCUMENT = re.compile(r"\d{7,}|\d{2}-(?:A|D|DCC|DSA|MC|SOA)-\d+", re.IGNORECASE)
"""Numbers of papers and decisions, not of cases: each paper of one case has its own."""

_POLISH = re.compile(r"(?P<office>[a-z]+)\.(?:\d{1,2}\.)?(?P<kind>\d{3,4})\.\d+\.20\d\d\b")
"""A number of a Polish office, folded, with its class of file: "DOK-3.400.9.2024" is of explanatory proceedings (400),
"DOK-3.410.6.2025" of those against somebody (410), which follow them under a number of their own."""


def told_numbers(finding: StoredFinding) -> tuple[str, ...]:
    """Return the case numbers a document goes by: that of its address alone, if there is one. Texts carry misprints."""
    in_address = tuple(mark.removeprefix(NUMBER_MARK) for mark in finding.marks if mark.startswith(NUMBER_MARK))
    return in_address or finding.finding.cases


def shared_numbers(ours: Iterable[str], theirs: Iterable[str]) -> tuple[str, ...]:
    """Return those of our case numbers that are also theirs, as we write them."""
    known = {number_key(number) for number in theirs}
    return tuple(number for number in ours if number_key(number) in known)


def numbers_conflict(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Return whether both sides know case numbers of one form and have none in common (twin cases against one firm).

    Numbers of two forms are no conflict: a court, a docket and a file each count in their own way.
    """
    return not shared_numbers(ours, theirs) and bool(_forms(ours) & _forms(theirs))


def is_one_of_each_form(numbers: Sequence[str]) -> bool:
    """Return whether no two numbers are of one form: those of an authority and a court may be one case's."""
    return len(_forms(numbers)) == len(numbers)


def is_one_number(numbers: Sequence[str]) -> bool:
    """Return whether there is no number but one, and its misprints."""
    return all(is_misprint(one, numbers[0], copied=True) or is_slip_of_a_digit(one, numbers[0]) for one in numbers[1:])


def united_numbers(known: Iterable[str], told: Iterable[str]) -> tuple[str, ...]:
    """Return all case numbers, each once, in the spelling and order in which it was first met."""
    united: dict[str, str] = {}
    for number in (*known, *told):
        united.setdefault(number_key(number), number)
    return tuple(united.values())


def better_numbers(known: Sequence[str], finding: StoredFinding) -> tuple[str, ...]:
    """Return the numbers of an event with those of one more document: what is a misprint of the other goes.

    A number of an address stays before one of a text, else the one that was there first.
    """
    told = told_numbers(finding)
    if told != finding.finding.cases:
        known = [number for number in known if not misprinted([number], told)]
    return united_numbers(known, (number for number in told if not misprinted([number], known)))


def is_misprint(one: str, other: str, *, copied: bool = False) -> bool:
    """Return whether two different numbers may be one, misprinted: two digits swapped, one wrong, missing or too many.

    A wrong last digit is no misprint: twin cases are numbered one after the other. In short numbers only two digits
    swapped may be one, and only where one side has `copied` its number, as the press does.
    """
    ours, theirs = number_key(one).split("."), number_key(other).split(".")
    if len(ours) != len(theirs):
        return False
    different = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return len(different) == 1 and (_is_slip(*different[0]) or (copied and _is_swapped(*different[0])))


def misprinted(ours: Iterable[str], theirs: Sequence[str], *, copied: bool = False) -> tuple[str, str] | None:
    """Return one of our numbers and the one of theirs it may be a misprint of."""
    return next(((one, other) for one in ours for other in theirs if is_misprint(one, other, copied=copied)), None)


def swapped(ours: Iterable[str], theirs: Sequence[str]) -> tuple[str, str] | None:
    """Return one of our numbers and the one of theirs that is it but for two neighbouring digits changed round.

    Short ones, too: where firm and step fit, and no case bears the number, it is a slip of who wrote it himself.
    """
    pairs = ((one, other) for one in ours for other in theirs)
    return next((pair for pair in pairs if is_misprint(*pair, copied=True) and _has_one_set_of_digits(*pair)), None)


def _has_one_set_of_digits(one: str, other: str) -> bool:
    return sorted(number_key(one)) == sorted(number_key(other))


def _is_slip(one: str, other: str) -> bool:
    if not (one.isdigit() and other.isdigit() and min(len(one), len(other)) >= _LONG):
        return False
    return OSA.distance(one, other, score_cutoff=1) == 1 and one[:-1] != other[:-1]


def _is_swapped(one: str, other: str) -> bool:
    """Whether two neighbouring digits changed places: the numbers are nine apart or more, and twins are neighbours."""
    same_digits = one.isdigit() and other.isdigit() and len(one) == len(other)
    return same_digits and sorted(one) == sorted(other) and OSA.distance(one, other, score_cutoff=1) == 1


def is_slip_of_a_digit(one: str, other: str) -> bool:
    """Return whether a digit more or less, or another one, is all that two numbers of several parts differ in.

    Twin cases may differ so, too: something else has to say that they are one.
    """
    ours, theirs = number_key(one).split("."), number_key(other).split(".")
    different = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
    if len(ours) != len(theirs) or len(ours) < 3 or len(different) != 1:
        return False
    return all(part.isdigit() for part in different[0]) and OSA.distance(*different[0], score_cutoff=1) == 1


def differing_in_a_digit(ours: Iterable[str], theirs: Sequence[str]) -> tuple[str, str] | None:
    """Return one of our numbers and the one of theirs that is it but for a digit."""
    return next(((one, other) for one in ours for other in theirs if is_slip_of_a_digit(one, other)), None)


def _forms(numbers: Iterable[str]) -> set[str]:
    return {_form(number_key(number)) for number in numbers if not _OF_A_DOCUMENT.fullmatch(number.strip())}


def _form(key: str) -> str:
    polish = _POLISH.match(key)
    return f"{polish['office']}.{polish['kind']}" if polish else re.sub(r"\d+", "0", key)

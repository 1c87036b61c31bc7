"""Tells people from firms: by a first name, by a title before a name, by what judges are called."""

import re
from functools import cache
from pathlib import Path

from schemas.data_files import read_table

FIRST_NAMES = Path(__file__).parent / "patterns" / "first_names.toml"
TITLES_OF_PEOPLE = Path(__file__).parent / "patterns" / "titles_of_people.toml"
TAILS_OF_FIRMS = Path(__file__).parent / "patterns" / "tails_of_firms.toml"
_LONGEST_PERSON = 5
_PARTICLES = frozenset({"da", "de", "del", "della", "der", "di", "do", "dos", "du", "e", "van", "von", "y"})
_JUDGE = re.compile(r"[A-ZÀ-Ž][\w’'-]+,? (?:J|JJ|LJ|CJ)\.?")
# "Anna B. Keller", "A. B. Keller".
_WITH_INITIAL = re.compile(r"[A-ZÀ-Ž][a-zà-ž]+ (?:[A-Z]\. ?)+[A-ZÀ-Ž][\w’'-]+|(?:[A-Z]\. ?){2,3}[A-ZÀ-Ž][a-zà-ž’'-]+")
_LONGEST_TITLE = 20


@cache
def _first_names() -> frozenset[str]:
    return frozenset(read_table(FIRST_NAMES)["names"])


@cache
def _tails_of_firms() -> frozenset[str]:
    return frozenset(read_table(TAILS_OF_FIRMS)["words"])


@cache
def _title() -> re.Pattern[str]:
    """Return the expression for a title right before a name: "Mr *Velra*", "Shri A. *Keller*"."""
    titles = sorted(read_table(TITLES_OF_PEOPLE)["words"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, titles))})\.? (?:[A-ZÀ-Ž]\.? )?$")


def has_tail_of_firm(surface: str) -> bool:
    """Tell whether the last word of a name says that it is a firm's: "Anna Keller *Capital*"."""
    return surface.split(" ")[-1] in _tails_of_firms()


def is_person(surface: str) -> bool:
    """Tell whether two to four words with capitals begin with a first name: "Anna Keller", "Marie-Claude Renaud"."""
    words = [word for word in surface.split(" ") if word not in _PARTICLES]
    if not 1 < len(words) < _LONGEST_PERSON or not surface[-1].isalpha() or has_tail_of_firm(surface):
        return False
    return words[0] in _first_names() or (surface.isupper() and words[0].title() in _first_names())


def has_title(surface: str, start: int, text: str) -> bool:
    """Tell whether a name has the title of a person before it, or is a judge's."""
    if _JUDGE.fullmatch(surface) or _WITH_INITIAL.fullmatch(surface):
        return True
    return _title().search(text, max(0, start - _LONGEST_TITLE), start) is not None

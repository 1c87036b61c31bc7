"""Folds firm names so that two annotators' spellings meet: case, accents, legal suffixes, aliases."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from schemas.catalogue import Company

# fmt: off
_SUFFIXES = frozenset((
    "inc", "incorporated", "corp", "corporation", "co", "company", "ltd", "limited", "llc", "plc", "gmbh",
    "ag", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "oy", "ab", "as", "kg", "se", "lp", "llp", "pty",
    "sl", "sau", "slu", "platforms", "technologies", "technology", "holding", "holdings", "group",
    "international", "ireland", "unlimited", "operations", "europe", "emea", "deutschland", "germany",
    "france", "italia", "italy", "espana", "spain", "india", "uk", "usa", "global", "cv", "kgaa", "sca",
    "sprl", "bvba", "asa", "aps",
))
# fmt: on
_SERVICES = frozenset({"eu-dgcomp", "eu-cnect", "eu-aioffice"})


def fold(name: str) -> str:
    """Return a name in lower case without accents and punctuation, single letters joined ("S. A." → "sa")."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    text = re.sub(r"[^\w&+ ]+", " ", text.lower().replace("'s ", " "))
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"(?<!\S)(?:\w )+\w(?!\S)", lambda letters: letters[0].replace(" ", ""), text)


@dataclass(frozen=True)
class ScoreNames:
    """How names are compared: folded alias → folded name, the watched firms, the authorities with an id."""

    aliases: Mapping[str, str]
    watched: frozenset[str]
    authorities: frozenset[str]

    def firm(self, name: str) -> str:
        """Return what a firm's name folds to: its aliases and legal suffixes do not tell firms apart."""
        words = fold(name).split()
        while True:
            key = " ".join(words)
            if key in self.aliases:
                return self.aliases[key]
            if len(words) < 2 or words[-1] not in _SUFFIXES or len(" ".join(words[:-1])) < 2:
                return key
            words = words[:-1]

    def authority(self, name: str) -> str:
        """Return an authority's id; services of the Commission are the Commission, unknown bodies `other`."""
        if name in _SERVICES:
            return "eu-ec"
        return name if name in self.authorities else "other"


def names_of_catalogue(companies: Iterable[Company], authorities: Iterable[str]) -> ScoreNames:
    """Return the names a catalogue knows; its watched firms are those of the group `watched`."""
    firms = list(companies)
    aliases = {fold(alias.text): fold(firm.name) for firm in firms for alias in firm.spellings()}
    watched = frozenset(fold(firm.name) for firm in firms if "watched" in firm.groups)
    return ScoreNames(aliases, watched, frozenset(authorities))


def names_beside(folder: Path, fallback: ScoreNames) -> ScoreNames:
    """Return the names of `firm_aliases.tsv` and `watched_firms.txt` in a folder, else the fallback's.

    The first holds a canonical name and its aliases a line, tab-separated; the second one name a line.
    """
    aliases_file, watched_file = folder / "firm_aliases.tsv", folder / "watched_firms.txt"
    if not (aliases_file.exists() and watched_file.exists()):
        return fallback
    rows = [line.split("\t") for line in _lines(aliases_file)]
    aliases = {fold(alias): fold(row[0]) for row in rows for alias in row}
    names = ScoreNames(aliases, frozenset(), fallback.authorities)
    watched = frozenset(names.firm(line) for line in _lines(watched_file))
    return ScoreNames(aliases, watched, fallback.authorities)


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]

"""Finds the parties of a merger as registers join them: "concentration Acme*Bolt / Cedar", "case M.123 - Acme/Bolt"."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.anchored import merged
from extractors.entity_model import Entity
from extractors.firm_names import REGISTER_WORD
from extractors.known_names import KnownName
from extractors.legal_forms import LEGAL_FORMS_BEHIND
from extractors.name_expressions import name_expressions
from extractors.name_spans import behind_description
from extractors.plain_words import plain_words

_MARK = re.compile(r"(?:[ ]/[ ]|/|\*)(?=[A-ZÀ-Ž0-9])")
_BEFORE, _BEHIND = 200, 200
_JOINT = re.compile(r"[ ]?/[ ]?|\*")
# "A / S" is a legal form.
_APART = re.compile(
    r"\*+|(?<![ ]A)[ ]/[ ]|(?<=[a-zà-ž]{3})[ ]–[ ](?=[A-ZÀ-Ž])|"
    # "Velra Ltd, Bolcom LLP" are two.
    r"(?:(?<=Ltd|LLC|LLP)|(?<=Inc\.)|(?<=GmbH|S\.A\.|B\.V\.)), (?=[A-Z][a-z])"
)
# "the *Velra-Bolcom* merger" names two.
_TWO = re.compile(r"[A-ZÀ-Ž]\w{2,}-[A-ZÀ-Ž]\w{2,}")


@cache
def _parties() -> re.Pattern[str]:
    small = name_expressions()
    party = rf"{REGISTER_WORD}(?:[ ](?:{small.inside_a_party.pattern})?{REGISTER_WORD}){{0,4}}"
    return re.compile(rf"{small.merger_before_parties.pattern}(?P<parties>{party}(?:(?:[ ]/[ ]|/|\*){party})+)")


def parties_of_mergers(text: str) -> Iterator[KnownName]:
    """Yield the parties of merger titles in a text, in order."""
    around = merged((mark.start() - _BEFORE, mark.end() + _BEHIND) for mark in _MARK.finditer(text))
    for title in (title for start, end in around for title in _parties().finditer(text, start, end)):
        at = title.start("parties")
        for party in _JOINT.split(title["parties"]):
            start = text.index(party, at)
            at = start + len(party)
            if not name_expressions().no_party.match(party) and len(party) > 1:
                yield KnownName("COMPANY", behind_description(start, at, text), at)


def _parts(words: str) -> list[str]:
    """Return the names that marks join, or a comma or "and" where no legal form says that all is one."""
    parts = [part for each in _APART.split(words) for part in _behind_forms(each)]
    if len(parts) > 1 or LEGAL_FORMS_BEHIND.search(words) or name_expressions().one_firm_last.search(words):
        return parts
    # "Velra and Bolcom", "Velra, Bolcom": two firms, unless a legal form ends both or one half is plain words.
    several = name_expressions().several_parties.split(words)
    return several if len(several) > 1 and not any(map(_is_of_plain_words, several)) else parts


def _behind_forms(words: str) -> list[str]:
    """Return the names of which each but the last ends in a legal form and a joint: "Velra S.p.A., Bolcom e Acme"."""
    for form in LEGAL_FORMS_BEHIND.finditer(words):
        joint = name_expressions().several_parties.match(words, form.end())
        if joint and not name_expressions().partner_of_a_party.match(words, joint.end()):
            return [words[: form.end()], *_behind_forms(words[joint.end() :])]
    return [words]


def _is_of_plain_words(part: str) -> bool:
    return all(word.casefold() in plain_words() for word in part.split(" "))


def apart(entity: Entity, text: str) -> Iterator[Entity]:
    """Yield the parts of a firm's name that a mark joins: "Acme*Bolt" is two."""
    words = text[entity.start : entity.end]
    parts = _parts(words) if entity.label == "COMPANY" else []
    if len(parts) == 1 and name_expressions().deal_behind.match(text, entity.end) and _TWO.fullmatch(words):
        parts = words.split("-")
    if len(parts) < 2:
        yield entity
        return
    at = entity.start
    for part in parts:
        if part:
            start = text.index(part, at)
            at = start + len(part)
            yield Entity("COMPANY", start, at)

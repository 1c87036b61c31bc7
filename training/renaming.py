"""Gives the names of a text new ones, in place: the frame of the sentence stays, what it names is unseen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

from extractors.firm_names import bare_name
from extractors.known_names import is_letters
from training.names import (
    Stock,
    all_legal_forms,
    firm,
    firm_or_local,
    known_bodies,
    known_firms,
    legal_forms,
    letters,
    person,
    place_name,
    product,
    trade_name,
)
from training.records import Labelled, Span

_KNOWN, _TRADE_NAME = 0.3, 0.4
_LETTERS_OF_NOBODY = 0.3
Renaming = Callable[[str], str | None]
"""Gives a name's new words, None to leave it as it is."""


def rename(record: Labelled, renamings: Mapping[str, Renaming]) -> Labelled:
    """Return a record whose names of the labels in `renamings` are replaced; the same name by the same."""
    given: dict[tuple[str, str], str | None] = {}
    pieces: list[str] = []
    spans: list[Span] = []
    at = length = 0
    # Long names first: a firm's short name follows from its long one.
    for start, end, label in sorted(record.spans, key=lambda span: span[0] - span[1]):
        words = record.text[start:end]
        if label in renamings and (label, words) not in given:
            given[label, words] = _short(words, label, given) or renamings[label](words)
    for start, end, label in record.spans:
        new = given.get((label, record.text[start:end])) or record.text[start:end]
        pieces += [record.text[at:start], new]
        length += start - at
        spans.append((length, length + len(new), label))
        # "Acme Inc." ends a sentence with the dot it has.
        doubled = new.endswith(".") and record.text[end : end + 1] == "." and not record.text[start:end].endswith(".")
        length, at = length + len(new), end + doubled
    text = "".join([*pieces, record.text[at:]])
    return replace(record, text=text, spans=tuple(spans))


def _short(words: str, label: str, given: Mapping[tuple[str, str], str | None]) -> str | None:
    for (other, long), new in given.items():
        if other == label and new and long != words and long.startswith(f"{bare_name(words)} "):
            return _first_words(new)
    return None


def _first_words(name: str) -> str:
    return bare_name(name).rstrip(",")


def as_firm(stock: Stock, random: Random, lang: str) -> Renaming:
    """Return the renaming of firms by invented ones: those with a legal form get another with one."""
    return _renamed_by(lambda: firm(stock, random), random, legal_forms(lang))


def _renamed_by(make: Callable[[], str], random: Random, forms: Sequence[str]) -> Callable[[str], str]:
    def new(words: str) -> str:
        name = make()
        if words.isupper() and len(words) > 5:
            name = name.upper()
        with_form = bare_name(words) != words.rstrip(".,")
        return f"{name} {random.choice(forms)}" if with_form or random.random() < 0.08 else name

    return new


def as_firm_of_papers(stock: Stock, random: Random, lang: str) -> Renaming:
    """Return the renaming of firms that training uses: some with a legal form get a long name that says a trade."""
    plain = _renamed_by(lambda: firm_or_local(lang, stock, random), random, all_legal_forms(lang))

    def new(words: str) -> str | None:
        with_form = bare_name(words) != words.rstrip(".,")
        return trade_name(lang, stock, random) if with_form and random.random() < _TRADE_NAME else plain(words)

    return new


def as_known_firm(random: Random) -> Renaming:
    """Return the renaming of firms by those everybody knows."""
    return lambda _: random.choice(known_firms())


def as_known_body(random: Random, lang: str) -> Renaming:
    """Return the renaming of bodies by those that exist: letters by letters, names by names."""

    def new(words: str) -> str:
        if is_letters(words) and random.random() < _LETTERS_OF_NOBODY:
            return letters(random)
        return random.choice(known_bodies(lang, letters=is_letters(words)))

    return new


def as_other_letters(random: Random) -> Renaming:
    """Return the renaming of other organisations that are called by letters, by letters that stand for nothing."""
    return lambda words: letters(random) if is_letters(words) else None


def sometimes(share: float, random: Random, renaming: Renaming) -> Renaming:
    """Return a renaming that leaves some names as they are."""
    return lambda words: renaming(words) if random.random() < share else None


def new_names(stock: Stock, random: Random, lang: str) -> dict[str, Renaming]:
    """Return the renamings of training: nearly all firms, and so many others that shape decides nothing."""
    firms = as_known_firm(random) if random.random() < _KNOWN else as_firm_of_papers(stock, random, lang)
    return {
        "COMPANY": sometimes(0.9, random, firms),
        "AUTHORITY": sometimes(0.35, random, as_known_body(random, lang)),
        "ORG_OTHER": sometimes(0.4, random, as_other_letters(random)),
        "PERSON": sometimes(0.8, random, lambda _: person(stock, random)),
        "PLACE": sometimes(0.5, random, lambda _: place_name(stock, random)),
        "PRODUCT": sometimes(0.5, random, lambda _: product(stock, random)),
    }

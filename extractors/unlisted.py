"""Finds firms nobody listed: by legal form, by a register's title, by their place beside a trigger.

They are candidates (no catalogue id): they keep a step from being laid at the door of the next listed firm,
complete the parties of a merger, and are offered to whoever keeps the catalogue.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from extractors.candidates import BESIDE, DEAL, DOUBTED, SURE, TITLE, Candidates
from extractors.companies import initials_of
from extractors.entity_model import Entity
from extractors.firm_names import (
    BRACKETED,
    DEFINED,
    NAME,
    NAMED,
    WITH_LEGAL_FORM,
    bare_name,
    is_common,
)
from extractors.formulas import firms_of_formulas
from extractors.listed_candidates import believe_in_lists, buyer_and_bought, named_sides, part_pairs, sides_before
from extractors.name_spans import is_no_firm
from extractors.parts import Hit, Name, Sentence
from extractors.plain_words import is_plain
from extractors.words import words_of

_REACH = 90
# "Condemned, in its session of Wednesday, the firms Acme …", "Acme and Bolt, besides two managers, were fined".
_INSERTION = r"(?:,\s[a-zà-ÿł-ż][^,;:]{2,60},\s)?"
_SMALL_WORDS = re.compile(
    rf"^{_INSERTION}[\s,\"“„«‘'’(]*(?:[a-zà-ÿł-ż0-9][\w'’,-]*\s+|(?:EU|US|UK|AI|KI|IA|U\.S\.)[-\s]){{0,6}}[\"“„«‘'(]?$|^\s*[dl]['’]$"
)
# "Sued three sellers — Acme, …": a list whose firms a phrase counts before it names them.
_SMALL_WORD = r"(?:[a-zà-ÿł-ż0-9][\w'’-]*\s+)"
_COUNTED = re.compile(rf"\s+{_SMALL_WORD}{{1,6}}[—–-]\s+$|\s+{_SMALL_WORD}{{0,5}}[a-zà-ÿł-ż-]+:\s+$")
_TO_THE_TRIGGER = re.compile(rf"['’]?s?{_INSERTION}[\s,]*(?:[a-zà-ÿ]+\s+){{0,3}}")
_TO_THE_DEAL = re.compile(r"['’]s?\s+(?:(?:[$€£]?[\d.,]+(?:bn|m|k)?|[a-z]+)\s+){0,4}")
_TITLE_PARTS = re.compile(r"\s+(?:[-–—/]|v|vs\.?)\s+")
_TITLE_TAIL = re.compile(r"\s+(?:merger inquiry|merger|case|Zusammenschluss|acquisition)$", re.IGNORECASE)


def find_unlisted(doc: Doc) -> list[Name]:
    """Return every mention of a firm that is not in the catalogue, in order."""
    candidates = Candidates(doc)
    _by_legal_form(candidates)
    if any(hit.trigger.target == "document" or hit.trigger.deal for hit in doc._.hits):
        _by_title(candidates, doc._.layout.title)
    sentences = doc._.sentences
    with_deals: set[int] = set()
    for hit in doc._.hits:
        sentence = sentences[hit.sentence]
        if hit.trigger.target != "before":
            _after(candidates, hit, sentence)
        if hit.trigger.target in {"before", "auto", "inside"}:
            _before(candidates, hit, sentence)
        if hit.sentence not in with_deals:
            with_deals.add(hit.sentence)
            _of_deal(candidates, sentence)
    part_pairs(candidates)
    _doubt(candidates, doc)
    believe_in_lists(candidates, doc)
    _call_by_one_name(candidates)
    return named_sides(candidates, doc._.companies, _mentions(candidates))


def _by_legal_form(candidates: Candidates) -> None:
    for match in WITH_LEGAL_FORM.finditer(candidates.text):
        brand = BRACKETED.match(candidates.text, match.end())
        if (
            brand
            and candidates.knows(brand.span(1))
            and candidates.text.count(match[1]) < candidates.text.count(brand[1])
        ):
            # "Axon Private Limited (Acme)": the text calls it by its brand.
            continue
        defined = DEFINED.match(candidates.text, match.end())
        short = defined[1].strip() if defined else None
        if short is not None and is_common(short, candidates.text, candidates.lexicon):
            # (the "Company"): what the text calls it tells nobody who it is.
            short = defined = None
        if candidates.add(match.start(1), match.end(1), SURE, short) and defined:
            candidates.add(defined.start(1), defined.end(1), SURE)


def _by_title(candidates: Candidates, title: str) -> None:
    """Take the parties of a register's title: "A / B merger inquiry", "A – B", "M.12345 – A / B"."""
    parts = _TITLE_PARTS.split(title)
    at = 0
    for part in parts if len(parts) > 1 else []:
        start = title.index(part, at)
        at = start + len(part)
        bare = _TITLE_TAIL.sub("", part)
        if re.fullmatch(NAME, bare) and len(bare.split()) < 6:
            candidates.add(start, start + len(bare), TITLE)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return (match.span() for match in NAMED.finditer(text, start, end))


def _after(candidates: Candidates, hit: Hit, sentence: Sentence) -> None:
    """Take the first name behind a trigger, and those listed with it; the first may be a firm known already."""
    span = next(_spans(candidates.text, hit.end, min(sentence.end, hit.end + _REACH)), None)
    if span is None or not _is_right_behind(candidates, hit, span):
        return
    span = candidates.named(span)
    if not candidates.knows(span) and not (candidates.plausible(*span, sentence) and candidates.add(*span, BESIDE)):
        return
    end = span[1]
    for start, stop in _spans(candidates.text, end, sentence.end):
        is_next = candidates.is_list_gap(candidates.text[end:start])
        if not is_next or not (candidates.knows((start, stop)) or candidates.add(start, stop, BESIDE)):
            return
        end = stop


def _is_right_behind(candidates: Candidates, hit: Hit, span: tuple[int, int]) -> bool:
    """Tell whether only small words stand between a trigger and a name, or what counts the firms of a list."""
    between = candidates.text[hit.end : span[0]]
    if _SMALL_WORDS.match(between):
        return True
    if not _COUNTED.match(between):
        return False
    return any(firm.start == span[0] for firm in firms_of_formulas(words_of(candidates.text)))


def _before(candidates: Candidates, hit: Hit, sentence: Sentence) -> None:
    """Take the name right before a trigger, and one at the head of its sentence that a comma sets off as a firm."""
    text = candidates.text
    if hit.start > sentence.start and text[sentence.start : hit.start].endswith(", "):
        # "*Acme Pride*, a lender that runs two apps, must pay".
        for firm in firms_of_formulas(words_of(text)):
            if firm.start == sentence.start and text[firm.end : firm.end + 2] == ", ":
                candidates.add(firm.start, firm.end, DEAL)
    spans = list(_spans(candidates.text, max(sentence.start, hit.start - _REACH), hit.start))
    beside = spans and _TO_THE_TRIGGER.fullmatch(candidates.text[spans[-1][1] : hit.start])
    if not beside or not candidates.plausible(*spans[-1], sentence) or not candidates.add(*spans[-1], BESIDE):
        return
    for (start, stop), (following, _) in reversed(list(pairwise(spans))):
        if not candidates.is_list_gap(candidates.text[stop:following]) or not candidates.add(start, stop, BESIDE):
            return


def _of_deal(candidates: Candidates, sentence: Sentence) -> None:
    """Take the parties of a deal: "X's purchase of Y", "acquisition of X by Y"."""
    text = candidates.text
    for deal in candidates.lexicon.patterns["deal"].finditer(sentence.text):
        start, at = sentence.start + deal.start(), sentence.start + deal.end()
        for span in _spans(text, at, min(sentence.end, at + _REACH)):
            if not _SMALL_WORDS.match(text[at : span[0]]):
                break
            name = candidates.named(span)
            if not candidates.plausible(*name, sentence) or not candidates.add(*name, DEAL):
                break
            at = name[1]
        buyers = list(_spans(text, sentence.start, start))
        buyer_ends = buyers[-1][0] + len(bare_name(text[slice(*buyers[-1])])) if buyers else start
        if buyers and _TO_THE_DEAL.fullmatch(text[buyer_ends:start]):
            candidates.add(*buyers[-1], DEAL)
        candidates.sides += sides_before(start, candidates)
        for side in buyer_and_bought(sentence.start, start, candidates.text):
            candidates.add(*side, DEAL)


def _call_by_one_name(candidates: Candidates) -> None:
    """Give a firm that a text also calls by its initials, or by the first words of its name, one name."""
    initials = {short: name for name in candidates.found if (short := initials_of(name, candidates.text))}
    for surface, (_, score) in list(candidates.found.items()):
        longer = {name for name in candidates.found if name.startswith(f"{surface} ")}
        if surface in initials:
            longer = {initials[surface]}
        if len(longer) == 1:
            whole, whole_score = candidates.found[longer.pop()]
            candidates.found[surface] = (whole, max(score, whole_score))


def _mentions(candidates: Candidates) -> list[Name]:
    """Return every place where a name found stands, the longest names first."""
    taken, names = candidates.taken, []
    for surface, (name, score) in sorted(candidates.found.items(), key=lambda item: -len(item[0])):
        for start in candidates.places_of(surface):
            end = start + len(surface)
            if taken.is_free(start, end):
                taken.add(start, end)
                names.append(Name("company", None, name, start, end, "unlisted", None, score))
    return sorted(names, key=lambda name: name.start)


def _doubt(candidates: Candidates, doc: Doc) -> None:
    """Doubt the firms that only their place gives away: the model has seen them there and takes them for none.

    A phrase that says that they are firms outweighs it.
    """
    text, lang = candidates.text, candidates.lexicon.lang
    firms = [
        entity
        for entity in doc._.entities
        if entity.label == "COMPANY" and not _means_something_else(text[entity.start : entity.end], entity, text, lang)
    ]
    for surface, (name, score) in candidates.found.items():
        if score != BESIDE:
            continue
        starts = candidates.places_of(surface)
        places = [(start, start + len(surface)) for start in starts]
        seen = [(a, b) for a, b in places if any(start <= a < end for start, end in doc._.seen)]
        told = [*firms, *firms_of_formulas(doc._.layout.words)] if seen else firms
        if seen and not any(e.start < b and a < e.end and not _is_torn(e, b, text) for e in told for a, b in seen):
            candidates.found[surface] = (name, DOUBTED)


def _is_torn(entity: Entity, end: int, text: str) -> bool:
    """Tell whether a name ends before a small word of a longer one that the model sees: "*Velra* del Mar"."""
    return end < entity.end and text[end] == " " and text[end + 1].islower()


def _means_something_else(surface: str, entity: Entity, text: str, lang: str) -> bool:
    return is_plain(surface, lang) or is_no_firm(surface, entity, text)


@Language.component("casewatch_unlisted")
def mark_unlisted(doc: Doc) -> Doc:
    """Add the unlisted firms to `doc._.companies`."""
    doc._.companies = sorted([*doc._.companies, *find_unlisted(doc)], key=lambda name: name.start)
    return doc

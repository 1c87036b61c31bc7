"""Finds who acts: authorities by name, by place and trade ("the Italian privacy watchdog"), or by anaphora."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from spacy.language import Language
from spacy.tokens import Doc

from extractors.antecedents import KINDS, kind_of, meant_by_form, of_kind, place_at_the_head
from extractors.bodies import find_bodies
from extractors.layout import Layout
from extractors.lexicon import Lexicon
from extractors.parts import Name, Taken, is_court
from extractors.places import COMPETENCES, Place, any_place, place_of
from extractors.spellings import IN_A_NUMBER, Spelling, SpellingMatcher
from schemas.catalogue import Authority, OtherBody
from schemas.finding import ReadingInput

COMMISSION = "eu-ec"
_EUROPEAN = frozenset({"dma", "dsa", "fsr", "state_aid", "ai_act"})
_PLURAL = re.compile(
    r"(?:ies|ors|dogs|ers|als|cials|ments|hörden|hüter|ités|eurs|mes|ità|tori|ades|dores|iteiten|houders|honden)$",
    re.IGNORECASE,
)
_COMMISSION_WORDS = re.compile(r"^(?:the |la |die |der |de |a |'s )?[ck]omm?iss", re.IGNORECASE)
_OF = re.compile(r"(?:[ ](?:of|for|in|de|du|della?|di|do|da|van|von|des|der|w)(?:[ ](?:the|la|los|las|les))?)?[ ]")
# "l'APD", "AI Office": a name in capitals means its bearer, whoever was named before.
_ACRONYM = re.compile(r"[A-Z]{2,}")
_ONLY_INSTRUMENT = {("data_protection",): "data_protection", ("antitrust", "merger"): "antitrust"}
_NEAR = 60
_START = attrgetter("start")
# Jurisdictions as collections of official texts write them.
_CODES = {"GB": "UK", "EFTA": "INTL"}
# "the FTC Act", "Commission Regulation (EU)": a law, not who acts.
_OF_A_STATE = re.compile(r"(?:United|UNITED|Member|EFTA)\s$")
# "one of the EU's most active watchdogs": who is described so has a name of its own.
_ONE_OF = re.compile(
    r"\b(?:one of|among|eine[rs]? der|l['’]une? des|un[ao]? d(?:ei|egli|elle|e (?:los|las))|uma? d[ao]s|een van de|"
    r"jed\w+ z)\b[^.;:,]{0,60}$",
    re.IGNORECASE,
)
_OF_A_LAW = re.compile(r"[ ](?:Acts?|Regulations?|Directive|Rules|Code)\b(?! (?:to|that|on whether))")
# How far the head of a document goes, whose only place is where its authority sits.
_HEAD = 400
_BEFORE = re.compile(r"(?:[ -]+[\w&'’-]+){0,3}[ -]*")


class AuthorityFinder:
    """The component that fills `doc._.authorities` and `doc._.publisher_authority`."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._matcher = SpellingMatcher(nlp, ())
        self._domains: dict[str, str] = {}
        self._bodies: dict[str, str] = {}
        self._by_place: dict[str, str] = {}
        self._by_code: dict[str, str] = {}
        self._instruments: dict[str, str] = {}
        self._usual: dict[str, str] = {}
        self._competences: dict[str, tuple[str, ...]] = {}

    def load(self, authorities: Mapping[str, Authority], other_bodies: Iterable[OtherBody]) -> None:
        """Take the authorities to look for, and the bodies without an id."""
        other_bodies = tuple(other_bodies)
        spellings = [Spelling(_whole(a), a.display_name(), s) for a in authorities.values() for s in a.spellings()]
        spellings += [Spelling(f"other:{b.name}", b.name, s) for b in other_bodies for s in b.spellings()]
        self._matcher = SpellingMatcher(self._nlp, spellings)
        self._domains = {domain: _whole(a) for a in authorities.values() for domain in a.domains}
        self._bodies = {a.id: _whole(a) for a in authorities.values()}
        self._competences = {a.id: a.competence for a in authorities.values()}
        # An authority of several laws mostly acts under the first of its competences, where no word says which.
        self._usual = {_whole(a): "antitrust" for a in authorities.values() if a.competence[:1] == ("antitrust",)}
        self._instruments = {
            _whole(a): _ONLY_INSTRUMENT[a.competence] for a in authorities.values() if a.competence in _ONLY_INSTRUMENT
        }
        self._by_code = {
            f"{_CODES.get(a.jurisdiction, a.jurisdiction)}/{_squeezed(alias.text)}": _whole(a)
            for a in authorities.values()
            for alias in a.spellings()
        }
        for body in other_bodies:
            if body.competence:
                self._competences[f"other:{body.name}"] = body.competence
            if body.instrument or body.competence in _ONLY_INSTRUMENT:
                self._instruments[f"other:{body.name}"] = body.instrument or _ONLY_INSTRUMENT[body.competence]
        for authority in authorities.values():
            if "antitrust" in authority.competence and authority.part_of is None:
                self._by_place.setdefault(authority.jurisdiction, authority.id)

    def publisher(self, document: ReadingInput) -> str | None:
        """Return the authority that published a document, by declaration, address or name."""
        if not document.official:
            return None
        if document.authority:
            return self._bodies.get(document.authority, document.authority)
        address = re.sub(r"^https?://(?:www\.)?", "", document.url)
        domains = [d for d in self._domains if address.startswith(d) or f".{d}" in address.split("/")[0]]
        if domains:
            return self._domains[max(domains, key=len)]
        return self._by_name(document) or self._by_place.get(document.publisher.rpartition("/")[2])

    def _by_name(self, document: ReadingInput) -> str | None:
        """Return the authority a publisher's name is, whoever republishes it: "CNIL (France)", "IE/DPC"."""
        code, _, rest = document.publisher.partition("/")
        if f"{code}/{_squeezed(rest)}" in self._by_code:
            return self._by_code[f"{code}/{_squeezed(rest)}"]
        publisher = document.publisher.replace("/", " / ").replace("-", " - ")
        found = self._matcher.find(self._nlp.make_doc(publisher), publisher, document.lang or "")
        return found[-1].spelling.id if found else None

    def __call__(self, doc: Doc) -> Doc:
        lexicon: Lexicon = doc._.lexicon
        layout: Layout = doc._.layout
        text, firms = layout.joined, doc._.companies
        doc._.publisher_authority = self.publisher(doc._.document)
        doc._.instruments, doc._.usual_instruments = self._instruments, self._usual
        about = doc._.publisher_authority or self._by_name(doc._.document)
        # An authority may use the shortest of its names in its own texts: "the Bureau", "AP".
        named = [
            Name("authority", s.spelling.id, s.spelling.name, s.start, s.end, "catalogue", s.cue)
            for s in self._matcher.find(doc, text, doc._.lang, trusted=about)
            if not _OF_A_LAW.match(text, s.end)
        ]
        named = _with_bodies(named, layout, doc._.lang)
        named = _add(named, (name for name in _placed(layout, lexicon) if not _of_a_firm(name, firms)))
        named = _add(named, _anaphoric(layout, lexicon, named, about))
        named = [_at_the_head(name, text, lexicon) for name in meant_by_form(named, text)]
        fit = {c: _Fit(n for n in named if self._fits(n, c)) for c in (None, *COMPETENCES)}
        fit |= {kind: _Fit(of_kind(kind, named)) for kind in KINDS}
        doc._.authorities = [self._meant(name, fit, about, doc) for name in named]
        return doc

    def _fits(self, name: Name, competence: str | None) -> bool:
        return name.method in {"catalogue", "place"} and self._competent(name.id, competence)

    def _meant(self, name: Name, fit: "dict[str | None, _Fit]", about: str | None, doc: Doc) -> Name:
        """Return a trade ("the watchdog") as the authority it means here: one the text names, or that of its place."""
        if name.method == "bare place" and (name.id or "").startswith("other:"):
            return replace(name, id=_body_of(name.name, fit[None]) or name.id)
        if name.method != "generic" or is_court(name.name):
            return name
        kind = kind_of(name.name)
        if kind is not None:
            body = _last_before(fit[kind].names, name.start)
            return replace(name, id=body.id, method="anaphora") if body else name
        lexicon: Lexicon = doc._.lexicon
        competence = next((c for c in COMPETENCES if (p := lexicon.competence.get(c)) and p.search(name.name)), None)
        if fit[competence].are_several and _PLURAL.search(name.name):
            return name
        meant = fit[competence].nearest(name.start) or (about if self._competent(about, competence) else None)
        if not meant and competence:
            place = _only_place(doc._.layout.joined[:_HEAD])
            meant = place.authority(competence) if place else None
        return replace(name, id=meant, method="anaphora") if meant else name

    def _competent(self, authority: str | None, competence: str | None) -> bool:
        if competence is None or authority is None:
            return authority is not None and authority in self._competences
        return competence in self._competences.get(authority, ())


def _body_of(place: str, named: "_Fit") -> str | None:
    """Return the authority of a place that a document names too: "Germany adds Acme … the Bundeskartellamt said"."""
    found = any_place("noun").pattern.fullmatch(place)
    bodies = {place_of(found).authority(competence) for competence in COMPETENCES} & named.ids if found else set()
    return next(iter(bodies)) if len(bodies) == 1 else None


def _squeezed(name: str) -> str:
    return re.sub(r"\W", "", name).casefold()


class _Fit:
    """The authorities of a document that one competence may mean, in order."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = list(names)
        self.ids = frozenset(name.id for name in self.names if name.id)
        self.are_several = len(self.ids) > 1

    def nearest(self, at: int) -> str | None:
        """Return the last one named before an offset, else the first one behind it."""
        before = _last_before(self.names, at)
        return before.id if before else self.names[0].id if self.names else None


def _last_before(names: list[Name], at: int) -> Name | None:
    """Return the last of names in order that begins before an offset."""
    count = bisect_left(names, at, key=_START)
    return names[count - 1] if count else None


def _of_a_firm(name: Name, firms: list[Name]) -> bool:
    """Tell whether a place belongs to a firm's name: "Google Ireland", "T-Mobile Polska"."""
    if name.method != "bare place":
        return False
    firm = _last_before(firms, name.start + 1)
    return firm is not None and name.start <= firm.end + 1


def is_unnamed(name: Name) -> bool:
    """Tell whether a name is a bare plural that could be anybody's: "officials", "regulators", "enforcers"."""
    return name.method == "generic" and " " not in name.name and _PLURAL.search(name.name) is not None


def _whole(authority: Authority) -> str:
    # The services of the Commission (DG COMP, AI Office) act in its name.
    return COMMISSION if authority.part_of == COMMISSION else authority.id


@lru_cache(maxsize=8)
def _only_place(head: str) -> Place | None:
    """Return the place that the head of a document names, None when it names several or none."""
    found = [match for kind in ("noun", "adjective") for match in any_place(kind).within(head, 0, len(head))]
    return place_of(found[0]) if len({match.lastgroup for match in found}) == 1 else None


def _with_bodies(named: list[Name], layout: Layout, lang: str) -> list[Name]:
    """Return the names with courts, ministries and prosecutors known by their form.

    Such a name wins over a shorter one of a body without an id, never over an authority of the catalogue.
    """
    text = layout.joined
    for start, end in sorted(find_bodies(text, layout.words, lang), key=lambda span: span[0] - span[1]):
        inside = [n for n in named if n.start < end and start < n.end]
        longer = all(start <= n.start and n.end <= end and (n.id or "other:").startswith("other:") for n in inside)
        if longer and not any((n.start, n.end) == (start, end) for n in inside):
            surface = re.sub(r"\s+", " ", text[start:end])
            # "Italian Communications Authority (AGCOM)" is what stands in the brackets.
            bracket = next((n for n in named if n.start == end + 2 and text[end : end + 2] == " ("), None)
            who = (bracket.id, bracket.name) if bracket else (f"other:{surface}", surface)
            named = [n for n in named if n not in inside]
            named.append(Name("authority", *who, start, end, "catalogue"))
    return sorted(named, key=lambda name: name.start)


def _add(named: Iterable[Name], more: Iterable[Name]) -> list[Name]:
    names = list(named)
    taken = Taken((name.start, name.end) for name in names)
    for name in more:
        if taken.is_free(name.start, name.end):
            taken.add(name.start, name.end)
            names.append(name)
    return sorted(names, key=_START)


def _placed(layout: Layout, lexicon: Lexicon) -> list[Name]:
    text = layout.joined
    found = (match.span() for match in lexicon.generic_authorities.finditer(text, layout.words))
    bodies = [span for span in found if not _means_nobody(text, *span)]
    named = [name for body in bodies if (name := _of_place(text, body, lexicon))]
    named = _add(named, (_alone(text, body) for body in bodies))
    return _add(named, (_bare(match, lexicon) for match in any_place("noun").finditer(text, layout.words)))


def _means_nobody(text: str, start: int, end: int) -> bool:
    """Tell whether the words of a trade only describe, or belong to a state, a law or a number: "Member States"."""
    if text[start:end].isupper() and IN_A_NUMBER.match(text, end):
        return True
    if _PLURAL.search(text[start:end]) and _ONE_OF.search(text[max(0, start - 80) : start]):
        return True
    return bool(_OF_A_STATE.search(text[max(0, start - 8) : start]) or _OF_A_LAW.match(text, end))


def _of_place(text: str, body: tuple[int, int], lexicon: Lexicon) -> Name | None:
    """Return the authority that a trade and a place beside it mean, "the Irish watchdog", if they do."""
    start, end = body
    match = next(_places_beside(text, start, end), None)
    if match is None:
        return None
    start, end = min(start, match.start()), max(end, match.end())
    surface = re.sub(r"\s+", " ", text[start:end])
    if is_court(surface):
        return Name("authority", f"other:{surface}", surface, start, end, "generic")
    place, competence = place_of(match), _competence(surface, text, lexicon)
    who = (place.authority(competence) if competence else None) or place.subject
    return Name("authority", who or f"other:{surface}", who or surface, start, end, "place" if who else "generic")


def _at_the_head(name: Name, text: str, lexicon: Lexicon) -> Name:
    """Return a trade as the authority of the place its sentence begins with: "In Germany the cartel watchdog has …"."""
    match = place_at_the_head(text, name.start) if name.method == "generic" and not is_court(name.name) else None
    if match is None:
        return name
    place, competence = place_of(match), _competence(name.name, text, lexicon)
    who = (place.authority(competence) if competence else None) or place.subject or f"other:{match.group()} {name.name}"
    return replace(name, id=who, name=who, method="place")


def _places_beside(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the places that belong to words: those before them, the nearest first, then those behind."""
    before = list(any_place("adjective").within(text, max(0, start - _NEAR), start))
    yield from (m for m in reversed(before) if _BEFORE.fullmatch(text[m.end() : start]))
    for kind in ("noun", "adjective"):
        behind = any_place(kind).within(text, end, end + _NEAR)
        yield from (m for m in behind if _OF.fullmatch(text[end : m.start()]))


def _alone(text: str, body: tuple[int, int]) -> Name:
    surface = re.sub(r"\s+", " ", text[body[0] : body[1]])
    return Name("authority", f"other:{surface}", surface, *body, "generic")


def _bare(match: re.Match[str], lexicon: Lexicon) -> Name:
    """Return a place as whoever acts in its name: by the trade spoken of beside it, "Brazil in antitrust complaint"."""
    place, near = place_of(match), match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    trade = next((c for c in COMPETENCES if (p := lexicon.competence.get(c)) and p.search(near)), None)
    who = place.subject or (trade and place.authority(trade)) or f"other:{match.group()}"
    return Name("authority", who, match.group(), match.start(), match.end(), "bare place")


def _competence(words: str, text: str, lexicon: Lexicon) -> str | None:
    for competence in COMPETENCES:
        pattern = lexicon.competence.get(competence)
        if pattern and pattern.search(words):
            return competence
    return _commonest_competence(text, lexicon)


@lru_cache(maxsize=8)
def _commonest_competence(text: str, lexicon: Lexicon) -> str | None:
    counts = {c: len(p.findall(text)) for c, p in lexicon.competence.items() if c != "attorney_general"}
    best = max(counts, key=lambda c: counts[c], default=None)
    return best if best and counts[best] else None


def _anaphoric(layout: Layout, lexicon: Lexicon, named: list[Name], publisher: str | None) -> list[Name]:
    certain = [n for n in named if n.method in {"catalogue", "place"}]
    # "The agency" is no court named before.
    bodies = [n for n in certain if not is_court(n.id or n.name)]
    commissions = [n for n in bodies if "ommission" in n.name or "ommissie" in n.name or n.id == COMMISSION]
    names = []
    for match in lexicon.spoken_of_authorities.finditer(layout.joined, layout.words):
        who = _antecedent(match, certain if is_court(match.group()) else bodies, commissions, publisher, lexicon)
        if who is not None:
            names.append(Name("authority", who[0], who[1], match.start(), match.end(), "anaphora"))
    return names


def _antecedent(
    match: re.Match[str], certain: list[Name], commissions: list[Name], publisher: str | None, lexicon: Lexicon
) -> tuple[str, str] | None:
    """Return whom "the Commission", "the watchdog" or "Garante" means: id and name."""
    default = _default(match, lexicon)
    if default and _ACRONYM.search(match.group()):
        return default, default
    commission = _COMMISSION_WORDS.match(match.group())
    before = _last_before(commissions if commission else certain, match.start())
    if commission and not before and publisher is None and default is None and _is_european(match, lexicon):
        return COMMISSION, COMMISSION
    if before:
        return before.id or before.name, before.name
    if publisher:
        return publisher, publisher
    return (default, default) if default else None


def _default(match: re.Match[str], lexicon: Lexicon) -> str | None:
    """Return whom the words mean in this language when the text names no other."""
    return next((i for pattern, i in lexicon.authority_defaults if pattern.fullmatch(match.group())), None)


def _is_european(match: re.Match[str], lexicon: Lexicon) -> bool:
    """Tell whether a bare "Commission", written large, speaks of law that only the European one applies."""
    capital = "C" in match.group() or "K" in match.group()
    return capital and _speaks_of_european_law(match.string, lexicon)


@lru_cache(maxsize=8)
def _speaks_of_european_law(text: str, lexicon: Lexicon) -> bool:
    return any(name in _EUROPEAN and pattern.search(text) for name, pattern in lexicon.instruments)


@Language.factory("casewatch_authorities")
def make_authority_finder(nlp: Language, name: str) -> AuthorityFinder:
    """Return the component; `load` gives it its authorities."""
    return AuthorityFinder(nlp)

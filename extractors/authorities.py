"""Finds who acts: authorities by name, by place and trade ("the Italian privacy watchdog"), or by anaphora."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors.antecedents import KINDS, added, kind_of, means_several, meant_by_form, of_kind
from extractors.bodies import find_bodies
from extractors.expressions import expressions
from extractors.joint_action import is_set_apart
from extractors.layout import Layout
from extractors.lexicon import Lexicon
from extractors.parts import COMMISSION, Name, is_court
from extractors.placed_authorities import at_the_head, is_elsewhere, placed_authorities
from extractors.places import COMPETENCES, Place, any_place, place_of
from extractors.spellings import Spelling, SpellingMatcher
from extractors.spoken_authorities import (
    before_a_european_court,
    last_before,
    means_the_european,
    spoken_authorities,
)
from schemas.catalogue import Authority, OtherBody
from schemas.finding import ReadingInput

_ONLY_INSTRUMENT = {("data_protection",): "data_protection", ("antitrust", "merger"): "antitrust"}
# Jurisdictions as collections of official texts write them.
_CODES = {"GB": "UK", "EFTA": "INTL"}
# How far the head of a document goes, whose only place is where its authority sits.
_HEAD = 400
_WORD = re.compile(r"\w+")
_MOST_PUBLISHERS = 1024


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
        self._words: dict[str, frozenset[str]] = {}
        self._competences: dict[str, tuple[str, ...]] = {}
        # Publishers come back, document after document.
        self._by_name = lru_cache(maxsize=_MOST_PUBLISHERS)(self._of_publisher)

    def load(self, authorities: Mapping[str, Authority], other_bodies: Iterable[OtherBody]) -> None:
        """Take the authorities to look for, and the bodies without an id."""
        self._by_name.cache_clear()
        other_bodies = tuple(other_bodies)
        spellings = [Spelling(_whole(a), a.display_name(), s) for a in authorities.values() for s in a.spellings()]
        spellings += [Spelling(f"other:{b.name}", b.name, s) for b in other_bodies for s in b.spellings()]
        self._matcher = SpellingMatcher(self._nlp, spellings)
        self._domains = {domain: _whole(a) for a in authorities.values() for domain in a.domains}
        self._bodies = {a.id: _whole(a) for a in authorities.values()}
        self._competences = {a.id: a.competence for a in authorities.values()}
        self._words = {
            a.id: frozenset(w for s in a.spellings() for w in _WORD.findall(s.text)) for a in authorities.values()
        }
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
        host = address.partition("/")[0]
        domains = [d for d in self._domains if address.startswith(d) or f".{d}" in host]
        if domains:
            return self._domains[max(domains, key=len)]
        return self._by_name(document.publisher, document.lang) or self._by_place.get(
            document.publisher.rpartition("/")[2]
        )

    def _of_publisher(self, publisher: str, lang: str | None) -> str | None:
        """Return the authority a publisher's name is, whoever republishes it: "CNIL (France)", "IE/DPC"."""
        code, _, rest = publisher.partition("/")
        if f"{code}/{_squeezed(rest)}" in self._by_code:
            return self._by_code[f"{code}/{_squeezed(rest)}"]
        spaced = publisher.replace("/", " / ").replace("-", " - ")
        found = self._matcher.find(self._nlp.make_doc(spaced), spaced, lang or "")
        return found[-1].spelling.id if found else None

    def __call__(self, doc: Doc) -> Doc:
        lexicon: Lexicon = doc._.lexicon
        layout: Layout = doc._.layout
        text, firms = layout.joined, doc._.companies
        doc._.publisher_authority = self.publisher(doc._.document)
        doc._.instruments, doc._.usual_instruments = self._instruments, self._usual
        about = doc._.publisher_authority or self._by_name(doc._.document.publisher, doc._.document.lang)
        # An authority may use the shortest of its names in its own texts: "the Bureau", "AP".
        named = [
            Name("authority", s.spelling.id, s.spelling.name, s.start, s.end, "catalogue", s.cue)
            for s in self._matcher.find(doc, text, doc._.lang, trusted=about)
            if not expressions().law_of_its_body.match(text, s.end)
        ]
        named = _with_bodies(named, layout, doc._.lang)
        named = added(named, (name for name in placed_authorities(layout, lexicon) if not _of_a_firm(name, firms)))
        named = added(named, spoken_authorities(layout, lexicon, named, about))
        named = [at_the_head(name, text, lexicon) for name in meant_by_form(named, text)]
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
        if name.method == "generic" and about is not None and self._calls_itself(about, name, doc):
            return replace(name, id=about, method="anaphora")
        if name.method != "generic" or is_court(name.name):
            return name
        if before_a_european_court(name.name, about):
            return replace(name, id=COMMISSION, method="anaphora")
        text = doc._.layout.joined
        others = (n for n in fit[None].names if not is_set_apart(text, n.start, n.end))
        if about is None and means_the_european(text[name.start : name.end], others):
            return replace(name, id=COMMISSION, method="anaphora")
        kind = kind_of(name.name)
        if kind is not None:
            body = last_before(fit[kind].names, name.start)
            return replace(name, id=body.id, method="anaphora") if body else name
        lexicon: Lexicon = doc._.lexicon
        competence = next((c for c in COMPETENCES if (p := lexicon.competence.get(c)) and p.search(name.name)), None)
        if fit[competence].are_several and means_several(name.name):
            return name
        meant = fit[competence].nearest(name.start) or (about if self._competent(about, competence) else None)
        if meant and is_elsewhere(name.name, meant):
            return name
        if not meant and competence:
            place = _only_place(doc._.layout.joined[:_HEAD])
            meant = place.authority(competence) if place else None
        return replace(name, id=meant, method="anaphora") if meant else name

    def _calls_itself(self, publisher: str, name: Name, doc: Doc) -> bool:
        """Tell whether a trade in an authority's own paper is part of its name: "the Court", "the Attorney General"."""
        words = _WORD.findall(name.name)
        return doc._.layout.joined[name.start].isupper() and self._words.get(publisher, frozenset()).issuperset(words)

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
        before = last_before(self.names, at)
        return before.id if before else self.names[0].id if self.names else None


def _of_a_firm(name: Name, firms: list[Name]) -> bool:
    """Tell whether a place belongs to a firm's name: "Google Ireland", "T-Mobile Polska"."""
    if name.method != "bare place":
        return False
    firm = last_before(firms, name.start + 1)
    return firm is not None and name.start <= firm.end + 1


def is_unnamed(name: Name) -> bool:
    """Tell whether a name is a bare plural that could be anybody's: "officials", "regulators", "enforcers"."""
    return name.method == "generic" and " " not in name.name and means_several(name.name)


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
    for start, end in sorted(find_bodies(layout.words, lang), key=lambda span: span[0] - span[1]):
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


@Language.factory("casewatch_authorities")
def make_authority_finder(nlp: Language, name: str) -> AuthorityFinder:
    """Return the component; `load` gives it its authorities."""
    return AuthorityFinder(nlp)

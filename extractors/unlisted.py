"""Finds firms nobody listed: by legal suffix, by definition in brackets, by their place beside a trigger.

They are candidates (no catalogue id): they keep a step from being laid at the door of the next listed firm,
complete the parties of a merger, and are offered to whoever keeps the catalogue.
"""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from extractors.lexicon import Lexicon
from extractors.parts import Hit, Name, Sentence
from extractors.places import any_place

_WORD = r"(?:[A-ZÀ-ÖØ-ÞŁŚŻŹĆ][\w’'&.+-]*\w|[A-ZÀ-ÖØ-ÞŁŚŻŹĆ]|[a-z]{1,2}[A-Z]\w+)"
_NAME = rf"{_WORD}(?:(?:[ ]|[ ]&[ ]|[ ]de[ ]|[ ]of[ ]){_WORD}){{0,4}}"
_SUFFIX = (
    r"(?:Inc|Incorporated|Corp|Corporation|Co|Company|Ltd|Limited|LLC|L\.L\.C|LLP|L\.P|LP|plc|PLC|GmbH(?: & Co\.? KG)?|AG|SE|KG|KGaA|UG|"
    r"S\.?p\.?A|S\.?r\.?l|S\.?A\.?S?|S\.?L\.?U?|S\.?à\.? ?r\.?l|SARL|B\.?V|N\.?V|Oy|Oyj|A/S|ApS|AB|ASA|Pty(?:\.? Ltd)?|Pte\.?(?: Ltd)?|Pvt\.?(?: Ltd)?|"
    r"Sp\. z o\.o|sp\. z o\.o|Lda|Ltda|A\.Ş|AŞ|PBC|s\.r\.o|Kft|Zrt|d\.o\.o|Private Limited|\(Pty\) Ltd|PC|CC)"
)
_SUFFIXED = re.compile(rf"(?<![\w-])({_NAME})(?:[ ]\([A-Z]\w+\))?,?[ ]{_SUFFIX}(?!\w)\.?")
_END_SUFFIX = re.compile(rf",? (?:{_SUFFIX}|Private|Pty|Pte|Pvt)\.?$")
_SUFFIX_ALONE = re.compile(rf"(?:{_SUFFIX}|Private|Pty|Pte)\.?")
_LAW = re.compile(
    r"\b(?:Acts?|GDPR|CCPA|COPPA|Articles?|Orders?|Regulation|DPAs?|Supervisory|Authority|Privacy|Rights|Violations?|Affairs|Codice|"
    r"Reglamento|Règlement|Verordnung|Informants?|Complainants?|Respondents?|Applicants?|Which|Whose|Rechtsanwälte|Rapport\w*)\b"
)
_DEMONYM = re.compile(r"\w+(?:ians?|icans?|ish|ese)")
_ROLE_AFTER = re.compile(r"^[.,\s…]*\(?(?:the )?[‘'\"“]?(?:Informant|Complainant|Applicant|Appellant|Claimant)")
_DEFINED = re.compile(r"\s*\((?:[^()]{0,40}?\s)?[\"“„«‘'*]{1,2}([A-ZÀ-Ž][^\"”“»’'*()]{1,40})[\"”“»’'*]{1,2}\)")
_NAMED = re.compile(rf"(?<![\w@/.-]){_NAME}")
_TRAILING = re.compile(r"(?:['’]s?|['’]|[.,;:]|-)+$")
_LIST_GAP = re.compile(r"^(?:['’]s?)?(?:, | & | / |/|, and | and | und | et | e | y | en | i | oraz | sowie | or )(?:the |die |der |la |le |las |il |a )?$")
_LOWER_GAP = re.compile(r"^[\s,\"“„«‘'’(]*(?:[a-zà-ÿł-ż0-9][\w'’,-]*\s+|(?:EU|US|UK|AI|KI|IA|U\.S\.)[-\s]){0,6}[\"“„«‘'(]?$|^\s*[dl]['’]$")
_REACH = 90
_STOP = frozenset(
    """Commission Court Tribunal Act Article Section State States Federal Supreme High European Union EU US UK AI CEO President Chairman Chair
    Minister Director General Attorney Senate House Congress Parliament Council Committee Department Office Bureau Agency Authority Board Phase Case
    Digital Markets Services Data Protection Consumer Competition Antitrust Decision Order Regulation GDPR DMA DSA Big Tech Internet Today Brussels
    AG FTC DOJ Mr Mrs Ms Dr Judge Justice Member National Law Code News Reuters Bloomberg AFP KI IA App Store Chapter Part Annex Title Public Version
    Statement Objections Investigation Inquiry Merger Market Platform Online Very Large Why How What When Who Where DPA Request Complaint January
    Street Road Avenue Straße Statute Notice Press Release Contact Further More Also Questions Answers It In On At By For From The This That These
    Those And Or But If He She They We Its Their His Her Our Your My An A As To Of With Over After Before Under Against New Two Three Four Five Six
    Verfahren Untersuchung Wettbewerb Kartellamt Behörde Bundesamt Konzern Unternehmen Übernahme Millionen Milliarden Euro Dollar Verstoßes Verdachts
    Missbrauchs Beschwerde Zusagen Bußgeld Dienste Nutzer Daten Klage Entscheidung Beschluss Anbieter Antrag Autorité Commissione Comisión Comissão
    Komisja Prezes Urząd Autorità Garante Autoridad Autoridade Procedimiento Expediente Companies Firms Company Group Practices Rules Fine Fines EUR USD""".split()
)


class _Candidates:
    """Collects candidates of one document; `add` refuses what is no firm's name."""

    def __init__(self, doc: Doc) -> None:
        self.doc, self.text = doc, doc.text
        self.lexicon: Lexicon = doc._.lexicon
        self.taken = [(n.start, n.end) for n in doc._.companies]
        self.taken += [(n.start, n.end) for n in doc._.authorities if n.method in {"catalogue", "place", "bare place"}]
        self.small = {*self.lexicon.file.function_words, *self.lexicon.file.starters}
        self.firsts = {sentence.start for sentence in doc._.sentences}
        self.found: dict[str, tuple[str, float]] = {}

    def add(self, start: int, end: int, score: float, name: str | None = None) -> bool:
        """Take the words of a span as a firm's name, if they can be one."""
        while (words := self.text[start:end].split(" ")) and (words[0].casefold() in self.small or words[0] in _STOP):
            if len(words) == 1:
                return False
            start += len(words[0]) + 1
        surface = _TRAILING.sub("", self.text[start:end])
        while (bare := _END_SUFFIX.sub("", surface)) != surface:
            surface = bare
        if len(surface) < 2 or any(a < start + len(surface) and start < b for a, b in self.taken):
            return False
        if self._common(surface) or (score < 0.9 and self._first_word(start, surface)):
            return False
        known = self.found.get(surface)
        if known is None or known[1] < score:
            self.found[surface] = (name or surface, score)
        return True

    def _first_word(self, start: int, surface: str) -> bool:
        """Tell whether a single word may owe its capital to standing first, and is named nowhere else."""
        if " " in surface or start not in self.firsts or re.search(r"[a-z][A-Z]|\d", surface):
            return False
        return len(re.findall(rf"(?<!\w){re.escape(surface)}(?!\w)", self.text)) < 2

    def _common(self, surface: str) -> bool:
        words = surface.split(" ")
        if _SUFFIX_ALONE.fullmatch(surface) or _LAW.search(surface) or _DEMONYM.fullmatch(surface):
            return True
        if any_place("noun").fullmatch(surface) or any_place("adjective").fullmatch(surface):
            return True
        if all(word in _STOP for word in words) or surface.isdigit():
            return True
        months = "|".join((*self.lexicon.file.months, *self.lexicon.file.weekdays))
        if re.fullmatch(rf"(?:(?:{months})\.?|\d+|\W)+", surface, re.IGNORECASE):
            return True
        return len(words) == 1 and bool(re.search(rf"(?<!\S){re.escape(surface.lower())}(?![\w/-])", self.text))


def find_unlisted(doc: Doc) -> list[Name]:
    """Return every mention of a firm that is not in the catalogue, in order."""
    candidates = _Candidates(doc)
    _by_suffix(candidates)
    _by_title(candidates, doc)
    for hit in doc._.hits:
        _beside(candidates, hit, doc._.sentences[hit.sentence])
    return _mentions(candidates)


def _by_suffix(candidates: _Candidates) -> None:
    for match in _SUFFIXED.finditer(candidates.text):
        defined = _DEFINED.match(candidates.text, match.end())
        short = defined.group(1).strip() if defined else None
        if not candidates.add(match.start(1), match.end(1), 0.9, short):
            continue
        if short and defined:
            candidates.add(defined.start(1), defined.end(1), 0.9)


_TITLE_PARTS = re.compile(r"\s+(?:[-–—/]|v|vs\.?)\s+")
_TITLE_TAIL = re.compile(r"\s+(?:merger inquiry|merger|case|Zusammenschluss|acquisition)$", re.IGNORECASE)


def _by_title(candidates: _Candidates, doc: Doc) -> None:
    """Take the parts of a register's title: "A / B merger inquiry", "A – B", "M.12345 – A / B"."""
    if not any(hit.trigger.target == "document" or hit.trigger.deal for hit in doc._.hits):
        return
    title = doc._.layout.title
    at = 0
    for part in _TITLE_PARTS.split(title):
        start = title.index(part, at)
        at = start + len(part)
        bare = _TITLE_TAIL.sub("", part)
        if _TITLE_PARTS.search(title) and re.fullmatch(_NAME, bare) and len(bare.split()) < 6:
            candidates.add(start, start + len(bare), 0.7)


def _beside(candidates: _Candidates, hit: Hit, sentence: Sentence) -> None:
    """Take the names that stand where the trigger wants its firm."""
    following = candidates.text[hit.end : min(sentence.end, hit.end + _REACH)]
    preceding_start = max(sentence.start, hit.start - _REACH)
    if hit.trigger.target != "before":
        for match in _NAMED.finditer(following):
            if _LOWER_GAP.match(following[: match.start()]) and _looks_like_a_firm(candidates, match.group(), sentence):
                candidates.add(hit.end + match.start(), hit.end + match.end(), 0.5) and _list_from(
                    candidates, sentence, hit.end + match.end()
                )
            break
    if hit.trigger.target in {"before", "auto", "inside"}:
        for start, end in reversed(list(_names_between(candidates.text, preceding_start, hit.start))):
            gap = candidates.text[end : hit.start]
            if re.fullmatch(r"['’]?s?[\s,]*(?:[a-zà-ÿ]+\s+){0,3}", gap) and _looks_like_a_firm(
                candidates, candidates.text[start:end], sentence
            ):
                candidates.add(start, end, 0.5)
            break
    if hit.trigger.deal or candidates.lexicon.patterns["deal"].search(sentence.text):
        _of_deal(candidates, sentence)


def _names_between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _NAMED.finditer(text, start, end):
        yield match.start(), match.end()


def _of_deal(candidates: _Candidates, sentence: Sentence) -> None:
    """Take the parties of a deal: "X's purchase of Y", "acquisition of X by Y"."""
    for deal in candidates.lexicon.patterns["deal"].finditer(sentence.text):
        at = sentence.start + deal.end()
        for start, end in _names_between(candidates.text, at, min(sentence.end, at + _REACH)):
            gap = candidates.text[at:start]
            if not _LOWER_GAP.match(gap) or not _looks_like_a_firm(candidates, candidates.text[start:end], sentence):
                break
            if not candidates.add(start, end, 0.6):
                break
            at = end
        before = [s for s in _names_between(candidates.text, sentence.start, sentence.start + deal.start())]
        if before and re.fullmatch(r"['’]s?\s+(?:[a-z]+\s+){0,3}", candidates.text[before[-1][1] : sentence.start + deal.start()]):
            candidates.add(*before[-1], 0.6)


def _list_from(candidates: _Candidates, sentence: Sentence, end: int) -> None:
    for start, stop in _names_between(candidates.text, end, sentence.end):
        if not _LIST_GAP.match(candidates.text[end:start]) or not candidates.add(start, stop, 0.5):
            return
        end = stop


def _looks_like_a_firm(candidates: _Candidates, surface: str, sentence: Sentence) -> bool:
    """Tell a name from capitals that a headline or German grammar puts on any noun."""
    odd = bool(re.search(r"[a-z][A-Z]|\d|\.(?:ai|com|io)\b", surface))
    if candidates.lexicon.lang == "de":
        return odd or len(surface.split()) > 1
    words = [word for word in re.findall(r"[^\W\d_]+", sentence.text) if len(word) > 3]
    title_case = bool(words) and sum(word[0].isupper() for word in words) > 0.6 * len(words)
    if not title_case:
        return True
    rest = candidates.text[sentence.end :]
    return odd or surface in rest


def _mentions(candidates: _Candidates) -> list[Name]:
    spans: list[tuple[int, int]] = list(candidates.taken)
    names = []
    for surface, (name, score) in sorted(candidates.found.items(), key=lambda item: -len(item[0])):
        for match in re.finditer(rf"(?<![\w-]){re.escape(surface)}(?!\w)", candidates.text):
            if all(match.end() <= a or match.start() >= b for a, b in spans):
                spans.append(match.span())
                names.append(Name("company", None, name, match.start(), match.end(), "unlisted", None, score))
    return sorted(names, key=lambda name: name.start)


@Language.component("casewatch_unlisted")
def mark_unlisted(doc: Doc) -> Doc:
    """Add the unlisted firms to `doc._.companies`."""
    doc._.companies = sorted([*doc._.companies, *find_unlisted(doc)], key=lambda name: name.start)
    return doc

"""What the name of an authority, court or ministry looks like, in the languages read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractors.entity_model import Entity
from extractors.firm_names import WITH_LEGAL_FORM, bare_name, no_firms, towns, without_full_stop
from extractors.name_expressions import name_expressions
from extractors.parts import Name
from extractors.places import any_place
from extractors.plain_words import plain_words
from extractors.spellings import IN_A_NUMBER
from extractors.words import places_of_word

_HEADS = (
    r"court|tribunal\w*|commissi\w*|kommissi\w*|komisj\w*|comisi[oó]n|comissão|authorit\w*|autorit\w*|autoridad\w*|"
    r"bureau|office|offices|oficina|agenc\w*|agenzia|agencij\w*|ministr\w*|minist[eè]r\w*|ministerio|ministério|"
    r"\w*ministerium\w*|department|directorate\w*|direction|dirección|direção\w*|direzione|board|council|consei\w*|"
    r"consejo|consiglio|conselho|rada|raad|comit\w*|committee|\w*amt\w*|\w*behörde\w*|\w*gericht\w*|\w*gerichtshof\w*|"
    r"\w*polizei\w*|police|policía|\w*anstalt\w*|sekretariat\w*|secretar\w*|superinten\w*|inspec\w*|inspek\w*|inspet\w*|"
    r"urz[aą]d\w*|s[aą]d\w*|prezes\w*|trybunał\w*|rzecznik\w*|styrelse\w*|\w*styrelsen|\w*rådet|\w*tilsynet|\w*nævnet|"
    r"\w*verket|\w*retten|\w*domstol\w*|vijeće|sud\w*|college|collegio|collège|kamer|chambre|cour|cort\w+|juzgado|"
    r"audiencia|rechtbank\w*|hof|garante|antitrust|ombuds\w*|regulator\w*|administrator|branch|division|service|services|"
    r"parliament|parlement|parlament\w*|bundestag|bundesrat|senate|cabinet|treasury|government|\w*regierung|\w*dienst|"
    r"auditora\w*|procur\w*|prosecut\w*|fiscal\w*|commissaire|commissari\w*|\w*beauftragte\w*|president|director|"
    r"\w*abteilung|kartell\w*|wettbewerb\w*|competencia|concurrence|staten|dg|directeur\w*|solicitor|appeal|appeals|"
    r"supervisor|contrôleur|préposé|préfecture|guardia|banca|banque|banco|bank"
)
_HEAD = re.compile(rf"(?<!\w)(?:{_HEADS})(?!\w)", re.IGNORECASE)
_LETTERS = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-ÞŁŚŻ][A-Za-z&-]*[A-ZÀ-ÖØ-ÞŁŚŻ]\w*(?!\w)")
_LONGEST_LETTERS = 6
# "the Bureau's general counsel", "le Bureau sur la communication": the body ends before.
_REST = re.compile(r"['’]s\s+[A-Za-z]| (?:sur|about) (?=[a-z])")
_UNFINISHED = re.compile(r"(?: (?:of|du|de|der|des|van|No\.))$")
_LAW = re.compile(
    r"\b(?:Act|Acts|Regulations?|Directive|Rules?|Code|Treaty|Agreement|Seal|gesetz|section|§)\b", re.IGNORECASE
)
_OFFICE = re.compile(
    r"\b(?:president|presidenc\w+|secretari[oa]?|director|directeur\W{1,3}generaal|auditeur\W{1,3}generaal|chair\w*|"
    r"head|officials?)\s+(?:of|de|del|van|der|des)(?:\s+(?:the|la|de|het))?\s+$",
    re.IGNORECASE,
)
_HELD_OFFICE = re.compile(
    r"(?:Vice[- ]?)?(?:President|Chair(?:man|woman|person)?|Vorsitzenden?r?|Präsident(?:in|en)?|Presidente|Présidente?|"
    r"Secretari[oa]|[Dd]irecteur ?-?generaal|[Aa]uditeur ?-?generaal|d-g|[Dd]irecteur général) "
    r"(?:of the|of|der|des|de la|del|du|da|do|van de) |(?:LIMITED|LTD|INC|Limited|Ltd|Inc)\.? (?=[A-Z])|d-g (?=[A-Z])"
)
_DIVISION = re.compile(
    r"(?: (?:[A-Z][a-z]+|and|&)){1,4} (?:Centre|Center|Branch|Division|Unit|Directorate|Secretariat|Department)(?!\w)"
)
_NOBODY = re.compile(
    r"(?:THE )?UNITED STATES(?: OF AMERICA)?|COMMISSIONERS|EFTA States|Public [Aa]uthority|Prime Minister|Cabinet|"
    r"European Parliament|Europäische[ns]? Parlaments?|Parlement européen|Europees Parlement|Parlamento [Ee]urope[ou]|"
    r"State Police|Government of \w+|Better Business Bureau|Standing Committee|[Pp]olice|Behörden?|"
    r"Administrative Division|[Oo]fficials?"
)
# "the Establishment of *a* Surveillance Authority" names none yet.
_INDEFINITE = re.compile(r"(?<!\w)(?:[Aa]n?|[Ee]ine[rmns]?|[Uu]ne?|[Uu]n[oa]|[Uu]ma?|[Ee]en) $")
_UNSURE = frozenset({"generic", "model"})
_OF_A_LAW = re.compile(r" (?:Acts?|Delegated|Implementing|Regulations?|Directive|Rules)\b")
_DEPUTY = re.compile(r"(?:Deputy|Assistant|Associate) $")
_PRONOUN = re.compile(r"(?:we|us|our|wir|nous|nosotros|noi|wij|my|nós)", re.IGNORECASE)
_SEVERAL = re.compile(
    r"(?<!\w)(?:authorities|regulators|watchdogs|agencies|officials|courts|ministries|enforcers|supervisors|DPAs|SAs|"
    r"[Bb]ehörden|autorités|autoridades|[Aa]utoridades [Nn]acionais\b.*|autorità nazionali\b.*|toezichthouders|organy)$"
)
_PART_OF = re.compile(r" (?:of the|van de|de la|de l['’]|der|des|du|della|dell['’]|da) ?")
_PERSON_OF = re.compile(r"ommissioner|ommissaire|[Dd]ire[ck]t(?:or|eur)|[Mm]inister(?!i)|Attorney|Secretary")
_REGION = re.compile(r"(?<!\w)[A-ZŁŚŻĆ][\w-]+(?:ski|cki|skiego|ckiego)\s+$")


def may_name_body(surface: str) -> bool:
    """Tell whether words can be the name of a body: they hold its kind (court, agency, ministry) or its letters."""
    if _LAW.search(surface) or _UNFINISHED.search(surface) or surface in no_firms() or any_place("noun").fits(surface):
        return False
    if surface in towns() or (surface.isupper() and surface.title() in towns()):
        return False
    if surface.isupper() and " " not in surface and len(surface) > _LONGEST_LETTERS:
        return _HEAD.search(surface) is not None
    return bool(_HEAD.search(surface) or _LETTERS.search(surface))


def has_head_of_body(surface: str) -> bool:
    """Tell whether words hold the kind of a body: court, agency, ministry."""
    return _HEAD.search(surface) is not None


def without_rest(start: int, end: int, text: str) -> int:
    """Return the end of a body's name before its possessive or what it speaks of: "*Bureau* sur la communication"."""
    rest = _REST.search(text, start + 1, end)
    return without_paper(start, rest.start() if rest else end, text)


def without_paper(start: int, end: int, text: str) -> int:
    """Return the end of a body's name before its paper, a number, or a word that joins more: "*Garante* n. 12/2020"."""
    rest = name_expressions().rest_of_a_body.search(text, start + 1, end)
    return rest.start() if rest else end


def is_widened_by_nothing(start: int, own: tuple[int, int], text: str) -> bool:
    """Tell whether the words before a body's letters say nothing of one: "*Orzeczenia* UODO", "*Scrutiny of* UODO"."""
    before = text[start : own[0]].strip()
    if not before or before.isupper() or not _LETTERS.fullmatch(text, *own):
        return False
    return not _HEAD.search(before) and not any_place("adjective").pattern.search(before)


def is_office_of(before: str) -> bool:
    """Tell whether the words before a body's name are an office in it: "President of the", "Secretario del"."""
    return _OFFICE.search(before) is not None


def with_region(start: int, text: str) -> int:
    """Return where the name of a Polish regional body begins: at the adjective of its region."""
    region = _REGION.search(text, max(0, start - 40), start)
    return region.start() if region else start


def without_office(start: int, end: int, text: str) -> int:
    """Return where a body's name begins behind the office somebody holds in it: "President of *UOKiK*"."""
    office = _HELD_OFFICE.match(text, start, end)
    return office.end() if office else start


def with_division(end: int, text: str) -> int:
    """Return the end of a body's name with that of a part of it: "ISED *Citizen Services Centre*"; no open bracket."""
    division = _DIVISION.match(text, end)
    return division.end() if division else end


def before_bracket(start: int, end: int, text: str) -> int:
    """Return the end of a name before a bracket that closes behind it."""
    at = text.find("(", start, end)
    return len(text[:at].rstrip()) if at > start and text.find(")", at, end) < 0 else end


def means_no_body(name: Name, text: str) -> bool:
    """Tell whether words stand for a body without naming it: "we", "Norwegian authorities", a bare place, a number."""
    surface = text[name.start : name.end]
    if name.method == "bare place" or _PRONOUN.fullmatch(surface) or _NOBODY.fullmatch(surface):
        return True
    if _OF_A_LAW.match(text, name.end) or (surface.isupper() and IN_A_NUMBER.match(text, name.end)):
        return True
    if name.method == "catalogue":
        return False
    if name.method in _UNSURE and _INDEFINITE.search(text, max(0, name.start - 8), name.start):
        return True
    return bool(_DEPUTY.search(text, max(0, name.start - 12), name.start) or _SEVERAL.search(surface))


def is_in_a_law(name: Name, laws: Iterable[Entity]) -> bool:
    """Tell whether a body's name is a part of a law's: "the Agreement on the Establishment of a *Court of Justice*"."""
    length = name.end - name.start
    return any(law.start <= name.start and name.end <= law.end and law.end - law.start > length for law in laws)


def is_first_of_a_firm(name: Name, text: str) -> bool:
    """Tell whether a body's letters are a firm's here: "*CMA* has to pay … *CMA Group Ltd*"."""
    return next(firms_of_letters(text[name.start : name.end], text), None) is not None


def firms_of_letters(letters: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the firms whose name is some letters, plain words and a legal form: "*CMA Group Ltd*"."""
    if not _LETTERS.fullmatch(letters) or f"{letters} " not in text:
        return
    for firm in filter(None, (WITH_LEGAL_FORM.match(text, at) for at in places_of_word(letters, text))):
        rest = bare_name(firm[1])[len(letters) + 1 :]
        if rest and all(word.casefold() in plain_words() for word in rest.split(" ")):
            yield firm.start(), without_full_stop(text, firm.end())


def whole_bodies(names: Sequence[Name], text: str) -> list[Name]:
    """Return names in which a part of a body and the body are one: "the Secretariat of the Commission"."""
    joined: list[Name] = []
    for name in sorted(names, key=lambda name: name.start):
        before = joined[-1] if joined else None
        gap = text[before.end : name.start] if before else ""
        both = before and before.kind == name.kind == "authority" and _PART_OF.fullmatch(gap)
        if before and both and not _PERSON_OF.search(text, before.start, before.end):
            joined[-1] = replace(name, start=before.start, name=text[before.start : name.end])
        else:
            joined.append(name)
    return joined

"""Cuts off the edges of firms' names what is no part of them, and adds what a form says is.

"*Le* Groupe Velra", "the *Swedish* Velra AB", "Velra *employees*", "Velra Ltd*.*" where the text has no dot in "Ltd".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.associations import is_association
from extractors.entity_model import Entity
from extractors.firm_names import CAPITAL, LEGAL_FORM_BEHIND
from extractors.name_spans import behind_description
from extractors.parts import Name, Taken
from extractors.persons import has_tail_of_firm
from extractors.places import any_place
from extractors.plain_words import is_plain, plain_words

# An article with which a sentence begins. Names of firms have it too ("La Poste"), but not before the kind of a firm.
_ARTICLES = {
    "de": re.compile(r"(?:Der|Die|Das|Den|Dem) (?=\S)"),
    "it": re.compile(r"(?:Il|Lo|I|Gli|Le) (?=[A-ZÀ-Ž])|La (?=[A-ZÀ-Ž]\S* \S)"),
    "pt": re.compile(r"(?:A|O|As|Os) (?=[A-ZÀ-Ž])"),
}
_BEFORE_A_KIND = re.compile(
    r"(?:La|Le|Les|El|Los|Las|De|Het) (?=(?:Groupe|Grupo|Groep|Société|Sociedad|BVBA|NV|BV|SA|SAS|SARL|SPRL|SNC|SCI) )"
)
_BEFORE_FIRMS = re.compile(r"(?:Both|Neither|Either|Since|While|Although|Unlike|Like|Following|Despite|When|Where|Whereas|If|As) (?=[A-ZÀ-Ž]\S* \S)")
_THE = re.compile(r"(?<!\w)[Tt]he $")
_FIRST_OF_A_SENTENCE = re.compile(r"(?:^|[.:;]\s|\n)$")
# "Velra *employees*", "Velra *terminó*": what only the model joins with a name.
_SMALL_BEHIND = re.compile(r"(?: [a-zà-žłśż]{3,})+$")
_KIND_LAST = re.compile(r"(?:Company|Corporation|Bank|Insurance|Assurance|Trust)$")
_OF_A_PLACE = re.compile(rf" of (?:the )?([{CAPITAL}]\w+(?: [{CAPITAL}]\w+){{0,2}})")
_DOTTED = re.compile(r"[ ,]((?:Pty |Pte |Pvt )?(?:Ltd|Inc|Corp|Co|Lda|Ltda|LTD|INC))\.$")
_UNDOTTED = re.compile(r"[ ,](?:[BN]\.V|S\.A|S\.[Pp]\.A|S\.[Rr]\.[Ll]|S\.L|S\.A\.S|S\.A\.U|S\.L\.U)$")
_TORN = re.compile(r"(?<=[a-zà-ž]{3})(?=[A-ZÀ-Ž][a-zà-ž]{3})")
# "*Keller Street* 12, 1033 SB": a number and a postal code behind a name.
_HOUSE = re.compile(r",? \d{1,4}[a-z]?(?:-\d+\.?)?,? ?(?:\d{2}-\d{3}|\d{4,5} ?[A-Z])")
_STREET = re.compile(
    r" (?:Street|Road|Lane|Avenue|Square|Boulevard|Highway|Valley|Islands?|County|Province|Region|District|River|Basin|Borough|"
    r"Territory|Peninsula)$|^(?:Lake|Mount|Cape|Fort|Port|River) [A-ZÀ-Ž][a-z]+$"
)
# "a product called *Velra*", "the drug *Velra*", "l'application *Velra*".
_NAMED_THING = re.compile(
    r"(?<!\w)(?:(?:[Aa]pp|application|product|drug|medicine|game|website|model|vessel|ship|project|chatbot|software|tool|magazine|"
    r"newspaper|trade ?mark|application namely|appli|médicament|produit|jeu|navire|logiciel|Medikament|Arzneimittel|Produkt|Spiel|Zeitung|"
    r"farmaco|prodotto|applicazione|medicamento|producto|produto|aplicación|aplicação|jornal|periódico|geneesmiddel|krant|lek|gazeta|aplikacja)"
    r"(?: (?:called|named|known as|namely|dénommée?|appelée?|namens|genannt|chiamat[oa]|denominat[oa]|llamad[oa]|chamad[oa]))?|"
    r"(?:marketed|sold|branded|labelled) (?:as|under)|brand(?: name)?|marque|Marke|marca|marchio|merk|markę|marki|marką) [\"“„«‘']?$"
)
_LONGEST_THING = 45
# "PS11287 - *VELRA*-MANCATA CONSEGNA": the Italian authority's titles join the matter to the firm.
_NUMBER_OF_TITLE = re.compile(r"(?<!\w)(?:PS|IP|CV|SP|DC|A|C|I)\d{3,5}[A-Z]? ?[-–] ?$")
_JOINT_OF_CAPITALS = re.compile(
    r"(?:LTD|LIMITED|INC|LLC|CORP|PLC|S\.A|B\.V|GMBH)\.?(?P<joint>,? (?:OF|AND|BY|TO|VERSUS|VS?|WITH)\.? )(?=[A-Z]{2})"
)
_OTHERS = re.compile(r",? (?:(?:AND|&) (?:OTHERS|ORS|ANR|ANOTHER)(?!\w)|(?:VERSUS|VS?\.?) (?=[A-Z]{2}))")
_BODIES = frozenset({"AUTHORITY", "ORG_OTHER"})
_PEOPLE_AND_THINGS = frozenset({"PERSON"})
_GROUP = re.compile(r"[ -](?:Group|Gruppe|Groep|Holdings?)$|^(?:Groupe|Gruppo|Grupo|Grupa) ")
_OF_PEOPLE = re.compile(
    r"(?<!\w)(?:Working|Expert|Experts|Advisory|Steering|Policy|Interest|Consumers?|Parliamentary|Task|Action|Study|Review|Focus|User|Users|"
    r"Contact|Coordination|Supervision|Technology|Ministers?|Regulators|de [Tt]ravail|di [Ll]avoro|de [Tt]rabajo|de [Tt]rabalho|Robocza)(?!\w)"
)
_PROFESSOR = re.compile(r"(?<!\w)(?:Professor|Prof\.|Dr\.|Dott\.(?:ssa)?|Avv\.|Advocate|Judge|Justice|Conselheir[oa]|Commissioner|"
    r"Senator|Minister|Maître|Magistrad[oa]|Ministr[oa]|Desembargador|Inspector|Detective) [A-ZÀ-Ž]"
)


def with_edges(found: Sequence[Name], text: str, lang: str) -> list[Name]:
    """Return names, the firms nobody listed among them cut and completed at their edges, without what is no firm."""
    taken = Taken((name.start, name.end) for name in found)
    return [kept for name in found for kept in _cut(name, text, lang, taken)]


def as_group(entity: Entity, text: str) -> Entity:
    """Return what the model takes for a body or association as a firm when it is called a group and no working group."""
    surface = text[entity.start : entity.end]
    is_group = entity.label in _BODIES and _GROUP.search(surface) and not _OF_PEOPLE.search(surface)
    ends_as_firm = entity.label in _PEOPLE_AND_THINGS and " " in surface and has_tail_of_firm(surface)
    return replace(entity, label="COMPANY") if is_group or ends_as_firm else entity


def _cut(name: Name, text: str, lang: str, taken: Taken) -> Iterator[Name]:
    if name.kind != "company" or name.id is not None:
        yield name
        return
    if joint := _JOINT_OF_CAPITALS.search(text, name.start, name.end):
        # "VELRA LTD *OF* BOLCOM LIMITED": two firms in one row of capitals.
        yield from _cut(replace(name, end=joint.start("joint")), text, lang, taken)
        yield from _cut(replace(name, start=joint.end(), method="unlisted"), text, lang, taken)
        return
    start = _start(name.start, name.end, text, lang)
    end = _end(start, name.end, text, only_seen=name.method in {"model", "unlisted"})
    of_place = _to_place(start, end, text)
    end = of_place if taken.is_free(name.end, of_place) else end
    if not (name.method == "model" and (_is_none(start, end, text) or (end < name.end and is_plain(text[start:end], lang)))):
        yield replace(name, start=start, end=end)


def _start(start: int, end: int, text: str, lang: str) -> int:
    if _FIRST_OF_A_SENTENCE.search(text, max(0, start - 3), start):
        article = _BEFORE_A_KIND.match(text, start, end)
        if article is None and lang in _ARTICLES:
            article = _ARTICLES[lang].match(text, start, end)
        article = article or _BEFORE_FIRMS.match(text, start, end)
        start = article.end() if article else start
    if _THE.search(text, max(0, start - 5), start) and LEGAL_FORM_BEHIND.search(text, start, end):
        word = text[start:end].split(" ")[0]
        if any_place("adjective").fits(word) and text[start + len(word) + 1 : end].count(" "):
            start += len(word) + 1
    return behind_description(start, end, text)


def _end(start: int, end: int, text: str, *, only_seen: bool) -> int:
    small = _SMALL_BEHIND.search(text, start, end) if only_seen else None
    if small and small.start() > start and not LEGAL_FORM_BEHIND.match(text, small.start()):
        return small.start()
    if _UNDOTTED.search(text, start, end) and text[end : end + 1] == ".":
        return end + 1
    if others := _OTHERS.search(text, start + 1, end):
        return others.start()
    if _NUMBER_OF_TITLE.search(text, max(0, start - 14), start) and (dash := re.search(r"[-–]", text[start:end])):
        return start + dash.start()
    dotted = _DOTTED.search(text, start, end)
    stands_last = text[end : end + 1] in {"", "\n"} or re.match(r" [A-ZÀ-Ž]", text[end : end + 2])
    if dotted and stands_last and re.search(rf"(?<!\w){dotted[1]}(?![\w.])", text):
        # The text writes the form without a dot: this one ends its sentence.
        return end - 1
    return end


def _to_place(start: int, end: int, text: str) -> int:
    """Return the end of a name with the place it bears: "Velra Insurance Company *of Canada*"."""
    if _KIND_LAST.search(text, start, end) is None or (place := _OF_A_PLACE.match(text, end)) is None:
        return end
    return place.end() if any_place("noun").fits(place[1]) else end


def _is_none(start: int, end: int, text: str) -> bool:
    """Tell whether what only the model sees is an address, somebody with a title, or plain words torn together."""
    surface = text[start:end]
    if _HOUSE.match(text, end) or _PROFESSOR.search(surface) or _STREET.search(surface) or is_association(surface):
        return True
    if _NAMED_THING.search(text, max(0, start - _LONGEST_THING), start):
        return True
    parts = _TORN.sub(" ", surface).split()
    return len(parts) > len(surface.split()) and all(part.casefold() in plain_words() for part in parts)

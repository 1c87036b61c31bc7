"""How far a name goes in a text: from behind its article to its legal form or genitive, without the possessive."""

import re

from extractors.entity_model import Entity
from extractors.firm_names import (
    CAPITAL,
    WITH_LEGAL_FORM,
    first_words,
    no_firms,
    not_firms,
    towns,
    without_full_stop,
)
from extractors.legal_forms import LEGAL_FORMS_BEHIND
from extractors.lexicon import Lexicon
from extractors.name_expressions import name_expressions
from extractors.persons import has_title, is_person
from extractors.places import any_place
from extractors.plain_words import is_plain, is_torn
from extractors.spellings import IN_A_NUMBER

Span = tuple[int, int]

_UNIT = re.compile(
    r" (?:Group(?: of Companies)?|Gruppe|Groupe|Gruppo|Grupo|Grupa|Holdings?|Holland|Nederland|"
    r"Società Cooperativa|Soc\. Coop\.|SGPS|SGIIC|[IVX]{2,4}|No\. ?\d+)(?![\w-])"
)
_GROUP_BEFORE = re.compile(
    r"(?<![\w-])(?:Grupo|Groupe|Gruppo|Grupa|Fondo|Família|Familia|Familie|Koncernen|Koninklijke|PHU) $"
)
_CAPITALS = re.compile(r"(?: [A-ZÀ-Ž]{4,}){1,3}(?!\w)")
_INNER_FORM = re.compile(
    r" (?:Limited|LIMITED|Incorporated|INCORPORATED|Ltd\.?|LTD\.?|LLC|LP|plc|PLC|GmbH|INC\.?)"
    r"(?= [A-Z])(?! (?:Co|CO|KG)\b)"
)
_FORM_FIRST = re.compile(
    r"(?:Ltd|LTD|Limited|LIMITED|Inc|INC|GmbH|AG|SE|plc|PLC)\.? (?:And |and |AND |& )?|(?:And|AND) "
)
_DESCRIBED = re.compile(
    r"(?:[A-ZÄÖÜ]\w*(?:gesellschaft|unternehmens?|konzerns?)|Unternehmens?|Firma|Konzern|Spółk[ai]|"
    r"Przedsiębior\w+|[A-ZÄÖÜ]\w*sache|Sachen|[A-ZÀ-Ž]\S*-based|M/[sS]\.?|"
    r"(?:Clients|Customers|Owners|Shareholders|Employees|Users|Members|Directors?|Subsidiar(?:y|ies)|Agents|"
    r"Lawyers|Suppliers) of|"
    r"Drugmaker|Carmaker|Chipmaker|Airline|Ziekenhuisgroep|Supermarktketen|Supermarktkette|"
    r"Empresa|Company|Orders?|Against|Versus|Fines?|A[ct]+i[fv]os(?: d[aeo]s?)?) (?=[A-ZÀ-Ž])"
)
_SMALL_WORD = re.compile(r" (?:de|des|du|do|da|dos|del|della|di) (?=\S)")
# What stands before a firm in the caption of a case: "First Respondent ACME LIMITED", "CONTROLLED BY ACME LIMITED".
_CAPTION = re.compile(
    r".*(?<!\w)(?:(?:[Rr]espondent|[Aa]pplicant|[Ii]nformant|[Cc]omplainant|[Pp]laintiff|[Dd]efendant|[Aa]ppellant|"
    r"RESPONDENT|APPLICANT|INFORMANT|COMPLAINANT|PLAINTIFF|DEFENDANT|APPELLANT)[Ss]?(?: (?:and|AND|And))?|"
    r"BY|BETWEEN|AGAINST|VERSUS|ON|TO|FROM|ANNEXURE [A-Z]) (?=\S+ \S)"
)
# "Velra Truck Center *Viborg*": what else of a name stands in a row of capitals.
_REST_OF_ROW = re.compile(rf" ([{CAPITAL}][a-zà-ž]{{3,}})(?![\w-])")
# "Velra *in* Italia", "Velra *on* Glass": small words that no name of a firm has inside.
_NOT_IN_NAMES = re.compile(
    r" (?:in|on|to|by|from|with|at|under|its|has|is|was|te|bij|durch|bei|mit|avec|dans|chez|con|com|nel|nella|para|"
    r"pour|przez) "
)
_FIRM_ARTICLE = re.compile(r"[Tt]he (?=[A-Z]\S* \S)|[Dd]e (?=Coöperati|Maatschap |Stichting )")
_PLACE_BEFORE = re.compile(
    r"(?:(?<!\w)([a-z]+) )?(?<!\w)(?:in|(?:[Mm]unicipality|[Cc]ity|[Tt]own|[Pp]rovince|[Cc]ounty|[Rr]egion|[Dd]istrict|"
    r"[Ss]uburb|[Pp]ort|[Bb]orough) of) $"
)
# "a *stake* in Velra": words behind which "in" leads to a firm.
_HELD_IN = re.compile(
    r"(?:stake|share|interest|holding|investment|unit|right)s?|(?:invest|merg)(?:s|e[ds]?|ed|ing)?|equity|participation|"
    r"control|securities"
)
_SHORTEST_COUNTRY = 3

_ARTICLE = re.compile(
    r"(?:the|a|an|der|die|das|dem|den|des|la|le|les|el|los|las|il|lo|gli|i|o|os|as|de|het|una?)\s+"
    r"|(?:l|d|dell|all|dall|sull)['’]",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?$")
_GENITIVE_LANGUAGES = frozenset({"de", "nl", "da", "pl", "sv", "no"})
_BEFORE, _BEHIND = 80, 60
_HEADING_LETTERS = 5
_NUMERAL = re.compile(
    r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\.?|[A-ZÀ-Ž]\.?|[A-Z]{1,3}-?\d{1,4}|[a-z]+-\d+|[A-Z]*\d*/[\dIVX/]+|[A-Z]{2,4}\d+\w*\d|"
    r"[A-Z]{2,6}(?:-[A-Z]{1,4})*-\d{2,}[\w./-]*|[A-Z]\d{3,}(?:-[A-Z]?\d+)*|"
    r"[A-Z]{2,4} \d+/\d{2,4}|[A-Z]{1,3} \d{5,}[a-z]?"
)
_ADDRESS = re.compile(
    r"(?:\bC/|\b(?:[Rr]ue|[Rr]oute|[Aa]venue|[Cc]alle|[Vv]ia|[Pp]laza|[Pp]lace)(?: de(?: la)?| du| des)?|\bul\.) $"
)
_LONGEST_STREET = 20
# "*FN* 123456a": what a register is called before its number.
_LONG_NUMBER = re.compile(r"[ .:]{1,2}(?:[Nn]r?[.:]? ?)?\d{5,}")
# The letters a stock exchange has for a share: "(ASX: VLR)".
_EXCHANGE = re.compile(r"\([A-Z][A-Za-z]{1,5}: ?$")


def bare(span: Span, text: str) -> Span:
    """Return a name without leading article and possessive."""
    start, end = span
    article = _ARTICLE.match(text, start, end)
    start = article.end() if article and article.end() < end else start
    possessive = _POSSESSIVE.search(text[start:end])
    return start, start + possessive.start() if possessive else end


def to_genitive(end: int, text: str, lang: str) -> int:
    """Return the end of a name with its genitive ("Googles") where the language writes one without apostrophe."""
    return end + 1 if lang in _GENITIVE_LANGUAGES and re.match(r"s\b", text[end : end + 2]) else end


def to_legal_form(span: Span, text: str, lexicon: Lexicon) -> Span | None:
    """Return a firm's name from its first word to its legal form, None when it has no legal form there."""
    for match in WITH_LEGAL_FORM.finditer(text, max(0, span[0] - _BEFORE), span[1] + _BEHIND):
        if match.start() <= span[0] and span[1] <= match.end():
            start = behind_heading(_first_word(text, match.start(), span[0], lexicon), match.end(), text)
            return start, without_full_stop(text, match.end())
    form = LEGAL_FORMS_BEHIND.match(text, span[1])
    return (span[0], without_full_stop(text, form.end())) if form else None


def behind_caption(start: int, end: int, text: str) -> int:
    """Return where a name begins behind the parties and links of a case's caption: "First Respondent *VELRA LTD*"."""
    caption = _CAPTION.match(text, start, end)
    return caption.end() if caption else start


def behind_description(start: int, end: int, text: str) -> int:
    """Return where a name begins behind what it is a part of or described by: "Ativos da *Velra*", "Firma *Velra*"."""
    described = _DESCRIBED.match(text, start, end)
    if described is None or described.end() >= end or _SMALL_WORD.search(text, described.end(), end):
        # "Sociedade Central de Cervejas": what a name of several words begins with is no description.
        return start
    return described.end()


def to_inner_form(start: int, end: int, text: str) -> int:
    """Return the end of a name at a legal form inside of it: "*Velra Limited* T/A"."""
    form = _INNER_FORM.search(text, start, end)
    return form.end() if form else end


def _first_word(text: str, start: int, known: int, lexicon: Lexicon) -> int:
    """Return where a name begins in a row of capitals: behind articles, headings and words that are no name."""
    for word in text[start:known].split(" ")[:-1]:
        heading = word.isupper() and len(word) > _HEADING_LETTERS
        is_small = word.casefold() in lexicon.words or word in not_firms()
        if word in first_words() or not (is_small or heading):
            break
        start += len(word) + 1
    return start


def to_small_word(start: int, end: int, text: str) -> int:
    """Return the end of what the model takes for a firm before a word that no name has inside: "*Velra* in Italia"."""
    small = _NOT_IN_NAMES.search(text, start + 1, end)
    return small.start() if small else end


def behind_article(start: int, end: int, text: str) -> int:
    """Return where a firm's name begins behind an English article, or a Dutch one before what a firm is."""
    article = _FIRM_ARTICLE.match(text, start, end)
    return article.end() if article else start


def is_in_a_place(start: int, end: int, text: str) -> bool:
    """Tell whether a name stands where a place does: "*in* Velra", "municipality of Velra", not "a stake in Velra"."""
    before = _PLACE_BEFORE.search(text, max(0, start - 40), start)
    if before is None or text[end : end + 1] in {"'", "’"}:
        return False
    return before[1] is None or _HELD_IN.fullmatch(before[1]) is None


def is_beside_a_place(start: int, text: str) -> bool:
    """Tell whether a name is a town by what stands before it: "con sede in *Velra*", "Frankfurt und *Velra*"."""
    before = max(0, start - _BEFORE)
    if name_expressions().seated_in.search(text, before, start):
        return True
    listed = name_expressions().and_a_place.search(text, before, start)
    return listed is not None and (listed["place"] in towns() or any_place("noun").fits(listed["place"]))


def is_no_firm(surface: str, entity: Entity, text: str) -> bool:
    """Tell whether what the model takes for a firm is a number, a torn word, or letters that mean something else."""
    return (
        surface in no_firms()
        or _NUMERAL.fullmatch(surface) is not None
        or surface.endswith("-")
        or "@" in surface
        or _ADDRESS.search(text, max(0, entity.start - _LONGEST_STREET), entity.start) is not None
        or is_torn(surface, text[entity.end : entity.end + 30])
        or is_person(surface)
        or has_title(surface, entity.start, text)
        or (surface.isupper() and _EXCHANGE.search(text, max(0, entity.start - 8), entity.start) is not None)
        or (surface.isupper() and IN_A_NUMBER.match(text, entity.end) is not None)
        or (surface.isupper() and _LONG_NUMBER.match(text, entity.end) is not None)
    )


def with_unit(start: int, end: int, text: str) -> int:
    """Return the end of a firm's name with what tells that member of its group: "Velra *Ireland*", "Velra *Group*"."""
    if text[end : end + 1] != " " or not text[end + 1 : end + 2].isupper():
        return end
    country = any_place("noun").pattern.match(text, end + 1)
    if country and len(country.group()) > _SHORTEST_COUNTRY:
        return country.end()
    if text[start:end].isupper() and end - start > _HEADING_LETTERS and (more := _CAPITALS.match(text, end)):
        return more.end()
    unit = _UNIT.match(text, end)
    return unit.end() if unit else end


def with_rest_of_row(end: int, text: str, lang: str) -> int:
    """Return the end of a firm's name with words behind that have a capital and are not plain; not in German."""
    while lang != "de" and (word := _REST_OF_ROW.match(text, end)) and not is_plain(word[1], lang):
        end = word.end()
    return end


def is_in_an_address(start: int, end: int, text: str) -> bool:
    """Tell whether a name is one half of a mail address or a handle."""
    return text[end : end + 1] == "@" or text[max(0, start - 1) : start] == "@"


def with_group(start: int, text: str) -> int:
    """Return where a firm's name begins with the word for its group before it: "*Grupo* Velra"."""
    group = _GROUP_BEFORE.search(text, max(0, start - 12), start)
    return group.start() if group else start


def behind_heading(start: int, end: int, text: str) -> int:
    """Return where a name begins behind the legal form of another, a heading in capitals, or what describes a firm."""
    start = behind_caption(start, end, text)
    first = _FORM_FIRST.match(text, start, end) or _DESCRIBED.match(text, start, end)
    if first and first.end() < end and text[first.end()].isupper():
        return first.end()
    word, _, rest = text[start:end].partition(" ")
    is_heading = word.isupper() and len(word) > _HEADING_LETTERS and len(rest) > _HEADING_LETTERS
    return start + len(word) + 1 if is_heading and rest[0].isupper() and not rest.split(" ")[0].isupper() else start

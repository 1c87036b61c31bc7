"""Tells associations, unions, schools and hospitals from bodies and firms, by the words of their names and by letters."""

import re

from extractors.abbreviations import words_of_letters
from extractors.body_names import has_head_of_body

_WORDS = (
    r"(?:Association|Federation|Confederation|Union|Society|Guild|Institute|Foundation|Alliance|Coalition|Chamber|Network|Council|"
    r"Congress|League|Fellowship|Trust|University|College|School|Hospital|Consortium|Forum|Club|Committee of|Board of Trade|"
    r"Bundesverband|\w*[Vv]erband\w*|\w*[Vv]erein\w*|Gewerkschaft|\w*[Ss]tiftung|\w*kammer|Universität\w*|\w*[Hh]ochschule|\w*klinik\w*|"
    r"Fédération|Confédération|Syndicat|Société française|Université|Hôpital|Hôpitaux|CHU|CHRU|CHR|Fondation|Ligue|Ordre des|"
    r"Vereniging|Federatie|Stichting|Bond|Universiteit|Ziekenhuis|Hogeschool|Koepel|ASBL|VZW|asbl|vzw|"
    r"Asociaci[oó]n|Federaci[oó]n|Confederaci[oó]n|Sindicato|Universidad|Fundaci[oó]n|Colegio|Comunidad de|Associaç\w+|Federação|"
    r"Universidade|Fundação|Ordem d|Associazione|Federazione|Confederazione|Fondazione|Università|Ospedale|"
    r"Stowarzyszenie|Związek|Fundacja|Uniwersytet\w*|Szkoła|Szpital|Forening\w*|Forbund\w*|Sveučilište|Udruga|Udruženje|Komora|Egyesület|Szövetség)"
)
_IS_ONE = re.compile(rf"(?<!\w){_WORDS}(?!\w)")
# What has these words is a body all the same.
_BODY = re.compile(
    r"(?i:authorit|autorit|commission|kommission|comisi|comiss|court|tribunal|ministr|minist[eè]r|agenc|agenz|regulator|inspect|"
    r"ombuds|directorate|department|privy|state council|conseil|consejo|consiglio|conselho|appeal|competition council|council of)"
)


def is_association(surface: str) -> bool:
    """Tell whether a name says that it is an association, a school, a hospital or the like, and no body."""
    return _IS_ONE.search(surface) is not None and _BODY.search(surface) is None


def is_other_organisation(surface: str, text: str) -> bool:
    """Tell whether a name is an association's, or letters that a text gives something that is no body."""
    meant = tuple(words_of_letters(surface, text))
    return is_association(surface) or (bool(meant) and not any(has_head_of_body(words) for words in meant))

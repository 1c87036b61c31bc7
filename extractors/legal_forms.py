"""Legal forms of firms, all that a mention of a firm may end in: more than the rules of steps need."""

import re
from functools import lru_cache

from extractors.firm_names import LEGAL_FORM_BEHIND
from extractors.words import WORD, places_of, words_of

_MORE_FORM = (
    r"(?:A ?/ ?S|a/s|K/S|P/S|I/S|AS|"
    r"[Aa]\.?m\.?b\.?a\.?|A\.G\.?|OG|KEG|e\.U\.|e\.K\.|OHG|eG|e\.G\.|GbR|AöR|Ges\.m\.b\.H\.|"
    r"UG \(haftungsbeschränkt\)|v\.o\.f\.|VOF|V\.O\.F\.|Comm\.? ?V\.?|CommV|BVBA|CVBA|CV|U\.A\.|"
    r"EURL|SASU|SNC|SCA|S\.C\.A\.|SCRL|SRL|S\.R\.L\.|Sàrl|S\.N\.C\.|et Partenaires|et Associés|& Associés|& Partner|"
    r"s\.c\.|S\.n\.c\.|S\.a\.s\.|S\.c\.a\.(?:r\.l\.)?|S\.c\.p\.a\.|S\.c\.r\.l\.|Soc\. Coop\.|Società Cooperativa|"
    r"Unipersonale|S\. ?Coop\.(?: [A-Z]\w+\.)?|S\.L\.[LP]\.|E\.F\.C\.|E\.P\.|S\.I\.I\.C\.|E\.P\.E\.|EPE|CRL|"
    r"Unipessoal|SGPS|"
    r"[Ss]p\. ?[kj]\.|S\.K\.A\.|j\.d\.o\.o\.|k\.d\.|Ügyvédi Iroda|Bt\.|Nyrt\.?|Ltd\.? Şti\.?|T\.A\.Ş\.|"
    r"OÜ|UAB|SIA|AD|EAD|EOOD|OOD|DAC|CLG|ULC|SOC Ltd|RF \(Pty\) Ltd|Ltée|inc\.|Unlimited(?: Company)?|A\.E\.|O\.E\.|"
    r"Single Member S\.A\.)"
)
LEGAL_FORMS_BEHIND = re.compile(rf"(?:,? {_MORE_FORM}(?!\w)|{LEGAL_FORM_BEHIND.pattern}|[ ](?:&|\+) Co\.?(?!\w))+")
"""All legal forms behind a name: " GmbH & Co. KG", ", Unipessoal Lda.", " sp. z o.o. sp. k."."""

_BEGINNINGS = (
    " Ltd", " LTD", " Limited", " LIMITED", " Inc", " LLC", " plc", " Pty", " GmbH", " AG", " KG", " S.A", " SA",
    " SAS", " S.L", " S.p.A", " S.p.a", " SpA", " S.r.l", " SRL", " Lda", " B.V", " BV", " N.V", " NV", " K/S", " P/S",
    " I/S", " A/S", " a/s", " A / S", " A/ S",
    " srl", " Ltda", " LDA", " LTDA", " S/A", " LLP", "SNC ", "SA ", "SPRL ", " AS ",
    " v.o.f.", " A.Ş", " Comm.", " AŞ", " d.o.o", " d.d", " Kft", " Zrt", " sp. ", " Co.", " CO.",
    " Cie", " KGaA", " SE", " OHG", " eG", " AöR", " mbH", " Ges.m", " EURL", " SNC", " SCA", " SCRL", " Sàrl", " SARL",
    " SASU", " BVBA", " CVBA", " U.A.", " S.n.c", " S.a.s", " S.c.", " Soc. Coop", " S. Coop", " CRL", " E.P.", " EPE",
    " Unipessoal", " j.d.o.o", " ApS", " a.m.b.a", " amba", " Bt.", " Nyrt", " ULC", " CLG", " DAC", " SOC Ltd",
    " Ltée", " inc.", " A.E.", " O.E.", " Unlimited", " V.O.F", " A.m.b.a", " E.F.C",
)  # fmt: skip
_BY_FIRST_WORD: dict[str, list[str]] = {}
for _beginning in _BEGINNINGS:
    _BY_FIRST_WORD.setdefault(WORD.findall(_beginning)[0].lower(), []).append(_beginning)


@lru_cache(maxsize=64)
def places_of_forms(text: str) -> tuple[int, ...]:
    """Return where legal forms may stand in a text: a plain search for these is much quicker than an expression."""
    met = _BY_FIRST_WORD.keys() & words_of(text).held
    return tuple(sorted({at for word in met for form in _BY_FIRST_WORD[word] for at in places_of(form, text)}))

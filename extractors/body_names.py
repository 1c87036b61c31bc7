"""What the name of an authority, court or ministry looks like, in the languages read."""

import re

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
_LAW = re.compile(
    r"\b(?:Act|Acts|Regulations?|Directive|Rules?|Code|Treaty|Agreement|Seal|gesetz|section|§)\b", re.IGNORECASE
)
_OFFICE = re.compile(
    r"\b(?:president|presidenc\w+|secretari[oa]?|director|directeur\W{1,3}generaal|auditeur\W{1,3}generaal|chair\w*|"
    r"head|officials?)\s+(?:of|de|del|van|der|des)(?:\s+(?:the|la|de|het))?\s+$",
    re.IGNORECASE,
)
_REGION = re.compile(r"(?<!\w)[A-ZŁŚŻĆ][\w-]+(?:ski|cki|skiego|ckiego)\s+$")


def may_name_body(surface: str) -> bool:
    """Tell whether words can be the name of a body: they hold its kind (court, agency, ministry) or its letters."""
    if _LAW.search(surface):
        return False
    return bool(_HEAD.search(surface) or _LETTERS.search(surface))


def is_office_of(before: str) -> bool:
    """Tell whether the words before a body's name are an office in it: "President of the", "Secretario del"."""
    return _OFFICE.search(before) is not None


def with_region(start: int, text: str) -> int:
    """Return where the name of a Polish regional body begins: at the adjective of its region."""
    region = _REGION.search(text, max(0, start - 40), start)
    return region.start() if region else start

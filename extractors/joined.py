"""Tells whether two firms of a sentence stand side by side: in a list, or on the two sides of a deal."""

import re

from extractors.expressions import expressions
from extractors.firm_names import LEGAL_FORM_BEHIND
from extractors.lexicon import Lexicon
from extractors.parts import Hit, Name, Sentence
from schemas.words import Action

_OF_DEALS = frozenset({Action.NOTIFIED, Action.CLEARED, Action.PROHIBITED, Action.OPENED, Action.COMMITMENTS})
# How far apart, in characters: two firms at all, and the two sides of a deal; how far before them a deal is named.
_FARTHEST = 110
_OF_A_DEAL = 90
_DEAL_BEFORE = 60
# How far apart two names of one firm may stand of which the second says what the first is.
_OF_ONE_FIRM = 50
_JOINT = re.compile(r"^[\s,/&+()'’\"“”*.–-]*$")
# A list goes on over names nobody listed: "Acme LLC, Some Other Name, Bolt Inc.", "Acme, Inc.; Bolt LLC".
_LIST = re.compile(
    rf"^(?:{LEGAL_FORM_BEHIND.pattern})?[,;]\s+(?:[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){{0,4}}[,;]\s+){{0,4}}(?:and )?$"
)
# "The takeover by Acme *Rentals Pte.* Ltd. of Bolt": what a firm known by a shorter name goes on with.
_UNIT = re.compile(r"^(?: [A-Z][\w&]*){1,3}(?= (?:Pte|Pty|Pvt|Ltd|Inc|LLC|plc|Corp|GmbH|S\.))")
# "; Bolt lifts": a firm that goes on in small letters begins a new item of a headline.
_GOES_ON = re.compile(r"\s+(?!(?:and|LLC|Ltd|Inc|Corp|GmbH|plc|S\.?A)\b)[a-zà-ÿ]")


def binds(left: Name, right: Name, hit: Hit, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Return whether what a trigger says of one of two neighbouring firms of its sentence is said of both."""
    gap = expressions().its_country.sub("", sentence.text[left.end - sentence.start : right.start - sentence.start])
    if left.key == right.key and len(gap) < _OF_ONE_FIRM and gap.lstrip().startswith(","):
        # "Alphabet, the parent of Google, and Acme"
        return True
    if hit.trigger.action is Action.INQUIRY and sentence.section == "title" and expressions().about.search(gap):
        # "Asks X about Grok": what a question is about is nobody besides.
        return False
    gap = expressions().added_in_brackets.sub("", gap)
    if _LIST.match(gap):
        return not _begins_an_item(gap, right, sentence)
    if len(gap) > _FARTHEST or ";" in gap:
        return False
    if expressions().and_others.match(gap):
        return True
    if "," in gap and lexicon.patterns["bystander_before"].search(gap):
        return False
    if expressions().as_much_as.search(sentence.text[: right.start - sentence.start]):
        return True
    if _is_joint(gap, lexicon):
        return True
    if hit.trigger.target == "before" and not hit.trigger.deal:
        # "X, which bought Y, was fined" is about X; "X's purchase of Y gets nod" is about both.
        return hit.trigger.action in _OF_DEALS and lexicon.patterns["bought"].search(gap) is not None
    return _is_of_a_deal(hit, gap, left, sentence, lexicon)


def _is_joint(gap: str, lexicon: Lexicon) -> bool:
    """Tell whether the words between two firms only list them, with what they do and whose they are."""
    bare = expressions().somebodys.sub("", expressions().sum_between.sub("", gap))
    described = lexicon.patterns["trades"].sub("", bare, count=1)
    return _JOINT.match(lexicon.patterns["coordination"].sub("", described)) is not None


def _is_of_a_deal(hit: Hit, gap: str, left: Name, sentence: Sentence, lexicon: Lexicon) -> bool:
    deal, start = lexicon.patterns["deal"], left.start - sentence.start
    if hit.trigger.action is Action.CLEARED and expressions().for_a_deal.search(gap):
        return True
    if len(gap) < _OF_A_DEAL and deal.search(gap):
        return True
    # "purchase of X by Y": a mere preposition binds when the deal was named just before.
    bare = _UNIT.sub("", gap)
    bare = LEGAL_FORM_BEHIND.sub("", bare, count=1) if LEGAL_FORM_BEHIND.match(bare) else bare
    bare = lexicon.patterns["trades"].sub("", bare, count=1)
    if lexicon.patterns["breakers"].search(bare):
        # "The purchase by Acme, since Bolt stays strong": another clause begins.
        return False
    return len(bare.split()) <= 3 and bool(deal.search(sentence.text[max(0, start - _DEAL_BEFORE) : start]))


def _begins_an_item(gap: str, firm: Name, sentence: Sentence) -> bool:
    """Tell whether a firm begins the next item of a headline: "watchdog fines Acme; Bolt lifts forecast"."""
    behind = sentence.text[firm.end - sentence.start :]
    return sentence.section == "title" and ";" in gap and _GOES_ON.match(behind) is not None

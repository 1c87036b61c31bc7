"""Says whom the sentence behind a step names as the one it is taken towards.

    "The authority imposed a fine of 310 million euros. Acme had shared the data of its members."

Agencies and press offices put who acts in one sentence and towards whom in the next: "It concerns Acme" says so
outright; else Acme stands at its head, and what follows is what a step lays on somebody, or finds of him.
"""

import re
from itertools import takewhile

from spacy.tokens import Doc

from extractors.deals import OF_DEALS
from extractors.expressions import expressions
from extractors.lists import first_group, once
from extractors.parts import Hit, Name, Sentence, names_within
from extractors.subjects import is_of_somebody_new
from schemas.words import Action

# How many sentences on a text may say of whom it spoke, where none between names a firm.
_SENTENCES_ON = 3
# Characters behind "It concerns" within which stands whom.
_RIGHT_BEHIND = 40
# What may stand before the firm a sentence begins with: "The Dutch lender".
_AT_THE_HEAD = re.compile(r"(?:[\w’'-]+\s+){0,4}(?:[ld]['’]|dell['’]|all['’])?[\"“„«‘]?\s?", re.IGNORECASE)
# How a line of a list begins: "• The Acme Group plc".
_MARK = re.compile(r"\s*(?:[-•*–·]|\(?[a-z\d]{1,2}[.)])\s*(?:The\s)?")
_SAID_BETWEEN = re.compile(r",[^,;:]{2,90},")
# Steps that find or lay something on somebody; the others are told of whom they concern outright.
_FOUND = frozenset({Action.OPENED, Action.OBJECTIONS, Action.DECISION, Action.INTERIM_MEASURES, Action.COMMITMENTS})
_LAID_ON = _FOUND | OF_DEALS | {Action.SETTLED, Action.CLOSED, Action.OTHER}
_SEARCHED = frozenset({Action.INSPECTION, Action.OPENED})
_ANSWERED = _FOUND | {Action.LITIGATION}


def of_the_next(doc: Doc, hit: Hit, sentence: Sentence) -> list[Name]:
    """Return whom the next sentence says a step is taken towards; none below the lead."""
    following = doc._.sentences[hit.sentence + 1 : hit.sentence + 1 + _SENTENCES_ON]
    if listed := _one_a_line(doc, hit, following):
        return listed
    if not following or sentence.section == "body" or "\n\n" in doc._.layout.joined[sentence.end : following[0].start]:
        return []
    naming = next((s for s in following if names_within(doc._.companies, s.start, s.end)), following[0])
    return _concerned(doc, naming) or _at_the_head(doc, hit, following[0])


def _one_a_line(doc: Doc, hit: Hit, following: list[Sentence]) -> list[Name]:
    """Return the firms that stand one a line behind "The parties are:"; none where one is named before."""
    at = next((n for n, s in enumerate(following) if expressions().these_are_listed.search(s.text)), None)
    if at is None or any(names_within(doc._.companies, s.start, s.end) for s in following[: at + 1]):
        return []
    lines = doc._.sentences[hit.sentence + at + 2 :]
    listed = takewhile(bool, (_at_the_start(doc, line) for line in lines))
    return once([firm for firms in listed for firm in firms])


def _at_the_start(doc: Doc, line: Sentence) -> list[Name]:
    mark = _MARK.match(line.text)
    firms = names_within(doc._.companies, line.start, line.end) if mark else []
    at_the_start = mark and firms and firms[0].start - line.start <= mark.end()
    return first_group(doc._.layout.joined, firms) if at_the_start else []


def _concerned(doc: Doc, following: Sentence) -> list[Name]:
    """Return whom a sentence says a matter is about: "It concerns Acme's purchase of Bolt"."""
    firms = names_within(doc._.companies, following.start, following.end)
    if firms and expressions().these_are.fullmatch(following.text[: firms[0].start - following.start]):
        return once(first_group(doc._.layout.joined, firms))
    begun = expressions().concerns.match(following.text)
    start = following.start + begun.end() if begun else following.end
    firms = [firm for firm in firms if firm.start >= start]
    if not firms or firms[0].start - start > _RIGHT_BEHIND:
        return []
    text = doc._.layout.joined
    of_a_deal = doc._.lexicon.patterns["deal"].search(text[start : firms[1].start]) if len(firms) > 1 else None
    return once(firms[:2] if of_a_deal else first_group(text, firms))


def _at_the_head(doc: Doc, hit: Hit, following: Sentence) -> list[Name]:
    """Return the firms a sentence begins with, when it goes on as what a step lays on somebody or finds of him."""
    firms = names_within(doc._.companies, following.start, following.end)
    if not firms:
        return []
    before = following.text[: firms[0].start - following.start]
    subjects = _with_its_own(following, firms)
    behind = following.text[subjects[-1].end - following.start :].lstrip('”"»’')
    between = _SAID_BETWEEN.match(behind)
    behind = behind[between.end() if between else 0 :]
    inverted = hit.trigger.action in _LAID_ON and expressions().lays_on_before.fullmatch(before)
    if not inverted and not _is_a_subjects(before):
        return []
    if not (inverted or _goes_on(doc, hit, behind)):
        return []
    others = [firm for firm in firms if firm.start > subjects[-1].start]
    bought = hit.trigger.action in OF_DEALS and others and doc._.lexicon.patterns["deal"].search(behind)
    return once([*subjects, others[0]] if bought else subjects)


def _goes_on(doc: Doc, hit: Hit, behind: str) -> bool:
    """Tell whether words behind a firm say what a step lays on it, finds of it, or what it gave its word on."""
    action = hit.trigger.action
    if action in _FOUND and expressions().deeds_of.match(behind):
        # "Fined a clinic. Acme stored its data": the deeds of somebody else.
        return not is_of_somebody_new(hit, doc._.sentences[hit.sentence], doc._.lexicon)
    return bool(
        (action in _LAID_ON and expressions().lays_on.match(behind))
        or (action in _FOUND and expressions().hearsay.match(behind))
        or (action in _SEARCHED and expressions().confirms.match(behind))
        or (action in _ANSWERED and expressions().defends.match(behind))
        or (action is Action.COMMITMENTS and expressions().will_do.match(behind))
    )


def _is_a_subjects(before: str) -> bool:
    """Tell whether such words stand before a subject: "The Dutch lender", and not "According to"."""
    if expressions().only_an_article.fullmatch(before):
        return True
    return bool(_AT_THE_HEAD.fullmatch(before)) and not expressions().after_preposition.search(before)


def _with_its_own(following: Sentence, firms: list[Name]) -> list[Name]:
    """Return the first firm with the one said to be its own: "Acme and its subsidiary Bolt"."""
    group = first_group(following.text, [firms[0]])
    for firm in firms[1:]:
        gap = following.text[group[-1].end - following.start : firm.start - following.start]
        if not expressions().and_its.fullmatch(gap):
            break
        group.append(firm)
    return group

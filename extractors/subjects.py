"""Says which firms a document, a pronoun or a description speaks of."""

import re

from spacy.tokens import Doc

from extractors.deals import OF_DEALS
from extractors.expressions import expressions
from extractors.lexicon import Lexicon, first_words
from extractors.lists import first_group, once, without_forerunners
from extractors.parts import Hit, Name, Sentence, names_within

_NAMED_NEXT = re.compile(r"['’]s\b|\s+(?:[A-ZÀ-Þ]|behind\b)")
# Characters around a trigger in which it says towards whom it is.
_BESIDE = 40
# The least score of a firm that its name alone gives away.
_LISTED_SCORE = 0.9


def spoken_of(doc: Doc, hit: Hit, sentence: Sentence, lexicon: Lexicon, acting: bool) -> list[Name]:
    """Return the firms a pronoun or silence stands for: those the document is about, else the last named."""
    if hit.trigger.target == "document":
        return _with_their_deal(doc, hit, subject_firms(doc, anywhere=True))
    if is_of_somebody_new(hit, sentence, lexicon):
        return []
    behind = expressions().to_a_pronoun.match(sentence.text, hit.end - sentence.start)
    companies = doc._.companies
    earlier = names_within(companies, sentence.start, hit.start)
    if earlier and behind and lexicon.patterns["pronouns"].match(sentence.text, behind.end()):
        # "X was less lucky, since the authority served it notice": the pronoun stands for the firm before it.
        return once(first_group(doc._.layout.joined, earlier))
    pronoun = first_words(lexicon.patterns["pronouns"], sentence.text) is not None
    here = bool(names_within(companies, sentence.start, sentence.end))
    if (here and sentence.section == "title") or not (pronoun or (acting and sentence.section != "body")):
        return []
    if here and _is_about_something_else(hit, sentence, lexicon):
        return []
    titled = sentence.section == "title"
    known = [f for f in subject_firms(doc) if titled or f.start < sentence.start or f.end <= len(doc._.layout.title)]
    if expressions().the_firm.search(sentence.text) and (last := _last_of(known, doc, sentence)):
        return last
    return known or (names_within(companies, 0, sentence.start)[-1:] if pronoun else [])


def _is_about_something_else(hit: Hit, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether a question behind a trigger is about something with a name: "examining whether the DMA's rules"."""
    question = expressions().question.match(sentence.text, hit.end - sentence.start)
    return question is not None and not lexicon.patterns["pronouns"].match(sentence.text, question.end())


def is_of_somebody_new(hit: Hit, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether a step is taken towards somebody named by no name and not spoken of before: "fined a hospital"."""
    patterns = lexicon.patterns
    if patterns["unnamed_subject"].search(sentence.text):
        return True
    start, end = hit.start - sentence.start, hit.end - sentence.start
    new = patterns["unnamed_target"].search(sentence.text[max(0, start - _BESIDE) : end + _BESIDE])
    # "Forbade the company to mislead a hotel": whom it speaks of stands there too.
    spoken_of = patterns["pronouns"].search(sentence.text[: end + _BESIDE])
    return new is not None and not (spoken_of and " " in spoken_of.group())


def _last_of(known: list[Name], doc: Doc, sentence: Sentence) -> list[Name]:
    """Return the one firm of some, or of the headline's, that the sentence before names; none for none or several."""
    before = doc._.sentences[doc._.sentences.index(sentence) - 1]
    keys = {firm.key for firm in [*known, *names_within(doc._.companies, 0, len(doc._.layout.title))]}
    named = once([f for f in names_within(doc._.companies, before.start, before.end) if f.key in keys])
    return named if len(named) == 1 and before.start < sentence.start and before.section != "title" else []


def described(doc: Doc, hit: Hit, sentence: Sentence, lexicon: Lexicon) -> list[Name]:
    """Return the firms that a description right behind the trigger means: "undertakings from the cloud company"."""
    if hit.trigger.target not in {"auto", "after"} or hit.trigger.actor != "authority":
        return []
    description = _description_behind(hit, sentence, lexicon)
    if description is None:
        return []
    if earlier := _of_an_earlier_step(doc, hit, sentence):
        return once(first_group(doc._.layout.joined, earlier))
    firms = [firm for firm in subject_firms(doc) if firm.start < sentence.start]
    return (_last_of(firms, doc, sentence) if expressions().the_firm.search(description) else []) or firms


def _description_behind(hit: Hit, sentence: Sentence, lexicon: Lexicon) -> str | None:
    """Return the words right behind a trigger that stand for a firm, unless its name follows: "the cloud company"."""
    text = sentence.text
    behind = expressions().to_a_pronoun.match(text, hit.end - sentence.start)
    if behind is None:
        return None
    # The article may be the last word of the trigger: "accused the".
    starts = (behind.end(), text.rfind(" ", 0, behind.end() - 1) + 1)
    found = next(filter(None, (lexicon.patterns["pronouns"].match(text, start) for start in starts)), None)
    described = found and " " in found.group() and not _NAMED_NEXT.match(text, found.end())
    return found.group() if found and described else None


def _of_an_earlier_step(doc: Doc, hit: Hit, sentence: Sentence) -> list[Name]:
    """Return the firms behind an earlier trigger of the sentence: "opened an inquiry into Acme, accusing the group"."""
    triggers = [other for other in doc._.hits if other.sentence == hit.sentence and other.end < hit.start]
    first = min((other.end for other in triggers), default=hit.start)
    return [firm for firm in names_within(doc._.companies, first, hit.start) if firm.id is not None]


def _with_their_deal(doc: Doc, hit: Hit, firms: list[Name]) -> list[Name]:
    """Add the firms that a notice of a deal names in the sentence of its first one: "A, controlled by B, and C"."""
    if hit.trigger.action not in OF_DEALS or not firms or firms[0].start < doc._.layout.text_start:
        return firms
    sentence = next(s for s in doc._.sentences if s.start <= firms[0].start < s.end)
    beside = names_within(doc._.companies, sentence.start, sentence.end)
    return once(
        [*firms, *(firm for firm in beside if firm.score >= _LISTED_SCORE and firm.key not in doc._.complainants)]
    )


def subject_firms(doc: Doc, anywhere: bool = False) -> list[Name]:
    """Return the firms a document is about: those of its title, else the first group of its lead.

    With `anywhere`, a document that names none there is about the first firms of its text. What was found is kept.
    """
    kept = doc.user_data.setdefault("subject firms", {})
    if anywhere not in kept:
        kept[anywhere] = _subject_firms(doc, anywhere)
    return list(kept[anywhere])


def _subject_firms(doc: Doc, anywhere: bool) -> list[Name]:
    complainants, layout = doc._.complainants, doc._.layout
    firms = [f for f in doc._.companies if f.key not in complainants]
    title_end = len(layout.title)
    bystander, used = (doc._.lexicon.patterns[name] for name in ("bystander_before", "used_before"))
    titled = [f for f in firms if f.end <= title_end]
    titled = [f for f in titled if not bystander.search(layout.joined[: f.start])] or titled
    if titled and all(used.search(layout.joined[: f.start]) for f in titled):
        # "An agency broke the law by its use of Acme's cloud": its firm is not the one the news is about.
        return []
    if titled:
        versus = expressions().versus.search(doc._.layout.title)
        defendants = [f for f in titled if versus and f.start >= versus.end()]
        return once(defendants or titled)
    lead = [s for s in doc._.sentences if s.section == "lead"]
    named = [f for f in firms if lead and f.start < lead[-1].end] or (firms if anywhere else [])
    while named and named[0].score < 0.9 and any(f.id for f in named):
        named = named[1:]
    return once(first_group(layout.joined, without_forerunners(layout.joined, named)))

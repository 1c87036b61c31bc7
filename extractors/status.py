"""Tells the news from what is denied, only possible, or told as context."""

import re
from collections.abc import Iterator
from datetime import date

from extractors.around import WINDOW, Around
from extractors.dates import last_month_named, nearest_date
from extractors.expressions import expressions
from extractors.lexicon import Lexicon, first_words
from extractors.parts import Hit, Sentence
from schemas.words import Action, Status

# Where a clause that a small word begins is over.
_CLAUSE_END = re.compile(r"[,;:.—–]")
# Reaches in characters, tried on documents written for the project:
# of the year right behind a judgment, which is its own and not that of what was judged;
_DIRECTLY = 14
# in a headline, of what says that a step is older;
_ADJACENT = 16
# of a small word before a year that may end the trigger ("probe over 2020 purchase");
_A_WORD = 6
# of "would have";
_UNREAL_REACH = 24
# and of a denial that can mean nothing but the step.
_BESIDE = 16
_FINDINGS = frozenset({Action.OBJECTIONS, Action.DECISION, Action.RULING})
_FOUND = frozenset({Action.DECISION, Action.RULING})
_APPEALED = frozenset({Action.DECISION, Action.PROHIBITED, Action.INTERIM_MEASURES})
_BEGINNINGS = frozenset({Action.OPENED, Action.INQUIRY, Action.INSPECTION, Action.COMPLAINT, Action.NOTIFIED})
# Days after which a dated step is an older one.
_OLD = 75


def judge(hit: Hit, sentence: Sentence, doc_date: date | None, lexicon: Lexicon, official: bool) -> tuple[Status, str]:
    """Return the status of a step and the words or rule that decided it."""
    if hit.trigger.status is not None and hit.trigger.status is not Status.ASSERTED:
        return hit.trigger.status, "the words themselves"
    around = Around(sentence.text, hit.start - sentence.start, hit.end - sentence.start)
    around = around.without_each(*(found.group() for found in expressions().not_only.finditer(sentence.text)))
    left_open = first_words(lexicon.patterns["left_open"], around.clause)
    denied = _denied(hit, around.without_each(left_open, _breach(hit, around, lexicon)), lexicon)
    if denied:
        # "Not to be confused with the fines of 2019": what is dated is older, unless the denial stands right at it.
        older = _older(hit, sentence, around, doc_date, lexicon, official)
        return older if older and not _is_beside(denied, around) else (Status.DENIED, denied)
    if left_open:
        return Status.SPECULATIVE, left_open
    speculative = None if _ends_it(hit, around, lexicon) else _speculative(around, lexicon) or _announced(hit, around)
    if speculative is None and hit.trigger.action in _FOUND:
        speculative = _suspected(around, lexicon)
    if speculative:
        return _nearer_background(around, lexicon) or speculative
    return _affirmed(hit, sentence, around, doc_date, lexicon, official)


def _affirmed(
    hit: Hit, sentence: Sentence, around: Around, doc_date: date | None, lexicon: Lexicon, official: bool
) -> tuple[Status, str]:
    """Return whether a step that nobody denies or only expects is the news or an older one."""
    running = first_words(lexicon.patterns["pending"], around.part)
    if running is not None:
        return Status.ASSERTED, running
    around = around if hit.trigger.weak else around.without_each(*_told_of_another(hit, around, lexicon))
    return (
        _older(hit, sentence, around, doc_date, lexicon, official)
        or _background(sentence, around, lexicon)
        or _said_besides(sentence, around, lexicon)
        or (Status.ASSERTED, "stated")
    )


def _told_of_another(hit: Hit, around: Around, lexicon: Lexicon) -> list[str]:
    """Return the words that date what a step is about ("a probe into a fall that came last year"), or what it ends."""
    years = lexicon.patterns["of_a_year"].finditer(around.text[max(0, around.end - _A_WORD) :])
    begun = () if hit.trigger.action in _BEGINNINGS else lexicon.patterns["begun"].finditer(around.text)
    return [*_clauses_behind(around, lexicon), *(found.group() for found in (*years, *begun))]


def _clauses_behind(around: Around, lexicon: Lexicon) -> Iterator[str]:
    """Yield the clauses behind a step that say more of something named since; of the step itself they date it."""
    for begin in lexicon.patterns["relative"].finditer(around.text[around.end :]):
        if around.text[around.end : around.end + begin.start()].strip(" ,"):
            yield _CLAUSE_END.split(around.text[around.end + begin.start() :], maxsplit=1)[0]


def leads_over(sentence: Sentence | None, lexicon: Lexicon) -> str | None:
    """Return the words by which a sentence leads over to older steps ("It is not the first time")."""
    return first_words(lexicon.patterns["not_first"], sentence.text) if sentence else None


def appealed_since(hit: Hit, sentence: Sentence, following: Sentence | None, lexicon: Lexicon) -> str | None:
    """Return the words behind a decision, told below the lead, that say it was appealed: it is an older one then."""
    if following is None or sentence.section != "body" or hit.trigger.action not in _APPEALED:
        return None
    return first_words(lexicon.patterns["appealed"], following.text)


def is_unreal(hit: Hit, sentence: Sentence, lexicon: Lexicon) -> str | None:
    """Return the words that say a step never came about: "a deal that would have allowed Acme to go on"."""
    start = max(0, hit.start - sentence.start - _UNREAL_REACH)
    return first_words(lexicon.patterns["unreal"], sentence.text[start : hit.end - sentence.start])


def _breach(hit: Hit, around: Around, lexicon: Lexicon) -> str | None:
    """Return the words by which findings tell a breach as something not done: "found that Acme does not comply"."""
    found = hit.trigger.action in _FINDINGS
    return first_words(lexicon.patterns["breach_negated"], around.inside + around.after) if found else None


def _denied(hit: Hit, around: Around, lexicon: Lexicon) -> str | None:
    negation = lexicon.patterns["negation_before"]
    if hit.trigger.status is Status.ASSERTED:
        # What ends a matter is worded with negations; only one right before it denies it.
        return first_words(negation, around.before[-20:])
    checks = (
        (negation, around.before),
        (lexicon.patterns["negation_inside"], around.inside),
        (lexicon.patterns["negation_around"], around.close),
        (lexicon.patterns["negation_after"], around.after),
        (lexicon.patterns["negation_sentence"], around.text),
    )
    return next((found for pattern, words in checks if (found := first_words(pattern, words))), None)


def _is_beside(denied: str, around: Around) -> bool:
    """Tell whether a denial stands right at the step; "not to be confused with the fines of 2019" does not."""
    return denied in around.before[-_BESIDE:] + around.inside + around.after[:_BESIDE]


def _ends_it(hit: Hit, around: Around, lexicon: Lexicon) -> bool:
    """Tell whether words leave a matter at that: "no further action is planned" is told as decided, not as a guess."""
    if hit.trigger.action is not Action.CLOSED:
        return False
    return first_words(lexicon.patterns["negation_before"], around.inside) is not None


def _suspected(around: Around, lexicon: Lexicon) -> tuple[Status, str] | None:
    found = first_words(lexicon.patterns["suspicion"], around.before)
    return (Status.SPECULATIVE, found) if found else None


def _speculative(around: Around, lexicon: Lexicon) -> tuple[Status, str] | None:
    checks = (("hedge_before", around.before), ("hedge_after", around.after), ("hedge_sentence", around.text))
    for name, words in checks:
        found = first_words(lexicon.patterns[name], words)
        if found:
            return Status.SPECULATIVE, found
    return None


def _announced(hit: Hit, around: Around) -> tuple[Status, str] | None:
    """Return speculative where a firm only says that it will go to court."""
    will = expressions().will.search(around.before)
    firms = hit.trigger.action is Action.LITIGATION and hit.trigger.actor == "firm"
    return (Status.SPECULATIVE, will.group()) if will and firms else None


def _nearer_background(around: Around, lexicon: Lexicon) -> tuple[Status, str] | None:
    """Return background where its words stand between the hedge and the step ("… weeks after Acme complained")."""
    hedges = list(lexicon.patterns["hedge_before"].finditer(around.before))
    older = list(lexicon.patterns["background_before"].finditer(around.before))
    if not hedges or not older or older[-1].start() < hedges[-1].end():
        return None
    return Status.BACKGROUND, older[-1].group()


def _older(
    hit: Hit, sentence: Sentence, around: Around, doc_date: date | None, lexicon: Lexicon, official: bool
) -> tuple[Status, str] | None:
    """Return background when the date printed beside the trigger is well before the document's own."""
    if doc_date is None or hit.trigger.target == "document" or (official and sentence.section == "title"):
        return None
    at = len(around.near) - len(around.after)
    # "upheld the fine imposed in 2017": behind a judgment or an appeal a year mostly dates what it is about.
    about_older = _is_about_older(hit)
    reach = _DIRECTLY if about_older else WINDOW
    printed = nearest_date(around.near[: at + reach], at, lexicon)
    if printed is None and sentence.section == "body" and not about_older:
        printed = _recalled(hit, sentence, around.text, doc_date, lexicon)
    if printed is not None and (doc_date - printed).days > _OLD:
        return Status.BACKGROUND, f"told of {printed:%B %Y}"
    return None


def _is_about_older(hit: Hit) -> bool:
    """Tell whether a step is taken on an older one: a judgment, or an appeal. A suit of the authority is not."""
    return hit.trigger.action is Action.RULING or (
        hit.trigger.action is Action.LITIGATION and hit.trigger.actor == "firm"
    )


def _recalled(hit: Hit, sentence: Sentence, text: str, doc_date: date, lexicon: Lexicon) -> date | None:
    """Return what a sentence below the lead is dated: an earlier year, or a month; None where it also brings news."""
    if _is_news(sentence, lexicon):
        return None
    printed = nearest_date(text, hit.start - sentence.start, lexicon)
    if printed is None:
        return last_month_named(sentence.words, doc_date, lexicon)
    return printed if printed.year < doc_date.year else None


def _is_news(sentence: Sentence, lexicon: Lexicon) -> bool:
    return first_words(lexicon.patterns["news"], sentence.text) is not None


def _background(sentence: Sentence, around: Around, lexicon: Lexicon) -> tuple[Status, str] | None:
    checks = [
        ("years_since", around.before),
        ("background_after", around.after),
        ("background_sentence", around.text),
    ]
    if sentence.section == "body":
        checks.append(("older_times", around.phrase))
    if sentence.section == "title":
        # Headlines leave out when something was; only what stands right beside the step counts.
        checks = [("background_before", around.before[-_ADJACENT:]), *checks[:2]]
    elif sentence.section == "body" or not lexicon.patterns["news"].search(around.near):
        checks.insert(0, ("background_before", around.before))
    for name, words in checks:
        found = first_words(lexicon.patterns[name], words)
        if found and not _is_fronted(found, words):
            return Status.BACKGROUND, found
    return None


def _is_fronted(cue: str, words: str) -> bool:
    """Tell whether a cue only opens a phrase that ends before the step: "In addition to the fine, X has opened …"."""
    return expressions().besides.fullmatch(cue) is not None and "," in words.partition(cue)[2]


def _said_besides(sentence: Sentence, around: Around, lexicon: Lexicon) -> tuple[Status, str] | None:
    """Return background for what a clause only adds of a firm: "Acme, which fought a fine, opened a shop"."""
    if sentence.section != "body" or _is_news(sentence, lexicon):
        return None
    clauses = (
        clause
        for clause in expressions().relative_clause.finditer(sentence.text)
        if clause.start() < around.start < clause.end()
    )
    return next(((Status.BACKGROUND, clause.group()) for clause in clauses), None)


def is_private(sentence: Sentence, lexicon: Lexicon) -> str | None:
    """Return the words that make a sentence one about private litigation or no authority's matter."""
    return first_words(lexicon.patterns["private"], sentence.text)

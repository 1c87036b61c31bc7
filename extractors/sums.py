"""Says what sum a fine, settlement or judgment is about, and where the document prints it."""

from collections.abc import Iterator

from spacy.tokens import Doc

from extractors.amounts import Money, find_amounts
from extractors.lexicon import Lexicon, first_words
from extractors.parts import Sentence, Step
from schemas.finding import Amount
from schemas.words import Action, Status

_WITH_SUM = frozenset({Action.DECISION, Action.SETTLED, Action.RULING})
# How far before a sum the words stand that make it one to be paid, and behind it those that make it one a day.
_PAID_REACH = 60
_BEHIND = 25
_OLDER = ("older_times", "background_sentence")
# A headline rounds: how far, in parts of the whole, the exact sum may be from it.
_ROUNDED = 0.05


def amount_of(doc: Doc, step: Step) -> Amount | None:
    """Return the sum a step is about: in its sentence, else in others that tell it, else what is to be paid by them."""
    if step.action not in _WITH_SUM:
        return None
    sums = list(_sums(step, step.sentence, doc._.lexicon))
    here = _nearest(step, sums)
    told = [money.amount for sentence in step.tellings for money in _sums(step, sentence, doc._.lexicon)]
    if here is not None:
        return next((exact for exact in told if _rounds(here, exact)), here) if _is_headline(step) else here
    return next(iter(told), None) or _to_be_paid(doc, step)


def _nearest(step: Step, sums: list[Money]) -> Amount | None:
    start, end = step.hit.start - step.sentence.start, step.hit.end - step.sentence.start
    nearest = min(sums, key=lambda money: 0 if start <= money.start <= end else abs(money.start - end), default=None)
    return nearest.amount if nearest else None


def _sums(step: Step, sentence: Sentence, lexicon: Lexicon) -> Iterator[Money]:
    """Yield the sums of a sentence that a step may be about: not a deal's, none a day, none a court found set."""
    for money in find_amounts(sentence.text):
        before, behind = sentence.text[: money.start], sentence.text[money.end : money.end + _BEHIND]
        known = step.action is Action.RULING and lexicon.patterns["known_sum"].search(before)
        if not (known or lexicon.patterns["rate"].match(behind) or lexicon.patterns["deal"].search(behind)):
            yield money


def _is_headline(step: Step) -> bool:
    return step.sentence.section == "title"


def _rounds(printed: Amount, exact: Amount) -> bool:
    """Tell whether a sum is the exact one that a headline rounds ("$345,000" for $345,178)."""
    off = abs(printed.value - exact.value)
    return printed.currency == exact.currency and 0 < off <= _ROUNDED * exact.value and exact.value % 1000 > 0


def _to_be_paid(doc: Doc, step: Step) -> Amount | None:
    """Return the one sum behind a step of the news that its document says is to be paid, where no other is told."""
    if step.status is not Status.ASSERTED or step.action is Action.RULING:
        return None
    elsewhere = {other.sentence.start for other in doc._.steps if other is not step}
    sentences = [s for s in doc._.sentences if s.start > step.sentence.start and s.start not in elsewhere]
    found = {
        (money.amount.value, money.amount.currency)
        for sentence in sentences
        if not any(first_words(doc._.lexicon.patterns[name], sentence.text) for name in _OLDER)
        for money in _sums(step, sentence, doc._.lexicon)
        if _is_paid(sentence.text, money, doc._.lexicon)
    }
    value, currency = next(iter(found), (0.0, ""))
    return Amount(value=value, currency=currency) if len(found) == 1 else None


def _is_paid(text: str, money: Money, lexicon: Lexicon) -> bool:
    before, behind = text[max(0, money.start - _PAID_REACH) : money.start], text[money.end : money.end + _BEHIND]
    paid = lexicon.patterns["paid"].search(before) or lexicon.patterns["paid"].search(behind)
    return paid is not None and lexicon.patterns["at_most"].search(before) is None

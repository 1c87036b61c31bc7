"""Tells that a sentence recalls an older step: by a date well before the document's own, or by words of context."""

from datetime import date

from extractors.around import WINDOW, Around
from extractors.dates import last_month_named, nearest_date
from extractors.expressions import expressions
from extractors.telling import Standing, Telling
from extractors.words import words_of
from schemas.words import Action, Status

# Reaches in characters, tried on documents written for the project:
# of the year right behind a judgment, which is its own and not that of what was judged;
_DIRECTLY = 14
# and in a headline, of what says that a step is older.
_ADJACENT = 16
# How far into a sentence a step may stand that a month at its beginning dates, and how long that beginning is.
_FRONTED = 150
_OPENING = 26
# Days after which a dated step is an older one; and one that a newspaper dates by its month alone.
_OLD = 75
_OLD_IN_PRESS = 35


def dated_before(telling: Telling, around: Around) -> Standing | None:
    """Return background when the date printed beside the trigger is well before the document's own."""
    doc_date, section = telling.doc_date, telling.sentence.section
    if doc_date is None or telling.hit.trigger.target == "document" or (telling.official and section == "title"):
        return None
    at = len(around.near) - len(around.after)
    # "upheld the fine imposed in 2017": behind a judgment or an appeal a year mostly dates what it is about.
    about_older = _is_about_older(telling)
    reach = _DIRECTLY if about_older else WINDOW
    printed = nearest_date(around.near[: at + reach], at, telling.lexicon)
    if printed is None and section == "body" and not about_older:
        printed = _recalled(telling, around.text, doc_date)
    old = _OLD
    if printed is None and section != "title" and not telling.official:
        printed, old = _beside(telling, around, doc_date), _OLD_IN_PRESS
    if printed is not None and (doc_date - printed).days > old:
        return Status.BACKGROUND, f"told of {printed:%B %Y}"
    return None


def _beside(telling: Telling, around: Around, doc_date: date) -> date | None:
    """Return the month that stands right behind a step, or opens its sentence: "charged in June", "In June, it …"."""
    fronted = around.text[:_OPENING] if around.start < _FRONTED else ""
    words = f"{fronted} {around.inside}{around.after[:_DIRECTLY]}"
    return last_month_named(words_of(words), doc_date, telling.lexicon)


def _is_about_older(telling: Telling) -> bool:
    """Tell whether a step is taken on an older one: a judgment, or an appeal. A suit of the authority is not."""
    appeal = telling.action is Action.LITIGATION and telling.hit.trigger.actor == "firm"
    return appeal or telling.action is Action.RULING


def _recalled(telling: Telling, text: str, doc_date: date) -> date | None:
    """Return what a sentence below the lead is dated: an earlier year, or a month; None where it also brings news."""
    sentence = telling.sentence
    if _is_news(telling):
        return None
    printed = nearest_date(text, telling.hit.start - sentence.start, telling.lexicon)
    if printed is None:
        return last_month_named(sentence.words, doc_date, telling.lexicon)
    return printed if printed.year < doc_date.year else None


def _is_news(telling: Telling) -> bool:
    return telling.first("news", telling.sentence.text) is not None


def told_as_context(telling: Telling) -> Standing | None:
    """Return background for a step that words around it set before the news."""
    for name, words in _where_context_is_told(telling):
        found = telling.first(name, words)
        if found and not _is_fronted(found, words):
            return Status.BACKGROUND, found
    return None


def _where_context_is_told(telling: Telling) -> list[tuple[str, str]]:
    """Return the lists of words that set a step before the news, each with the words to look at, by section."""
    around, section = telling.own, telling.sentence.section
    anywhere = [("years_since", around.before), ("background_after", around.after)]
    if section == "title":
        # Headlines leave out when something was; only what stands right beside the step counts.
        return [("background_before", around.before[-_ADJACENT:]), *anywhere]
    checks = [*anywhere, ("background_sentence", around.text)]
    if section == "body":
        checks.append(("older_times", around.phrase))
    if section == "body" or not telling.lexicon.patterns["news"].search(around.near):
        checks.insert(0, ("background_before", around.before))
    return checks


def _is_fronted(cue: str, words: str) -> bool:
    """Tell whether a cue only opens a phrase that ends before the step: "In addition to the fine, X has opened …"."""
    return expressions().besides.fullmatch(cue) is not None and "," in words.partition(cue)[2]


def said_besides(telling: Telling) -> Standing | None:
    """Return background for what a clause only adds of a firm: "Acme, which fought a fine, opened a shop"."""
    if telling.sentence.section != "body" or _is_news(telling):
        return None
    start = telling.around.start
    clauses = expressions().relative_clause.finditer(telling.sentence.text)
    return next(((Status.BACKGROUND, c.group()) for c in clauses if c.start() < start < c.end()), None)

"""Gives a step its status: what its own sentence says, unless the text around it shows it to be no news."""

from collections.abc import Callable

from spacy.tokens import Doc

from extractors.around import Around
from extractors.authorities import is_unnamed
from extractors.clauses import own_clause
from extractors.dates import parse_date
from extractors.expressions import expressions
from extractors.lexicon import first_words
from extractors.parts import Hit, Name, Sentence, names_within
from extractors.passages import Account
from extractors.status import judge
from extractors.telling import Standing
from schemas.words import Action, Role, Status

# How far behind a trigger the words of a reaction that begin in it may go ("condena multa").
_OF_A_REACTION = 20
_NOT_NEWS = frozenset({Status.BACKGROUND, Status.SPECULATIVE})
_APPEALED = frozenset({Action.DECISION, Action.PROHIBITED, Action.INTERIM_MEASURES})
# A firm, a paper or a lab may open an inquiry or promise something too: without an authority it is none of ours.
_NEEDS_SOMEBODY = frozenset({Action.OPENED, Action.INQUIRY, Action.CLOSED, Action.COMMITMENTS})


def status_of(account: Account) -> Standing:
    """Return the status of a step, and the words or rule that decided it.

    What its sentence states stands, unless one of the rules below speaks; the first that does decides.
    """
    status, why = _by_its_sentence(account)
    if status is not Status.ASSERTED:
        return status, why
    return next((standing for rule in _NO_NEWS if (standing := rule(account))), (status, why))


def _by_its_sentence(account: Account) -> Standing:
    doc, hit = account.doc, account.hit
    own = own_clause(hit, account.sentence, account.actors, doc._.hits)
    return judge(hit, own, parse_date(doc._.document.date), account.lexicon, doc._.publisher_authority is not None)


def _recalled_in_a_speech(account: Account) -> Standing | None:
    """Return background for what an authority's speech tells below its title, and does not call new."""
    doc, sentence = account.doc, account.sentence
    if doc._.publisher_authority is None or sentence.section == "title":
        return None
    if expressions().speech.search(doc._.layout.title) is None or _first(account, "news", sentence.text) is not None:
        return None
    return Status.BACKGROUND, "recalled in a speech"


def _recalled_in_a_yearly_report(account: Account) -> Standing | None:
    words = report_on_a_year(account.doc, account.sentence)
    return (Status.BACKGROUND, words) if words else None


def report_on_a_year(doc: Doc, sentence: Sentence) -> str | None:
    """Return the words by which the head above a sentence is about an authority's report on its year, and no firm."""
    end = len(doc._.layout.title) or max((s.end for s in doc._.sentences[:2]), default=0)
    words = expressions().yearly_report.search(doc._.layout.joined, 0, end) if sentence.start >= end else None
    if words is None or names_within(doc._.companies, 0, end):
        return None
    of_an_authority = doc._.publisher_authority is not None or names_within(doc._.authorities, 0, end)
    return words.group() if of_an_authority else None


def _part_of_another_step(account: Account) -> Standing | None:
    """Return the status of the step it is a part of: "in May it fined Acme, imposing …", "… as part of a probe"."""
    whole = _told_before_it(account) if _hangs_on_what_precedes(account) else None
    if whole is None:
        return None
    day = parse_date(account.doc._.document.date)
    status, why = judge(whole, account.sentence, day, account.lexicon, official=False)
    return (status, why) if status in _NOT_NEWS else None


def _hangs_on_what_precedes(account: Account) -> bool:
    at, text = account.hit.start - account.sentence.start, account.sentence.text
    return bool(expressions().part_of.search(text[:at]) or expressions().participle.match(text, at - 2))


def _told_before_it(account: Account) -> Hit | None:
    """Return the nearest step that the sentence tells before this one."""
    start, end = account.sentence.start, account.hit.start
    return next((hit for hit in reversed(account.doc._.hits) if start <= hit.start and hit.end <= end), None)


def _only_expected_below(account: Account) -> Standing | None:
    """Return speculative for a headline that faces somebody with a step which the lead only expects."""
    lead, sentence = _first_of_the_lead(account), account.sentence
    if lead is None or sentence.section != "title" or not expressions().faces.search(sentence.text):
        return None
    expected = _statuses_of_the_same(account, lead) == {Status.SPECULATIVE}
    return (Status.SPECULATIVE, "expected in the lead") if expected else None


def _statuses_of_the_same(account: Account, following: Sentence) -> set[Status]:
    """Return in which voices the sentence behind a step tells its action again."""
    hit, day = account.hit, parse_date(account.doc._.document.date)
    told = (other for other in account.doc._.hits if following.start <= other.start < following.end)
    same = (other for other in told if other.trigger.action is hit.trigger.action)
    return {judge(other, following, day, account.lexicon, official=False)[0] for other in same}


def _led_over_to(account: Account) -> Standing | None:
    """Return background for what the sentence before leads over to ("It is not the first time")."""
    before = _sentence_at(account, -1)
    words = _first(account, "not_first", before.text) if before and account.sentence.section == "body" else None
    return (Status.BACKGROUND, words) if words else None


def _leading_to_a_question(account: Account) -> Standing | None:
    """Return background for what only leads up to an interviewer's question: "The EU fined Acme. Are you too tame?"."""
    following, sentence, text = _sentence_at(account, 1), account.sentence, account.doc._.layout.joined
    if following is None or sentence.section != "body" or not following.text.endswith("?"):
        return None
    ends = text[following.end : following.end + 1] in {"\n", ""}
    begins = text[max(0, sentence.start - 1) : sentence.start] == "\n"
    one_paragraph = begins and ends and "\n" not in text[sentence.end : following.start]
    return (Status.BACKGROUND, following.text) if one_paragraph else None


def _appealed_since(account: Account) -> Standing | None:
    """Return background for a decision, told below the lead, of which the next sentence says that it was appealed."""
    following = _sentence_at(account, 1)
    if following is None or account.sentence.section != "body" or account.hit.trigger.action not in _APPEALED:
        return None
    words = _first(account, "appealed", following.text)
    return (Status.BACKGROUND, words) if words else None


def _only_wished_for(account: Account) -> Standing | None:
    """Return speculative where below the lead somebody asks for a step of firms named elsewhere, or in weak words."""
    hit, sentence = account.hit, account.sentence
    if hit.trigger.action is not Action.COMPLAINT or sentence.section != "body":
        return None
    if not (account.anaphora or hit.trigger.weak):
        return None
    words = _first(account, "hedge_before", sentence.text[hit.start - sentence.start : hit.end - sentence.start])
    return (Status.SPECULATIVE, words) if words else None


def _only_reacted_to(account: Account) -> Standing | None:
    """Return background where somebody else only speaks of a step: "Washington slams EU fine on Acme"."""
    hit, sentence = account.hit, account.sentence
    if sentence.section == "title" and (comment := _first(account, "comment", sentence.text)):
        return Status.BACKGROUND, comment
    around = Around(sentence.text, hit.start - sentence.start, hit.end - sentence.start)
    words = account.lexicon.patterns["reaction"].search(around.before + around.inside + around.after[:_OF_A_REACTION])
    said_at = hit.start - len(around.before) + words.start() if words else hit.end
    if words is None or said_at >= hit.end or expressions().and_or.search(around.before[words.end() :]):
        return None
    own = any(sentence.start <= name.start < said_at for name in _whose_step_it_is(account))
    return None if own else (Status.BACKGROUND, words.group())


def _whose_step_it_is(account: Account) -> list[Name]:
    """Return whom a step is towards, and who takes it; they do not react to it."""
    targets = [name for name, role in account.parties if role is Role.TARGET]
    return targets + ([account.actor] if account.actor and not _is_abroad(account.actor) else [])


def _is_abroad(actor: Name) -> bool:
    """Tell whether who acts is only a capital or country without an authority we know: it reacts rather than acts."""
    return actor.method == "bare place" and (actor.id or "other:").startswith("other:")


def _by_nobody(account: Account) -> Standing | None:
    """Return speculative where only an authority could act, and the text names none."""
    nobody = is_unnamed(account.actor) if account.actor else account.who is None
    if not nobody or account.hit.trigger.action not in _NEEDS_SOMEBODY:
        return None
    return Status.SPECULATIVE, "the text names no authority"


_NO_NEWS: tuple[Callable[[Account], Standing | None], ...] = (
    _recalled_in_a_speech,
    _recalled_in_a_yearly_report,
    _part_of_another_step,
    _only_expected_below,
    _led_over_to,
    _leading_to_a_question,
    _appealed_since,
    _only_wished_for,
    _only_reacted_to,
    _by_nobody,
)
"""What shows in the text around a stated step that it is no news, in order."""


def _first(account: Account, name: str, words: str) -> str | None:
    return first_words(account.lexicon.patterns[name], words)


def _first_of_the_lead(account: Account) -> Sentence | None:
    return next((sentence for sentence in account.doc._.sentences if sentence.section == "lead"), None)


def _sentence_at(account: Account, distance: int) -> Sentence | None:
    """Return the sentence so many behind that of a step, before it where negative; None where the text has none."""
    sentences: list[Sentence] = account.doc._.sentences
    at = account.hit.sentence + distance
    return sentences[at] if 0 <= at < len(sentences) else None

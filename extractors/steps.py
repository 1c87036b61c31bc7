"""Reads each trigger as a step: which authority, which firms in which role, which status."""

from spacy.language import Language
from spacy.tokens import Doc

from extractors.bystanders import bystanders, complainants, with_bystanders
from extractors.concerned import account_of
from extractors.court_papers import as_judgment, as_lodged, closing_court, is_operative_part
from extractors.deals import deal_partners, with_partners
from extractors.joint_action import told_of_each
from extractors.lexicon import first_words
from extractors.parts import Hit, Step, Taken
from extractors.passages import Account, is_told, passage_of
from extractors.standing import status_of
from extractors.telling import Standing
from schemas.words import Status

# How far into a decision its own title may stand, behind the names and addresses of the parties.
_HEAD = 1500


@Language.component("casewatch_steps")
def mark_steps(doc: Doc) -> Doc:
    """Store the steps of a document as `doc._.steps`."""
    doc._.complainants = complainants(doc)
    doc._.bystanders = bystanders(doc)
    steps: list[Step] = []
    taken = Taken()
    for hit in doc._.hits:
        step = read_step(doc, hit) if taken.is_free(hit.start, hit.end) else None
        if step is not None:
            taken.add(hit.start, hit.end)
            steps += told_of_each(doc, step)
    partners = deal_partners(doc)
    steps = [with_bystanders(doc, with_partners(step, partners)) for step in steps]
    doc._.steps = as_judgment(doc, as_lodged(doc, sorted(steps, key=lambda step: step.hit.start)))
    return doc


def read_step(doc: Doc, hit: Hit) -> Step | None:
    """Return the step a trigger states, or None when nobody who could take it acts, or it is taken towards nobody."""
    passage = passage_of(doc, hit)
    account = account_of(passage) if is_told(passage) else None
    if account is None:
        return None
    status, why = status_of(account)
    if account.unsaid and status is not Status.BACKGROUND:
        # "Last year it fined Acme": who acted is not said again. Enough for context, never for news.
        return None
    if is_operative_part(account.hit):
        court = closing_court(doc, account.who)
        return _step(account, court, (Status.ASSERTED, "the operative part")) if court else None
    return _step(account, account.who, (status, why))


def _step(account: Account, who: str | None, standing: Standing) -> Step:
    hit, sentence, actor = account.hit, account.sentence, account.actor
    status, why = standing
    return Step(
        hit, sentence, who, tuple(account.parties), status, why, account.anaphora,
        named_authority=actor is not None,
        pending=first_words(account.lexicon.patterns["pending"], sentence.text) is not None,
        official=_is_of_the_document(account) and who == account.doc._.publisher_authority,
        vague=actor is None or actor.method in {"bare place", "generic"},
    )  # fmt: skip


def _is_of_the_document(account: Account) -> bool:
    """Tell whether a trigger stands in the head of an authority's own paper and speaks of that paper."""
    doc, hit = account.doc, account.hit
    in_head = hit.start < doc._.layout.text_start + _HEAD
    return hit.trigger.target == "document" and doc._.publisher_authority is not None and in_head

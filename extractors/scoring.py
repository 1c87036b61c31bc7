"""Compares readings with annotated documents: what was told rightly, wrongly, and not at all.

An alert is a target of an asserted event. The main figure counts (document, watched firm) pairs; firms on
which careful readers disagreed (`either`) count neither way.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractors.rates import Figures, Pair, Rate, Share
from extractors.score_names import ScoreNames

Document = Mapping[str, Any]
EventKey = tuple[str, str, str, str]
"""Document, authority, firm, action."""

_LEVELS = ("low", "medium", "high")
_STRENGTH = {"asserted": 3, "denied": 2, "speculative": 1, "background": 0}


@dataclass
class _Side:
    """What one side says: targets of asserted events, statuses, roles and case numbers."""

    told: dict[str, set[str]] = field(default_factory=dict)
    events: dict[EventKey, Document] = field(default_factory=dict)
    status: dict[tuple[str, str, str], str] = field(default_factory=dict)
    roles: dict[Pair, set[str]] = field(default_factory=dict)
    cases: set[Pair] = field(default_factory=set)

    def in_role(self, role: str) -> set[Pair]:
        return {pair for pair, roles in self.roles.items() if role in roles}


def evaluate(gold: Sequence[Document], predictions: Mapping[str, Document], names: ScoreNames) -> Figures:
    """Return the figures of predictions (by document id) against annotated documents.

    A document without a prediction counts as one that says nothing.
    """
    docs = {str(doc["id"]): doc for doc in gold}
    answers = {i: predictions.get(i, {}) for i in docs}
    either = {(i, names.firm(firm)) for i, doc in docs.items() for firm in doc.get("either") or []}
    also = _actions_also(docs, names)
    wanted, given = _collect(docs, names, also), _collect(answers, names, also)
    want = _pairs({i: {names.firm(f) for f in doc.get("alert") or []} for i, doc in docs.items()}, None) - either
    give = _pairs(given.told, None) - either
    watched = {"want": _watched(want, names), "give": _watched(give, names)}
    return Figures(
        documents=len(docs),
        unanswered=sum(i not in predictions for i in docs),
        rates=_rates(wanted, given, want, give, watched, either, names),
        shares=_shares(docs, answers, wanted, given, want, give, either, names),
        missed=tuple(sorted(watched["want"] - watched["give"])),
        wrong=tuple(sorted(watched["give"] - watched["want"])),
    )


def by_group(
    gold: Sequence[Document], predictions: Mapping[str, Document], names: ScoreNames, group: Callable[[Document], str]
) -> dict[str, Rate]:
    """Return the watched rate of each group of documents, for example by language or by official and press."""
    groups: dict[str, list[Document]] = {}
    for doc in gold:
        groups.setdefault(group(doc), []).append(doc)
    return {name: evaluate(docs, predictions, names).rates["watched"] for name, docs in sorted(groups.items())}


def by_confidence(gold: Sequence[Document], predictions: Mapping[str, Document], names: ScoreNames) -> dict[str, Share]:
    """Return for each level of confidence how many of the firms told at it, at best, are wanted: its reliability."""
    docs = {str(doc["id"]): doc for doc in gold}
    best: dict[Pair, str] = {}
    for i in docs:
        for event in predictions.get(i, {}).get("events") or []:
            for firm, role in _parties(event, names):
                if event.get("status") == "asserted" and role == "target":
                    best[i, firm] = max(best.get((i, firm), "low"), event.get("confidence", "low"), key=_LEVELS.index)
    either = {(i, names.firm(firm)) for i, doc in docs.items() for firm in doc.get("either") or []}
    want = {(i, names.firm(firm)) for i, doc in docs.items() for firm in doc.get("alert") or []}
    told = {level: {pair for pair, found in best.items() if found == level} - either for level in _LEVELS}
    return {level: Share(len(told[level] & want), len(told[level])) for level in reversed(_LEVELS)}


def _actions_also(docs: Mapping[str, Document], names: ScoreNames) -> dict[EventKey, str]:
    return {
        (i, names.authority(event["authority"]), firm, action): event["action"]
        for i, doc in docs.items()
        for event in doc["events"]
        for firm, _ in _parties(event, names)
        for action in event.get("action_also") or []
    }


def _parties(event: Document, names: ScoreNames) -> list[tuple[str, str]]:
    parties = event.get("parties") or []
    return [(names.firm(party["name"]), party.get("role")) for party in parties if party.get("name")]


def _collect(docs: Mapping[str, Document], names: ScoreNames, also: Mapping[EventKey, str]) -> _Side:
    side = _Side()
    for i, doc in docs.items():
        side.told[i] = set()
        for event in doc.get("events") or []:
            side.cases |= {(i, re.sub(r"\W", "", number).upper()) for number in event.get("cases") or []}
            for firm, role in _parties(event, names):
                _add(side, i, event, firm, role, names, also)
    return side


def _add(
    side: _Side, i: str, event: Document, firm: str, role: str, names: ScoreNames, also: Mapping[EventKey, str]
) -> None:
    key = (i, names.authority(event.get("authority") or ""), firm)
    if _STRENGTH.get(event.get("status", ""), -1) >= _STRENGTH.get(side.status.get(key, ""), -1):
        side.status[key] = event["status"]
    if event.get("status") != "asserted":
        return
    side.roles.setdefault((i, firm), set()).add(role)
    if role == "target":
        side.told[i].add(firm)
        action = event["action"]
        side.events.setdefault((*key, also.get((*key, action), action)), event)


def _pairs(table: Mapping[str, set[str]], only: set[str] | None) -> set[Pair]:
    return {(i, firm) for i, firms in table.items() for firm in firms if firm and (only is None or firm in only)}


def _watched(pairs: set[Pair], names: ScoreNames) -> set[Pair]:
    return {pair for pair in pairs if pair[1] in names.watched}


def _rate(gold: set[Any], predicted: set[Any]) -> Rate:
    return Rate(len(gold & predicted), len(gold), len(predicted))


def _rates(
    wanted: _Side,
    given: _Side,
    want: set[Pair],
    give: set[Pair],
    watched: Mapping[str, set[Pair]],
    either: set[Pair],
    names: ScoreNames,
) -> dict[str, Rate]:
    gold, got = set(wanted.events), set(given.events)

    def seen(keys: set[EventKey]) -> set[EventKey]:
        return {key for key in keys if key[2] in names.watched and (key[0], key[2]) not in either}

    def actionless(keys: set[EventKey]) -> set[tuple[str, str, str]]:
        return {key[:3] for key in keys}

    return {
        "watched": _rate(watched["want"], watched["give"]),
        "watched, authority": _rate(actionless(seen(gold)), actionless(seen(got))),
        "watched event": _rate(seen(gold), seen(got)),
        "any firm": _rate(want, give),
        "any event without action": _rate(actionless(gold), actionless(got)),
        "any event": _rate(gold, got),
        "case no.": _rate(wanted.cases, given.cases),
        "complainant": _rate(wanted.in_role("complainant"), given.in_role("complainant")),
        "affected": _rate(wanted.in_role("affected"), given.in_role("affected")),
    }


def _shares(
    docs: Mapping[str, Document],
    answers: Mapping[str, Document],
    wanted: _Side,
    given: _Side,
    want: set[Pair],
    give: set[Pair],
    either: set[Pair],
    names: ScoreNames,
) -> dict[str, Share]:
    quiet = {(i, names.firm(firm)) for i, doc in docs.items() for firm in doc.get("quiet") or []}
    quiet = _watched(quiet - either - want, names)
    statuses = {
        key: value
        for key, value in wanted.status.items()
        if key[2] in names.watched and (value != "background" or key in given.status)
    }
    both = wanted.roles.keys() & given.roles.keys()
    ai = [i for i in docs if any(f in names.watched for f in _alerts(docs[i], names)) and given.told[i] & names.watched]
    differing = sum({names.firm(f) for f in answers[i].get("alert") or []} != given.told[i] for i in docs)
    return {
        "quiet watched firms that alerted": Share(len(quiet & give), len(quiet)),
        "role sets equal": Share(sum(wanted.roles[k] == given.roles[k] for k in both), len(both)),
        "status of watched": Share(sum(given.status.get(k) == v for k, v in statuses.items()), len(statuses)),
        **_details(docs, wanted, given),
        "ai nexus": Share(sum(bool(docs[i].get("ai_nexus")) == _says_ai(answers[i]) for i in ai), len(ai)),
        "alert list differs from events": Share(differing, len(docs)),
    }


def _alerts(doc: Document, names: ScoreNames) -> set[str]:
    return {names.firm(firm) for firm in doc.get("alert") or []}


def _says_ai(doc: Document) -> bool:
    asserted = (event for event in doc.get("events") or [] if event.get("status") == "asserted")
    return any((event.get("ai") or {}).get("nexus") for event in asserted)


def _details(docs: Mapping[str, Document], wanted: _Side, given: _Side) -> dict[str, Share]:
    """Compare what matched events carry: evidence, instrument, amount, deadline."""
    matched = [(key[0], wanted.events[key], given.events[key]) for key in wanted.events.keys() & given.events.keys()]
    evidence = [_same_evidence(docs[i], a["evidence"], b.get("evidence")) for i, a, b in matched if a.get("evidence")]
    instrument = [a.get("instrument") == b.get("instrument") for _, a, b in matched]
    amount = [_money(a) == _money(b) for _, a, b in matched if a.get("amount") or b.get("amount")]
    deadline = [a.get("deadline") == b.get("deadline") for _, a, b in matched if a.get("deadline") or b.get("deadline")]
    found = {"evidence": evidence, "instrument": instrument, "amount": amount, "deadline": deadline}
    return {name: Share(sum(values), len(values)) for name, values in found.items()}


def _money(event: Document) -> tuple[float, str | None] | None:
    amount = event.get("amount")
    if not isinstance(amount, Mapping) or amount.get("value") is None:
        return None
    return round(float(amount["value"]), 2), amount.get("currency")


def _same_evidence(doc: Document, wanted: str, given: Any) -> bool:
    """Tell whether a quotation is in the document and shares half of its words with the annotated one."""
    text = given.get("text") if isinstance(given, Mapping) else given
    body = _squeeze(f"{doc.get('title', '')} {doc.get('text', '')}")
    if not text or _squeeze(text) not in body:
        return False
    ours, theirs = (set(re.findall(r"\w+", words.lower())) for words in (wanted, text))
    return len(ours & theirs) >= 0.5 * min(len(ours), len(theirs))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()

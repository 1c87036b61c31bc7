"""Learns the weights of extractors/weighing.py from annotated documents and sentences.

    python -m training.weighing

Three models are fitted by logistic regression: of a mention (does this sentence tell this firm as the target of an
asserted step?), of a firm over its document (on scores of mentions that were not learnt from), and of the action a
mention tells. A fifth of the texts, by hash of their id, is held out: it never enters a model that ships.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractors.mention_features import DocumentView, SentenceView, mention_features, view
from extractors.parts import Step
from extractors.weighing import Models, document_numbers
from extractors.weights import BITS, LinearModel, places_of
from knowledge.names import fold
from training.annotated import Analyst, Annotated, fold_of

FOLDS = 4
# Seventeen rows of weights: fewer places keep the file small.
_ACTION_BITS = 15
_MENTION_STRENGTH, _ACTION_STRENGTH, _DOCUMENT_STRENGTH = 0.3, 1.0, 1.0


@dataclass(frozen=True)
class Mention:
    """A firm in a sentence: its signs, and the answer, None where the annotation leaves it open."""

    at: SentenceView
    firm: str
    signs: list[int]
    told: bool | None
    action: str | None


@dataclass(frozen=True)
class Example:
    """An analysed document with its mentions. `wanted`: firms that must alert; `open_firms` count neither way."""

    id: str
    seen: DocumentView
    steps: list[Step]
    mentions: list[Mention]
    wanted: frozenset[str]
    open_firms: frozenset[str]
    is_document: bool


def examples(texts: Iterable[Annotated], analyst: Analyst) -> Iterator[Example]:
    """Yield what the rules see of each text, with the answers of its annotation."""
    for text in texts:
        doc = analyst.analyse(text)
        seen = view(doc, doc._.steps)
        firms = {name.key: fold(name.name) for name in doc._.companies}
        alert = {key for key, name in firms.items() if name in text.alert}
        mentions = [_mention(text, seen, at, firm, firms[firm]) for at in seen.sentences for firm in at.starts]
        open_firms = frozenset(key for key, name in firms.items() if name in text.either)
        yield Example(text.id, seen, doc._.steps, mentions, frozenset(alert), open_firms, text.is_document)


def _mention(text: Annotated, seen: DocumentView, at: SentenceView, firm: str, name: str) -> Mention:
    told, action = text.answer(at.sentence.start, at.sentence.end, name)
    return Mention(at, firm, places_of(mention_features(seen, at, firm)), told, action)


def _matrix(rows: Sequence[Sequence[int]], bits: int = BITS) -> Any:
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.fromiter((place for row in rows for place in row), dtype=np.int32) & ((1 << bits) - 1)
    return csr_matrix((np.ones(len(columns), dtype=np.float32), columns, starts), shape=(len(rows), 1 << bits))


def _regression(strength: float, most_rounds: int) -> Any:
    # Two seconds that only learning takes.
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, max_iter=most_rounds)


def learn_mentions(texts: Iterable[Example]) -> LinearModel:
    """Return the model of one mention."""
    known = [(m.signs, m.told) for text in texts for m in text.mentions if m.told is not None]
    fitted = _regression(_MENTION_STRENGTH, 300)
    fitted.fit(_matrix([signs for signs, _ in known]), [told for _, told in known])
    return LinearModel(("target",), fitted.coef_, fitted.intercept_)


def learn_actions(texts: Iterable[Example]) -> LinearModel:
    """Return the model of the action that a mention of a target tells."""
    known = [(m.signs, m.action) for text in texts for m in text.mentions if m.action]
    fitted = _regression(_ACTION_STRENGTH, 200)
    fitted.fit(_matrix([signs for signs, _ in known], _ACTION_BITS), [action for _, action in known])
    return LinearModel(tuple(fitted.classes_), fitted.coef_, fitted.intercept_)


def learn_documents(texts: Sequence[Example]) -> LinearModel:
    """Return the model of a firm over its document, learnt on scores that other folds' models gave."""
    rows: list[dict[str, float]] = []
    answers: list[bool] = []
    for number in range(FOLDS):
        others = [text for text in texts if fold_of(text.id, FOLDS) != number]
        model = learn_mentions(others)
        for text in texts:
            if fold_of(text.id, FOLDS) == number and text.is_document:
                for firm, numbers in firm_numbers(text, model).items():
                    if firm not in text.open_firms:
                        rows.append(numbers)
                        answers.append(firm in text.wanted)
    return _dense(rows, answers)


def firm_numbers(text: Example, model: LinearModel) -> dict[str, dict[str, float]]:
    """Return the numbers of each firm of a text, its mentions scored by a model."""
    scored: dict[str, list[tuple[float, SentenceView]]] = {}
    for mention in text.mentions:
        score = float(model.weights[0, mention.signs].sum() + model.bias[0])
        scored.setdefault(mention.firm, []).append((score, mention.at))
    return {firm: document_numbers(firm, pairs, text.seen, text.steps) for firm, pairs in scored.items()}


def _dense(rows: list[dict[str, float]], answers: list[bool]) -> LinearModel:
    names = tuple(sorted({name for row in rows for name in row}))
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    fitted = _regression(_DOCUMENT_STRENGTH, 2000).fit(table, answers)
    return LinearModel(names, fitted.coef_, fitted.intercept_)


def learn(texts: Sequence[Example]) -> Models:
    """Return the three models learnt from texts."""
    return Models(learn_mentions(texts), learn_documents(texts), learn_actions(texts))

"""Reads names off spaCy's recogniser of names as its own greedy parser does, for a whole batch in a few products.

The parser goes from token to token and asks the network at each. What the network sees is the token and, only within a
name, the name's first token and the one before. Where no name is open the move therefore depends on the token alone:
all of a batch are scored at once, and only within names one is left to go step by step.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_SPACE
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc

Floats = NDArray[np.float32]
Found = tuple[str, int, int]
"""A label, and the tokens from which to which a name goes, the last one not in it."""

_TOKEN, _FIRST, _BEFORE = range(3)
"""What the network sees of a state, in its order."""


def can_read(nlp: Language) -> bool:
    """Tell whether a pipeline is only spaCy's greedy recogniser of names, of the kind that is read here."""
    if nlp.pipe_names != ["ner"]:
        return False
    ner = nlp.get_pipe("ner")
    if not isinstance(ner, EntityRecognizer) or ner.cfg.get("beam_width", 1) != 1:
        return False
    attributes, lower = ner.model.attrs, ner.model.get_ref("lower")
    return bool(
        attributes["has_upper"]
        and not attributes["unseen_classes"]
        and lower.get_dim("nF") == 3
        and lower.get_dim("nP") > 1
    )


class GreedyNames:
    """The recogniser of a pipeline that `can_read` holds true of. Built once, then only read."""

    def __init__(self, nlp: Language) -> None:
        ner: Any = nlp.get_pipe("ner")
        model, moves = ner.model, ner.moves
        self._vectors, self._states, upper = (model.get_ref(name) for name in ("tok2vec", "lower", "upper"))
        self._bias: Floats = self._states.get_param("b")
        self._weights: Floats = upper.get_param("W")
        self._weights_bias: Floats = upper.get_param("b")
        names = [str(moves.get_class_name(number)) for number in range(upper.get_dim("nO"))]
        self._moves = [(name[0], name[2:]) for name in names]
        number = {move: place for place, move in enumerate(self._moves)}
        self._outside = number["O", ""]
        # "U-" without a label is for tokens whose name is given beforehand: none is.
        opens = {move for move in number if move[0] in "BU" and move[1]}
        begins = [number[move] for move in number if move in opens and move[0] == "B"]
        self._is_name = np.array([move in opens for move in number])
        self._is_begin = np.array([place in begins for place in number.values()])
        self._shut = [number[move] for move in number if move not in opens and move != ("O", "")]
        self._within = {n: [number["I", label], number["L", label]] for n in begins for label in [self._moves[n][1]]}

    def find(self, docs: Sequence[Doc]) -> list[list[Found]]:
        """Return the names of each document, in order, none overlapping another."""
        ends = np.cumsum([len(doc) for doc in docs]).tolist()
        if not ends or not ends[-1]:
            return [[] for _ in docs]
        seen: Floats = self._states.predict(self._vectors.predict(docs))
        moves = self._first_moves(seen, docs, ends)
        starts = np.flatnonzero(moves != self._outside).tolist()
        found: list[list[Found]] = [[] for _ in docs]
        number = until = 0
        for start in starts:
            while start >= ends[number]:
                number += 1
            if start < until:
                continue
            first = ends[number] - len(docs[number])
            move = int(moves[start])
            until = self._end(seen, move, start, ends[number])
            found[number].append((self._moves[move][1], start - first, until - first))
        return found

    def _first_moves(self, seen: Floats, docs: Sequence[Doc], ends: Sequence[int]) -> NDArray[np.intp]:
        """Return the best move at each token, were no name open before it."""
        padding = seen[0]
        scores = self._scores(seen[1:, _TOKEN] + padding[_FIRST] + padding[_BEFORE] + self._bias)
        spaces = np.concatenate([doc.to_array(IS_SPACE) for doc in docs]).astype(bool)
        lasts = np.zeros(len(spaces), bool)
        lasts[[end - 1 for end, doc in zip(ends, docs, strict=True) if len(doc)]] = True
        scores[:, self._shut] = -np.inf
        scores[spaces[:, np.newaxis] & self._is_name] = -np.inf
        scores[lasts[:, np.newaxis] & self._is_begin] = -np.inf
        best: NDArray[np.intp] = scores.argmax(axis=1)
        return best

    def _end(self, seen: Floats, move: int, start: int, end: int) -> int:
        """Return where a name ends that a move begins at a token; no name goes beyond the text's end."""
        if move not in self._within:
            return start + 1
        goes_on = self._within[move]
        for token in range(start + 1, end - 1):
            # The first row is the padding's.
            state = seen[token + 1, _TOKEN] + seen[start + 1, _FIRST] + seen[token, _BEFORE] + self._bias
            inside, last = self._scores(state[np.newaxis], goes_on)[0]
            if last > inside:
                return token + 1
        return end

    def _scores(self, states: Floats, moves: Sequence[int] | slice = slice(None)) -> Floats:
        """Return the scores of moves in some states, each the larger of its pieces at every unit."""
        hidden = reduce(np.maximum, _pieces(states))
        scores: Floats = hidden @ self._weights[moves].T + self._weights_bias[moves]
        return scores


def _pieces(states: NDArray[Any]) -> Iterator[NDArray[Any]]:
    return (states[..., piece] for piece in range(states.shape[-1]))

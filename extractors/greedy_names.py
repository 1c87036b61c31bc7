"""Reads names off spaCy's recogniser of names as its own greedy parser does, for a whole batch in a few products.

The parser goes from token to token and asks the network at each. What the network sees is the token and, only within a
name, the name's first token and the one before. Where no name is open the move therefore depends on the token alone:
all of a batch are scored at once, and only within names one is left to go step by step.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import EntityRecognizer

from extractors.cutting import Cutter
from extractors.name_network import Floats, NameNetwork, by_piece, can_run, larger_piece

Found = tuple[str, int, int]
"""A label, and from which character to which a name goes, the last one not in it."""

_TOKEN, _FIRST, _BEFORE = range(3)
"""What the parser asks the network for, in its order."""


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
        and can_run(nlp)
    )


class GreedyNames:
    """The recogniser of a pipeline that `can_read` holds true of. Built once; what it remembers changes no answer."""

    def __init__(self, nlp: Language) -> None:
        ner: Any = nlp.get_pipe("ner")
        model, moves = ner.model, ner.moves
        self._cutter = Cutter(nlp.tokenizer)
        self._network = NameNetwork(nlp)
        self._read_states(model.get_ref("lower"))
        upper = model.get_ref("upper")
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

    def _read_states(self, states: Any) -> None:
        """Take what the network makes of a state, its last linear layer multiplied in."""
        self._pieces = states.get_dim("nP")
        weights = [by_piece(part) for part in states.get_param("W")]
        padding = [by_piece(part) for part in states.get_param("pad")[0]]
        bias = by_piece(states.get_param("b"))
        self._of: list[Floats] = [self._network.weights.T @ part for part in weights]
        shifts = [self._network.bias @ part for part in weights]
        self._bias_outside: Floats = shifts[_TOKEN] + padding[_FIRST] + padding[_BEFORE] + bias
        self._bias_within: Floats = sum(shifts, bias)

    def find(self, texts: Sequence[str]) -> list[list[Found]]:
        """Return the names of each text, in order, none overlapping another."""
        tokens = [self._cutter.cut(text) for text in texts]
        ends = list(accumulate(len(words) for words, _ in tokens))
        found: list[list[Found]] = [[] for _ in texts]
        if not ends or not ends[-1]:
            return found
        rows = self._network.rows([words for words, _ in tokens])
        states = rows @ self._of[_TOKEN]
        moves = self._first_moves(states, [word.isspace() for words, _ in tokens for word in words], ends)
        number = until = 0
        for start in np.flatnonzero(moves != self._outside).tolist():
            while start >= ends[number]:
                number += 1
            if start < until:
                continue
            words, spaces = tokens[number]
            first = ends[number] - len(words)
            move = int(moves[start])
            until = self._end(rows, states, move, start, ends[number])
            found[number].append((self._moves[move][1], *_characters(words, spaces, start - first, until - first)))
        return found

    def _first_moves(self, states: Floats, spaces: Sequence[bool], ends: Sequence[int]) -> NDArray[np.intp]:
        """Return the best move at each token, were no name open before it."""
        scores = self._scores(states + self._bias_outside)
        lasts = np.zeros(len(spaces), bool)
        lasts[[end - 1 for end in ends if end]] = True
        scores[:, self._shut] = -np.inf
        scores[np.array(spaces)[:, np.newaxis] & self._is_name] = -np.inf
        scores[lasts[:, np.newaxis] & self._is_begin] = -np.inf
        best: NDArray[np.intp] = scores.argmax(axis=1)
        return best

    def _end(self, rows: Floats, states: Floats, move: int, start: int, end: int) -> int:
        """Return where a name ends that a move begins at a token; no name goes beyond the text's end."""
        if move not in self._within:
            return start + 1
        goes_on = self._within[move]
        first = rows[start] @ self._of[_FIRST] + self._bias_within
        for token in range(start + 1, end - 1):
            inside, last = self._scores(states[token] + first + rows[token - 1] @ self._of[_BEFORE], goes_on)
            if last > inside:
                return token + 1
        return end

    def _scores(self, states: Floats, moves: Sequence[int] | slice = slice(None)) -> Floats:
        """Return the scores of moves in some states."""
        hidden = larger_piece(states, self._pieces)
        scores: Floats = hidden @ self._weights[moves].T + self._weights_bias[moves]
        return scores


def _characters(words: Sequence[str], spaces: Sequence[bool], start: int, end: int) -> tuple[int, int]:
    """Return from which character of a text to which some of its tokens go."""
    before = sum(map(len, words[:start])) + sum(spaces[:start])
    within = sum(map(len, words[start:end])) + sum(spaces[start : end - 1])
    return before, before + within

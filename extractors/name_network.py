"""The network of spaCy's recogniser of names, run forwards only, in a third of the time its own layers take.

What the network makes of a word by itself is remembered. What it makes of the words beside it are the same products
and maxima as in spaCy, for a whole batch at once, without what only training needs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import NORM
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

Floats = NDArray[np.float32]

_OF_A_WORD = frozenset({"ORTH", "NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE"})
_LAYER = ["expand_window", "maxout", "layernorm", "dropout"]
_LEAST_VARIANCE = 1e-8
_MOST_REMEMBERED = 20_000
"""Words whose vectors are kept: five megabytes of them."""


def can_run(nlp: Language) -> bool:
    """Tell whether a pipeline's network is of the kind that is run here: each word by itself, then windows of three."""
    whole = _whole(nlp)
    if [layer.name for layer in whole.layers[1:]] != ["list2array", "linear"] or len(whole.layers[0].layers) != 2:
        return False
    embed, encode, _ = _parts(nlp)
    columns = next((layer.attrs["columns"] for layer in embed.walk() if layer.name == "extract_features"), None)
    leaves = [layer.name for layer in encode.walk(order="dfs_pre") if not layer.layers]
    depth = sum(layer.name.startswith("residual(") and len(layer.layers) == 1 for layer in encode.walk())
    windows = {layer.attrs["window_size"] for layer in encode.walk() if layer.name == "expand_window"}
    return (
        columns is not None
        and _OF_A_WORD.issuperset(columns)
        and leaves == _LAYER * depth
        and windows == {1}
        and isinstance(nlp.tokenizer, Tokenizer)
        and all(len(tokens) == 1 for _, tokens in _rules_of_norms(nlp.tokenizer))
    )


def _whole(nlp: Language) -> Any:
    ner: Any = nlp.get_pipe("ner")
    return ner.model.get_ref("tok2vec")


def _parts(nlp: Language) -> tuple[Any, Any, Any]:
    """Return the parts of the network that see a word, its neighbours, and what the parser asks of both."""
    words, _, linear = _whole(nlp).layers
    embed, encode = words.layers
    return embed, encode, linear


def _rules_of_norms(tokenizer: Tokenizer) -> Iterator[tuple[str, Sequence[dict[int, str]]]]:
    """Yield the exceptions of a tokenizer that count a word as another one."""
    return ((text, tokens) for text, tokens in tokenizer.rules.items() if any(NORM in token for token in tokens))


@dataclass(frozen=True)
class _Layer:
    """What the network learnt of three words in a row. The pieces of a unit stand piece by piece, not side by side."""

    weights: Floats
    bias: Floats
    pieces: int
    scale: Floats
    shift: Floats

    def of(self, rows: Floats) -> Floats:
        """Return the rows with what the ones before and behind them add."""
        width = rows.shape[1]
        windows = np.zeros((len(rows), 3 * width), np.float32)
        windows[1:, :width] = rows[:-1]
        windows[:, width : 2 * width] = rows
        windows[:-1, 2 * width :] = rows[1:]
        states = windows @ self.weights
        states += self.bias
        best = larger_piece(states, self.pieces)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best) / width + _LEAST_VARIANCE
        best *= (1 / np.sqrt(variance))[:, np.newaxis]
        best *= self.scale
        best += self.shift
        best += rows
        return best


def larger_piece(states: Floats, pieces: int) -> Floats:
    """Return the larger of the pieces of each unit; see `by_piece`."""
    width = states.shape[-1] // pieces
    return reduce(np.maximum, (states[..., at : at + width] for at in range(0, pieces * width, width)))


def by_piece(weights: Floats) -> Floats:
    """Return weights of (unit, piece, …) as a matrix to multiply rows with: all first pieces, then all second ones."""
    units, pieces, *inputs = weights.shape
    return np.ascontiguousarray(weights.swapaxes(0, 1).reshape(units * pieces, *inputs).T)


class NameNetwork:
    """The network of a pipeline that `can_run` holds true of. Built once; what it remembers changes no answer."""

    def __init__(self, nlp: Language, most_remembered: int = _MOST_REMEMBERED) -> None:
        self._embed, encode, linear = _parts(nlp)
        self._vocab = nlp.vocab
        for text, (token,) in _rules_of_norms(nlp.tokenizer):
            self._vocab[text].norm_ = token[NORM]
        self._gap = encode.attrs["pad"]
        self._layers = list(_layers(encode))
        self._width = encode.get_dim("nO")
        self._known: dict[str, int] = {}
        self._vectors: Floats = np.zeros((most_remembered, self._width), np.float32)
        self.weights: Floats = linear.get_param("W")
        """What is left to be multiplied: with these weights and this bias the rows are those of the whole network."""
        self.bias: Floats = linear.get_param("b")

    def rows(self, texts: Sequence[Sequence[str]]) -> Floats:
        """Return a row for each word of some texts, text after text."""
        words = list(chain.from_iterable(texts))
        lengths = np.array([len(text) for text in texts])
        # As in training, texts stand apart by rows of nothing.
        places = np.arange(len(words)) + np.repeat(np.arange(1, len(texts) + 1) * self._gap, lengths)
        rows = np.zeros((len(words) + (len(texts) + 1) * self._gap, self._width), np.float32)
        rows[places] = self._by_themselves(words)
        for layer in self._layers:
            rows = layer.of(rows)
        seen: Floats = rows[places]
        return seen

    def _by_themselves(self, words: Sequence[str]) -> Floats:
        known = self._known
        new = list(dict.fromkeys(word for word in words if word not in known))
        if len(known) + len(new) > len(self._vectors):
            known.clear()
            new = list(dict.fromkeys(words))
        if len(new) > len(self._vectors):
            return self._embedded(words)
        if new:
            self._vectors[len(known) : len(known) + len(new)] = self._embedded(new)
            known.update(zip(new, range(len(known), len(known) + len(new)), strict=True))
        return self._vectors[[known[word] for word in words]]

    def _embedded(self, words: Sequence[str]) -> Floats:
        vectors: Floats = self._embed.predict([Doc(self._vocab, words=list(words))])[0]
        return vectors


def _layers(encode: Any) -> Iterator[_Layer]:
    def named(name: str) -> Iterable[Any]:
        return (layer for layer in encode.walk(order="dfs_pre") if layer.name == name)

    for maxout, norm in zip(named("maxout"), named("layernorm"), strict=True):
        yield _Layer(
            weights=by_piece(maxout.get_param("W")),
            bias=by_piece(maxout.get_param("b")),
            pieces=maxout.get_dim("nP"),
            scale=norm.get_param("G"),
            shift=norm.get_param("b"),
        )

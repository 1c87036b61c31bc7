"""Trains the model: one `ner` component over a small embedding of word shapes and their neighbours."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.training import Example
from thinc.api import Adam, fix_random_seed, use_ops, warmup_linear

from extractors.tokens import blank_language
from training.records import LABELS


@dataclass(frozen=True)
class Shape:
    """The size of the model and the length of its training."""

    width: int = 64
    depth: int = 4
    pieces: int = 2
    hidden: int = 64
    rows: tuple[int, int, int, int] = (9000, 1500, 4500, 1500)
    """Rows of the hash tables for the norm, prefix, suffix and shape of a word."""
    steps: int = 4000
    batch_words: tuple[int, int] = (250, 750)
    """Words in the first and in the largest batches."""
    rate: float = 0.002
    dropout: float = 0.2
    doubt: float = 0.7
    """By how much the score of a firm's beginning is lowered: text for training names more firms than papers do."""
    seed: int = 7


def component(shape: Shape) -> dict[str, object]:
    """Return the settings of the `ner` component."""
    return {
        "model": {
            "@architectures": "spacy.TransitionBasedParser.v2",
            "state_type": "ner",
            "extra_state_tokens": False,
            "hidden_width": shape.hidden,
            "maxout_pieces": 2,
            "use_upper": True,
            "tok2vec": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": {
                    "@architectures": "spacy.MultiHashEmbed.v2",
                    "width": shape.width,
                    "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
                    "rows": list(shape.rows),
                    "include_static_vectors": False,
                },
                "encode": {
                    "@architectures": "spacy.MaxoutWindowEncoder.v2",
                    "width": shape.width,
                    "depth": shape.depth,
                    "window_size": 1,
                    "maxout_pieces": shape.pieces,
                },
            },
        }
    }


def train(
    make_examples: Callable[[Language], list[Example]],
    shape: Shape,
    tell: Callable[[int, float, Language], None] = lambda step, loss, nlp: None,
) -> Language:
    """Return a pipeline with one trained `ner`. `tell` is called every 200 steps with the loss since the last call.

    The same examples and shape give the same model on the same machine.
    """
    with use_ops("numpy", use_blis=False):
        fix_random_seed(shape.seed)
        nlp = blank_language()
        ner = nlp.add_pipe("ner", config=component(shape))
        assert isinstance(ner, EntityRecognizer)
        for label in LABELS:
            ner.add_label(label)
        found = make_examples(nlp)
        nlp.initialize(lambda: found[:200])
        optimizer = Adam(
            learn_rate=warmup_linear(shape.rate, max(1, shape.steps // 12), shape.steps),  # type: ignore[arg-type]
            L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True, eps=1e-8,
        )  # fmt: skip
        losses: dict[str, float] = {}
        for step, batch in enumerate(batches(found, shape), 1):
            nlp.update(batch, sgd=optimizer, drop=shape.dropout, losses=losses)
            optimizer.step_schedules()
            if step % 200 == 0 or step == shape.steps:
                with nlp.use_params(optimizer.averages):
                    tell(step, losses["ner"], nlp)
                losses = {}
        for node in ner.model.walk():
            for name in node.param_names:
                if node.has_param(name) and (node.id, name) in optimizer.averages:
                    node.set_param(name, optimizer.averages[node.id, name])
        doubt_firms(ner, shape.doubt)
        nlp.meta["spacy_version"] = ">=3.8.14,<3.9.0"
    return nlp


def doubt_firms(ner: EntityRecognizer, doubt: float) -> None:
    """Lower the score with which a recogniser begins the name of a firm."""
    upper = ner.model.get_ref("upper")
    bias = upper.get_param("b").copy()
    for place in range(len(bias)):
        if ner.moves.get_class_name(place) in {"B-COMPANY", "U-COMPANY"}:
            bias[place] -= doubt
    upper.set_param("b", bias)


def batches(found: Sequence[Example], shape: Shape) -> Iterator[list[Example]]:
    """Yield `shape.steps` batches in random order, growing from the first to the second of `batch_words`."""
    order = random.Random(shape.seed)
    first, last = shape.batch_words
    pool: list[Example] = []
    for step in range(shape.steps):
        wanted = first + (last - first) * min(1.0, 2 * step / shape.steps)
        batch: list[Example] = []
        words = 0
        while words < wanted:
            if not pool:
                pool = list(found)
                order.shuffle(pool)
            batch.append(pool.pop())
            words += len(batch[-1].reference)
        yield batch

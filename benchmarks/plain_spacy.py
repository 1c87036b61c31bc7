"""An ordinary spaCy pipeline to compare speed with: built like spaCy's small models, with random weights.

One encoder of width 96 and depth 4 feeds a tagger, a parser and a recogniser of names. How fast it is does not depend
on what it has learnt, so none has to be downloaded.
"""

from spacy.lang.en import English
from spacy.language import Language
from spacy.training import Example

_WIDTH = 96
_ENCODER = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": _WIDTH,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": _WIDTH,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": _WIDTH}
_WORDS = ("The", "authority", "fined", "Acme", "Ltd", "in", "Paris", ".")
_TAUGHT = {
    "tags": ["DT", "NN", "VBD", "NNP", "NNP", "IN", "NNP", "."],
    "heads": [1, 2, 2, 4, 2, 2, 5, 2],
    "deps": ["det", "nsubj", "ROOT", "compound", "dobj", "prep", "pobj", "punct"],
    "entities": ["O", "O", "O", "B-ORG", "L-ORG", "O", "U-GPE", "O"],
}


def plain_pipeline() -> Language:
    """Return the pipeline: tok2vec, tagger, parser, ner; its answers mean nothing, its work is that of a real one."""
    nlp = English()
    nlp.add_pipe("tok2vec", config={"model": _ENCODER})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": _LISTENER}})
    for name, state, width, pieces in (("parser", "parser", 64, 2), ("ner", "ner", 64, 2)):
        model = {
            "@architectures": "spacy.TransitionBasedParser.v2",
            "state_type": state,
            "extra_state_tokens": False,
            "hidden_width": width,
            "maxout_pieces": pieces,
            "use_upper": True,
            "tok2vec": _LISTENER,
        }
        nlp.add_pipe(name, config={"model": model})
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc(" ".join(_WORDS)), {"words": list(_WORDS), **_TAUGHT})])
    return nlp

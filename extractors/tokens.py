"""Cuts text into tokens: one language-neutral way for all languages, the same in reading and in training."""

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# A name may end in one capital ("UOKiK.", "SpaceX."): the full stop behind it is none of it.
_FULL_STOP = r"(?<=[a-zà-ÿł-ż][A-Z])\."
_ELISION = r"(?<=[A-Za-zÀ-ÿ])['’](?=[A-Za-zÀ-ÿıİ])"


# How registers join the parties of a merger: "Acme*Bolt / Cedar".
_JOINED = r"(?<=\w)\*(?=\w)"


def blank_language() -> Language:
    """Return a spaCy pipeline that only cuts tokens; "l'Autorité" is three of them."""
    nlp = spacy.blank("xx")
    split = compile_infix_regex([*(nlp.Defaults.infixes or []), _ELISION, _JOINED]).finditer
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        rules=nlp.Defaults.tokenizer_exceptions,
        prefix_search=compile_prefix_regex(nlp.Defaults.prefixes or []).search,
        suffix_search=compile_suffix_regex([*(nlp.Defaults.suffixes or []), _FULL_STOP]).search,
        infix_finditer=split,
        url_match=nlp.Defaults.url_match,
    )
    return nlp

"""The quick tokenizer: the same tokens as spaCy's own rules give."""

import spacy
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extractors.cutting import Cutter

# Without the marks of emoticons: spaCy sees those across white space too.
LETTERS = st.text(alphabet="abZ É.,'’()[]-–—/\n\t €$%12ßé&@#你ا\u00a0\u2028", max_size=40)
RULES = spacy.blank("xx").tokenizer
CUTTER = Cutter(RULES)


def tokens(doc: Doc) -> list[tuple[str, bool]]:
    return [(token.text, bool(token.whitespace_)) for token in doc]


@given(LETTERS)
@example("  two blanks  before and behind  ")
@example("l’Autorité, (Meta’s) openai.com/x S.p.A. U.S. 5km\n\n- a.")
@example("")
def test_the_tokens_are_those_of_the_rules(text: str) -> None:
    assert tokens(CUTTER(text)) == tokens(RULES(text))
    assert CUTTER(text).text == text

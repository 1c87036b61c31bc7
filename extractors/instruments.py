"""Says under which law a step is taken, and which words make it a matter of AI."""

from spacy.tokens import Doc

from extractors.parts import Step
from schemas.words import Instrument


def instrument_of(doc: Doc, step: Step) -> Instrument:
    """Return the instrument the step's sentence speaks of, else the headline, else the lead."""
    title = doc._.layout.title
    lead = " ".join(s.text for s in doc._.sentences if s.section == "lead")
    for words in (step.sentence.text, title, lead, doc.text[:1500]):
        for name, pattern in doc._.lexicon.instruments:
            if pattern.search(words):
                return Instrument(name)
    return Instrument.UNKNOWN


def ai_nexus(doc: Doc, step: Step) -> tuple[bool | None, str | None]:
    """Return whether the matter is about AI, and the words of the text that say so; None when open."""
    pattern = doc._.lexicon.patterns["ai"]
    near = [step.sentence.text, *(s.text for s in doc._.sentences if s.section != "body")]
    for words in near:
        found = pattern.search(words)
        if found:
            return True, found.group()
    if len(doc.text) < 400:
        return None, None
    found = pattern.search(doc.text)
    return (None, found.group()) if found else (False, None)

"""Makes casewatch's model of names again, and prints how good it is.

    python -m training [--corpora FOLDER] [--out FOLDER] [--steps N] [--general]

Without `--corpora` it is trained from what is in the repository alone. The fifth part of all sentences, chosen by
their ids, is never trained on and gives the figures.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from spacy.language import Language

from extractors.entity_model import SHIPPED
from training.attribution import attribution
from training.corpora import load_sources, read_corpora
from training.evaluating import printed, rates
from training.examples import examples
from training.learning import Shape, train
from training.mixing import mix, unnamed
from training.plain_words import plain_words
from training.records import LABELS, Labelled, is_held_out, read_documents, read_registers, read_sentences
from training.saving import save


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, save and measure; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m training", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--corpora", type=Path, help="folder of corpora that cannot be committed: see docs/model-card.md"
    )
    parser.add_argument("--general", action="store_true", help="train on the general texts of the corpora too")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="where to save the model (default: extractors/model)")
    parser.add_argument("--steps", type=int, default=Shape.steps, help="length of the training")
    parser.add_argument("--frames", type=int, default=10, help="how often each sentence frame is filled")
    parser.add_argument("--width", type=int, default=Shape.width, help="numbers a layer looks with")
    parser.add_argument("--seed", type=int, default=Shape.seed)
    parser.add_argument("--limit", type=int, help="learn from so many records of each kind only, to try it out")
    options = parser.parse_args(arguments)
    sentences = read_sentences()
    official = read_corpora(options.corpora, "official") if options.corpora else []
    general = read_corpora(options.corpora, "general") if options.corpora else []
    registers = read_registers()
    learnt = [[*_learnt(sentences), *read_documents()], [*_learnt(registers), *_learnt(official)], _learnt(general)]
    learnt = [part[: options.limit] for part in learnt]
    # Of texts that are not trained on the plain words are taken all the same.
    trained = [*learnt[:2], learnt[2] if options.general else []]
    mixed = mix(trained[0], trained[1], trained[2], options.seed, options.frames)
    sizes = " + ".join(str(len(part)) for part in trained)
    print(f"{len(mixed)} texts from {sizes} records and the frames", flush=True)
    shape = replace(Shape(), steps=options.steps, width=options.width, seed=options.seed)
    nlp = train(lambda blank: examples(blank, mixed), shape, _tell)
    save(nlp, options.out, attribution(learnt), plain_words([*_in_plain_words(learnt), *unnamed(options.seed)]))
    for name, records in (("our own sentences", [*sentences, *registers]), ("official sentences", official)):
        held = [record for record in records if is_held_out(record)]
        if held:
            print(f"held out, {len(held)} {name}\n{figures(nlp, held)}")
    return 0


def figures(nlp: Language, records: Sequence[Labelled]) -> str:
    """Return the rates of a model on records as lines of a table."""
    docs = nlp.pipe(record.text for record in records)
    given = [[(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents] for doc in docs]
    return printed(rates([record.spans for record in records], given, LABELS))


def _learnt(records: Sequence[Labelled]) -> list[Labelled]:
    return [record for record in records if not is_held_out(record)]


def _in_plain_words(learnt: Sequence[Sequence[Labelled]]) -> list[Labelled]:
    """Return the records of sources whose words are plain in papers too."""
    others = {source.name for source in load_sources() if not source.plain_words}
    return [record for record in chain(*learnt) if record.source not in others]


def _tell(step: int, loss: float, nlp: Language) -> None:
    print(f"step {step}, loss {loss:.0f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

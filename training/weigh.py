"""Makes extractors/weights/ again from the repository's annotated texts, and prints how well the weights do.

python -m training.weigh
"""

from collections.abc import Sequence

from extractors.weighing import MODELS, PROPOSE_FROM, Models, dense_score, probability
from extractors.weights import save_weights
from knowledge.load import load_catalogue
from training.annotated import Analyst, read_documents, read_sentences
from training.records import HELD_OUT, fold
from training.weighing import Example, examples, firm_numbers, learn


def main() -> None:
    """Learn from what is not held out, save, and print the figures of both parts."""
    analyst = Analyst(load_catalogue(()))
    texts = list(examples([*read_sentences(), *read_documents()], analyst))
    known = [text for text in texts if fold(text.id) != HELD_OUT]
    models = learn(known)
    for name in MODELS:
        save_weights(name, getattr(models, name))
    documents = sum(text.is_document for text in known)
    print(f"learnt from {documents} documents and {len(known) - documents} sentences")
    held_out = [text for text in texts if fold(text.id) == HELD_OUT and text.is_document]
    for threshold in (0.3, 0.5, PROPOSE_FROM, 0.9):
        print(f"held out, told from {threshold:.2f}: {_figures(held_out, models, threshold)}")


def _figures(texts: Sequence[Example], models: Models, threshold: float) -> str:
    given = wanted = right = 0
    for text in texts:
        numbers = firm_numbers(text, models.mention)
        told = {
            firm for firm, row in numbers.items() if probability(dense_score(row, models.document)) >= threshold
        } - text.open_firms
        given, wanted, right = given + len(told), wanted + len(text.wanted), right + len(told & text.wanted)
    return (
        f"P {right / max(1, given):.3f} R {right / max(1, wanted):.3f} ({right} right, {wanted} wanted, {given} given)"
    )


if __name__ == "__main__":
    main()

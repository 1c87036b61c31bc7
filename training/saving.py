"""Saves a trained model as a folder that spacy.load takes, without what reading does not need."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language

from extractors.plain_words import WORDS

MOST_BYTES = 10_000_000
"""A model larger than this does not belong in the repository."""

_META = {
    "name": "casewatch_names",
    "version": "1.0.0",
    "description": "Names of firms, authorities, people, products, laws and places in competition and digital cases.",
    "license": "see ATTRIBUTION.md",
}


def save(nlp: Language, folder: Path, attribution: str, words: Sequence[str]) -> None:
    """Write a model, where its text is from, and the plain words of that text.

    Raises ValueError when it is larger than MOST_BYTES.
    """
    nlp.meta.update(_META)
    if folder.exists():
        shutil.rmtree(folder)
    # The words of the training text are of no use in reading: features are hashes of the letters at hand.
    folder.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(folder, exclude=["vocab"])
    (folder / "ATTRIBUTION.md").write_text(attribution, encoding="utf-8")
    (folder / WORDS).write_text("\n".join(words) + "\n", encoding="utf-8")
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    (folder / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    size = size_of(folder)
    if size > MOST_BYTES:
        raise ValueError(f"{folder} has {size:,} bytes, more than {MOST_BYTES:,}: make the model smaller")


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())

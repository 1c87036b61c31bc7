"""Tells associations, unions, schools and hospitals from bodies, by the words of their names and by their letters.

The words are data, in patterns/associations.toml.
"""

import re
from functools import cache
from pathlib import Path

from extractors.abbreviations import words_of_letters
from extractors.body_names import has_head_of_body
from schemas.base import Model
from schemas.data_files import compiled, read_file

ASSOCIATIONS = Path(__file__).parent / "patterns" / "associations.toml"


class _Words(Model):
    words: tuple[str, ...]
    bodies: tuple[str, ...]


@cache
def associations_and_bodies(file: Path = ASSOCIATIONS) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds words of associations and of bodies. Raises DataFileError when the file breaks its form."""
    table = read_file(_Words, file)
    associations = compiled(rf"(?<!\w)(?:{'|'.join(table.words)})(?!\w)", file)
    return associations, compiled("|".join(table.bodies), file, re.IGNORECASE)


def is_association(surface: str) -> bool:
    """Tell whether a name says that it is an association, a school, a hospital or the like, and no body."""
    associations, bodies = associations_and_bodies()
    return associations.search(surface) is not None and bodies.search(surface) is None


def is_other_organisation(name: str, text: str) -> bool:
    """Tell whether a name is an association's, or letters that a text gives something that is no body."""
    meant = tuple(words_of_letters(name, text))
    return is_association(name) or (bool(meant) and not any(has_head_of_body(words) for words in meant))

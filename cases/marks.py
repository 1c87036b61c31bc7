"""What a document says it is, by its address and its words: marks that two documents of one case or release share.

`number:` a case number in the address, `page:` a page that tells of one case, `release:` the reference of a press
release, `text:` the words themselves, of texts long enough to be the same only when they are one release, `names:` two
names of one firm, the present and the former one.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from cases.renaming import renamed_firms
from cases.telling import sentences_of, whole
from schemas.base import Model
from schemas.data_files import read_entries
from schemas.event import Event

ADDRESSES = Path(__file__).parent / "addresses.toml"

LONG_TEXT = 400
"""Characters from which on an equal text is the same release: short notices repeat each other."""

_NAMES = "names:"
_REFERENCE = re.compile(r"\b(IP|MEX|STATEMENT)/(\d{2})/(\d{1,5})\b")


class Address(Model):
    """A form of address that tells what is behind it."""

    kind: Literal["number", "page", "release"]
    meaning: str
    pattern: str
    mark: str
    example: str
    means: str


def marks_of(url: str | None, text: str) -> tuple[str, ...]:
    """Return the marks of a document, those of its address first.

    A reference in the text counts when the address has none and the text no other: several are an article's sources.
    """
    found = [mark for address in load_addresses() if (mark := _mark(address, unquote(url or "")))]
    printed = {f"release:{'/'.join(match.groups())}" for match in _REFERENCE.finditer(text)}
    if len(printed) == 1 and not any(mark.startswith("release:") for mark in found):
        found += printed
    letters = "".join(re.findall(r"\w", text)).casefold()
    if len(letters) >= LONG_TEXT:
        found.append(f"text:{hashlib.sha256(letters.encode()).hexdigest()[:16]}")
    found += [f"{_NAMES}{one}={other}" for one, other in renamed_firms(whole(sentences_of(text)))]
    return tuple(dict.fromkeys(found))


def former_names(marks: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of names that are one firm's, the present and the former one in either order."""
    pairs = (mark.removeprefix(_NAMES).partition("=") for mark in marks if mark.startswith(_NAMES))
    return tuple((one, other) for one, _, other in pairs)


@cache
def load_addresses() -> tuple[Address, ...]:
    """Return the forms of addresses that are known. Raises DataFileError when the file breaks its form."""
    return read_entries(Address, "address", ADDRESSES)


def shared_mark(kind: str, one: Event, other: Event) -> str | None:
    """Return what both have of the marks of a kind ("release", "page", "text"), without the kind."""
    ours = _of_kind(kind, one.marks)
    return next((mark.split(":", 1)[1] for mark in other.marks if mark in ours), None)


def pages_conflict(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Return whether both stand on pages of one case, and on none in common."""
    one, other = _of_kind("page", ours), _of_kind("page", theirs)
    return bool(one and other) and not one & other


def _of_kind(kind: str, marks: tuple[str, ...]) -> set[str]:
    return {mark for mark in marks if mark.startswith(f"{kind}:")}


def _mark(address: Address, url: str) -> str | None:
    found = re.search(address.pattern, url, re.IGNORECASE)
    if found is None:
        return None
    spelt = str.casefold if address.kind == "page" else str.upper
    parts = {name: spelt(value) for name, value in found.groupdict().items()}
    return f"{address.kind}:{address.mark.format(**parts)}"

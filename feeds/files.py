"""Saved answers of sources, read from files as a poll would read them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from feeds.identity import entry_hash, identity_key
from feeds.parse import FORMATS
from schemas.base import Model
from schemas.source import Entry, Response, Source

NOWHERE = "https://feed.invalid/"
"""Stands for the address of a file that came from none; links relative to it are left out (RFC 6761, 6.4)."""

MAX_FILE_BYTES = 30_000_000
"""Files larger than any answer a poll would take."""


class ReadFile(Model):
    """What casewatch sees in one file: its entries in order, and what was wrong with it, if anything."""

    file: str
    format: str
    entries: tuple[Entry, ...] = ()
    errors: tuple[str, ...] = ()


def plain_feed() -> Source:
    """Return the source a lone feed file is read as: RSS or Atom, of nobody."""
    return Source(id="file", name="a file", url=NOWHERE, publisher="unknown", official=False)


def files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files among `paths`, and those in folders among them, in order; what is not there too."""
    for path in paths:
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if found.is_file())
        else:
            yield path


def read_file(path: Path, source: Source) -> ReadFile:
    """Return what a poll of `source` would see, had it answered with the bytes of a file. Never raises.

    All entries of the file are kept, also those the source would leave out as not wanted.
    """
    body = _bytes_of(path)
    if isinstance(body, str):
        return ReadFile(file=str(path), format=source.format, errors=(body,))
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    response = Response(source=source.id, url=source.url, status=200, body=body, fetched_at=saved)
    try:
        parsed = FORMATS[source.format](source, response)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, RuntimeError, TypeError, ValueError) as error:
        # A file is looked at to see what is wrong with it: also a fault of ours is an answer, and the next file comes.
        parsed = f"casewatch failed at it: {type(error).__name__}: {error}"
    if isinstance(parsed, str):
        return ReadFile(file=str(path), format=source.format, errors=(parsed,))
    errors = (parsed.degraded,) if parsed.degraded else ()
    return ReadFile(file=str(path), format=source.format, entries=parsed.entries, errors=errors)


def as_json(read: ReadFile) -> dict[str, object]:
    """Return the JSON form of a read file: `file`, `format`, `count`, `entries` and `errors`.

    Each entry also has its `identity`, equal in every poll in which it is told apart from all others by what it
    says, and the `hash` of its words, which tells a new version.
    """
    entries = [
        {
            **entry.model_dump(mode="json", exclude={"source"}),
            "identity": identity_key(entry),
            "hash": entry_hash(entry),
        }
        for entry in read.entries
    ]
    return {
        "file": read.file, "format": read.format, "count": len(entries), "entries": entries, "errors": list(read.errors)
    }  # fmt: skip


def _bytes_of(path: Path) -> bytes | str:
    try:
        size = path.stat().st_size
        if not path.is_file():
            return "this is no file"
        if size > MAX_FILE_BYTES:
            return f"the file holds {size:,} bytes; a poll takes no more than {MAX_FILE_BYTES:,}"
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return f"the file cannot be read: {reason or error}"

"""What `casewatch sources test`, `check` and `add` do."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from casewatch.source_commands import chosen_source
from feeds.checking import Check, check
from feeds.client import Client
from feeds.pairs import SAMPLES, differences, load_pair
from feeds.probing import Proposal, declaration, propose
from feeds.registry import load_sources
from flows.opening import utc_now
from schemas.base import Model
from schemas.errors import SourceError
from schemas.settings import HttpSettings
from schemas.source import Source


class Tested(Model):
    """How what is read from a source's saved answer differs from what is expected."""

    source: str
    basis: str = ""
    problems: tuple[str, ...] = ()

    def told(self) -> str:
        """Return it in lines."""
        return "\n".join([f"{self.source}:", *(f"  ! {words}" for words in self.problems)])


def tested(declared: Sequence[Source], chosen: Sequence[str], samples: Path | None) -> list[Tested]:
    """Return the test of each chosen source, of all when none is. A source without a pair has that as its problem."""
    return [_tested(source, samples or SAMPLES) for source in _of(declared, chosen)]


def _tested(source: Source, samples: Path) -> Tested:
    pair = load_pair(source.id, samples)
    if pair is None:
        return Tested(
            source=source.id, problems=(f"no saved answer in {samples / source.id} (sample.*, expected.json)",)
        )
    return Tested(source=source.id, basis=pair.basis, problems=differences(source, pair))


def checked(declared: Sequence[Source], chosen: Sequence[str], http: HttpSettings) -> Iterator[Check]:
    """Yield what each chosen source gives when it is asked now; all are asked when none is chosen."""
    with Client(http) as client:
        for source in _of(declared, chosen):
            yield check(source, client, http, utc_now())


def added(
    url: str, file: Path, source_id: str | None, name: str | None, publisher: str | None, http: HttpSettings
) -> tuple[Proposal, str]:
    """Write the declaration of an address to the end of a sources file; return the proposal and the id it got.

    Raises SourceError when nothing can be proposed or the id is taken; the file is then as it was.
    """
    host, path = _host_and_path(url)
    made = source_id or re.sub(r"[^a-z0-9]+", "-", f"{host}{path}".lower()).strip("-")[:60]
    if file.exists() and made in {source.id for source in load_sources([file])}:
        raise SourceError(f"{file}: {made!r} is declared already; give another --id")
    with Client(http) as client:
        proposal = propose(url, client, http, utc_now())
    before = file.read_text("utf-8").rstrip("\n") + "\n\n" if file.exists() else ""
    written = before + declaration(proposal, made, name or host, publisher or host)
    trial = file.with_name(f".{file.name}.new")
    try:
        trial.write_text(written, "utf-8")
        load_sources([trial])
        trial.replace(file)
    except OSError as error:
        raise SourceError(f"{file}: it cannot be written: {error.strerror}") from error
    finally:
        if trial.parent.is_dir():
            trial.unlink(missing_ok=True)
    return proposal, made


def _host_and_path(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise SourceError(f"{url!r} is not a web address") from error
    return (parts.hostname or url).removeprefix("www."), parts.path


def _of(declared: Sequence[Source], chosen: Sequence[str]) -> Sequence[Source]:
    by_id = {source.id: source for source in declared}
    return [chosen_source(by_id, source_id) for source_id in chosen] if chosen else declared

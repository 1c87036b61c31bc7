"""Which entries are new, which are known under other words, and which are known as they are.

Inside one source an entry is its GUID, when no other entry of the feed has it and it has not moved to another
address; else its address, when no other entry has that; else the fingerprint of everything it says. Different
addresses are never merged on a title. No date takes part: feeds give equal, missing, future and unordered ones.
docs/architecture.md tells the order in which identity is asked for.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import urldefrag, urlsplit, urlunsplit

from feeds.matching import most_pairs
from schemas.base import Model
from schemas.document import KnownDocument, content_hash
from schemas.source import Entry

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|yclid|wt\.mc_id|at_\w*campaign\w*)", re.I
)
_PORTS = {"http": 80, "https": 443}
# An address that is in the normal form as it stands, as most are: no port, no query, no fragment, a path.
_NORMAL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*/[!-\"$->@-~]*")

Key = Callable[[str | None], str | None]
Rounds = Iterable[tuple[Callable[[Entry], Hashable], Callable[[KnownDocument], Hashable]]]


class Changes(Model):
    """What a poll brought, in the feed's order. `seen`: ids of all known documents the feed still lists."""

    new: tuple[Entry, ...] = ()
    changed: tuple[tuple[KnownDocument, Entry], ...] = ()
    seen: tuple[str, ...] = ()


def keep_new(entries: Sequence[Entry], known: Sequence[KnownDocument]) -> Changes:
    """Return which entries are new documents and which are new versions of known ones.

    Every known document stands for at most one entry, so that two entries never hide behind one.
    """
    entries = _without_repeats(entries)
    matches = _match(entries, known)
    new = tuple(entry for at, entry in enumerate(entries) if at not in matches)
    pairs = tuple((matches[at], entry) for at, entry in enumerate(entries) if at in matches)
    changed = tuple((document, entry) for document, entry in pairs if document.content_hash != entry_hash(entry))
    return Changes(new=new, changed=changed, seen=tuple(document.id for document, _ in pairs))


def identity_key(entry: Entry, printed: str | None = None) -> str:
    """Return what sets an entry apart from every other one of its source, whatever the feed holds beside it.

    `printed` is its fingerprint, where that is known already.
    """
    url = normalise_url(entry.url, keep_fragment=True) or ""
    return "\x1f".join((entry.guid or "", url, printed or fingerprint(entry)))


def fingerprint(entry: Entry) -> str:
    """Return the SHA-256 (hex) of all an entry says of its content: address, title, summary, content."""
    joined = "\x1f".join(_all_it_says(entry))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def _all_it_says(entry: Entry) -> tuple[str, str, str, str]:
    url = normalise_url(entry.url, keep_fragment=True) or ""
    return url, entry.title, entry.summary, entry.content


def entry_hash(entry: Entry) -> str:
    """Return the hash that decides whether an entry is a new version of its document."""
    content = f"{entry.content}\x1f{entry.revision}" if entry.revision else entry.content
    return content_hash(entry.title, entry.summary, content)


@lru_cache(maxsize=16_384)
def normalise_url(url: str | None, keep_fragment: bool = False) -> str | None:
    """Return an address in the form in which two spellings of it are equal (RFC 3986, 6.2.2 and 6.2.3).

    Scheme and host in lower case, no default port, "/" for an empty path, no tracking parameters (utm_*, fbclid …),
    no fragment unless asked for or the fragment is a route (#/, #!). A trailing slash and the order of the query
    stay: servers may tell them apart.
    """
    if not url:
        return None
    if _NORMAL.fullmatch(url):
        return url
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    scheme = parts.scheme.lower()
    netloc = host if port in (None, _PORTS.get(scheme)) else f"{host}:{port}"
    query = "&".join(p for p in parts.query.split("&") if p and not _TRACKING.fullmatch(p.split("=", 1)[0]))
    fragment = parts.fragment if keep_fragment or parts.fragment.startswith(("/", "!")) else ""
    return urlunsplit((scheme, netloc, parts.path or "/", query, fragment))


def _match(entries: Sequence[Entry], known: Sequence[KnownDocument]) -> dict[int, KnownDocument]:
    """Return, by position of the entry, the known document it is; the surest identity is asked first."""
    if not known:
        return {}
    address = _address_key(entries, known)
    prints = {id(entry): fingerprint(entry) for entry in entries}
    hashes = {id(entry): entry_hash(entry) for entry in entries}
    guids = Counter(entry.guid for entry in entries)
    urls = Counter(address(entry.url) for entry in entries)
    known_urls = Counter(address(document.url) for document in known)

    def by_guid(guid: str | None, url: str | None) -> Hashable:
        return (guid, address(url)) if guid and guids[guid] == 1 else None

    def by_guid_and_words(guid: str | None, url: str | None, words: str) -> Hashable:
        return (guid, address(url), words) if guid and guids[guid] == 1 else None

    def by_url(url: str | None) -> Hashable:
        key = address(url)
        return key if key and urls[key] == 1 and known_urls[key] == 1 else None

    sure: Rounds = (
        # First what documents are named after: an entry can then never be given the id of a known document.
        (lambda e: (e.guid, prints[id(e)]), lambda d: (d.guid, d.fingerprint)),
        (
            lambda e: by_guid_and_words(e.guid, e.url, hashes[id(e)]),
            lambda d: by_guid_and_words(d.guid, d.url, d.content_hash),
        ),
        (lambda e: by_guid(e.guid, e.url), lambda d: by_guid(d.guid, d.url)),
        # A feed that starts or ceases to give addresses: the GUID has not moved, it only got or lost one.
        (lambda e: e.guid if guids[e.guid] == 1 and not e.url else None, lambda d: d.guid),
        (lambda e: e.guid if guids[e.guid] == 1 else None, lambda d: d.guid if not d.url else None),
        (lambda e: by_url(e.url), lambda d: by_url(d.url)),
    )
    matches = _claim(entries, known, sure, {})
    matches |= _by_words(entries, _without(known, matches), matches, address, hashes, prints)
    return _claim(entries, known, ((lambda e: prints[id(e)], lambda d: d.fingerprint),), matches)


def _by_words(
    entries: Sequence[Entry],
    known: Sequence[KnownDocument],
    matched: Collection[int],
    address: Key,
    hashes: Mapping[int, str],
    prints: Mapping[int, str],
) -> dict[int, KnownDocument]:
    """Match entries that say what a document says, beside the same GUID or page. Several may: as many as can."""
    left = [at for at in range(len(entries)) if at not in matched]
    if not left:
        return {}
    found = most_pairs(
        [_of_entry(entry, address, hashes[id(entry)], prints[id(entry)]) for entry in (entries[at] for at in left)],
        {document.id: _of_document(document, address) for document in known},
    )
    by_id = {document.id: document for document in known}
    return {left[asker]: by_id[place] for asker, place in found.items()}


def _claim(
    entries: Sequence[Entry], known: Sequence[KnownDocument], rounds: Rounds, matches: dict[int, KnownDocument]
) -> dict[int, KnownDocument]:
    """Return the matches and what the rounds add to them."""
    matches = dict(matches)
    free = {document.id: document for document in _without(known, matches)}
    for key_of_entry, key_of_document in rounds:
        waiting: defaultdict[Hashable, list[KnownDocument]] = defaultdict(list)
        for document in free.values():
            waiting[key_of_document(document)].append(document)
        for at, entry in enumerate(entries):
            key = key_of_entry(entry)
            if at in matches or key is None or not waiting.get(key):
                continue
            matches[at] = waiting[key].pop()
            del free[matches[at].id]
    return matches


def _without(known: Sequence[KnownDocument], matches: Mapping[int, KnownDocument]) -> list[KnownDocument]:
    taken = {document.id for document in matches.values()}
    return [document for document in known if document.id not in taken]


def _of_entry(entry: Entry, address: Key, words: str, printed: str) -> list[Hashable]:
    url, whole = _page(entry.url), _whole_page(entry.url)
    keys: list[Hashable] = [("address", entry.guid, address(entry.url), words), ("print", printed, words)]
    # The same page, met before fragments told its items apart: one of the two has none.
    keys += [("was whole", entry.guid, url, words)] if url else []
    return keys + ([("is whole", entry.guid, whole, words)] if whole else [])


def _of_document(document: KnownDocument, address: Key) -> list[Hashable]:
    url, whole, words = _page(document.url), _whole_page(document.url), document.content_hash
    keys: list[Hashable] = [
        ("address", document.guid, address(document.url), words),
        ("print", document.fingerprint, words),
    ]
    keys += [("was whole", document.guid, whole, words)] if whole else []
    return keys + ([("is whole", document.guid, url, words)] if url else [])


def _page(url: str | None) -> str | None:
    return _without_scheme(normalise_url(url))


def _whole_page(url: str | None) -> str | None:
    return None if urldefrag(url or "").fragment else _page(url)


def _address_key(entries: Sequence[Entry], known: Sequence[KnownDocument]) -> Key:
    """Return the function from an address to what it is compared by.

    http and https are one: a site that moves to https must not alert everything again. The fragment counts only
    where the feed, or what is known of it, tells two items apart by it.
    """
    told_apart = _with_fragments([*(entry.url for entry in entries), *(document.url for document in known)])

    def key(url: str | None) -> str | None:
        plain = _page(url)
        if plain is not None and plain in told_apart:
            return _without_scheme(normalise_url(url, keep_fragment=True))
        return plain

    return key


def _with_fragments(urls: Iterable[str | None]) -> set[str]:
    fragments: defaultdict[str, set[str]] = defaultdict(set)
    for url in urls:
        plain = _page(url)
        if plain is not None:
            fragments[plain].add(urldefrag(url or "").fragment)
    return {plain for plain, found in fragments.items() if len(found) > 1}


def _without_scheme(url: str | None) -> str | None:
    return None if url is None else url.removeprefix("https:").removeprefix("http:")


def _without_repeats(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries, of those with the same identity_key the first."""
    return tuple({(entry.guid, *_all_it_says(entry)): entry for entry in reversed(entries)}.values())[::-1]

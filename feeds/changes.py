"""What a new version of a document changed of the one before, word by word, and whether it is of weight."""

import difflib
import re
from collections.abc import Iterable, Sequence

from schemas.document import ChangeKind, DocumentChange, DocumentVersion

_TOKEN = re.compile(r"\S+")
_AROUND = 4
"""Words shown on either side of a change."""

MOST_WORDS = 20_000
"""Words of a version that are compared."""

LONGEST_DIFF = 4_000
"""Characters of a diff that are kept."""

_WITHDRAWN = re.compile(
    r"\b(?:withdrawn|zurückgezogen|retiré[es]?|retirad[oa]s?|ritirat[oaie]|ingetrokken|wycofan\w+)\b", re.IGNORECASE
)
_MONTH = (
    r"(?:jan\w*|feb\w*|mar\w*|mär\w*|apr\w*|avr\w*|abr\w*|may|mai|maj\w*|mayo|mag\w*|jun\w*|juin|giu\w*|jul\w*|"
    r"juil\w*|lug\w*|aug\w*|août|ago\w*|sep\w*|set\w*|oct\w*|okt\w*|out\w*|ott\w*|nov\w*|dec\w*|dez\w*|déc\w*|dic\w*)"
)
# A month without a day or year is as often a verb ("may").
_DATE = re.compile(
    rf"\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\.? (?:de )?{_MONTH}|{_MONTH} \d{{1,4}}|"
    r"(?:19|20)\d\d",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"[€$£¥]\s?\d[\d.,]*|(?:EUR|USD|GBP|CHF|PLN)\s?\d[\d.,]*|"
    r"\d[\d.,]*\s?(?:€|%|per ?cent|Prozent|million\w*|billion\w*|mio|mrd|mln|bn|euros?|dollars?)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"(?:Art(?:icles?|ikel|ículos?|igos?|icol[oi]|\.)|sections?|Sec\.|§§?)\s?\d+\w*(?:\(\d+\))*|"
    r"\b(?:AT|M|SA|FS|DMA)\.\d{4,6}\b|\b[BV]\d{1,2}-\d+/\d{2}\b",
    re.IGNORECASE,
)


def change_between(
    before: DocumentVersion,
    after: DocumentVersion,
    earlier: Iterable[DocumentVersion] = (),
    names: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset()),
) -> DocumentChange | None:
    """Return what `after` changed of `before`, None when their words are equal. `earlier`: the versions before both.

    `changed` says what of weight differs: the names of firms that either version holds (`names`, as they were read),
    dates, amounts, articles of law and numbers of cases. What only moved is not of weight.
    """
    old, new = _words(before), _words(after)
    if old == new:
        return None
    weighty = tuple(_of_weight(" ".join(old), " ".join(new)))
    return DocumentChange(
        document=after.document,
        version=after.version,
        at=after.seen_at,
        kind=_kind(before, after, earlier),
        diff=_diff(old, new),
        changed=(("names", *weighty) if names[0] != names[1] else weighty),
    )


def _words(version: DocumentVersion) -> list[str]:
    return _TOKEN.findall(f"{version.title}\n{version.text or version.summary}")[:MOST_WORDS]


def _kind(before: DocumentVersion, after: DocumentVersion, earlier: Iterable[DocumentVersion]) -> ChangeKind:
    if any(version.content_hash == after.content_hash for version in earlier):
        return "republished"
    if _WITHDRAWN.search(after.title) and not _WITHDRAWN.search(before.title):
        return "withdrawn"
    same = (before.text or before.summary).split() == (after.text or after.summary).split()
    return "retitled" if same else "edited"


def _diff(old: Sequence[str], new: Sequence[str]) -> str:
    """Return the words taken out and those put in, with a few words around them."""
    pieces: list[str] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=len(old) > 2_000)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(_shortened(old[a:b], first=a == 0, last=b == len(old)))
            continue
        pieces += [f"[-{' '.join(old[a:b])}-]"] if b > a else []
        pieces += [f"{{+{' '.join(new[c:d])}+}}"] if d > c else []
    return " ".join(filter(None, pieces))[:LONGEST_DIFF]


def _shortened(words: Sequence[str], first: bool, last: bool) -> str:
    if len(words) <= 2 * _AROUND:
        return " ".join(words)
    head = "" if first else " ".join(words[:_AROUND])
    tail = "" if last else " ".join(words[-_AROUND:])
    return f"{head} … {tail}".strip()


def _of_weight(old: str, new: str) -> Iterable[str]:
    for name, pattern in (("dates", _DATE), ("amounts", _AMOUNT), ("articles", _ARTICLE)):
        if _found(pattern, old) != _found(pattern, new):
            yield name


def _found(pattern: re.Pattern[str], text: str) -> set[str]:
    return {" ".join(match.group().casefold().split()).strip(".,;:") for match in pattern.finditer(text)}

"""What a new version of a document changed of the one before, word by word, and whether it is of weight."""

import difflib
import re
from collections.abc import Iterable, Sequence

from feeds.particulars import changed_particulars, says_withdrawn
from schemas.document import ChangeKind, DocumentChange, DocumentVersion

_TOKEN = re.compile(r"\S+")
_AROUND = 4
"""Words shown on either side of a change."""

MOST_WORDS = 20_000
"""Words of a version that are compared."""

LONGEST_DIFF = 4_000
"""Characters of a diff that are kept."""


def change_between(
    before: DocumentVersion,
    after: DocumentVersion,
    earlier: Sequence[DocumentVersion] = (),
    names: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset()),
) -> DocumentChange | None:
    """Return what `after` changed of `before`, None when their words are equal. `earlier`: the versions before both.

    `changed` says what of weight differs: the names of firms that either version holds (`names`, as they were read),
    dates, amounts, articles of law and numbers of cases. What only moved, or is written otherwise, is not of weight.
    """
    base = compared_with(before, after, earlier)
    old, new = _words(base, after), _words(after, base)
    kind = _kind(before, after, earlier)
    if old == new and (base is before or kind != "republished"):
        return None
    return DocumentChange(
        document=after.document,
        version=after.version,
        at=after.seen_at,
        kind=kind,
        diff=_diff(old, new),
        changed=tuple(_of_weight(" ".join(old), " ".join(new), names)),
    )


def compared_with(
    before: DocumentVersion, after: DocumentVersion, earlier: Sequence[DocumentVersion] = ()
) -> DocumentVersion:
    """Return the newest version whose text came in the way of `after`, else `before`: like goes with like.

    A page that could not be had leaves a version that says as little as its summary. That nothing else stands in it is
    no change of the release.
    """
    alike = (version for version in (before, *reversed(earlier)) if _is_like(version, after))
    return next(alike, before)


def _is_like(version: DocumentVersion, other: DocumentVersion) -> bool:
    return version.text_from == other.text_from and version.erased_at is None and other.erased_at is None


def _words(version: DocumentVersion, other: DocumentVersion) -> list[str]:
    """Return the words of a version that can be compared with another's."""
    if _is_like(version, other):
        words = version.text or version.summary
    else:
        words = "" if version.erased_at or other.erased_at else version.summary
    return _TOKEN.findall(f"{version.title}\n{words}")[:MOST_WORDS]


def _kind(before: DocumentVersion, after: DocumentVersion, earlier: Iterable[DocumentVersion]) -> ChangeKind:
    if any(version.content_hash == after.content_hash for version in earlier):
        return "republished"
    if says_withdrawn(after.title) and not says_withdrawn(before.title):
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


def _of_weight(old: str, new: str, names: tuple[frozenset[str], frozenset[str]]) -> Iterable[str]:
    before, after = names
    # The two may have been read by two versions of the reader: a name counts where only one of the texts has it.
    if any(not _stands_in(name, new) for name in before - after) or any(
        not _stands_in(name, old) for name in after - before
    ):
        yield "names"
    yield from changed_particulars(old, new)


def _stands_in(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(' '.join(name.split()))}(?!\w)", text, re.IGNORECASE) is not None

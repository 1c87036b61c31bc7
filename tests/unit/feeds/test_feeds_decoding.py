"""Content codings."""

import gzip
import zlib

import pytest

from feeds.decoding import Cut, decoder

WORDS = b"The authority has opened an investigation. " * 50
# Without a time the tests have the same names in each process that collects them.
GZIPPED = gzip.compress(WORDS, mtime=0)


def undo(encoding: str, body: bytes, limit: int = 100_000, step: int = 7) -> tuple[bytes, bool]:
    decode = decoder(encoding, limit)
    out = b"".join(decode.feed(body[at : at + step]) for at in range(0, len(body), step))
    return out, decode.finished()


@pytest.mark.parametrize(
    ("encoding", "body", "whole", "clause"),
    [
        ("", WORDS, True, "no coding"),
        ("identity", WORDS, True, "RFC 9110, 12.5.3"),
        ("gzip", GZIPPED, True, "RFC 9110, 8.4.1.3"),
        (" X-GZIP ", GZIPPED, True, "RFC 9110, 8.4.1.3: the old name"),
        ("deflate", zlib.compress(WORDS), True, "RFC 9110, 8.4.1.2: zlib"),
        ("gzip", GZIPPED[:-1], False, "cut in its trailer"),
        ("gzip", GZIPPED + b"\0\0", True, "padding behind the end"),
    ],
)
def test_codings(encoding: str, body: bytes, whole: bool, clause: str) -> None:
    assert undo(encoding, body) == (WORDS, whole), clause


def test_members_may_follow_each_other() -> None:
    """RFC 1952, 2.2."""
    assert undo("gzip", GZIPPED + gzip.compress(b"More."), step=10_000) == (WORDS + b"More.", True)


def test_what_comes_out_is_bounded() -> None:
    body = gzip.compress(b"a" * 50_000_000)
    assert len(decoder("gzip", 1_000).feed(body)) == 1_001


@pytest.mark.parametrize(("encoding", "words"), [("br", "not asked for"), ("gzip", "not compressed as it says")])
def test_what_cannot_be_undone(encoding: str, words: str) -> None:
    with pytest.raises(Cut, match=words):
        undo(encoding, b"plain text")

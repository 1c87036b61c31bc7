"""Content codings, undone in bounded steps (RFC 9110, 8.4): gzip, deflate, or none."""

import zlib

_GZIP_MEMBER = b"\x1f\x8b"


class Cut(Exception):
    """The answer broke a limit or its own word; the message says which."""


class Identity:
    """The bytes as they are."""

    def feed(self, chunk: bytes) -> bytes:
        """Return the chunk."""
        return chunk

    def finished(self) -> bool:
        """Return True: only the message's own length tells its end."""
        return True


class Inflate:
    """gzip or deflate: a small body cannot fill the memory, and one that was cut off is noticed."""

    def __init__(self, window_bits: int, limit: int) -> None:
        self._window_bits, self._limit, self._given = window_bits, limit, 0
        self._inflate = zlib.decompressobj(window_bits)
        self._over = False

    def feed(self, chunk: bytes) -> bytes:
        """Return what the chunk holds, at most one byte more than the limit. Raises Cut when it is not compressed."""
        out = bytearray()
        while chunk and self._given <= self._limit and not self._over:
            try:
                piece = self._inflate.decompress(chunk, self._limit - self._given + 1)
            except zlib.error as error:
                raise Cut(f"the answer is not compressed as it says ({error})") from error
            out += piece
            self._given += len(piece)
            chunk = self._inflate.unused_data
            if not chunk.startswith(_GZIP_MEMBER):
                self._over = len(chunk) >= len(_GZIP_MEMBER)  # what follows is padding, perhaps without end
                break
            self._inflate = zlib.decompressobj(self._window_bits)  # RFC 1952, 2.2: members may follow each other
        return bytes(out)

    def finished(self) -> bool:
        """Return whether the stream came to its end."""
        return self._inflate.eof or self._given == 0


def decoder(encoding: str, limit: int) -> Identity | Inflate:
    """Return what undoes a Content-Encoding, up to `limit` bytes. Raises Cut for one that was not asked for."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return Identity()
    if name in ("gzip", "x-gzip"):
        return Inflate(zlib.MAX_WBITS | 16, limit)
    if name == "deflate":
        return Inflate(zlib.MAX_WBITS, limit)
    raise Cut(f"the answer is compressed with {name!r}, which was not asked for")

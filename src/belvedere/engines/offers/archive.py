"""A zip archive read with flat memory: its table of contents one entry at a time, one member at a time.

The standard library holds the whole table, some 600 bytes a member: too much for a national feed of half a million.
Layout: APPNOTE.TXT 4.3 (end of central directory, its zip64 form, central and local headers).
"""

import struct
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

_END = struct.Struct("<4s4H2LH")
_END64_PLACE = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL = struct.Struct("<4s2B4HL2L2H")
_LONGEST_COMMENT = 0xFFFF
_UNKNOWN = 0xFFFFFFFF
_PIECE = 2**18
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 0x1, 0x800


class BadArchive(ValueError):
    """The archive, or one member of it, is cut or damaged."""


class Entry(NamedTuple):
    """One line of the table of contents; sizes and offset in bytes."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int

    @property
    def encrypted(self) -> bool:
        return bool(self.flags & _ENCRYPTED)


class Archive:
    """Reads one open stream. Raises BadArchive when the end of the archive is missing."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._start, self._size, self._shift = _table_place(stream)

    def entries(self) -> Iterator[Entry]:
        """Every entry but folders. Raises BadArchive."""
        held, left, place = b"", self._size, self._start
        while held or left:
            if len(held) < _PIECE and left:
                self._stream.seek(place)
                piece = self._stream.read(min(left, 2 * _PIECE))
                if not piece:
                    raise BadArchive("table of contents cut short")
                held, left, place = held + piece, left - len(piece), place + len(piece)
            at = 0
            while at < len(held) and (len(held) - at >= _PIECE or not left):
                entry, at = self._entry(held, at)
                if not entry.name.endswith("/"):
                    yield entry
            held = held[at:]

    def _entry(self, held: bytes, at: int) -> tuple[Entry, int]:
        try:
            fields = _CENTRAL.unpack_from(held, at)
        except struct.error:
            raise BadArchive("table of contents cut short") from None
        name_end = at + _CENTRAL.size + fields[12]
        extra_end, end = name_end + fields[13], name_end + fields[13] + fields[14]
        if fields[0] != b"PK\x01\x02" or end > len(held):
            raise BadArchive("table of contents damaged")
        flags, method, crc = fields[5], fields[6], fields[9]
        name = held[at + _CENTRAL.size : name_end].decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        numbers = fields[11], fields[10], fields[18]
        if _UNKNOWN in numbers:
            numbers = _large(held[name_end:extra_end], *numbers)
        size, packed, offset = numbers
        return Entry(name, flags, method, crc, packed, size, offset + self._shift), end

    def read(self, entry: Entry) -> bytes:
        """The bytes of a member, never more than its declared size. Raises BadArchive."""
        self._stream.seek(entry.offset)
        head = self._stream.read(_LOCAL.size)
        if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
            raise BadArchive("local header damaged")
        name, extra = _LOCAL.unpack(head)[-2:]
        self._stream.seek(name + extra, 1)
        raw = self._stream.read(entry.packed)
        if entry.method == _DEFLATED:
            raw = _inflated(raw, entry.size)
        elif entry.method != _STORED:
            raise BadArchive(f"compression method {entry.method} not supported")
        if len(raw) != entry.size or zlib.crc32(raw) != entry.crc:
            raise BadArchive("member damaged")
        return raw


def _inflated(raw: bytes, size: int) -> bytes:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = engine.decompress(raw, size + 1)
    except zlib.error as error:
        raise BadArchive(str(error)) from None
    if not engine.eof:
        raise BadArchive("member longer than it says, or cut short")
    return found


def _table_place(stream: IO[bytes]) -> tuple[int, int, int]:
    """(offset, size) of the table of contents, and how far bytes put before the archive shift its offsets."""
    length = stream.seek(0, 2)
    tail_start = max(0, length - _END.size - _LONGEST_COMMENT - _END64_PLACE.size)
    stream.seek(tail_start)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise BadArchive("no end of archive")
    *_counts, size, offset, _comment = _END.unpack_from(tail, at)
    end = tail_start + at
    before = at - _END64_PLACE.size
    if before >= 0 and tail[before : before + 4] == b"PK\x06\x07":
        end = tail_start + before - _END64.size
        stream.seek(max(0, end))
        fields = stream.read(_END64.size)
        if len(fields) < _END64.size or not fields.startswith(b"PK\x06\x06"):
            raise BadArchive("zip64 end of archive damaged")
        size, offset = _END64.unpack(fields)[-2:]
    shift = end - size - offset
    if shift < 0:
        raise BadArchive("table of contents out of the archive")
    return offset + shift, size, shift


def _large(extra: bytes, *numbers: int) -> tuple[int, int, int]:
    """Size, packed size and offset, those that do not fit on 32 bits read from the zip64 field."""
    found = list(numbers)
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            values = iter(struct.unpack_from(f"<{min(length, len(extra) - at - 4) // 8}Q", extra, at + 4))
            found = [next(values, number) if number == _UNKNOWN else number for number in found]
        at += 4 + length
    return found[0], found[1], found[2]

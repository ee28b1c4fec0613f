"""Our reading of zip archives, beside the standard library's."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.offers.archive import Archive, BadArchive, Entry

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return stream.getvalue()


def unpacked(raw: bytes) -> dict[str, bytes]:
    archive = Archive(io.BytesIO(raw))
    return {entry.name: archive.read(entry) for entry in archive.entries()}


@settings(max_examples=60)
@given(
    st.dictionaries(NAMES.filter(lambda name: not name.endswith("/")), st.binary(max_size=3000), max_size=8),
    st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]),
    st.binary(max_size=50),
)
def test_gives_what_the_standard_library_gives(members: dict[str, bytes], method: int, before: bytes) -> None:
    raw = before + packed(members, method)
    with zipfile.ZipFile(io.BytesIO(raw)) as known:
        expected = {item.filename: known.read(item) for item in known.infolist()}
    assert unpacked(raw) == expected == members


def test_a_long_table_of_contents_is_read_in_pieces() -> None:
    members = {f"objects/{n:05}/{'long' * 20}.json": str(n).encode() for n in range(8000)}
    assert unpacked(packed(members)) == members


def test_folders_are_left_out() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.mkdir("objects")
        archive.writestr("objects/a.json", b"{}")
    assert unpacked(stream.getvalue()) == {"objects/a.json": b"{}"}


def test_sizes_of_zip64_are_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, archive.open("a.json", "w", force_zip64=True) as member:
        member.write(b"abc")
    assert unpacked(stream.getvalue()) == {"a.json": b"abc"}
    raw = _with_zip64_numbers(b"abcdef" * 50)
    assert unpacked(raw) == {"a.json": b"abcdef" * 50}


def _with_zip64_numbers(content: bytes) -> bytes:
    """An archive of one stored member whose every number stands in the zip64 fields."""
    crc, size, name = zlib.crc32(content), len(content), b"a.json"
    local = struct.pack("<4s2B4HL2L2H", b"PK\3\4", 45, 0, 0, 0, 0, 0, crc, size, size, len(name), 0) + name
    body = local + content
    extra = struct.pack("<2H3Q", 1, 24, size, size, 0)
    none = 0xFFFFFFFF
    table = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\1\2", 45, 3, 45, 0, 0, 0, 0, 0, crc, none, none, len(name), len(extra), 0, 0, 0, 0, none
    ) + name + extra  # fmt: skip
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(table), len(body))
    place = struct.pack("<4sLQL", b"PK\6\7", 0, len(body) + len(table), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, none, none, 0)
    return body + table + end64 + place + end


@settings(max_examples=60)
@given(st.data())
def test_damage_is_said_or_harmless(data: st.DataObject) -> None:
    members = {f"{n}.json": bytes([65 + n]) * (200 * n + 1) for n in range(5)}
    raw = bytearray(packed(members))
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=4)):
        raw[place] = data.draw(st.integers(0, 255))
    raw = raw[: data.draw(st.integers(0, len(raw)))] if data.draw(st.booleans()) else raw
    try:
        found = unpacked(bytes(raw))
    except BadArchive:
        return
    assert all(content in members.values() for content in found.values())


@pytest.mark.parametrize("size", [10, 1000])
def test_a_member_never_gives_more_than_it_says(size: int) -> None:
    raw = packed({"a.json": b"x" * 5000})
    archive = Archive(io.BytesIO(raw))
    (entry,) = archive.entries()
    with pytest.raises(BadArchive):
        archive.read(entry._replace(size=size))


def test_other_compressions_and_strangers_are_refused() -> None:
    raw = packed({"a.json": b"x" * 50}, zipfile.ZIP_BZIP2)
    archive = Archive(io.BytesIO(raw))
    with pytest.raises(BadArchive, match="not supported"):
        archive.read(next(archive.entries()))
    with pytest.raises(BadArchive, match="local header"):
        archive.read(Entry("a", 0, 0, 0, 3, 3, 7))
    for other in (b"", b"PK", b"{}" * 40):
        with pytest.raises(BadArchive):
            Archive(io.BytesIO(other))

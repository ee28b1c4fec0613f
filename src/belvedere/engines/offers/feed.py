"""The members of a feed, one at a time: flux zip, unpacked folder, or one JSON file."""

import hashlib
import re
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from .archive import Archive, BadArchive, Entry
from .errors import (
    DuplicateObject,
    FeedError,
    ObjectError,
    PathEscape,
    TruncatedFeed,
    UnreadableMember,
    WrongEncoding,
    ZipBomb,
)
from .load import OBJECT_LIMIT, identify

MAX_TOTAL = 64 * 2**30
MAX_MEMBERS = 2_000_000
MAX_RATIO = 200
RATIO_FLOOR = 2**20
FILE_LIMIT = 512 * 2**20
_ASIDE = frozenset({"index.json", "context.jsonld"})
_DRIVE = re.compile(r"^[A-Za-z]:")


def _refusal(item: Entry) -> FeedError | None:
    """Why a member must not even be unpacked."""
    size = max(item.size, item.packed)
    if size > OBJECT_LIMIT:
        limit = OBJECT_LIMIT // 2**20
        return UnreadableMember(f"l’objet pèse {size / 1e6:.0f} Mo, plus que la limite de {limit} Mio", item.name)
    if item.size > RATIO_FLOOR and item.size > MAX_RATIO * max(item.packed, 1):
        return ZipBomb("taux de compression suspect : membre ignoré", item.name)
    if item.encrypted:
        return UnreadableMember("membre chiffré par un mot de passe", item.name)
    return None


class _Seen:
    """Identifiers already met, as digests of 8 bytes on 4096 shelves: flat memory, and a search of a few dozen numbers.
    Among a million, two identifiers share a digest with a chance of 3 in a hundred million."""

    def __init__(self) -> None:
        self._shelves: dict[int, array[int]] = {}

    def add(self, key: tuple[str, str]) -> bool:
        """False when it was there."""
        number = int.from_bytes(hashlib.blake2b("\0".join(key).encode(), digest_size=8).digest())
        shelf = self._shelves.setdefault(number & 4095, array("Q"))
        if number in shelf:
            return False
        shelf.append(number)
        return True


class FeedReader:
    """Iterates ``(place, bytes)`` over the objects of a feed, in the order of the archive, holding one at a time.

    ``place`` is the path of the member (``objects/0/00/15-….json``), with ``#3`` for the fourth object of a list.
    What concerns one member is noted in ``failures`` and the others go on; what concerns the whole feed raises
    FeedError (TruncatedFeed, ZipBomb, WrongEncoding…). Nothing is ever unpacked to disk.
    """

    def __init__(self, feed: str | Path) -> None:
        self.path = Path(feed)
        self.failures: list[FeedError] = []

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        self.failures.clear()
        if self.path.is_dir():
            yield from self._unique(self._folder())
        elif not self.path.is_file():
            raise FeedError("fichier ou dossier introuvable", str(self.path))
        elif self._looks_zipped():
            yield from self._unique(self._zip())
        else:
            yield from self._unique(self._file())

    def _looks_zipped(self) -> bool:
        with self.path.open("rb") as stream:
            head = stream.read(4)
        return head[:2] == b"PK" or self.path.suffix.lower() == ".zip"

    def _unique(self, members: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        seen = _Seen()
        for place, raw in members:
            key = identify(raw)
            if key is not None and not seen.add(key):
                sentence = "identifiant déjà rencontré dans ce flux : le premier est gardé"
                self.failures.append(DuplicateObject(sentence, place))
                continue
            yield place, raw

    def _zip(self) -> Iterator[tuple[str, bytes]]:
        with self.path.open("rb") as stream:
            try:
                archive = Archive(stream)
                self._refuse_bomb(archive)
            except BadArchive as error:
                sentence = "archive tronquée ou endommagée : à télécharger de nouveau"
                raise TruncatedFeed(sentence, str(self.path)) from error
            for item in archive.entries():
                if not self._wanted(item.name):
                    continue
                raw = self._member(archive, item)
                if raw is not None:
                    yield item.name, raw

    def _refuse_bomb(self, archive: Archive) -> None:
        number = total = packed = 0
        for item in archive.entries():
            number, total, packed = number + 1, total + item.size, packed + item.packed
        where = str(self.path)
        if number > MAX_MEMBERS:
            raise ZipBomb(f"plus de {MAX_MEMBERS} fichiers dans l’archive", where)
        if total > MAX_TOTAL or (total > 256 * RATIO_FLOOR and total > MAX_RATIO * max(packed, 1)):
            raise ZipBomb(f"l’archive se déploierait en {total / 2**30:.1f} Gio : refusée", where)

    def _member(self, archive: Archive, item: Entry) -> bytes | None:
        """The bytes of a member; None after noting why they cannot be had."""
        failure = _refusal(item)
        if failure is None:
            try:
                return archive.read(item)
            except (BadArchive, OSError):
                failure = UnreadableMember("membre endommagé ou illisible", item.name)
        self.failures.append(failure)
        return None

    def _wanted(self, name: str) -> bool:
        """An object's member; a path that escapes is noted as a failure."""
        *folders, file = parts = name.replace("\\", "/").split("/")
        if not parts[0] or ".." in parts or _DRIVE.match(name) or "\x00" in name:
            self.failures.append(PathEscape("chemin qui sort du dossier : membre ignoré", name))
            return False
        if file in _ASIDE or file.startswith((".", "__")) or "__MACOSX" in folders:
            return False
        return file.lower().endswith((".json", ".jsonld"))

    def _folder(self) -> Iterator[tuple[str, bytes]]:
        root = self.path.resolve()
        for path in sorted(root.rglob("*.json*")):
            name = path.relative_to(root).as_posix()
            if not self._wanted(name) or not path.is_file():
                continue
            if not path.resolve().is_relative_to(root):
                self.failures.append(PathEscape("lien qui sort du dossier : membre ignoré", name))
                continue
            try:
                if path.stat().st_size > OBJECT_LIMIT:
                    self.failures.append(UnreadableMember(f"plus que la limite de {OBJECT_LIMIT // 2**20} Mio", name))
                else:
                    yield name, path.read_bytes()
            except OSError:
                self.failures.append(UnreadableMember("fichier illisible", name))

    def _file(self) -> Iterator[tuple[str, bytes]]:
        if self.path.stat().st_size > FILE_LIMIT:
            raise FeedError(f"fichier de plus de {FILE_LIMIT // 2**20} Mio : à livrer en flux zip", str(self.path))
        raw = self.path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        start = raw[:200].lstrip()[:1]
        if start == b"{" and len(raw) <= OBJECT_LIMIT and b'"@graph"' not in raw:
            yield self.path.name, raw
            return
        items = self._items(raw)
        if len(items) == 1:
            yield self.path.name, orjson.dumps(items[0])
            return
        for i, item in enumerate(items):
            yield f"{self.path.name}#{i}", orjson.dumps(item)

    def _items(self, raw: bytes) -> list[Any]:
        try:
            value = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            try:
                raw.decode("utf-8")
            except UnicodeDecodeError as wrong:
                raise WrongEncoding(f"le fichier n’est pas en UTF-8 (octet {wrong.start})", str(self.path)) from None
            sentence = f"JSON illisible à la ligne {error.lineno}, colonne {error.colno} : fichier tronqué ?"
            raise FeedError(sentence, str(self.path)) from None
        if isinstance(value, dict):
            value = value["@graph"] if isinstance(value.get("@graph"), list) else [value]
        if not isinstance(value, list):
            raise ObjectError("un objet, une liste d’objets ou un @graph était attendu", str(self.path))
        return value

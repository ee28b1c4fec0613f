"""A DATAtourisme feed, in batches: what each object is with regard to what we hold. Writes nothing."""

import hashlib
import re
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from belvedere.catalogue.actions.incoming import Incoming
from belvedere.catalogue.enums import ItemStatus
from belvedere.catalogue.models import Source
from belvedere.catalogue.queries.imports import Key, Known, known_offers
from belvedere.engines import offers

from .parsing import Parsed, Parsers

#: Objects and bytes of a batch: what is held in memory at once, and what a kill can make us read again.
BATCH = 200
BATCH_BYTES = 8 * 2**20
#: Batches parsed in advance.
AHEAD = 2
#: To be raised when the columns are filled in otherwise: everything is then read again, changed or not.
MAPPING = 1
_NAMED = re.compile(r"(?:^|/)([^/]+?)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json(?:ld)?$")


@dataclass(frozen=True)
class Batch:
    """Objects read and understood; ``position``: objects of the feed consumed once it is written."""

    objects: list[Incoming]
    position: int


class Member(NamedTuple):
    """One object as the feed holds it; ``key``: who it is, where that can be told without parsing it."""

    place: str
    raw: bytes
    key: Key | None
    fingerprint: bytes


class Begun(NamedTuple):
    """A batch that is being parsed: for each member what we hold of it, and whether it is the same."""

    taken: list[Member]
    failures: list[offers.FeedError]
    known: list[Known | None]
    same: list[bool]
    parsed: Callable[[], list[Parsed]]


class Feed:
    """Reads a feed from a position on. ``whole`` tells, at the end, whether every object could be told apart: only then
    is what was not met absent."""

    def __init__(self, path: Path, source: Source, *, start: int = 0, whole: bool = True) -> None:
        self.source = source
        self.start = start
        self.whole = whole and (path.is_dir() or zipfile.is_zipfile(path))
        self._reader = offers.FeedReader(path)
        self._told = 0
        #: Objects that do not begin with their identifier: the reader could not see that they came twice.
        self._odd: set[Key] = set()

    def __iter__(self) -> Iterator[Batch]:
        """A thread reads and unpacks, other processes parse the next batches while this one is written."""
        position = self.start
        with ThreadPoolExecutor(max_workers=1) as reading, Parsers() as parsers:
            for batch in ahead(self._begun(reading, parsers), AHEAD):
                position += len(batch.taken)
                yield Batch([*self._understood(batch), *self._failed(batch.failures)], position)

    def _begun(self, reading: ThreadPoolExecutor, parsers: Parsers) -> Iterator[Begun]:
        members = iter(self._reader)
        coming = reading.submit(self._take, members, self.start)
        while True:
            taken, failures = coming.result()
            if not taken and not failures:
                return
            coming = reading.submit(self._take, members)
            yield self._begin(taken, failures, parsers)

    def _take(self, members: Iterator[tuple[str, bytes]], skip: int = 0) -> tuple[list[Member], list[offers.FeedError]]:
        """The next objects and the failures met on the way; ``skip``: objects (and failures) already dealt with."""
        for _member in islice(members, skip):
            self._told = len(self._reader.failures)
        taken: list[Member] = []
        size = 0
        for place, raw in members:
            taken.append(Member(place, raw, offers.identify(raw) or named(place), fingerprint(raw)))
            size += len(raw)
            if len(taken) >= BATCH or size >= BATCH_BYTES:
                break
        failures = self._reader.failures[self._told :]
        self._told += len(failures)
        return taken, failures

    def _begin(self, taken: list[Member], failures: list[offers.FeedError], parsers: Parsers) -> Begun:
        """Tells what has not changed, and has the rest parsed."""
        known = known_offers(self.source, [member.key for member in taken if member.key])
        found = [known.get(member.key) if member.key else None for member in taken]
        same = [
            there is not None and offers.decide(member.fingerprint, there.fingerprint).verdict is offers.Verdict.SAME
            for member, there in zip(taken, found, strict=True)
        ]
        raws = [member.raw for member, unchanged in zip(taken, same, strict=True) if not unchanged]
        return Begun(taken, failures, found, same, parsers.submit(raws))

    def _understood(self, batch: Begun) -> Iterator[Incoming]:
        sentence = _("Identique à la dernière lecture.")
        parsed = iter(batch.parsed())
        for member, there, unchanged in zip(batch.taken, batch.known, batch.same, strict=True):
            if unchanged:
                yield Incoming(member.place, ItemStatus.UNCHANGED, sentence, there)
            else:
                yield self._outcome(member, there, next(parsed))

    def _outcome(self, member: Member, there: Known | None, parsed: Parsed) -> Incoming:
        place, _raw, key, print_ = member
        if isinstance(parsed, offers.ObjectError):
            self.whole = self.whole and key is not None
            return Incoming(place, ItemStatus.FAILED, sentence_of(parsed), there)
        if not parsed.families:
            words = _("Aucune des quatre familles (lieu, événement, produit, itinéraire)\N{NO-BREAK SPACE}: %(types)s.")
            return Incoming(place, ItemStatus.SKIPPED, words % {"types": ", ".join(parsed.types)}, there)
        found = (parsed.producer, parsed.uuid)
        if found != key:
            if found in self._odd:
                return Incoming(place, ItemStatus.SKIPPED, _("Identifiant déjà rencontré dans ce flux."))
            self._odd.add(found)
            there = known_offers(self.source, [found]).get(found)
            if there is not None and there.fingerprint == print_:
                return Incoming(place, ItemStatus.UNCHANGED, _("Identique à la dernière lecture."), there)
        return Incoming(place, None, "", there, parsed, print_)

    def _failed(self, failures: list[offers.FeedError]) -> list[Incoming]:
        """Members that the reader could not give; those whose file tells who they are do not count as absent."""
        keys = [named(failure.place) for failure in failures]
        known = known_offers(self.source, [key for key in keys if key]) if failures else {}
        found = []
        for failure, key in zip(failures, keys, strict=True):
            double = isinstance(failure, offers.DuplicateObject)
            self.whole = self.whole and (double or key is not None)
            status = ItemStatus.SKIPPED if double else ItemStatus.FAILED
            there = known.get(key) if key and not double else None
            found.append(Incoming(failure.place, status, sentence_of(failure), there))
        return found


def ahead(batches: Iterable[Begun], number: int) -> Iterator[Begun]:
    """The same batches, each given once ``number`` others have been begun after it."""
    held: deque[Begun] = deque()
    for batch in batches:
        held.append(batch)
        if len(held) > number:
            yield held.popleft()
    yield from held


def named(place: str) -> Key | None:
    """Producer and identifier as the names of a flux's files tell them."""
    found = _NAMED.search(place)
    return (found[1], found[2]) if found else None


def fingerprint(raw: bytes) -> bytes:
    """Changes with the object, and with the way we fill in the columns."""
    return offers.fingerprint(raw) + MAPPING.to_bytes(2, "big")


def sentence_of(error: offers.FeedError) -> str:
    text = f"{error.sentence[:1].upper()}{error.sentence[1:]}"
    if isinstance(error, offers.ObjectError) and error.place:
        return _("%(text)s (à l’endroit %(place)s).") % {"text": text.rstrip("."), "place": error.place}
    return f"{text.rstrip('.')}."


def described(path: Path) -> tuple[str, int]:
    """(digest, number of members) of a feed, from its table of contents alone: what tells that a run can be resumed."""
    digest = hashlib.blake2b(digest_size=16)
    number = 0
    for line in _contents(path):
        digest.update(repr(line).encode())
        number += 1
    return digest.hexdigest(), number


def _contents(path: Path) -> Iterator[tuple[object, ...]]:
    if path.is_dir():
        for file in sorted(path.rglob("*.json*")):
            yield (file.relative_to(path).as_posix(), file.stat().st_size, file.stat().st_mtime_ns)
    elif zipfile.is_zipfile(path):
        with path.open("rb") as stream:
            for item in offers.Archive(stream).entries():
                if item.name.endswith((".json", ".jsonld")):
                    yield (item.name, item.size, item.crc)
    elif path.is_file():
        yield (path.name, path.stat().st_size, path.stat().st_mtime_ns)

"""What is worked out of an object before it reaches the database. Knows nothing of Django: a process that does nothing
else starts at once."""

import gc
import pickle
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

import orjson
import zstandard

from belvedere.engines import offers

from . import incoming_fields

Rows = dict[tuple[str, int], tuple[Any, ...]]


class Read(NamedTuple):
    """An offer as its columns will hold it, those in JSON already as text (``facts``, ``missing``), with what the
    database is needed for: the words of its commune (``where``), its types, its families, its opening periods.

    ``texts`` and ``media``: see ``children``. ``original``: the object as it came, compressed.
    """

    producer: str
    uuid: str
    uri: str
    name: str
    families: tuple[str, ...]
    types: tuple[str, ...]
    updated: date | None
    where: tuple[str, float | None, float | None, str, str]
    periods: tuple[offers.OpeningPeriod, ...]
    facts: dict[str, Any]
    texts: Rows
    media: Rows
    remarks: list[str]
    percent: int
    missing: str
    original: bytes


def read_objects(raws: Sequence[bytes], memo: offers.Memo) -> list[Read | offers.ObjectError]:
    """What each object says, or what is wrong with it, in the same order."""
    compress = compressor()
    return [_read(raw, memo, compress) for raw in raws]


def compressor() -> Callable[[bytes], bytes]:
    """Not to be shared between threads."""
    return zstandard.ZstdCompressor(level=1).compress


def columns_of(offer: offers.IncomingOffer, original: bytes) -> Read:
    facts = incoming_fields.facts(offer)
    score = offers.completeness(offer)
    locality = offer.address.locality if offer.address else ""
    return Read(
        producer=offer.producer,
        uuid=offer.uuid,
        uri=offer.uri,
        name=facts["name"],
        families=offer.families,
        types=offer.types,
        updated=offer.updated,
        where=(offer.insee, offer.lon, offer.lat, offer.postal_code, locality),
        periods=incoming_fields.periods(offer),
        facts={name: _text(value) if type(value) in (dict, list) else value for name, value in facts.items()},
        texts=incoming_fields.texts(offer),
        media=incoming_fields.media(offer),
        remarks=[f"{warning.sentence} ({warning.place})" for warning in offer.warnings],
        percent=score.percent,
        missing=_text(score.missing),
        original=original,
    )


def _read(raw: bytes, memo: offers.Memo, compress: Callable[[bytes], bytes]) -> Read | offers.ObjectError:
    try:
        return columns_of(offers.parse_object(raw, memo=memo), compress(raw))
    except offers.ObjectError as error:
        return error


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()


def main() -> None:
    """Lists of objects on the standard input, lists of what they become on the output, until the input ends."""
    # Nothing but trees passes here: looking for cycles finds none.
    gc.disable()
    memo = offers.Memo()
    while sys.stdin.buffer.peek(1):
        raws = pickle.load(sys.stdin.buffer)  # noqa: S301 our parent's
        pickle.dump(read_objects(raws, memo), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()

"""What is worked out of an object before it reaches the database. Knows nothing of Django: a process that does nothing
else starts at once."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import zstandard

from belvedere.engines import offers


class Read(NamedTuple):
    """An offer, how complete it is, and its original, compressed."""

    offer: offers.IncomingOffer
    score: offers.Score
    original: bytes


def read_objects(raws: Sequence[bytes], memo: offers.Memo) -> list[Read | offers.ObjectError]:
    """What each object says, or what is wrong with it, in the same order."""
    compress = compressor()
    return [_read(raw, memo, compress) for raw in raws]


def compressor() -> Callable[[bytes], bytes]:
    """Not to be shared between threads."""
    return zstandard.ZstdCompressor(level=1).compress


def _read(raw: bytes, memo: offers.Memo, compress: Callable[[bytes], bytes]) -> Read | offers.ObjectError:
    try:
        offer = offers.parse_object(raw, memo=memo)
    except offers.ObjectError as error:
        return error
    return Read(offer, offers.completeness(offer), compress(raw))

"""Who belongs, one bit a person and a segment; revised in place, telling who entered and who left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .leaves import Answers
from .types import YES

Bits = NDArray[np.uint8]


@dataclass(frozen=True)
class Move:
    """Rows of people who entered and left one segment."""

    entered: NDArray[np.intp]
    left: NDArray[np.intp]


def pack(found: Answers) -> Bits:
    """Bits (lowest first) of the people who answer YES: a row of ⌈people / 8⌉ bytes a segment."""
    return np.packbits(found == YES, axis=-1, bitorder="little")


def rows_of(bits: Bits) -> NDArray[np.intp]:
    """Rows of the people whose bit is set in one segment's bits."""
    return np.flatnonzero(np.unpackbits(bits, bitorder="little"))


def count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum())


def revise(bits: Bits, people: NDArray[np.intp], found: Answers) -> Move:
    """Writes the new answers of some people (each once) into one segment's bits."""
    places, masks = people >> 3, np.left_shift(1, people & 7).astype(np.uint8)
    was = (bits[places] & masks) != 0
    belongs = found == YES
    entered, left = belongs & ~was, was & ~belongs
    np.bitwise_or.at(bits, places[entered], masks[entered])
    np.bitwise_and.at(bits, places[left], ~masks[left])
    return Move(people[entered], people[left])

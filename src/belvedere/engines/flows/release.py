"""Publish a block of counts once, and again when its facts change: what left before is part of the attack.

A block is a set of named cells and of sums that tie them; no sum ties cells of two blocks, so that each is protected by
itself and whatever is reckoned from shown cells, of one block or of many, reveals nothing more. The second release of a
block is protected beside the first: a cell whose count has not changed stays shown or hidden as it was, one whose count
has changed is another cell, and the sums of both releases hold at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from belvedere.engines.flows.attacker import Relations
from belvedere.engines.flows.secrecy import SecrecyError, protect

Name = tuple[str, ...]
Sum = tuple[Name, tuple[Name, ...]]


@dataclass(frozen=True)
class Block:
    """Counts by name, and sums (total, parts) that hold between them, the deepest first."""

    values: Mapping[Name, int]
    sums: tuple[Sum, ...] = ()


@dataclass(frozen=True)
class Release:
    """A block as it left: every cell but the `hidden` ones was shown."""

    block: Block
    hidden: frozenset[Name]

    def shown(self, name: Name) -> int | None:
        """The count, or nothing where it is hidden."""
        return None if name in self.hidden else self.block.values[name]


def next_release(block: Block, threshold: int, earlier: Sequence[Release] = ()) -> Release:
    """`block` protected beside all that left `earlier`, oldest first.

    The very last of `earlier` is given back when nothing has changed, or when the new counts cannot be shown without
    revealing some of the former ones: then what was published stays. A first release that cannot be protected is
    hidden whole.
    """
    if earlier and earlier[-1].block.values == block.values and set(earlier[-1].block.sums) == set(block.sums):
        return earlier[-1]
    joint = _Joint()
    now = joint.add(block)
    for former in earlier:
        joint.add_former(former)
    values = np.array(joint.values, np.int64)
    shown, hidden = np.zeros(len(values), bool), np.zeros(len(values), bool)
    shown[joint.shown], hidden[joint.hidden] = True, True
    try:
        out = protect(values, joint.relations(), threshold, hidden, shown & ~hidden)
    except SecrecyError:
        return earlier[-1] if earlier else Release(block, frozenset(block.values))
    return Release(block, frozenset(name for name, k in now.items() if out[k]))


class _Joint:
    """Cells and sums of several releases in one system, a count that did not change being one cell."""

    def __init__(self) -> None:
        self.values: list[int] = []
        self.shown: list[int] = []
        self.hidden: list[int] = []
        self._place: dict[tuple[Name, int], int] = {}
        self._sums: dict[tuple[int, tuple[int, ...]], None] = {}

    def add(self, block: Block) -> dict[Name, int]:
        """Places of the block's cells."""
        out = {}
        for name, value in block.values.items():
            key = (name, int(value))
            if key not in self._place:
                self._place[key] = len(self.values)
                self.values.append(int(value))
            out[name] = self._place[key]
        for total, parts in block.sums:
            self._sums[out[total], tuple(out[part] for part in parts)] = None
        return out

    def add_former(self, release: Release) -> None:
        for name, place in self.add(release.block).items():
            (self.hidden if name in release.hidden else self.shown).append(place)

    def relations(self) -> Relations:
        return Relations(tuple(total for total, _ in self._sums), tuple(parts for _, parts in self._sums))

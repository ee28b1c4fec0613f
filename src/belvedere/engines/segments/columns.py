"""People and acts as columns: one NumPy array a field, acts sorted by person then moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .types import Act, Field, Kind, Person, Schema, SegmentError, Value

MISSING = np.iinfo(np.int64).min
KIND = "kind"
_TYPES: dict[Kind, type] = {
    "number": np.int64, "moment": np.int64, "choice": np.int32, "flag": np.int8, "tags": np.uint64,
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """Unknown is MISSING in numbers and moments, -1 in choices and flags, no bit in tags.

    `vocabulary` says what the codes of a choice, or the bits of tags from the lowest, stand for.
    """

    kind: Kind
    data: NDArray[Any]
    vocabulary: tuple[str, ...] = ()

    def known(self) -> NDArray[np.bool_]:
        if self.kind == "tags":
            return np.asarray(self.data != 0)
        return np.asarray(self.data != (MISSING if self.kind in ("number", "moment") else -1))

    def value(self, row: int) -> Value:
        """The plain value of one row, None when it is not known."""
        raw = int(self.data[row])
        if self.kind == "tags":
            return tuple(word for bit, word in enumerate(self.vocabulary) if raw >> bit & 1) or None
        if raw == (MISSING if self.kind in ("number", "moment") else -1):
            return None
        if self.kind == "choice":
            return self.vocabulary[raw]
        return bool(raw) if self.kind == "flag" else raw

    def rows(self, which: slice | NDArray[np.intp]) -> Column:
        return Column(self.kind, self.data[which], self.vocabulary)


@dataclass(frozen=True)
class Contacts:
    """`owner` is the row of the person of each act; person i has acts `starts[i]:starts[i + 1]`, in time order."""

    size: int
    people: Mapping[str, Column]
    owner: NDArray[np.int32]
    when: NDArray[np.int64]
    acts: Mapping[str, Column]
    starts: NDArray[np.int64]

    def between(self, first: int, last: int) -> Contacts:
        """People from row `first` to before `last`, sharing the memory."""
        low, high = int(self.starts[first]), int(self.starts[last])
        span, lines = slice(first, last), slice(low, high)
        return Contacts(
            last - first,
            {name: column.rows(span) for name, column in self.people.items()},
            self.owner[lines] - np.int32(first),
            self.when[lines],
            {name: column.rows(lines) for name, column in self.acts.items()},
            self.starts[first : last + 1] - low,
        )

    def pick(self, rows: NDArray[np.intp]) -> Contacts:
        """The people of these rows, copied, in that order."""
        counts = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        owner = np.repeat(np.arange(len(rows), dtype=np.int32), counts)
        lines = np.arange(starts[-1]) - starts[owner] + self.starts[rows][owner]
        return Contacts(
            len(rows),
            {name: column.rows(rows) for name, column in self.people.items()},
            owner,
            self.when[lines],
            {name: column.rows(lines) for name, column in self.acts.items()},
            starts,
        )

    def person(self, row: int) -> Person:
        """One person as plain values."""
        lines = range(int(self.starts[row]), int(self.starts[row + 1]))
        acts = tuple(
            Act(
                str(self.acts[KIND].value(line)),
                int(self.when[line]),
                {name: column.value(line) for name, column in self.acts.items() if name != KIND},
            )
            for line in lines
        )
        return Person({name: column.value(row) for name, column in self.people.items()}, acts)


def column_of(field: Field, values: Sequence[Value]) -> Column:
    """A column from plain values; SegmentError names the field whose value does not fit."""
    vocabulary = tuple(field.values)
    if field.kind in ("choice", "tags") and not vocabulary:
        vocabulary = tuple(dict.fromkeys(_words(values)))
    if field.kind == "tags" and len(vocabulary) > 64:
        raise SegmentError(field.name, "plus de 64 étiquettes différentes\u00a0; regroupez-les")
    ranks = {word: rank for rank, word in enumerate(vocabulary)}
    try:
        data: NDArray[Any] = np.array([_code(field.kind, value, ranks) for value in values], dtype=_TYPES[field.kind])
    except KeyError as error:
        reason = f"la valeur «\u00a0{error.args[0]}\u00a0» n’est pas dans la liste du champ"
        raise SegmentError(field.name, reason) from None
    except (TypeError, ValueError, OverflowError):
        raise SegmentError(field.name, f"une valeur n’est pas du genre «\u00a0{field.kind}\u00a0»") from None
    return Column(field.kind, data, vocabulary)


def _words(values: Sequence[Value]) -> Iterable[str]:
    for value in values:
        if isinstance(value, tuple):
            yield from value
        elif isinstance(value, str):
            yield value


def _code(kind: Kind, value: Value, ranks: Mapping[str, int]) -> int:
    if value is None:
        return 0 if kind == "tags" else MISSING if kind in ("number", "moment") else -1
    if kind == "tags":
        if not isinstance(value, tuple):
            raise TypeError
        return sum(1 << rank for rank in {ranks[word] for word in value})
    if kind == "choice":
        return ranks[str(value)]
    if not isinstance(value, int):
        raise TypeError
    return int(bool(value)) if kind == "flag" else value


def contacts_of(schema: Schema, people: Sequence[Person]) -> Contacts:
    """Columns from plain people; acts may come in any order."""
    counts = np.array([len(person.acts) for person in people], dtype=np.int64)
    acts = [act for person in people for act in sorted(person.acts, key=lambda act: act.when)]
    kinds = Field(KIND, "choice", "", dict(schema.kinds))
    columns = {KIND: column_of(kinds, [act.kind for act in acts])}
    columns |= {f.name: column_of(f, [act.fields.get(f.name) for act in acts]) for f in schema.acts}
    return Contacts(
        len(people),
        {f.name: column_of(f, [person.fields.get(f.name) for person in people]) for f in schema.people},
        np.repeat(np.arange(len(people), dtype=np.int32), counts),
        np.array([act.when for act in acts], dtype=np.int64),
        columns,
        np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
    )


def assemble(
    size: int,
    people: Mapping[str, Column],
    owner: NDArray[np.int32],
    when: NDArray[np.int64],
    acts: Mapping[str, Column],
) -> Contacts:
    """Columns already made, acts in any order: sorts the acts by person then moment."""
    order = np.lexsort((when, owner))
    owner = owner[order]
    starts = np.searchsorted(owner, np.arange(size + 1)).astype(np.int64)
    return Contacts(size, people, owner, when[order], {n: c.rows(order) for n, c in acts.items()}, starts)

"""Rows that hang from offers (texts, media), brought in line with what the source says now, one by one: what has not
changed keeps its number."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.db.models import Model

from . import bulk

Values = tuple[Any, ...]
#: Offer → key of the row among those of the offer → its values.
Wanted = Mapping[int, Mapping[Hashable, Values]]


class Children:
    """One table of children. ``names``: columns of the values, in order."""

    def __init__(self, model: type[Model], key_names: Sequence[str], names: Sequence[str]) -> None:
        self.model = model
        self.key_names = tuple(key_names)
        self.names = tuple(names)

    def add(self, wanted: Wanted) -> None:
        """For offers that are new."""
        rows = (
            (offer, *self._stored(key), *values) for offer, all_of in wanted.items() for key, values in all_of.items()
        )
        bulk.insert(self.model, ("offer_id", *self.key_names, *self.names), rows)

    def replace(self, wanted: Wanted) -> set[int]:
        """Adds, changes and removes rows; returns the offers where something has changed. Two queries of reading."""
        held = self._held(list(wanted))
        added: dict[int, dict[Hashable, Values]] = {}
        altered: list[Values] = []
        for offer, all_of in wanted.items():
            there = held.get(offer, {})
            for key, values in all_of.items():
                number, old = there.pop(key, (None, ()))
                if number is None:
                    added.setdefault(offer, {})[key] = values
                elif old != values:
                    altered.append((*values, number, offer))
        gone = {number: offer for offer, there in held.items() for number, _ in there.values()}
        bulk.delete(self.model, list(gone))
        bulk.update(self.model, self.names, [row[:-1] for row in altered])
        self.add(added)
        return {*added, *gone.values(), *(row[-1] for row in altered)}

    def _held(self, offers: Sequence[int]) -> dict[int, dict[Hashable, tuple[int, Values]]]:
        width = len(self.key_names)
        found: dict[int, dict[Hashable, tuple[int, Values]]] = {}
        for part in bulk.chunks(offers):
            rows = self.model._default_manager.filter(offer__in=part).order_by("offer_id", "pk")
            for offer, number, *values in rows.values_list("offer_id", "pk", *self.key_names, *self.names):
                there = found.setdefault(offer, {})
                there[self._key(there, tuple(values[:width]))] = (number, tuple(values[width:]))
        return found

    @staticmethod
    def _key(there: Mapping[Hashable, Any], stored: Values) -> Hashable:
        again = 0
        while (*stored, again) in there:
            again += 1
        return (*stored, again)

    @staticmethod
    def _stored(key: Any) -> Values:
        return tuple(key[:-1])

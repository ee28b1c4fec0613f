"""Nested capacities on the wishes of one person: Hall cuts and "one meeting per organisation".

The meetings that one person can hold are the independent sets of a transversal matroid, so the best choice that suits
every person on both sides is a matroid intersection: its proof needs only nested sets. A violated set that crosses a
tight one is exchanged for their union or their intersection, one of which is violated too (uncrossing).
"""

from dataclasses import dataclass, field

import numpy as np

from .model import Bools, Floats, Ints, Model


@dataclass(slots=True)
class Subset:
    """At most ``capacity`` of these edges of one person; ``slots`` is the Hall set, None for an organisation."""

    edges: frozenset[int]
    capacity: int
    slots: Bools | None = None

    def crosses(self, other: "Subset") -> bool:
        """Whether the two share edges without one holding the other."""
        shared = self.edges & other.edges
        return bool(shared) and shared != self.edges and shared != other.edges


@dataclass(slots=True)
class Network:
    """Cuts gathered so far: nested subsets of each person's edges."""

    subsets: dict[int, list[Subset]] = field(default_factory=dict)

    def add(self, person: int, subset: Subset) -> bool:
        """Adds a subset that crosses no other; tells whether it says something new."""
        family = self.subsets.setdefault(person, [])
        if any(o.edges == subset.edges and o.capacity <= subset.capacity for o in family):
            return False
        family.append(subset)
        return True

    def cut(self, model: Model, mine: Ints, person: int, slots: Bools, amount: Floats) -> bool:
        """Adds "no more meetings than seats in ``slots``", which ``amount`` breaks, or a nested cut as broken.

        ``mine`` are the open edges of this person. False when only an organisation's set stands in the way.
        """
        subset = hall_set(model, mine, person, slots)
        family = self.subsets.setdefault(person, [])
        crossed = next((o for o in family if o.crosses(subset)), None)
        while crossed is not None:
            if crossed.slots is None or subset.slots is None:
                return False
            if excess(crossed, amount) < 0:
                family.remove(crossed)
            else:
                both = (subset.slots | crossed.slots, subset.slots & crossed.slots)
                subset = max((hall_set(model, mine, person, w) for w in both), key=lambda s: excess(s, amount))
            crossed = next((o for o in family if o.crosses(subset)), None)
        return excess(subset, amount) > 0 and self.add(person, subset)

    def without(self, held: set[int]) -> "Network":
        """What the cuts still ask once these edges are held."""
        return Network(
            {
                person: [Subset(s.edges - held, s.capacity - len(s.edges & held), s.slots) for s in family]
                for person, family in self.subsets.items()
            }
        )


def hall_set(model: Model, mine: Ints, person: int, slots: Bools) -> Subset:
    """The edges of a person that fit nowhere outside ``slots``, and the seats there."""
    other = np.where(model.a[mine] == person, model.b[mine], model.a[mine])
    outside = (model.seats[other] > 0) & (model.seats[person] > 0)[None, :] & ~slots[None, :]
    inside = frozenset(mine[~outside.any(axis=1)].tolist())
    return Subset(inside, int(model.seats[person][slots].sum()), slots)


def excess(subset: Subset, amount: Floats) -> float:
    """How far the chosen ``amount`` passes the capacity, 0 within rounding."""
    over = float(amount[list(subset.edges)].sum()) - subset.capacity
    return over if abs(over) > 1e-6 else 0.0

"""Which destinations show an offer: those whose territory holds its commune, the one that manages it, and all above."""

from dataclasses import dataclass

from belvedere.territories.models import Destination, Territory


@dataclass(frozen=True)
class Coverage:
    """Destinations by commune and the chain above each, read once for thousands of offers."""

    by_commune: dict[str, frozenset[int]]
    above: dict[int, frozenset[int]]

    def of(self, commune: str | None, managed_by: int | None) -> set[int]:
        return set(self.by_commune.get(commune or "", ())) | set(self.above.get(managed_by or 0, ()))


def coverage() -> Coverage:
    """Three queries, whatever the number of offers."""
    rows = list(Destination.everything.values_list("pk", "parent_id", "territory_id"))
    parents = {number: parent for number, parent, _territory in rows}
    above = {number: _chain(number, parents) for number in parents}
    by_territory: dict[int, set[int]] = {}
    for number, _parent, territory in rows:
        by_territory.setdefault(territory, set()).update(above[number])
    found: dict[str, set[int]] = {}
    through = Territory.communes.through._default_manager.filter(territory_id__in=by_territory)
    for territory, commune in through.values_list("territory_id", "commune_id").iterator():
        found.setdefault(commune, set()).update(by_territory[territory])
    return Coverage({code: frozenset(numbers) for code, numbers in found.items()}, above)


def _chain(number: int, parents: dict[int, int | None]) -> frozenset[int]:
    chain: set[int] = set()
    step: int | None = number
    while step is not None and step not in chain:
        chain.add(step)
        step = parents[step]
    return frozenset(chain)

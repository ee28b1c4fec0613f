"""Takes in a yearly edition of the geographic code: nothing that points at an old commune is ever lost."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from belvedere.kit import journal
from belvedere.territories.enums import AreaKind
from belvedere.territories.models import Area, Commune, Territory, Vintage

Key = tuple[str, str]


class OlderVintage(Exception):
    """A later edition is already loaded."""


@dataclass(frozen=True)
class AreaFact:
    kind: str
    code: str
    name: str
    #: Kind and code of the area above, where there is one.
    parent: Key | None = None


@dataclass(frozen=True)
class CommuneFact:
    code: str
    name: str
    department: str
    epci: str | None
    postal_codes: tuple[str, ...]
    population: int | None


@dataclass(frozen=True)
class PastFact:
    """A commune that the edition knows only as a part of another; without a name where the edition gives none."""

    code: str
    name: str
    department: str
    successor: str


@dataclass(frozen=True)
class CodeFacts:
    year: int
    areas: tuple[AreaFact, ...]
    communes: tuple[CommuneFact, ...]
    past: tuple[PastFact, ...]


@dataclass(frozen=True)
class LoadReport:
    communes: int
    written: int
    sentences: tuple[str, ...]


COMMUNE_FIELDS = (
    "name", "department", "epci", "postal_codes", "population", "since_year", "until_year", "successor",
)  # fmt: skip


@transaction.atomic
def apply_code(*, facts: CodeFacts, by: Any, now: datetime) -> LoadReport:
    """Writes what differs from the base and says it. A second run with the same facts writes nothing.

    Raises OlderVintage when a later edition is already in.
    """
    latest = Vintage.objects.first()
    if latest is not None and latest.year > facts.year:
        raise OlderVintage(
            f"Le millésime {latest.year} est déjà chargé : le millésime {facts.year}, plus ancien, ne peut pas le "
            "remplacer."
        )
    areas, area_sentences, areas_written = _apply_areas(facts)
    change = _Change(facts, areas, first=latest is None)
    change.compare()
    Commune.objects.bulk_create(
        change.to_write, update_conflicts=True, unique_fields=["code"], update_fields=list(COMMUNE_FIELDS)
    )
    followed = [] if latest is None else _follow(change.ended, change.restored)
    sentences = [*area_sentences, *change.sentences, *followed]
    written = len(change.to_write) + areas_written
    if written or latest is None or latest.year != facts.year:
        vintage, _ = Vintage.objects.update_or_create(
            year=facts.year, defaults={"loaded_at": now, "changes": sentences}
        )
        journal.record("load_geographic_code", vintage, by=by, now=now, written=written)
    return LoadReport(len(facts.communes), written, tuple(sentences))


def _apply_areas(facts: CodeFacts) -> tuple[dict[Key, Area], list[str], int]:
    """Regions, then departments, then EPCIs; the ones that are gone keep their row, with their last year."""
    known = {(area.kind, area.code): area for area in Area.objects.all()}
    first = not known
    sentences, written = [], 0
    for kind in (AreaKind.REGION, AreaKind.DEPARTMENT, AreaKind.EPCI):
        wanted = [fact for fact in facts.areas if fact.kind == kind]
        changed = []
        for fact in wanted:
            parent = known[fact.parent].pk if fact.parent else None
            row = known.get((kind, fact.code))
            if row is None or (row.name, row.parent_id, row.until_year) != (fact.name, parent, None):
                sentences += [] if first else [_area_sentence(row, fact)]
                changed.append(Area(kind=kind, code=fact.code, name=fact.name, parent_id=parent, until_year=None))
        codes = {fact.code for fact in wanted}
        for row in known.values():
            if row.kind == kind and row.code not in codes and row.until_year is None:
                row.until_year = facts.year - 1
                changed.append(row)
                sentences.append(f"{row.name} ({row.get_kind_display()}) n’existe plus en {facts.year}.")
        for row in changed:
            row.pk = None
        Area.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["kind", "code"],
            update_fields=["name", "parent", "until_year"],
        )
        known |= {(area.kind, area.code): area for area in Area.objects.filter(kind=kind)}
        written += len(changed)
    return known, sentences, written


def _area_sentence(row: Area | None, fact: AreaFact) -> str:
    if row is None:
        return f"{fact.name} ({AreaKind(fact.kind).label}) apparaît."
    if row.until_year is not None:
        return f"{fact.name} ({AreaKind(fact.kind).label}) réapparaît."
    if row.name != fact.name:
        return f"{row.name} ({AreaKind(fact.kind).label}) s’appelle désormais {fact.name}."
    return f"{fact.name} ({AreaKind(fact.kind).label}) change de rattachement."


class _Change:
    """What an edition changes among the communes, before anything is written."""

    def __init__(self, facts: CodeFacts, areas: dict[Key, Area], *, first: bool) -> None:
        self.facts, self.areas, self.first = facts, areas, first
        self.known = {commune.code: commune for commune in Commune.objects.all()}
        self.to_write: list[Commune] = []
        self.sentences: list[str] = []
        #: Code of a commune that ended → code of what it became.
        self.ended: dict[str, str] = {}
        #: Code of a commune that came back → code of the one it had been part of.
        self.restored: dict[str, str] = {}

    def compare(self) -> None:
        for fact in self.facts.communes:
            self._living(fact)
        living = {fact.code for fact in self.facts.communes}
        past = {fact.code: fact for fact in self.facts.past if fact.code not in living}
        for code, fact in past.items():
            self._past(fact, self.known.get(code))
        for code, row in self.known.items():
            if code not in living and code not in past and row.until_year is None:
                self._keep(row, until_year=self.facts.year - 1)
                self.sentences.append(
                    f"{row.name} ({code}) n’existe plus en {self.facts.year} ; le code officiel ne dit pas ce qu’elle "
                    "est devenue."
                )

    def _living(self, fact: CommuneFact) -> None:
        row = self.known.get(fact.code)
        epci = self.areas.get((AreaKind.EPCI, fact.epci or ""))
        wanted = {
            "name": fact.name,
            "department_id": self.areas[AreaKind.DEPARTMENT, fact.department].pk,
            "epci_id": epci.pk if epci else None,
            "postal_codes": list(fact.postal_codes),
            "population": fact.population,
            "until_year": None,
            "successor_id": None,
        }
        if row is None:
            since = None if self.first else self.facts.year
            self.to_write.append(Commune(code=fact.code, since_year=since, **wanted))
            if not self.first:
                self.sentences.append(f"{fact.name} ({fact.code}) est créée.")
            return
        if row.until_year is not None:
            self.restored[fact.code] = row.successor_id or ""
            self.sentences.append(f"{fact.name} ({fact.code}) est rétablie.")
        elif row.name != fact.name:
            self.sentences.append(f"{row.name} ({fact.code}) s’appelle désormais {fact.name}.")
        self._keep(row, **wanted)

    def _past(self, fact: PastFact, row: Commune | None) -> None:
        if row is None:
            department = self.areas[AreaKind.DEPARTMENT, fact.department].pk
            self.to_write.append(
                Commune(
                    code=fact.code, name=fact.name or f"Ancienne commune {fact.code}", department_id=department,
                    since_year=None, until_year=self.facts.year - 1, successor_id=fact.successor,
                )
            )  # fmt: skip
            return
        if row.until_year is None:
            self.ended[fact.code] = fact.successor
            heir = next((c.name for c in self.facts.communes if c.code == fact.successor), fact.successor)
            self.sentences.append(f"{row.name} ({fact.code}) est réunie à {heir} ({fact.successor}).")
            self._keep(row, until_year=self.facts.year - 1, successor_id=fact.successor)
        else:
            self._keep(row, successor_id=fact.successor)

    def _keep(self, row: Commune, **wanted: Any) -> None:
        if any(getattr(row, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(row, name, value)
            self.to_write.append(row)


def _follow(ended: dict[str, str], restored: dict[str, str]) -> list[str]:
    """Territories keep their ground: what a commune became, and what came back out of one, join them."""
    heirs = list(ended.items()) + [(old, new) for new, old in restored.items() if old]
    links = Territory.communes.through.objects
    held = {(link.territory_id, link.commune_id) for link in links.filter(commune__in=[old for old, _ in heirs])}
    names = dict(Territory.everything.values_list("pk", "name"))
    labels = {commune.pk: str(commune) for commune in Commune.objects.filter(pk__in=[new for _, new in heirs])}
    added = sorted({(place, new) for old, new in heirs for place, held_code in held if held_code == old})
    present = set(links.filter(commune__in=labels).values_list("territory_id", "commune_id"))
    missing = [pair for pair in added if pair not in present]
    links.bulk_create([Territory.communes.through(territory_id=place, commune_id=code) for place, code in missing])
    return [f"Le territoire « {names[place]} » reçoit {labels[code]}." for place, code in missing]

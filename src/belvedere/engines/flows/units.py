"""Which sums mean something: rules of units as types that refuse, with a sentence, the sums that would lie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class FlowsError(ValueError):
    """Input or question that is refused; the message is one French sentence that says what to do."""


class SumRefused(FlowsError):
    """A sum that the unit forbids."""


class Unit(StrEnum):
    """What a volume counts."""

    NIGHTS = "nuitées"
    VISITOR_DAYS = "journées de visite"
    UNIQUE_VISITORS = "visiteurs uniques"

    @property
    def adds_over_days(self) -> bool:
        """Nights and visitor-days add from a day to the next; people do not."""
        return self is not Unit.UNIQUE_VISITORS

    @property
    def adds_over_zones(self) -> bool:
        """One sleeps in one place; one may visit several on the same day."""
        return self is Unit.NIGHTS


_WHY_DAYS = "les mêmes personnes sont comptées plusieurs jours"
_WHY_ZONES = {
    Unit.VISITOR_DAYS: "une personne peut visiter plusieurs zones le même jour",
    Unit.UNIQUE_VISITORS: "les mêmes personnes sont comptées dans plusieurs zones",
}


def allow_days(unit: Unit, days: int) -> None:
    """Raises SumRefused when volumes of several days may not be added."""
    if days > 1 and not unit.adds_over_days:
        raise SumRefused(
            f"Des {unit} ne s’additionnent pas sur {days} jours : {_WHY_DAYS} ; demandez la période entière."
        )


def allow_zones(unit: Unit, zones: Iterable[str]) -> None:
    """Raises SumRefused when volumes of several zones may not be added."""
    names = sorted(set(zones))
    if len(names) > 1 and not unit.adds_over_zones:
        raise SumRefused(
            f"Des {unit} ne s’additionnent pas entre zones ({', '.join(names[:3])}…) : {_WHY_ZONES[unit]} ; "
            "gardez les zones séparées ou demandez la zone englobante."
        )


@dataclass(frozen=True)
class Volume:
    """A volume with what it counts, where and when; `+` refuses what the unit forbids.

    `zones` are disjoint zones of one `level`; `days` are ISO dates; `provider` names the version of the method.
    """

    value: int
    unit: Unit
    zones: frozenset[str]
    days: frozenset[str]
    level: str = "zone"
    provider: str = ""

    def __add__(self, other: Volume) -> Volume:
        """Sum over days of one set of zones, or over zones of one set of days."""
        self._same(other)
        if self.zones == other.zones and not self.days & other.days:
            allow_days(self.unit, len(self.days | other.days))
            return replace(self, value=self.value + other.value, days=self.days | other.days)
        if self.days == other.days and not self.zones & other.zones:
            allow_zones(self.unit, self.zones | other.zones)
            return replace(self, value=self.value + other.value, zones=self.zones | other.zones)
        raise SumRefused(
            "Ces deux volumes se recouvrent ou diffèrent à la fois par leurs zones et leurs jours : "
            "additionnez d’abord les jours zone par zone."
        )

    def _same(self, other: Volume) -> None:
        if self.unit != other.unit:
            raise SumRefused(f"Des {self.unit} et des {other.unit} ne s’additionnent pas ; présentez-les côte à côte.")
        if self.level != other.level:
            raise SumRefused(
                f"Les niveaux « {self.level} » et « {other.level} » s’emboîtent : leur somme compterait deux fois."
            )
        if self.provider != other.provider:
            raise SumRefused(
                f"Les méthodes « {self.provider} » et « {other.provider} » ne se comparent pas ; raccordez-les."
            )

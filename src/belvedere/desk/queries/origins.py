"""Where visitors come from: a postcode, a commune or a country, found while one types."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max
from django.utils.translation import get_language

from belvedere.engines import offers
from belvedere.territories.enums import Country
from belvedere.territories.models import Commune, Vintage

SHOWN = 8


@dataclass(frozen=True)
class Origin:
    """``label`` is what is shown and typed; ``postcode`` only in France."""

    label: str
    country: str
    postcode: str = ""


@dataclass(frozen=True)
class _Register:
    """Sorted keys (postcodes and normal names) and, beside each, its origin and how many people live there."""

    keys: tuple[str, ...]
    rows: tuple[tuple[int, Origin], ...]

    def starting_with(self, beginning: str) -> list[Origin]:
        first = bisect_left(self.keys, beginning)
        last = bisect_left(self.keys, beginning + "\uffff")
        ranked = sorted(self.rows[first:last], key=lambda row: -row[0])
        return list(dict.fromkeys(origin for _people, origin in ranked))


def find_origins(text: str) -> list[Origin]:
    """Countries first, then the most peopled communes whose name or postcode begins so."""
    wanted = offers.normal_name(text)
    if not wanted:
        return []
    countries = [origin for name, origin in _countries(get_language() or "fr") if name.startswith(wanted)]
    return [*countries, *_register(_edition()).starting_with(wanted)][:SHOWN]


def read_origin(text: str) -> Origin | None:
    """What somebody typed: a label of ours, a postcode, a commune or a country; None when it is none of them."""
    code = text.strip()[:5]
    if len(code) == 5 and code.isdigit():
        exact = next((o for o in _register(_edition()).starting_with(code) if o.label == text.strip()), None)
        return exact or Origin(text.strip(), Country.FR, code)
    wanted = offers.normal_name(text)
    exact_country = next((origin for name, origin in _countries(get_language() or "fr") if name == wanted), None)
    if exact_country is not None or not wanted:
        return exact_country
    found = _register(_edition()).starting_with(wanted)
    return next((origin for origin in found if offers.normal_name(origin.label[6:]) == wanted), None)


def _edition() -> int:
    """Which geographic code is loaded: the register is made again with the next one."""
    return (Vintage.objects.aggregate(year=Max("year"))["year"] or 0) * 100_000 + Commune.objects.count()


@lru_cache(maxsize=8)
def _countries(language: str) -> tuple[tuple[str, Origin], ...]:
    return tuple((offers.normal_name(str(label)), Origin(str(label), code)) for code, label in Country.choices)


@lru_cache(maxsize=1)
def _register(edition: int) -> _Register:
    found: list[tuple[str, int, Origin]] = []
    for name, codes, people in Commune.objects.current().values_list("name", "postal_codes", "population"):
        for code in codes or ():
            origin = Origin(f"{code} {name}", Country.FR, str(code))
            found += [(str(code), people or 0, origin), (offers.normal_name(name), people or 0, origin)]
    found.sort(key=lambda row: row[0])
    return _Register(tuple(row[0] for row in found), tuple((row[1], row[2]) for row in found))

"""The French geographic code, one edition a year, from the npm package ``@etalab/decoupage-administratif`` (MIT, data
under the Licence Ouverte)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from belvedere.territories.actions.geographic_code import AreaFact, CodeFacts, CommuneFact, PastFact
from belvedere.territories.enums import AreaKind

from . import npm

NAME = "@etalab/decoupage-administratif"
PINS = {
    2026: npm.Pin(
        NAME, "6.0.0", "XavYsFlbcM/prKr8hNHPKER94IHw/dsxNM4nxjWMYk6PLFACpEedvn/7wK8Baozm0dCYhWWcf+7bcWpA5pmCaQ=="
    ),
    2025: npm.Pin(
        NAME, "5.3.0", "I7PP8jiNOKwvBbdhoYPiwMaJ27x6aHwwGj5V0DMTOPu2YG6qyhGty1b0SIkCxpSHlUkASEfybISY4ldkTcYbbw=="
    ),
}
#: Major version 6 is the edition of 2026, and so on year after year since 2021.
YEAR_OF_VERSION_0 = 2020


def fetch(year: int, folder: Path) -> Path:
    """The archive of an edition. Raises PackageRefused for a year that is not pinned."""
    if year not in PINS:
        known = ", ".join(map(str, sorted(PINS)))
        raise npm.PackageRefused(
            f"Le millésime {year} n’est pas de ceux que cette version sait chercher ({known}) : "
            "donnez-le avec --package."
        )
    return npm.fetch(PINS[year], folder)


def read(place: Path, year: int | None) -> CodeFacts:
    """The edition in a package (archive or folder); its year follows from the version unless given."""
    try:
        if year is None:
            year = YEAR_OF_VERSION_0 + int(npm.read_json(place, "package.json")["version"].partition(".")[0])
        communes = npm.read_json(place, "data/communes.json")
        living = [row for row in communes if row["type"] == "commune-actuelle"]
        epcis = npm.read_json(place, "data/epci.json")
        return CodeFacts(
            year=year,
            areas=tuple(
                _areas(npm.read_json(place, "data/regions.json"), npm.read_json(place, "data/departements.json"), epcis)
            ),
            communes=tuple(_living(living, epcis)),
            past=tuple(_past(communes, living)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise npm.PackageRefused(
            f"{place} n’a pas la forme d’un millésime de {NAME} (à l’endroit : {fault}). Vérifiez la version du paquet."
        ) from fault


def _areas(regions: list[Any], departments: list[Any], epcis: list[Any]) -> Iterable[AreaFact]:
    for row in regions:
        yield AreaFact(AreaKind.REGION, row["code"], row["nom"])
    for row in departments:
        yield AreaFact(AreaKind.DEPARTMENT, row["code"], row["nom"], (AreaKind.REGION, row["region"]))
    for row in epcis:
        yield AreaFact(AreaKind.EPCI, row["code"], row["nom"])


def _living(communes: list[Any], epcis: list[Any]) -> Iterable[CommuneFact]:
    epci_of = {member["code"]: epci["code"] for epci in epcis for member in epci["membres"]}
    for row in communes:
        yield CommuneFact(
            code=row["code"],
            name=row["nom"],
            department=row["departement"],
            epci=epci_of.get(row["code"]),
            postal_codes=tuple(sorted(row.get("codesPostaux", ()))),
            population=row.get("population"),
        )


def _past(communes: list[Any], living: list[Any]) -> Iterable[PastFact]:
    """Parts of today's communes: delegated and associated ones by name, the others by their code alone."""
    alive = {row["code"] for row in living}
    named = {
        row["code"]: PastFact(row["code"], row["nom"], row["departement"], row["chefLieu"])
        for row in communes
        if row["type"] in ("commune-deleguee", "commune-associee") and row["chefLieu"] in alive
    }
    yield from named.values()
    for row in living:
        for code in row.get("anciensCodes", ()):
            if code not in named and code not in alive:
                yield PastFact(code, "", row["departement"], row["code"])

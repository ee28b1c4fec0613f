"""Write deliveries of the Flux Vision form whose truth is known, traps of real ones included."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import holidays
import numpy as np
import vacances_scolaires_france
from vacances_scolaires_france import UnsupportedYearException

from belvedere.engines.flows.families import THRESHOLD, TOTAL

ORIGINS = ("Ain", "Allier", "Cantal", "Gard", "Hérault", "Loire", "Paris", "Puy-de-Dôme", "Rhône", "Val-de-Marne")
COUNTRIES = ("Allemagne", "Belgique", "Espagne", "Italie", "Pays-Bas", "Royaume-Uni", "Suisse")
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
VISITORS = {"Nuitee": ("TOURISTE", "RESIDENT"), "Diurne": ("TOURISTE", "EXCURSIONNISTE", "RESIDENT")}
SPLIT = (("LOCAL", 0.2), ("NONLOCAL", 0.6), ("ETRANGER", 0.2))
#: Share of the stays by number of nights.
STAYS = (0.32, 0.2, 0.14, 0.1, 0.08, 0.08, 0.08)
CALENDAR_HEAD = "Date;JourDeLaSemaine;VacancesA;VacancesB;VacancesC;Ferie"


@dataclass(frozen=True)
class Plan:
    """What to generate: zones, first day, number of days; the traps one by one."""

    zones: tuple[str, ...]
    first: np.datetime64
    days: int
    provisional: bool = False
    repeated: bool = False
    silent_day: int | None = None
    wrong_rows: int = 0


@dataclass(frozen=True)
class Delivery:
    """The zip's bytes and the truth: volumes (days, zones, categories, provenances) by family, before thresholds."""

    data: bytes
    truth: dict[str, np.ndarray]


def generate(seed: int, plan: Plan, *, stamp: tuple[int, int, int] = (2025, 1, 15)) -> Delivery:
    """One delivery: an inner zip a family inside one zip. The same seed gives the same bytes."""
    rng = np.random.default_rng(seed)
    dates = plan.first + np.arange(plan.days)
    calendar = _calendar(dates)
    truth: dict[str, np.ndarray] = {}
    archives: dict[str, dict[str, list[str]]] = {}
    for family, categories in VISITORS.items():
        volumes = _volumes(rng, dates, len(plan.zones), len(categories))
        if plan.silent_day is not None:
            volumes[plan.silent_day] = 0
        truth[family.lower()] = volumes
        archives[family] = _family_files(rng, family, plan, calendar, volumes)
    archives["Mobilite"] = _mobility(rng, plan, calendar, truth["diurne"])
    truth["sejourduree"], archives["SejourDuree"] = _stays(rng, plan, calendar, truth["nuitee"])
    return Delivery(_zip(archives, plan, stamp), truth)


def _calendar(dates: np.ndarray) -> list[str]:
    days = dates.astype(object)
    public = holidays.country_holidays("FR", years=sorted({day.year for day in days}))
    school: dict[object, dict[str, object]] = {}
    published = vacances_scolaires_france.SchoolHolidayDates()
    for year in sorted({day.year for day in days}):
        try:
            school |= published.holidays_for_year(year)
        except UnsupportedYearException:
            continue
    lines = []
    for day in days:
        flags = [int(bool(school.get(day, {}).get(f"vacances_zone_{zone}"))) for zone in "abc"]
        lines.append(f"{day};{WEEKDAYS[day.weekday()]};{flags[0]};{flags[1]};{flags[2]};{int(day in public)}")
    return lines


def _volumes(rng: np.random.Generator, dates: np.ndarray, zones: int, categories: int) -> np.ndarray:
    """(days, zones, categories, 3 provenances) whole counts with a season and weekends."""
    position = (dates - dates.astype("datetime64[Y]")).astype(int) / 365.25
    season = 1 + 0.6 * np.cos(2 * np.pi * (position - 0.58))
    weekend = 1 + 0.4 * ((dates.astype(int) + 3) % 7 >= 5)
    size = rng.lognormal(7, 0.8, (zones, categories))
    share = np.array([part for _, part in SPLIT])
    mean = (season * weekend)[:, None, None, None] * size[None, :, :, None] * share
    return np.asarray(rng.poisson(mean * rng.lognormal(0, 0.1, mean.shape)), np.int64)


def _family_files(
    rng: np.random.Generator, family: str, plan: Plan, calendar: list[str], volumes: np.ndarray
) -> dict[str, list[str]]:
    head = f"{CALENDAR_HEAD};ZoneObservation;Provenance;CategorieVisiteur"
    plain = [f"{head};Volume"]
    departments, countries = [f"{head};NomDepartement;Volume"], [f"{head};Pays;Volume"]
    weights = rng.dirichlet(np.full(len(ORIGINS), 2.0)), rng.dirichlet(np.full(len(COUNTRIES), 2.0))
    for (t, z, c, p), volume in np.ndenumerate(volumes):
        row = f"{calendar[t]};{plan.zones[z]};{SPLIT[p][0]};{VISITORS[family][c]}"
        plain.append(f"{row};{volume}")
        if p == 1:
            _detail(rng, departments, row, int(volume), ORIGINS, weights[0])
        if p == 2:
            _detail(rng, countries, row, int(volume), COUNTRIES, weights[1])
    plain += [f"{calendar[0]};{plan.zones[0]};LOCAL;TOURISTE;douze"] * plan.wrong_rows
    return {family: plain, f"{family}_Departement": departments, f"{family}_Pays": countries}


def _detail(
    rng: np.random.Generator, lines: list[str], row: str, volume: int, names: tuple[str, ...], weights: np.ndarray
) -> None:
    """Rows above the provider's threshold, and the total row named CUMUL."""
    parts = rng.multinomial(volume, weights)
    lines += [f"{row};{name};{part}" for name, part in zip(names, parts, strict=True) if part >= THRESHOLD]
    lines.append(f"{row};{TOTAL};{volume}")


def _mobility(rng: np.random.Generator, plan: Plan, calendar: list[str], volumes: np.ndarray) -> dict[str, list[str]]:
    """Where the day's visitors will sleep."""
    lines = [f"{CALENDAR_HEAD};ZoneObservation;Provenance;CategorieVisiteur;ZoneNuiteeSoir;Volume"]
    near = rng.dirichlet(np.full(len(plan.zones), 1.0), len(plan.zones))
    for (t, z), volume in np.ndenumerate(volumes[:, :, 0, 1]):
        for other, part in enumerate(rng.multinomial(volume, near[z])):
            if part >= THRESHOLD:
                lines.append(f"{calendar[t]};{plan.zones[z]};NONLOCAL;TOURISTE;{plan.zones[other]};{part}")
    return {"LieuNuitee_Soir": lines}


def _stays(
    rng: np.random.Generator, plan: Plan, calendar: list[str], nights: np.ndarray
) -> tuple[np.ndarray, dict[str, list[str]]]:
    """Tourists of each day by length of stay: (days, zones, lengths) and the file."""
    lines = [f"{CALENDAR_HEAD};ZoneObservation;Provenance;CategorieVisiteur;DureeSejour;Volume"]
    volumes = np.zeros((plan.days, len(plan.zones), len(STAYS)), np.int64)
    for t, z in np.ndindex(plan.days, len(plan.zones)):
        volumes[t, z] = rng.multinomial(int(nights[t, z, 0, 1]), STAYS)
        row = f"{calendar[t]};{plan.zones[z]};NONLOCAL;TOURISTE"
        lines += [f"{row};{length};{volume}" for length, volume in enumerate(volumes[t, z], start=1)]
    return volumes, {"SejourDuree": lines}


def _zip(archives: dict[str, dict[str, list[str]]], plan: Plan, stamp: tuple[int, int, int]) -> bytes:
    state = "provisoire" if plan.provisional else "definitif"
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, files in archives.items():
            inner = io.BytesIO()
            with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as part:
                for file, lines in files.items():
                    body = lines + (lines[1:4] if plan.repeated else [])
                    _put(part, f"{file}_{state}.csv", "\n".join(body).encode() + b"\n", stamp)
            _put(archive, f"{name}.zip", inner.getvalue(), stamp)
    return outer.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes, stamp: tuple[int, int, int]) -> None:
    info = zipfile.ZipInfo(name, (*stamp, 6, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)

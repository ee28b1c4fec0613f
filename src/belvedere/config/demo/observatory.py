"""Ten years of figures for the demo: drawn with a seed, written as files, taken by the ordinary import.

The truth is known: a season by kind of lodging, weekends, growth, the health crisis month by month, a festival in July.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date

import numpy as np
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from belvedere.config.bootstrap import say
from belvedere.observatory.actions import sources
from belvedere.observatory.enums import SourceKind
from belvedere.observatory.models import DataSource, Series
from belvedere.territories.models import Destination

from .flows import give_flows

SEED, YEARS = 2026, 10
#: What was left of a month of 2020 or 2021, then of one abroad.
CRISIS = {
    2020: (1, 1, 0.45, 0.03, 0.08, 0.45, 0.85, 0.95, 0.8, 0.6, 0.15, 0.25),
    2021: (0.3, 0.3, 0.3, 0.15, 0.4, 0.8, 0.95, 1, 0.97, 0.97, 0.97, 0.95),
}
ABROAD = {2020: 0.6, 2021: 0.45, 2022: 0.85}
SEASONS = {
    "hotel": (0.62, 0.68, 0.74, 0.86, 1.02, 1.12, 1.52, 1.75, 1.12, 0.9, 0.68, 0.7),
    "camping": (0, 0, 0, 0.3, 0.7, 1.3, 3.6, 4.2, 0.9, 0.1, 0, 0),
    "rental": (0.55, 0.95, 0.6, 0.85, 0.95, 0.95, 2.1, 2.4, 0.8, 0.75, 0.5, 0.8),
}
WORDS = {"hotel": "hôtels", "camping": "campings", "rental": "meublés et gîtes"}
SHARES = {"hotel": 0.45, "camping": 0.27, "rental": 0.28}
STAYS = {"hotel": 1.7, "camping": 4.2, "rental": 5.1}
MARKETS = {
    "Pays-Bas": 0.27, "Belgique": 0.2, "Allemagne": 0.16, "Royaume-Uni": 0.13, "Suisse": 0.09, "Espagne": 0.08,
    "Italie": 0.07,
}  # fmt: skip
#: What months and years wander by, as the hotels of a French department did from 2012 to 2019 (INSEE, median of 98): a
#: month 4.3 % about its season, a year 3 % about the one before. Without them last year would be unbeatable.
MONTH_WANDERS, YEAR_WANDERS = 0.038, 0.03
#: Nights of an average month, by slug of the destination.
SIZES = {"auvergne": 820_000, "clermont-auvergne-volcans": 165_000, "pays-de-salers": 21_000}
COUNTERS = {"Voie verte du lac": 260, "Sentier du puy": 410, "Place du festival": 190}
FESTIVAL = ((7, 11), (7, 12), (7, 13))
HEALTH = "Crise sanitaire : fermetures et déplacements limités ; ne pas comparer sans précaution."


def load_figures() -> None:
    """Sources, series and their facts; made once."""
    owner = Destination.everything.filter(slug="auvergne").select_related("territory").first()
    if owner is None or DataSource.everything.filter(slug="demo-frequentation").exists():
        return
    say("Préparation de l’observatoire (dix ans de chiffres)…")
    rng, today = np.random.default_rng(SEED), timezone.localdate()
    months = np.arange(np.datetime64(f"{today.year - YEARS}-01", "M"), np.datetime64(f"{today:%Y-%m}", "M"))
    grounds = {
        one.slug: one.territory.name
        for one in Destination.everything.filter(slug__in=SIZES).select_related("territory")
    }
    nights, columns = attendance(rng, months, grounds)
    give(owner, "demo-frequentation", "Fréquentation des hébergements", nights, columns)
    give(owner, "demo-taxe", "Taxe de séjour", *tax(rng, months, grounds), kind=SourceKind.TOURIST_TAX)
    give(owner, "demo-accueil", "Accueil, satisfaction et audience", *welcome(rng, months, owner.territory.name))
    give(owner, "demo-reseau", "Capacités et réseau", *network(today.year, grounds))
    give(owner, "demo-compteurs", "Compteurs de passage", *counters(rng, today), kind=SourceKind.COUNTERS)
    give_flows(owner, today, take)
    note_breaks()


def give(
    owner: Destination, slug: str, name: str, rows: list[list[object]], mapping: dict[str, object],
    kind: str = SourceKind.TABLE,
) -> None:  # fmt: skip
    """Writes the table as a file and has it taken, like any other."""
    now = timezone.now()
    source = sources.ensure_source(
        slug=slug, kind=kind, destination=owner, by=None, now=now, name=f"{name} (démonstration)",
        licence="Licence Ouverte / Etalab", is_public=True,
    )  # fmt: skip
    source.producer, source.method = "Belvédère, chiffres fictifs", "Chiffres tirés au sort pour la démonstration."
    sources.save_source(source=source, by=None, now=now)
    sources.save_mapping(source=source, columns=mapping, by=None, now=now)
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    take(source, f"{slug}.csv", text.getvalue().encode())


def take(source: DataSource, name: str, data: bytes) -> None:
    """Hands the file to the ordinary command."""
    target = settings.HOME / "demo" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    try:
        call_command("import_series", str(target), source=source.slug, stdout=io.StringIO(), stderr=io.StringIO())
    except SystemExit as stop:
        raise CommandError("Les chiffres de la démonstration n’ont pas pu être importés.") from stop


def left_of(month: np.datetime64) -> tuple[float, float]:
    """What the crisis leaves of a month, for everyone and for foreign visitors."""
    year, rank = int(str(month)[:4]), int(str(month)[5:7]) - 1
    return CRISIS.get(year, (1.0,) * 12)[rank], ABROAD.get(year, 1.0)


def attendance(
    rng: np.random.Generator, months: np.ndarray, grounds: dict[str, str]
) -> tuple[list[list[object]], dict[str, object]]:
    """Nights by lodging, residence and market, arrivals, rooms."""
    kinds = [*SEASONS]
    header = [
        "Mois", "Territoire", "État", "Nuitées", *(f"Nuitées {WORDS[kind]}" for kind in kinds), "Résidents",
        "Non-résidents", *MARKETS, "Arrivées", "Chambres occupées", "Chambres offertes", "Séjours", "Étapes",
    ]  # fmt: skip
    rows: list[list[object]] = [list(header)]
    wandered = wandering(rng, len(months))
    for slug, place in grounds.items():
        for k, month in enumerate(months):
            rank, grown = int(str(month)[5:7]) - 1, (1 + 0.012 * (k / 12)) * wandered[k]
            left, foreign = left_of(month)
            by_kind = [
                round(SIZES[slug] * SHARES[kind] * SEASONS[kind][rank] * left * grown * rng.lognormal(0, 0.035))
                for kind in kinds
            ]
            total = sum(by_kind)
            abroad = round(total * (0.14 + 0.12 * (rank in (5, 6, 7, 8))) * foreign * rng.lognormal(0, 0.04))
            arrivals = round(sum(held / STAYS[kind] for held, kind in zip(by_kind, kinds, strict=True)))
            offered = round(SIZES[slug] * 0.62)
            rows.append([
                month, place, "provisoire" if k >= len(months) - 3 else "", total, *by_kind, total - abroad, abroad,
                *(round(abroad * share * rng.lognormal(0, 0.05)) for share in MARKETS.values()), arrivals,
                min(offered, round(by_kind[0] / 1.45)), offered, round(arrivals * 0.93),
                round(arrivals * 0.93 * (0.44 - 0.14 * (rank in (6, 7)))),
            ])  # fmt: skip
    return rows, lodging_mapping()


def wandering(rng: np.random.Generator, count: int) -> np.ndarray:
    """What the weather of each month and the fortune of the years make of a season, the same for all places."""
    months, years = rng.normal(0, MONTH_WANDERS, count), np.cumsum(rng.normal(0, YEAR_WANDERS / np.sqrt(12), count))
    return np.asarray(np.exp(months + years - years.mean()))


def lodging_mapping() -> dict[str, object]:
    """What each column of the lodging file counts."""
    night = {"measure": "nights", "unit": "nights"}
    values: dict[str, dict[str, str]] = {"Nuitées": night | {"name": "Nuitées touristiques"}}
    values |= {
        f"Nuitées {WORDS[kind]}": night | {"lodging": kind, "name": f"Nuitées – {WORDS[kind]}"} for kind in SEASONS
    }
    values["Résidents"] = night | {"audience": "residents", "name": "Nuitées des résidents"}
    values["Non-résidents"] = night | {"audience": "non_residents", "name": "Nuitées des non-résidents"}
    values |= {
        market: night | {"audience": "non_residents", "market": market, "name": f"Nuitées – {market}"}
        for market in MARKETS
    }
    values |= {
        "Arrivées": {"measure": "arrivals", "unit": "arrivals"},
        "Chambres occupées": {"measure": "occupied", "unit": "room_nights"},
        "Chambres offertes": {"measure": "offered", "unit": "room_nights"},
        "Séjours": {"measure": "stays", "unit": "stays"},
        "Étapes": {"measure": "stopovers", "unit": "stays", "name": "Séjours d’une nuit"},
    }
    return mapping_of("Mois", values) | {"provisional": "État"}


def mapping_of(period: str, values: dict[str, dict[str, str]]) -> dict[str, object]:
    return {"period": period, "values": values, "place": "Territoire", "place_level": "zone"}


def tax(
    rng: np.random.Generator, months: np.ndarray, grounds: dict[str, str]
) -> tuple[list[list[object]], dict[str, object]]:
    rows: list[list[object]] = [["Mois", "Territoire", "Euros"]]
    for slug, place in grounds.items():
        for month in months:
            season = sum(SHARES[kind] * SEASONS[kind][int(str(month)[5:7]) - 1] for kind in SEASONS)
            rows.append(
                [month, place, round(SIZES[slug] * 0.71 * season * left_of(month)[0] * rng.lognormal(0, 0.06), 2)]
            )
    return rows, mapping_of("Mois", {"Euros": {"measure": "tourist_tax", "unit": "euros", "name": "Taxe de séjour"}})


def welcome(rng: np.random.Generator, months: np.ndarray, place: str) -> tuple[list[list[object]], dict[str, object]]:
    """What the desk, the survey and the web site count."""
    rows: list[list[object]] = [["Mois", "Territoire", "Demandes", "Sans réponse", "Note", "Réponses", "Visites"]]
    for k, month in enumerate(months):
        season = SEASONS["rental"][int(str(month)[5:7]) - 1]
        asked = int(rng.poisson(2600 * season * left_of(month)[0] + 40))
        rows.append([
            month, place, asked, int(rng.binomial(asked, 0.045)), round(float(rng.normal(8.3, 0.12)), 2),
            int(rng.poisson(90 * season * left_of(month)[0] + 6)),
            int(rng.poisson(48_000 * season * (1 + 0.05 * k / 12) * (0.4 + 0.6 * left_of(month)[0]))),
        ])  # fmt: skip
    return rows, mapping_of("Mois", {
        "Demandes": {"measure": "requests", "unit": "requests", "name": "Demandes à l’accueil"},
        "Sans réponse": {"measure": "unmet", "unit": "requests", "name": "Demandes sans réponse"},
        "Note": {"measure": "satisfaction", "unit": "mark", "name": "Note de satisfaction"},
        "Réponses": {"measure": "answers", "unit": "answers", "name": "Réponses à l’enquête"},
        "Visites": {"measure": "web", "unit": "sessions", "name": "Visites du site"},
    })  # fmt: skip


def network(year: int, grounds: dict[str, str]) -> tuple[list[list[object]], dict[str, object]]:
    rows: list[list[object]] = [["Année", "Territoire", "Lits", "Partenaires", "Emplois"]]
    for slug, place in grounds.items():
        for k, one in enumerate(range(year - YEARS, year)):
            beds = round(SIZES[slug] * (0.31 + 0.004 * k))
            rows.append([one, place, beds, round(SIZES[slug] / 1300 + 3 * k), round(SIZES[slug] / 33)])
    return rows, mapping_of("Année", {
        "Lits": {"measure": "beds", "unit": "stock", "name": "Lits touristiques"},
        "Partenaires": {"measure": "partners", "unit": "stock", "name": "Partenaires de l’office"},
        "Emplois": {"measure": "jobs", "unit": "stock", "name": "Emplois du tourisme"},
    })  # fmt: skip


def counters(rng: np.random.Generator, today: date) -> tuple[list[list[object]], dict[str, object]]:
    """Passers-by, day by day: weekends, summer, the festival."""
    days = np.arange(np.datetime64(f"{today.year - YEARS}-01-01"), np.datetime64(today), dtype="datetime64[D]")
    plain: Sequence[date] = days.astype(object)
    season = np.array([SEASONS["rental"][day.month - 1] for day in plain])
    weekend = np.array([1.55 if day.weekday() >= 5 else 0.85 for day in plain])
    left = np.array([0.25 + 0.75 * left_of(np.datetime64(day, "M"))[0] for day in plain])
    festival = np.array([(day.month, day.day) in FESTIVAL for day in plain])
    rows: list[list[object]] = [["Jour", *COUNTERS]]
    counts = []
    for name, size in COUNTERS.items():
        lift = 1 + festival * (2.2 if name.startswith("Place") else 0.15)
        counts.append(rng.poisson(size * season * weekend * left * lift * rng.lognormal(0, 0.18, len(days))))
    rows += [[day, *(int(value) for value in values)] for day, *values in zip(plain, *counts, strict=True)]
    values = {name: {"measure": "counts", "unit": "visits", "name": f"Passages – {name}"} for name in COUNTERS}
    return rows, {"period": "Jour", "values": values}


def note_breaks() -> None:
    now = timezone.now()
    for series in Series.everything.filter(source__slug__in=("demo-frequentation", "demo-compteurs")):
        sources.add_break(
            series=series, day=date(2020, 3, 17), until=date(2021, 6, 30), sentence=HEALTH, by=None, now=now
        )

"""The demo's festival and poster campaign: daily figures whose truth the generator knows, effects read from them.

The festival gives its valley ``FESTIVAL_GAIN`` more visits over four days of July, a little next door, and takes some
back the week after; the posters give three cities ``POSTER_GAIN`` more visitors and ``WEB_GAIN`` more web visits.
"""

from datetime import date, timedelta

import numpy as np
from django.utils import timezone

from belvedere.config.bootstrap import say
from belvedere.observatory.actions import effects, outlooks, sources
from belvedere.observatory.models import CityCampaign, DataSource, Event, Series
from belvedere.territories.models import Destination

from .observatory import HEALTH, SEED, give, left_of

FESTIVAL_GAIN, NEXT_DOOR, TAKEN_BACK = 0.38, 0.07, 0.04
POSTER_GAIN, WEB_GAIN = 0.16, 0.3
#: Zones by visits of an ordinary day; the first one holds the festival, the second lies next door.
ZONES = {
    "Murat": 900, "Salers": 1300, "Le Mont-Dore": 2100, "La Bourboule": 1200, "Besse": 1500, "Vichy": 4200,
    "Aurillac": 2600, "Le Puy-en-Velay": 3900, "Saint-Flour": 1100, "Issoire": 1900, "Brioude": 1000, "Thiers": 1400,
}  # fmt: skip
CITIES = {
    "Montpellier": 260, "Nîmes": 170, "Lyon": 620, "Toulouse": 310, "Bordeaux": 240, "Nantes": 190, "Lille": 160,
    "Strasbourg": 130, "Marseille": 280, "Dijon": 210, "Tours": 150, "Limoges": 240, "Grenoble": 260, "Rennes": 140,
}  # fmt: skip
POSTED = ("Montpellier", "Nîmes", "Lyon")
#: Years of daily figures before this one.
ZONE_YEARS, CITY_YEARS = 6, 3
FESTIVAL, POSTERS = "Les Nuits du volcan", "Affiches de printemps"


def load_effects() -> None:
    """Daily figures, an event with its editions, a campaign measured and another one planned; made once."""
    owner = Destination.everything.filter(slug="auvergne").select_related("territory").first()
    if owner is None or Event.everything.filter(name=FESTIVAL).exists():
        return
    say("Préparation des effets et des prévisions…")
    rng, today = np.random.default_rng(SEED + 1), timezone.localdate()
    give(owner, "demo-zones", "Visites par zone", *zones(rng, today))
    give(owner, "demo-origines", "Visiteurs par ville d’origine", *origins(rng, today, POSTER_GAIN, 1.0, "visits"))
    give(owner, "demo-web", "Visites du site par ville", *origins(rng, today, WEB_GAIN, 0.7, "web"))
    for series in Series.everything.filter(source__slug="demo-zones", last__gte=date(2020, 3, 17)):
        if series.first and series.first <= date(2020, 3, 17):
            sources.add_break(
                series=series, day=date(2020, 3, 17), until=date(2021, 6, 30), sentence=HEALTH, by=None,
                now=timezone.now(),
            )  # fmt: skip
    load_festival(owner, today)
    load_campaigns(owner, today)
    load_outlooks(today)


def friday_of_july(year: int) -> date:
    """The second Friday of July: the festival begins."""
    first = date(year, 7, 1)
    return first + timedelta(days=(4 - first.weekday()) % 7 + 7)


def spring_monday(year: int) -> date:
    """The first Monday of April after the tenth: posters go up for four weeks."""
    tenth = date(year, 4, 10)
    return tenth + timedelta(days=-tenth.weekday() % 7)


def days_of(today: date, years: int) -> np.ndarray:
    return np.arange(np.datetime64(f"{today.year - years}-01-01"), np.datetime64(today), dtype="datetime64[D]")


def ordinary(rng: np.random.Generator, days: np.ndarray, sizes: dict[str, int]) -> np.ndarray:
    """(days, units) visits without any event: season, weekend, shared weather, each unit's own drift and noise."""
    count = len(sizes)
    around = 2 * np.pi * (days.astype(int) % 365.2425) / 365.2425
    summer = np.exp(0.55 * np.outer(-np.cos(around + 0.25), rng.uniform(0.7, 1.3, count)))
    weekend = 1 + np.outer((days.astype(int) + 3) % 7 >= 5, rng.uniform(0.25, 0.5, count))
    weather = np.outer(
        np.convolve(rng.normal(0, 0.1, len(days) + 2), (0.5, 0.3, 0.2), "valid"), rng.normal(1, 0.2, count)
    )
    drift = np.cumsum(rng.normal(0, 0.02 / np.sqrt(365), (len(days), count)), axis=0)
    left = np.array([0.25 + 0.75 * left_of(month)[0] for month in np.unique(days.astype("datetime64[M]"))])
    crisis = left[np.searchsorted(np.unique(days.astype("datetime64[M]")), days.astype("datetime64[M]"))]
    noise = rng.normal(0, 0.06, (len(days), count))
    plain = np.array([*sizes.values()]) * summer * weekend * crisis[:, None] * np.exp(weather + drift + noise)
    return np.asarray(plain)


def zones(rng: np.random.Generator, today: date) -> tuple[list[list[object]], dict[str, object]]:
    days = days_of(today, ZONE_YEARS)
    visits = ordinary(rng, days, ZONES)
    for year in range(today.year - ZONE_YEARS, today.year + 1):
        start = np.datetime64(friday_of_july(year))
        there = (days >= start) & (days < start + 4)
        after = (days >= start + 4) & (days < start + 11)
        if year not in (2020, 2021):
            visits[there, 0] *= 1 + FESTIVAL_GAIN
            visits[there, 1] *= 1 + NEXT_DOOR
            visits[after, 0] *= 1 - TAKEN_BACK
    return as_rows("Zone", days, ZONES, visits), {
        "period": "Jour", "place": "Zone", "place_level": "zone",
        "values": {"Visites": {"measure": "counts", "unit": "visits", "name": "Visites de la zone"}},
    }  # fmt: skip


def origins(
    rng: np.random.Generator, today: date, gain: float, size: float, measure: str
) -> tuple[list[list[object]], dict[str, object]]:
    days = days_of(today, CITY_YEARS)
    visits = ordinary(rng, days, CITIES) * size
    start = np.datetime64(campaign_start(today))
    posted = [place for place, city in enumerate(CITIES) if city in POSTED]
    visits[np.ix_((days >= start) & (days < start + 28), posted)] *= 1 + gain
    unit = "sessions" if measure == "web" else "visits"
    values = {city: {"measure": measure, "unit": unit, "market": city, "name": f"{city}"} for city in CITIES}
    rows: list[list[object]] = [["Jour", *CITIES]]
    rows += [[day, *line] for day, line in zip(days, np.round(visits).astype(int).tolist(), strict=True)]
    return rows, {"period": "Jour", "values": values}


def as_rows(head: str, days: np.ndarray, units: dict[str, int], visits: np.ndarray) -> list[list[object]]:
    whole = np.round(visits).astype(int)
    rows: list[list[object]] = [["Jour", head, "Visites"]]
    for place, unit in enumerate(units):
        rows += [[day, unit, value] for day, value in zip(days, whole[:, place].tolist(), strict=True)]
    return rows


def campaign_start(today: date) -> date:
    """The last spring whose posters came down two months ago at least."""
    start = spring_monday(today.year)
    return start if start + timedelta(days=90) < today else spring_monday(today.year - 1)


def load_festival(owner: Destination, today: date) -> None:
    """Every edition known, and the next one to come."""
    now = timezone.now()
    held = {one.zone: one for one in Series.everything.filter(source__slug="demo-zones")}
    event = Event(destination=owner, name=FESTIVAL, series=held["Murat"], is_public=True)
    effects.save_event(event=event, neighbours=[held["Salers"]], controls=[], by=None, now=now)
    for year in range(today.year - ZONE_YEARS, today.year + 2):
        start = friday_of_july(year)
        if year not in (2020, 2021) and start < today + timedelta(days=365):
            effects.declare_edition(event=event, start=start, end=start + timedelta(days=3), by=None, now=now)
    effects.read_effects(event=event, now=now)


def load_campaigns(owner: Destination, today: date) -> None:
    """The posters of last spring, measured; those of next spring, still being planned."""
    now, start = timezone.now(), campaign_start(today)
    given = {
        "destination": owner, "origins": DataSource.everything.get(slug="demo-origines"),
        "web": DataSource.everything.get(slug="demo-web"), "most": 3, "weeks": 4, "city_week": 1400, "is_public": True,
    }  # fmt: skip
    done = CityCampaign(
        name=f"{POSTERS} {start.year}", cities=list(POSTED), posted=list(POSTED), start=start,
        end=start + timedelta(days=27), budget=17000, **given,
    )  # fmt: skip
    planned = CityCampaign(
        name=f"{POSTERS} {start.year + 1}", cities=[*POSTED, "Toulouse"], start=spring_monday(start.year + 1),
        budget=12000, **given,
    )  # fmt: skip
    for campaign in (done, planned):
        effects.save_campaign(campaign=campaign, by=None, now=now)
        effects.read_campaign(campaign=campaign, now=now)


def load_outlooks(today: date) -> None:
    """The season, and what would have been said of the desk's figures; the worker does the rest."""
    now = timezone.now()
    outlooks.foresee(source=DataSource.everything.get(slug="demo-frequentation"), frequency="M", now=now)
    welcome = DataSource.everything.get(slug="demo-accueil")
    for until in (None, today - timedelta(days=200), today - timedelta(days=380)):
        outlooks.foresee(source=welcome, frequency="M", now=now, until=until)

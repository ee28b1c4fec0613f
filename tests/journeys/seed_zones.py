"""Adds figures by zone: eight of them counted every day, with a festival in one; a subscription of flows to deliver."""

from datetime import date

import numpy as np

from belvedere.engines import series as engine
from belvedere.observatory.actions import facts
from belvedere.observatory.enums import SourceKind
from belvedere.territories.models import Commune, Destination
from tests.factories.observatory import DataSourceFactory, SeriesFactory
from tests.factories.territories import TerritoryFactory

ZONES = ("Lac", "Bourg", "Plateau", "Gorges", "Vallée", "Forêt", "Puys", "Plaine")
DAYS = np.arange("2022-06-01", "2024-10-01", dtype="datetime64[D]")
#: Zones of the flows, told on a map by the territory of their name.
PLACED = {"Clermont": "63113", "Riom": "63300"}
#: The festival of the lake: three days of July, two years running, four visits more for ten.
FESTIVALS = tuple(np.datetime64(f"{year}-07-12") for year in (2023, 2024))
GAIN = 1.4


def main(place: Destination) -> None:
    DataSourceFactory(
        destination=place, slug="flux", name="Flux partagés", kind=SourceKind.FLUX_VISION, is_public=True, secrecy=20
    )
    for name, code in PLACED.items():
        TerritoryFactory(name=name, communes=[Commune.objects.get(code=code)])
    source = DataSourceFactory(destination=place, slug="comptages", name="Comptages", is_public=True)
    series = [
        SeriesFactory(source=source, name=f"Visites, {zone}", zone=zone, measure="visits", unit="visits", frequency="D")
        for zone in ZONES
    ]
    found = [(one.pk, counted(one.key, rank)) for rank, one in enumerate(series)]
    facts.write_points(source_id=source.pk, frequency="D", found=found, delivered=date(2024, 10, 2), delivery=1)
    facts.note_extents(series=series)


def counted(key: str, rank: int) -> engine.IncomingSeries:
    """Visits with a summer and weekends, the weather that all zones share, a noise of one's own."""
    days = DAYS.astype(int)
    weekend = 1 + (0.3 + 0.02 * rank) * ((days + 3) % 7 >= 5)
    summer = 1 + 0.5 * np.cos(2 * np.pi * (days - 200) / 365.25)
    weather = np.random.default_rng(0).normal(0, 0.1, len(DAYS))
    noise = np.random.default_rng(rank + 1).normal(0, 0.06, len(DAYS))
    visits = (400 + 60 * rank) * weekend * summer * np.exp(weather + noise)
    if rank == 0:
        for start in FESTIVALS:
            visits[(start <= DAYS) & (start + 3 > DAYS)] *= GAIN
    sure = np.zeros(len(DAYS), bool)
    return engine.IncomingSeries(key, "D", engine.Traits(), DAYS, np.round(visits), sure)

"""Invented offers by the hundred thousand for the search figure, and the questions asked of them."""

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np

BATCH = 10_000
SYLLABLES = [c + v for c in "bcdfglmnprstv" for v in "aeiouéè"]
KINDS = ("Museum", "Restaurant", "Castle", "Hotel", "Church", "Lake", "Camping", "WalkingTour")
COMMUNES, THEMES = 500, 40
PRICES = (None, 0, 500, 2000, 9000)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
WRITTEN = "source_id producer external_id name slug families main_type_id types themes labels accessibility lon lat"
OFFER = ("id", *WRITTEN.split(), "commune_id", "min_price", "schedule", "completeness", "created_at", "updated_at")
TEXT = ("offer_id", "language", "name", "long")
DEFAULTS = ("status", "uri", "amenities", "address", "contacts", "prices", "capacities", "languages", "details",
            "provenance", "missing", "fingerprint")  # fmt: skip


def vocabulary() -> list[str]:
    chance = random.Random(1)
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(40_000)]


def fill(rows: int, words: list[str]) -> None:
    """Offers up to ``rows``, from where an interrupted filling left off: words drawn like those of a language,
    coordinates over France, a few hundred communes and schedules. The same rows whatever the interruptions."""
    from django.db import connection, transaction

    from belvedere.catalogue import models
    from belvedere.catalogue.actions import bulk

    there = models.Offer.everything.count()
    if there >= rows:
        return
    source = _surroundings(words)
    blank = {name: models.Offer._meta.get_field(name).get_default() for name in DEFAULTS}
    clock = time.perf_counter()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -1000000")
    for first in range(there, rows, BATCH):
        offers, texts = _batch(first, min(first + BATCH, rows), source, words, tuple(blank.values()))
        with transaction.atomic():
            bulk.insert(models.Offer, (*OFFER, *blank), offers)
            bulk.insert(models.OfferText, (*TEXT, "short", "machine"), texts)
        tell(f"{first + len(offers)} rows, {time.perf_counter() - clock:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    tell(f"{rows} rows in {time.perf_counter() - clock:.0f} s", end=True)


def _surroundings(words: list[str]) -> int:
    from belvedere.catalogue import models
    from belvedere.territories.models import Area, Commune

    department, _made = Area.objects.get_or_create(kind="department", code="00", defaults={"name": "Tous"})
    communes = [
        Commune(code=f"{n:05d}", name=words[n].title(), department=department, since_year=2026)
        for n in range(COMMUNES)
    ]  # fmt: skip
    Commune.objects.bulk_create(communes, ignore_conflicts=True)
    source, _made = models.Source.everything.get_or_create(slug="bench", defaults={"name": "bench", "kind": "ours"})
    models.OfferType.objects.get_or_create(code="Museum", defaults={"family": 1, "label_fr": "Musée"})
    return source.pk


def _batch(
    first: int, last: int, source: int, words: list[str], blank: tuple[Any, ...]
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    rng, size = np.random.default_rng(first), last - first
    weights = np.cumsum(1 / (np.arange(len(words)) + 1) ** 0.9)
    drawn = np.searchsorted(weights, rng.random((size, 44)) * weights[-1]).tolist()
    lon, lat = rng.uniform(-4, 8, size).tolist(), rng.uniform(43, 50, size).tolist()
    kind, theme, commune, price, done, when = (
        rng.integers(0, top, size).tolist() for top in (len(KINDS), THEMES, COMMUNES, len(PRICES), 100, 300)
    )
    offers, texts = [], []
    for i, picked in enumerate(drawn):
        n = first + i
        name = " ".join([words[p] for p in picked[:4]]).capitalize()
        offers.append((
            n + 1, source, "bench", str(n), name, f"o-{n}", 1, "Museum", [KINDS[kind[i]]],
            [{"key": f"t{theme[i]}", "fr": f"Thème {theme[i]}"}],
            [{"key": "l", "fr": "Label"}] if n % 3 == 0 else [],
            [{"key": "a", "fr": "Accessible"}] if n % 4 == 0 else [],
            lon[i], lat[i], f"{commune[i]:05d}", PRICES[price[i]], _schedule(when[i]), done[i], NOW, NOW, *blank,
        ))  # fmt: skip
        texts.append((n + 1, "fr", name, " ".join([words[p] for p in picked[4:]]), "", False))
    return offers, texts


def _schedule(number: int) -> dict[str, Any]:
    """One of a few hundred: a season, its closing day, a lunch break for one in two."""
    opens, season = 540 + 15 * (number % 9), 3 + number % 5
    spans = [[opens, 720], [840, 1110]] if number % 2 else [[opens, 1140]]
    week = 127 & ~(1 << number % 7)
    return {"r": [{"f": f"2026-{season:02d}-01", "l": "2026-11-11", "w": week, "s": spans}]}


def questions(words: list[str], count: int) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Frequent and rare words, one or two at a time, in boxes from a town to a region."""
    chance = random.Random(7)
    for _ in range(count):
        text = " ".join(words[int(chance.paretovariate(0.6)) % 3000] for _ in range(chance.choice((1, 1, 2))))
        size = chance.choice((0.3, 1.0, 3.0))
        west, south = chance.uniform(-4, 8 - size), chance.uniform(43, 50 - size)
        yield text, (west, south, west + size, south + size)


def tell(sentence: str, *, end: bool = False) -> None:
    print(f"\r{sentence}\x1b[K", file=sys.stderr, end="\n" if end else "", flush=True)

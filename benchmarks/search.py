"""Search over the offers: words + facets + box, and the whole page, beside Wagtail's database search.

    ./belvedere bench search --rows 500000 --peer-rows 20000 [--postgres]

The peer indexes so slowly that it gets its own, smaller number of rows; ours is measured on those rows too.
"""

import argparse
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

GOALS = {"query": 25, "page": 80}
SYLLABLES = [c + v for c in "bcdfglmnprstv" for v in "aeiouéè"]


def main() -> None:
    options = arguments()
    with database(options.postgres) as address:
        os.environ["DATABASE_URL"] = address
        os.environ["BELVEDERE_HOME"] = tempfile.mkdtemp(prefix="belvedere-bench-")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belvedere.config.settings.test")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        run(options)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--peer-rows", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    return parser.parse_args()


def database(postgres: bool):
    from contextlib import nullcontext

    from belvedere.config.checks import postgres as servers

    return servers.server() if postgres else nullcontext("")


def run(options: argparse.Namespace) -> None:
    words = vocabulary()
    fill(options.peer_rows, words)
    small = measure("ours", options, words)
    peer = measure_peer(options, words)
    fill(options.rows, words, start=options.peer_rows)
    large = measure("ours", options, words)
    print(f"\n{'what':<34}{'rows':>9}{'p50 ms':>9}{'p95 ms':>9}{'goal p95':>10}")
    for name, rows, times, goal in (
        ("ours, words + facets + box", options.peer_rows, small["query"], ""),
        ("Wagtail database search, same", options.peer_rows, peer, ""),
        ("ours, words + facets + box", options.rows, large["query"], GOALS["query"]),
        ("ours, whole page", options.rows, large["page"], GOALS["page"]),
    ):
        print(f"{name:<34}{rows:>9}{median(times):>9.1f}{p95(times):>9.1f}{goal:>10}")


def vocabulary() -> list[str]:
    chance = random.Random(1)
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(40_000)]


def fill(rows: int, words: list[str], start: int = 0) -> None:
    """Offers up to ``rows``: words drawn like those of a language, coordinates over France, a few hundred communes."""
    from belvedere.catalogue import models
    from belvedere.catalogue.actions import index
    from belvedere.territories.models import Area, Commune

    chance = random.Random(start)
    clock = time.perf_counter()
    department, _made = Area.objects.get_or_create(kind="department", code="00", defaults={"name": "Tous"})
    Commune.objects.bulk_create(
        [Commune(code=f"{n:05d}", name=words[n].title(), department=department, since_year=2026) for n in range(500)],
        ignore_conflicts=True,
    )
    source, _made = models.Source.everything.get_or_create(slug="bench", defaults={"name": "bench", "kind": "ours"})
    museum, _made = models.OfferType.objects.get_or_create(code="Museum", defaults={"family": 1, "label_fr": "Musée"})
    draw = drawer(chance, words)
    for first in range(start, rows, 5000):
        offers = [offer(models, n, source, museum, chance, draw) for n in range(first, min(first + 5000, rows))]
        models.Offer.everything.bulk_create(offers)
        models.OfferText.objects.bulk_create(
            [models.OfferText(offer=o, language="fr", name=o.name, long=" ".join(draw(40))) for o in offers]
        )
        tell(f"{first + len(offers)} rows, {time.perf_counter() - clock:.0f} s")
    clock = time.perf_counter()
    index.rebuild()
    tell(f"index of {rows} rows built in {time.perf_counter() - clock:.0f} s")


def drawer(chance: random.Random, words: list[str]) -> Callable[[int], list[str]]:
    totals = list(itertools.accumulate(1 / (rank + 1) ** 0.9 for rank in range(len(words))))
    return lambda k: chance.choices(words, cum_weights=totals, k=k)


def offer(models, n, source, museum, chance, draw):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    kinds = ("Museum", "Restaurant", "Castle", "Hotel", "Church", "Lake", "Camping", "WalkingTour")
    theme = chance.randrange(40)
    return models.Offer(
        source=source, producer="bench", external_id=str(n), name=" ".join(draw(4)).capitalize(), slug=f"o-{n}",
        families=1, main_type=museum, types=[chance.choice(kinds)],
        lon=chance.uniform(-4, 8), lat=chance.uniform(43, 50),
        commune_id=f"{chance.randrange(500):05d}", themes=[{"key": f"t{theme}", "fr": f"Thème {theme}"}],
        labels=[{"key": "l", "fr": "Label"}] if n % 3 == 0 else [],
        accessibility=[{"key": "a", "fr": "Accessible"}] if n % 4 == 0 else [],
        min_price=chance.choice((None, 0, 500, 2000, 9000)), completeness=chance.randrange(100), created_at=now,
        updated_at=now,
    )  # fmt: skip


def questions(words: list[str], count: int) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Frequent and rare words, one or two at a time, in boxes from a town to a region."""
    chance = random.Random(7)
    for _ in range(count):
        text = " ".join(words[int(chance.paretovariate(0.6)) % 3000] for _ in range(chance.choice((1, 1, 2))))
        size = chance.choice((0.3, 1.0, 3.0))
        west, south = chance.uniform(-4, 8 - size), chance.uniform(43, 50 - size)
        yield text, (west, south, west + size, south + size)


def measure(_name: str, options: argparse.Namespace, words: list[str]) -> dict[str, list[float]]:
    from django.test import Client

    from belvedere.catalogue.queries.search import SearchRequest, search

    client = Client(HTTP_HOST="localhost")
    times: dict[str, list[float]] = {"query": [], "page": []}
    search(SearchRequest())
    client.get("/recherche/")
    for text, box in questions(words, options.queries):
        times["query"].append(timed(lambda t=text, b=box: search(SearchRequest(text=t, bbox=b))))
        where = ",".join(f"{side:.4f}" for side in box)
        times["page"].append(timed(lambda t=text, w=where: client.get("/recherche/", {"q": t, "cadre": w})))
    return times


def measure_peer(options: argparse.Namespace, words: list[str]) -> list[float]:
    """Wagtail's own database back end, on the same names and texts, with the box as a filter and types counted."""
    from django.db import connection, models
    from wagtail.search import index as wagtail_index
    from wagtail.search.backends import get_search_backend

    from belvedere.catalogue.models import OfferText

    class Peer(wagtail_index.Indexed, models.Model):
        name = models.TextField()
        body = models.TextField()
        lon = models.FloatField()
        lat = models.FloatField()
        search_fields = (
            wagtail_index.SearchField("name", boost=4),
            wagtail_index.SearchField("body"),
            wagtail_index.FilterField("lon"),
            wagtail_index.FilterField("lat"),
        )

        class Meta:
            app_label = "catalogue"

        def __str__(self) -> str:
            return self.name

    with connection.schema_editor() as editor:
        editor.create_model(Peer)
    texts = OfferText.objects.select_related("offer").order_by("pk")
    Peer.objects.bulk_create(
        [Peer(name=t.name, body=t.long, lon=t.offer.lon, lat=t.offer.lat) for t in texts], batch_size=2000
    )
    backend, clock = get_search_backend(), time.perf_counter()
    rows = list(Peer.objects.all())
    backend.get_index_for_model(Peer).add_items(Peer, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    tell(f"peer's index of {len(rows)} rows built in {time.perf_counter() - clock:.0f} s")
    times = []
    for text, (west, south, east, north) in list(questions(words, options.queries))[:30]:
        inside = Peer.objects.filter(lon__range=(west, east), lat__range=(south, north))
        times.append(timed(lambda t=text, i=inside: list(backend.search(t, i, operator="and")[:24])))
    return times


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of this process's own time: other work on the machine does not count."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1000


def median(times: list[float]) -> float:
    return statistics.median(times)


def p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * len(times))]


def tell(sentence: str) -> None:
    print(f"\r{sentence}\x1b[K", file=sys.stderr, end="", flush=True)


if __name__ == "__main__":
    main()

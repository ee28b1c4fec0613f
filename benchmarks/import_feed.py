"""Import of a real DATAtourisme feed: time as a multiple of reading it, memory, and the usual importer beside it.

The floor reads the same zip and runs ``orjson.loads`` on every object. The peer is what importers in the field do: one
ORM ``update_or_create`` per row, on the same tables and with the same values (offer, texts, media, original, line of
the run), for objects drawn evenly from the feed, handed to it already read, by the same parser. Ours also reads the
feed, looks for duplicates and closes the run. Each measure runs in a process of its own, on its own database, floors
before and after; the interpreter's start is not counted.

    benchmarks/import_feed.py [FEED] [--rounds 3] [--peer 400] [--times 10] [--database-url postgres://…]
"""

import argparse
import csv
import gzip
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
FEED = DATA / "datatourisme" / "flux-2023-nouvelle-aquitaine.zip"
COMMUNES = DATA / "geo" / "communes_2026.csv.gz"


def main() -> int:
    parser = argparse.ArgumentParser(description="Import d’un vrai flux DATAtourisme.")
    parser.add_argument("feed", nargs="?", type=Path, default=FEED)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", type=int, default=400, help="objects given to the peer")
    parser.add_argument("--times", type=int, default=10, help="copies of the feed for the memory figure (1: leave out)")
    parser.add_argument("--database-url", default="")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(CHILDREN[options.child](options)))
        return 0
    if not options.feed.exists():
        print(f"Missing: {options.feed}. Give another feed as first argument.", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory(prefix="belvedere-bench-") as folder:
        report(options, Path(folder))
    return 0


def report(options: argparse.Namespace, folder: Path) -> None:
    empty = prepare(options, folder)
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in ("floor", "load", "again", "peer")}
    for _round in range(options.rounds):
        fresh(empty, folder)
        for name in ("floor", "load", "floor", "again", "floor"):
            runs[name].append(child(options, folder, name, options.feed))
    fresh(empty, folder)
    runs["peer"].append(child(options, folder, "peer", options.feed))
    floor = {key: statistics.median(run[key] for run in runs["floor"]) for key in ("wall", "cpu")}
    objects = runs["load"][0]["objects"]
    print(f"{options.feed.name}: {objects:.0f} objects, {runs['floor'][0]['mebibytes']:.0f} MiB unpacked")
    print(f"{'':34}{'wall s':>9}{'CPU s':>9}{'× floor':>9}{'× (CPU)':>9}{'peak MiB':>10}   goal")
    line("floor: read and orjson.loads", runs["floor"], floor, "")
    line("ours: first load", runs["load"], floor, "≤ 6 × floor, < 400 MiB")
    line("ours: again, nothing changed", runs["again"], floor, "≤ 2.5 × floor")
    (peer,) = runs["peer"]
    label = f"peer: update_or_create, {peer['objects']:.0f} objects"
    print(f"{label:34}{peer['wall']:9.2f}{peer['cpu']:9.2f}{'':18}{peer['peak']:10.0f}   ours ≥ 15 × faster")
    for name in ("wall", "cpu"):
        ours = statistics.median(run[name] / run["objects"] for run in runs["load"])
        theirs = peer[name] / peer["objects"]
        print(f"{name} per object: peer {1000 * theirs:.2f} ms, ours {1000 * ours:.2f} ms: {theirs / ours:.1f} ×")
    if options.times > 1:
        many = multiplied(options.feed, folder / "many.zip", options.times)
        fresh(empty, folder)
        large = child(options, folder, "load", many)
        base = statistics.median(run["peak"] for run in runs["load"])
        print(
            f"feed × {options.times}: {large['objects']:.0f} objects in {large['wall']:.1f} s, "
            f"peak {large['peak']:.0f} MiB ({base:.0f} for × 1; flat and < 400 wanted)"
        )


def line(label: str, runs: list[dict[str, float]], floor: dict[str, float], goal: str) -> None:
    wall, cpu, peak = (statistics.median(run[key] for run in runs) for key in ("wall", "cpu", "peak"))
    print(f"{label:34}{wall:9.2f}{cpu:9.2f}{wall / floor['wall']:9.2f}{cpu / floor['cpu']:9.2f}{peak:10.0f}   {goal}")


def child(options: argparse.Namespace, folder: Path, name: str, feed: Path) -> dict[str, float]:
    command = [sys.executable, __file__, str(feed), "--child", name, "--peer", str(options.peer)]
    done = subprocess.run(command, env=environment(options, folder), capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def environment(options: argparse.Namespace, folder: Path) -> dict[str, str]:
    found = os.environ | {
        "BELVEDERE_HOME": str(folder / "home"),
        "DJANGO_SETTINGS_MODULE": "belvedere.config.settings.dev",
        "PYTHONPATH": str(ROOT / "src"),
    }
    return found | {"DATABASE_URL": options.database_url} if options.database_url else found


def prepare(options: argparse.Namespace, folder: Path) -> Path | None:
    """A migrated database with the communes of France: a file to be copied, or one to be emptied each time."""
    (folder / "home").mkdir()
    child(options, folder, "prepare", options.feed)
    if options.database_url:
        return None
    return Path(shutil.copy(folder / "home" / "belvedere.sqlite3", folder / "empty.sqlite3"))


def fresh(empty: Path | None, folder: Path) -> None:
    if empty is None:
        return
    for file in (folder / "home").glob("belvedere.sqlite3*"):
        file.unlink()
    shutil.copy(empty, folder / "home" / "belvedere.sqlite3")


# --- What runs in a process of its own ---------------------------------------------------------------------------


def timed(work) -> dict[str, float]:
    """Seconds and MiB of the work, with the processes it starts."""
    wall, cpu = time.perf_counter(), time.process_time()
    with helpers() as peaks:
        objects = work()
    ours, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu + theirs.ru_utime + theirs.ru_stime,
        "objects": objects,
        "peak": (ours.ru_maxrss + sum(peaks.values())) / 1024,
    }


@contextmanager
def helpers() -> Iterator[dict[str, int]]:
    """KiB of each child at its peak, looked at ten times a second: what ``getrusage`` says of children is their
    parent's size at their birth."""
    peaks: dict[str, int] = {}
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            for child in " ".join(task.read_text() for task in Path("/proc/self/task").glob("*/children")).split():
                with suppress(OSError, StopIteration):
                    lines = Path(f"/proc/{child}/status").read_text().splitlines()
                    peaks[child] = int(next(line for line in lines if line.startswith("VmHWM")).split()[1])

    looking = threading.Thread(target=look)
    looking.start()
    yield peaks
    over.set()
    looking.join()


def start_django() -> None:
    import django

    django.setup()


def do_prepare(options: argparse.Namespace) -> dict[str, float]:
    start_django()
    from django.core.management import call_command
    from django.db import connection

    from belvedere.territories.models import Area, Commune

    call_command("migrate", verbosity=0)
    if COMMUNES.exists() and not Commune.objects.exists():
        with gzip.open(COMMUNES, "rt") as lines:
            rows = list(csv.DictReader(lines))
        areas = {code: Area(kind="department", code=code, name=code) for code in {row["departement"] for row in rows}}
        Area.objects.bulk_create(areas.values())
        communes = [
            Commune(
                code=row["code_insee"], name=row["nom"], department=areas[row["departement"]], since_year=2026,
                postal_codes=row["codes_postaux"].split("|"),
            )
            for row in rows
        ]  # fmt: skip
        Commune.objects.bulk_create(communes, batch_size=5000)
    connection.close()
    return {}


def do_floor(options: argparse.Namespace) -> dict[str, float]:
    import orjson

    size = 0

    def work() -> int:
        nonlocal size
        with zipfile.ZipFile(options.feed) as archive:
            items = [item for item in archive.infolist() if item.filename.startswith("objects/")]
            for item in items:
                raw = archive.read(item)
                size += len(raw)
                orjson.loads(raw)
        return len(items)

    return timed(work) | {"mebibytes": size / 2**20}


def do_load(options: argparse.Namespace) -> dict[str, float]:
    start_django()
    from django.utils import timezone

    from belvedere.catalogue.actions import runs
    from belvedere.catalogue.imports import datatourisme

    now = timezone.now()
    source = runs.ensure_source(slug="bench", name="Bench", destination=None, by=None, now=now)

    def work() -> int:
        summary = datatourisme.import_feed(
            path=options.feed, source=source, by=None, now=now, progress=lambda done, total, sentence: None
        )
        return sum(summary.counts.values())

    return timed(work)


def do_peer(options: argparse.Namespace) -> dict[str, float]:
    """The same parser and the same rows, written one by one as an ORM invites one to."""
    start_django()
    import orjson
    from django.db import transaction
    from django.utils import timezone

    from belvedere.catalogue.actions import runs
    from belvedere.catalogue.actions.incoming import Incoming, Reference
    from belvedere.catalogue.actions.incoming_rows import FACTS, IN_JSON, KEPT, MEDIA, TEXTS, Writer, slug_of
    from belvedere.catalogue.actions.reading import columns_of, compressor
    from belvedere.catalogue.imports.feed import fingerprint
    from belvedere.catalogue.models import ImportItem, Media, Offer, OfferRaw, OfferText
    from belvedere.engines import offers

    now = timezone.now()
    runs.sync_types()
    source = runs.ensure_source(slug="peer", name="Peer", destination=None, by=None, now=now)
    run = runs.begin_run(source=source, feed=options.feed.name, digest="", by=None, now=now)
    writer = Writer(Reference(source.pk, source.slug), now)
    compress = compressor()

    def save(place: str, raw: bytes, offer: offers.IncomingOffer) -> None:
        read = columns_of(offer, compress(raw))
        facts, _remarks = writer.facts_of(read)
        kept = writer._kept(Incoming(place, None, "", None, read, fingerprint(raw)), {})
        columns = {name: facts[name] for name in FACTS} | dict(zip(KEPT, kept, strict=True))
        columns |= {name: orjson.loads(text) for name, text in columns.items() if name in IN_JSON and type(text) is str}
        columns |= {"slug": slug_of(read.name), "created_at": now}
        with transaction.atomic():
            row, _made = Offer.everything.update_or_create(
                source=source, producer=offer.producer, external_id=offer.uuid, defaults=columns
            )
            for (language, _again), values in read.texts.items():
                defaults = dict(zip(TEXTS.names, values, strict=True))
                OfferText.objects.update_or_create(offer=row, language=language, defaults=defaults)
            for (url, _again), values in read.media.items():
                defaults = dict(zip(MEDIA.names, values, strict=True))
                Media.everything.update_or_create(offer=row, url=url, position=defaults["position"], defaults=defaults)
            OfferRaw.objects.update_or_create(offer=row, defaults={"content": read.original})
            ImportItem.everything.create(run=run, place=place, offer=row, status="created", sentence="Nouvelle offre.")

    members = drawn(options)
    memo = offers.Memo()

    def work() -> int:
        for place, raw in members:
            save(place, raw, offers.parse_object(raw, memo=memo))
        return len(members)

    return timed(work)


def drawn(options: argparse.Namespace) -> list[tuple[str, bytes]]:
    """As many objects as the peer is given, from one end of the feed to the other."""
    from belvedere.engines import offers

    total = sum(1 for _member in offers.FeedReader(options.feed))
    step = max(1, total // options.peer)
    return list(islice(islice(offers.FeedReader(options.feed), 0, None, step), options.peer))


def multiplied(feed: Path, target: Path, times: int) -> Path:
    """The same objects under new identifiers, ``times`` times."""
    with zipfile.ZipFile(feed) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for item in source.infolist():
            if not item.filename.startswith("objects/"):
                continue
            raw = source.read(item)
            identifier = Path(item.filename).stem.split("-", 1)[1]
            for number in range(times):
                other = f"{number:02x}{identifier[2:]}" if number else identifier
                other = f"{other[:-2]}{number:02x}" if number else other
                copy.writestr(
                    item.filename.replace(identifier, other), raw.replace(identifier.encode(), other.encode())
                )
    return target


CHILDREN = {"prepare": do_prepare, "floor": do_floor, "load": do_load, "again": do_load, "peer": do_peer}

if __name__ == "__main__":
    sys.exit(main())

"""What the demo's contacts came for, with whom and for how long, and the segments of their files, week after week."""

from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from belvedere.config.bootstrap import say
from belvedere.contacts.actions import members, ready_segments, segments
from belvedere.contacts.enums import ActKind, StayKind, Theme
from belvedere.contacts.models import Act, ActFacts, Person, Segment, SegmentDay, SegmentDue
from belvedere.contacts.queries import segment_data
from belvedere.contacts.queries import segments as reads
from belvedere.contacts.queries.segment_fields import DEEDS
from belvedere.engines import segments as engine
from belvedere.territories.models import Commune, Destination

from .desk import pick, weighted

SEED, BATCH, WEEKS = 2028, 1000, 52
#: Ways to travel → share of the contacts, adults, children, nights, themes.
WAYS: dict[str, tuple[int, tuple[int, int], tuple[int, int], tuple[int, int], tuple[Theme, ...]]] = {
    "family": (26, (2, 2), (1, 3), (3, 9), (Theme.CHILDREN, Theme.WATER, Theme.NATURE, Theme.WALK)),
    "culture": (16, (1, 2), (0, 0), (1, 4), (Theme.MUSEUM, Theme.HERITAGE, Theme.RELIGIOUS, Theme.EVENT)),
    "explorer": (16, (1, 2), (0, 1), (3, 8), (Theme.WALK, Theme.NATURE, Theme.BIKE, Theme.HERITAGE)),
    "couple": (14, (2, 2), (0, 0), (1, 3), (Theme.WELLNESS, Theme.FOOD, Theme.SLEEP)),
    "friends": (9, (4, 8), (0, 0), (1, 3), (Theme.EVENT, Theme.FOOD, Theme.PRODUCTS)),
    "fan": (8, (1, 2), (0, 0), (1, 5), (Theme.BIKE,)),
    "passing": (7, (1, 3), (0, 2), (1, 1), (Theme.FOOD, Theme.SLEEP)),
    "business": (4, (1, 1), (0, 0), (1, 2), (Theme.FOOD, Theme.SLEEP)),
}
SHARES = weighted({way: said[0] for way, said in WAYS.items()})


def load_segments() -> None:
    """In each file of the demo; made once."""
    if Segment.everything.exists():
        return
    say("Les segments du fichier…")
    rng, now = np.random.default_rng(SEED), timezone.localtime()
    files = Person.everything.order_by().values("destination").distinct()
    for destination in Destination.everything.filter(pk__in=files).order_by("pk"):
        with transaction.atomic():
            come_before(rng, destination, now)
            tell(rng, destination)
            compose(destination, now)
        wanted = list(Segment.everything.filter(destination=destination).select_related("destination"))
        members.fill_segments(segments=wanted, now=now, progress=lambda _done, _total: None)
        look_back(destination, wanted, now)
    SegmentDue.objects.all().delete()


def come_before(rng: np.random.Generator, destination: Destination, now: datetime) -> None:
    """One in twenty had come in earlier years, written down when the old register was taken over."""
    acts = []
    for person in Person.everything.present().filter(destination=destination).order_by("pk"):
        if rng.random() > 1 / 20 and person.created_at > now - timedelta(days=1_000):
            continue
        for year in range(int(rng.integers(1, 4))):
            at = person.created_at - timedelta(days=int(rng.integers(200, 420)) + 365 * year)
            acts.append(
                Act(person=person, kind=ActKind.STAYED, room="contacts", at=at, own=True, reference=f"registre:{year}",
                    label="Séjour noté à l’ancien registre")
            )  # fmt: skip
    Act.everything.bulk_create(acts, batch_size=BATCH)


def tell(rng: np.random.Generator, destination: Destination) -> None:
    """Each person has a way to travel, and keeps to it; what she did not say stays unknown."""
    communes = list(Commune.objects.filter(territories__destinations=destination).values_list("pk", flat=True)[:40])
    ways: dict[int, str] = {}
    rows = []
    acts = Act.everything.filter(person__destination=destination, kind__in=DEEDS, facts=None).order_by("pk")
    for act in acts.only("pk", "person_id", "kind"):
        way = ways.setdefault(act.person_id, pick(rng, SHARES))
        rows.append(facts(rng, act, way, communes))
    ActFacts.everything.bulk_create(rows, batch_size=BATCH)


def facts(rng: np.random.Generator, act: Act, way: str, communes: list[str]) -> ActFacts:
    _share, adults, children, nights, themes = WAYS[way]
    said = rng.random(6) < 0.7
    wanted = rng.choice(len(themes), min(len(themes), int(rng.integers(1, 3))), replace=False)
    stay = StayKind.PASSING if way == "passing" else StayKind.NIGHTS
    return ActFacts(
        act=act,
        adults=between(rng, adults) if said[0] else None,
        children=between(rng, children) if said[0] else None,
        nights=between(rng, nights) if said[1] else None,
        stay=stay if said[1] else "",
        themes=[str(themes[int(rank)]) for rank in wanted] if said[2] else [],
        commune_id=communes[int(rng.integers(len(communes)))] if said[3] and communes else None,
        amount=int(rng.integers(8, 220)) * 100 if act.kind in (ActKind.BOUGHT, ActKind.BOOKED) else None,
        business=way == "business" if said[4] else None,
        access=True if rng.random() < 0.02 else None,
        dog=bool(rng.random() < 0.2) if said[5] else None,
    )


def between(rng: np.random.Generator, ends: tuple[int, int]) -> int:
    return int(rng.integers(ends[0], ends[1] + 1))


def compose(destination: Destination, now: datetime) -> None:
    """The types given with the house, and two segments as an office writes them."""
    ready_segments.provide_segments(destination=destination, now=now)
    given = {"destination": destination, "by": None, "now": now}
    segments.create_segment(
        name="Familles à qui écrire", about="Les familles qui ont accepté la lettre.",
        condition=engine.All((engine.Within("familles"), engine.Flag("news_mail"))), **given,
    )  # fmt: skip
    north = engine.OneOf("language", ("nl",))
    lately = engine.Acts(DEEDS, ">=", 1, window=engine.Window(365))
    segments.create_segment(
        name="Néerlandophones venus cette année", about="Pour leur lettre de printemps.",
        condition=engine.All((north, lately)), **given,
    )  # fmt: skip


def look_back(destination: Destination, wanted: list[Segment], now: datetime) -> None:
    """How many would have belonged, one week after the other: what had happened by then decides."""
    plan = engine.compile_segments(reads.defined(destination))
    contacts = segment_data.crowd_of(destination, Q()).contacts
    by_key = {segment.key: segment for segment in wanted}
    days = []
    for back in range(WEEKS, 0, -1):
        then = now - timedelta(weeks=back)
        sizes = (engine.answers(plan, contacts, segment_data.moment(then)) == engine.YES).sum(axis=1)
        days += [
            SegmentDay(segment=by_key[key], day=then.date(), size=int(size))
            for key, size in zip(plan.keys, sizes, strict=True)
        ]
    SegmentDay.everything.bulk_create(days, batch_size=BATCH)

"""The demo's day of professional meetings: 3,000 fictitious providers, 60 buyers, planned by the engine.

Buyers are wished by fame (Zipf), some people come late or leave early, lunch is in two waves. Several providers sit at
a table at once as soon as the capacity meter says that some would otherwise meet nobody.
"""

from datetime import date, time, timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from belvedere.config.bootstrap import say
from belvedere.meetings.actions import editions, participants, plans
from belvedere.meetings.enums import EditionStatus, Priority, Side
from belvedere.meetings.models import Edition, Participant, Wish
from belvedere.people.models import Account, Organisation
from belvedere.territories.models import Commune, Destination

from .kinds import PERSONS
from .people import PROVIDER, PROVIDER_AT

SLUG = "rencontres-demonstration"
SELLERS, BUYERS, SEATS, SEED = 3000, 60, 4, 2026
#: Seconds of an ordinary machine: enough for every level of the stack to be proved.
BUDGET = 2.0
TRADES = (
    "Auberge", "Gîte", "Hôtel", "Camping", "Table", "Ferme", "Fromagerie", "Centre équestre", "Canoë", "Musée",
    "Cave", "Atelier",
)  # fmt: skip
HOUSES = (
    ("Voyages", "tour-opérateur"), ("Autocars", "autocariste"), ("Coffrets", "coffrets-cadeaux"),
    ("Comité d’entreprise", "5 500 salariés"), ("Séminaires", "agence d’événements"),
    ("Escapades", "site de réservation"),
)  # fmt: skip


def load_meetings() -> None:
    """The edition with its published plan; made once."""
    destination = Destination.everything.filter(slug=PROVIDER_AT).first()
    if destination is None or Edition.everything.filter(slug=SLUG).exists():
        return
    say("Préparation de la journée de rencontres (3 000 prestataires, 60 acheteurs)…")
    rng = np.random.default_rng(SEED)
    now = timezone.now()
    with transaction.atomic():
        edition = open_day(destination, now.date())
        sellers, buyers = bring_sellers(edition, rng), bring_buyers(edition, rng)
        place_wishes(sellers, buyers, rng)
    plans.weigh_capacity(edition=edition, by=None, now=now)
    if edition.capacity["unserved"]:
        Participant.everything.filter(edition=edition, side=Side.BUYER).update(seats=SEATS)
        plans.weigh_capacity(edition=edition, by=None, now=now)
    Edition.everything.filter(pk=edition.pk).update(status=EditionStatus.CLOSED)
    edition.refresh_from_db()
    plan = plans.solve_edition(edition=edition, seed=SEED, budget=BUDGET, by=None, now=now)
    plans.publish_plan(plan=plan, by=None, now=now)


def open_day(destination: Destination, today: date) -> Edition:
    """Six weeks ahead, from nine to half past three."""
    edition = Edition(
        destination=destination, name="Rencontres pro d’Auvergne", slug=SLUG, place="Grande Halle",
        day=today + timedelta(weeks=6), first_start=time(9, 0), last_start=time(15, 30), slot_minutes=15,
        change_minutes=2, lunch_waves=[[11 * 60 + 45, 12 * 60 + 30], [12 * 60 + 30, 13 * 60 + 15]], tables=BUYERS,
    )  # fmt: skip
    return editions.save_edition(edition=edition, by=None, now=timezone.now())


def bring_sellers(edition: Edition, rng: np.random.Generator) -> list[Participant]:
    """Providers, the demo's own among them with her account."""
    towns = list(Commune.objects.current().order_by("-population", "pk").values_list("name", flat=True)[:200])
    names = _names(rng, TRADES, SELLERS, towns or ["Demo"])
    house = Organisation.everything.filter(name=PROVIDER).first()
    rows = [
        Participant(
            edition=edition, side=Side.SELLER, name=name, about=f"{int(rng.integers(4, 60))} places",
            available=_presence(rng, edition.slots, 0.3), max_meetings=int(rng.integers(3, 9)),
        )
        for name in names
    ]  # fmt: skip
    if house is not None:
        rows[0].name, rows[0].organisation, rows[0].available = house.name, house, None
        rows[0].account = Account.everything.filter(email="chloe@demo.example").first()
    return Participant.everything.bulk_create(rows, batch_size=participants.BATCH)


def bring_buyers(edition: Edition, rng: np.random.Generator) -> list[Participant]:
    about = dict(HOUSES)
    rows = [
        Participant(
            edition=edition, side=Side.BUYER, name=name, available=_presence(rng, edition.slots, 0.2),
            about=next(about[house] for house in about if name.startswith(house)),
            priority=Priority.HIGH if name.startswith("Comité") else Priority.NORMAL,
        )
        for name in _names(rng, tuple(about), BUYERS, ["Lyon", "Paris", "Nantes", "Lille"])
    ]  # fmt: skip
    return Participant.everything.bulk_create(rows)


def _names(rng: np.random.Generator, firsts: tuple[str, ...], count: int, towns: list[str]) -> list[str]:
    """``count`` different names."""
    total = len(firsts) * len(PERSONS) * len(towns)
    drawn = rng.choice(total, min(count, total), replace=False)
    people, places = len(PERSONS), len(towns)
    return [
        f"{firsts[k // (people * places)]} {PERSONS[k // places % people]} ({towns[k % places]})"
        for k in drawn.tolist()
    ]


def _presence(rng: np.random.Generator, slots: int, share: float) -> list[int] | None:
    """Most stay all day; ``share`` of them come after the first third or leave before the last one."""
    draw = rng.random()
    if draw >= share:
        return None
    return list(range(slots // 3, slots)) if draw < share / 2 else list(range(2 * slots // 3))


def place_wishes(sellers: list[Participant], buyers: list[Participant], rng: np.random.Generator) -> None:
    """Providers wish 4 to 12 buyers, the famous ones most (Zipf); buyers wish 20 to 60 providers of uneven appeal."""
    fame = 1.0 / (1.0 + rng.permutation(len(buyers)))
    appeal = rng.lognormal(0.0, 0.5, len(sellers))
    rows: list[Wish] = []
    for wishers, others, pull, low, high in ((sellers, buyers, fame, 4, 13), (buyers, sellers, appeal, 20, 61)):
        for one in wishers:
            race = rng.exponential(size=len(others)) / pull
            chosen = np.argsort(race, kind="stable")[: int(rng.integers(low, high))]
            rows += [Wish(wisher=one, wanted=others[k], rank=rank) for rank, k in enumerate(chosen.tolist(), start=1)]
    Wish.everything.bulk_create(rows, batch_size=2000)

"""The demo's next day of meetings, still being prepared: a call answered, wishes open, suggestions, three scenarios."""

from datetime import date, time, timedelta
from typing import Any

import numpy as np
from django.utils import timezone

from belvedere.config.bootstrap import say
from belvedere.meetings.actions import editions, participants, scenarios
from belvedere.meetings.enums import Side
from belvedere.meetings.models import Edition, Participant, Scenario, SignUp, Wish
from belvedere.meetings.queries import profiles
from belvedere.people.models import Account, Organisation
from belvedere.territories.models import Commune, Destination

from .kinds import PERSONS
from .people import PROVIDER, PROVIDER_AT

SLUG, SEED = "rencontres-a-venir", 11
FIRST_NAMES = ("Nina", "Léo", "Anouk", "Basile", "Coline", "Marius")
WANTING = (
    ("Voyages {} (Lyon)", "tour-opérateur, groupes de 45", 45),
    ("Autocars {} (Nantes)", "autocariste, sorties à la journée", 50),
    ("Coffrets {} (Paris)", "coffrets-cadeaux pour deux", None),
    ("Séminaires {} (Lille)", "agence d’événements", 80),
)
SELLERS, BUYERS = 27, 12


def load_meetings_call() -> None:
    """The edition, its people and its scenarios; made once."""
    destination = Destination.everything.filter(slug=PROVIDER_AT).first()
    if destination is None or Edition.everything.filter(slug=SLUG).exists():
        return
    say("Préparation de la prochaine journée de rencontres (appel, souhaits, scénarios)…")
    rng, now = np.random.default_rng(SEED), timezone.now()
    edition = open_call(destination, now.date())
    kinds = list(profiles.vocabulary(destination).kinds) or ["Hotel"]
    towns = list(Commune.objects.current().exclude(lon=None).order_by("-population", "pk")[:60])
    sellers = [own_seller(edition), *bring(edition, rng, kinds, towns)]
    buyers = ask_buyers(edition, rng, kinds, towns)
    Participant.everything.bulk_create([one for one in (*sellers, *buyers) if one is not None])
    wish(edition, rng)
    answer_call(edition, kinds, now)
    scenarios.propose_scenarios(edition=edition, by=None, now=now)
    for one in Scenario.everything.filter(edition=edition).select_related("edition"):
        scenarios.solve_scenario(scenario=one, seed=SEED, budget=0.2, now=now)


def open_call(destination: Destination, today: date) -> Edition:
    """Twelve weeks ahead, with a break in the morning."""
    now = timezone.now()
    edition = Edition(
        destination=destination, name="Rencontres pro de la prochaine saison", slug=SLUG, place="Centre de congrès",
        day=today + timedelta(weeks=12), first_start=time(9, 0), last_start=time(12, 0), slot_minutes=15,
        change_minutes=2, breaks=[[10 * 60 + 25, 10 * 60 + 42]], reminders=[7, 2], opens_at=now,
        tables=14,
        call_until=now + timedelta(days=40), closes_at=now + timedelta(days=60),
        call_text="Une matinée pour rencontrer ceux qui vendent votre territoire. Inscription gratuite.",
    )  # fmt: skip
    editions.save_edition(edition=edition, by=None, now=now)
    return editions.open_edition(edition=edition, by=None, now=now)


def own_seller(edition: Edition) -> Participant | None:
    """The demo's provider, with what the catalogue knows of her."""
    house = Organisation.everything.filter(name=PROVIDER).first()
    if house is None:
        return None
    return Participant(
        edition=edition, side=Side.SELLER, name=house.name, organisation=house, contact="Chloé Vigier",
        account=Account.everything.filter(email="chloe@demo.example").first(),
        offers=profiles.from_catalogue(house, timezone.localdate()),
    )  # fmt: skip


def bring(edition: Edition, rng: np.random.Generator, kinds: list[str], towns: list[Commune]) -> list[Participant]:
    rows = []
    for k in range(SELLERS):
        offers = drawn(rng, kinds, towns, most=1) | {"capacity": int(rng.integers(10, 120))}
        name = f"Maison {PERSONS[k % len(PERSONS)]}" if k < len(PERSONS) else f"Maison {k}"
        about = f"{offers['capacity']} places"
        rows.append(Participant(edition=edition, side=Side.SELLER, name=f"{name} & fils", about=about, offers=offers))
    return rows


def ask_buyers(edition: Edition, rng: np.random.Generator, kinds: list[str], towns: list[Commune]) -> list[Participant]:
    rows = []
    for k in range(BUYERS):
        name, about, capacity = WANTING[k % len(WANTING)]
        seeks = drawn(rng, kinds, towns, most=min(8, len(kinds))) | {"km": 60.0}
        seeks |= {"capacity": capacity} if capacity else {}
        person = PERSONS[-1 - k]
        rows.append(Participant(
            edition=edition, side=Side.BUYER, name=name.format(person), about=about, seeks=seeks,
            contact=f"{FIRST_NAMES[k % len(FIRST_NAMES)]} {person}",
        ))  # fmt: skip
    return rows


def drawn(rng: np.random.Generator, kinds: list[str], towns: list[Commune], *, most: int) -> dict[str, Any]:
    """A profile: kinds, a season of some months, a town."""
    start, length = int(rng.integers(4, 7)), int(rng.integers(2, 5))
    found: dict[str, Any] = {
        "kinds": sorted(str(kind) for kind in rng.choice(kinds, most, replace=False)),
        "months": list(range(start, start + length)),
    }
    if towns:
        town = towns[int(rng.integers(0, len(towns)))]
        found |= {"town": town.name, "lon": town.lon, "lat": town.lat}
    return found


def wish(edition: Edition, rng: np.random.Generator) -> None:
    """Two people out of three have placed their list; the demo's provider has not."""
    people = list(Participant.everything.filter(edition=edition, account=None).order_by("pk"))
    sides = {side: [one for one in people if one.side == side] for side in Side.values}
    rows = []
    for one in people:
        others = sides[Side.BUYER if one.side == Side.SELLER else Side.SELLER]
        if rng.random() < 2 / 3:
            chosen = rng.choice(len(others), min(6, len(others)), replace=False)
            rows += [Wish(wisher=one, wanted=others[int(k)], rank=rank) for rank, k in enumerate(chosen, start=1)]
    Wish.everything.bulk_create(rows, batch_size=participants.BATCH)


def answer_call(edition: Edition, kinds: list[str], now: Any) -> None:
    """Three requests that wait for the office."""
    SignUp.everything.bulk_create([
        SignUp(
            edition=edition, side=side, structure=structure, about=about, email=f"contact{k}@demo.example",
            asked_at=now,
            people=[{"name": name, "email": "", "arrives": None, "leaves": None} for name in names],
            offers={"kinds": kinds[:1], "capacity": 20} if side == Side.SELLER else {},
            seeks={"kinds": kinds[:2], "capacity": 30} if side == Side.BUYER else {},
        )
        for k, (side, structure, about, names) in enumerate((
            (Side.SELLER, "Gîte des Sources", "au bord de l’eau", ("Coline Mazel",)),
            (Side.SELLER, "Ferme de l’Aubrac", "visites et goûters", ("Marius Roche", "Anouk Roche")),
            (Side.BUYER, "Escapades du Sud", "site de réservation", ("Basile Montel",)),
        ))
    ])  # fmt: skip

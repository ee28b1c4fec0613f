"""People of the demo who come again over four years, what they spend, what was spent on them; laws known: ``TRUTH``."""

from datetime import date, datetime, timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from belvedere.config.bootstrap import say
from belvedere.contacts.actions import value as actions
from belvedere.contacts.enums import ActKind, ExpensePurpose
from belvedere.contacts.models import Act, ActFacts, Expense, Person, ValueRun
from belvedere.contacts.queries import value as reads
from belvedere.contacts.queries.segment_fields import VISITS
from belvedere.engines import value as engine
from belvedere.territories.models import Destination

SEED, BATCH, DAYS = 2031, 1000, 1500
#: Laws of the visits (years, euros), and what winning and keeping somebody costs on average (euros).
TRUTH = engine.Truth(shape=1.1, scale=1.2, leave=1.1, stay=2.2, even=3.0, alike=4.0, level=110.0, told=0.7)
WIN, KEEP = 27.0, 9.0
#: Share, of those whom neither the counter nor the shop has seen, whose visits are drawn from these laws.
SHARE = 0.8
WON = ("Affiches dans trois gares", "Salon du tourisme", "Campagne en ligne de printemps", "Accueil de presse",
       "Page dans une revue", "Affiches de rentrée")  # fmt: skip
KEPT = ("Lettre de printemps", "Carte de fidélité", "Soirée des habitués", "Lettre d’automne", "Rappel d’un an",
        "Offre de Noël")  # fmt: skip


def come_again() -> None:
    """Stays of the last four years, kept in the office's old book; made once."""
    if Act.everything.filter(reference__startswith="carnet:").exists():
        return
    say("Les retours des visiteurs…")
    rng, now = np.random.default_rng(SEED), timezone.localtime()
    for rank, destination in enumerate(_files()):
        seen = Act.everything.filter(kind__in=VISITS).values("person")
        people = list(Person.everything.present().filter(destination=destination).exclude(pk__in=seen).order_by("pk"))
        chosen = [people[int(k)] for k in rng.permutation(len(people))[: int(SHARE * len(people))]]
        world = engine.simulate(TRUTH, people=len(chosen), days=DAYS, horizon=1, seed=SEED + rank)
        with transaction.atomic():
            _write(chosen, world.acts, now)


def _files() -> list[Destination]:
    held = Person.everything.order_by().values("destination").distinct()
    return list(Destination.everything.filter(pk__in=held).order_by("pk"))


def _write(people: list[Person], acts: engine.Acts, now: datetime) -> None:
    rows = [
        Act(
            person=people[who], kind=ActKind.STAYED, room="contacts", own=True, reference=f"carnet:{rank}",
            label="Séjour noté au carnet", at=now - timedelta(days=DAYS - day),
        )
        for rank, (who, day) in enumerate(zip(acts.person.tolist(), acts.day.tolist(), strict=True))
    ]  # fmt: skip
    Act.everything.bulk_create(rows, batch_size=BATCH)
    spent = [
        ActFacts(act=row, amount=round(euros * 100))
        for row, euros in zip(rows, acts.amount.tolist(), strict=True)
        if np.isfinite(euros)
    ]
    ActFacts.everything.bulk_create(spent, batch_size=BATCH)


def load_value() -> None:
    """Three years of expenses, and what the engine makes of them; made once."""
    if ValueRun.everything.exists():
        return
    say("La fidélité et la valeur…")
    rng, now = np.random.default_rng(SEED + 9), timezone.localtime()
    for destination in _files():
        visits = engine.visits_of(reads.inputs(destination, now).acts, engine.Settings.stay)
        for names, purpose, cost in ((WON, ExpensePurpose.ACQUISITION, WIN), (KEPT, ExpensePurpose.RETENTION, KEEP)):
            for rank, name in enumerate(names):
                _spend(rng, destination, visits, name, purpose, cost, now.date() - timedelta(days=150 * (rank + 1)))
        run = ValueRun.everything.create(destination=destination, asked_at=now)
        actions.reckon_value(run=run, now=now)


def _spend(
    rng: np.random.Generator, destination: Destination, visits: engine.Visits, name: str, purpose: ExpensePurpose,
    cost: float, start: date,
) -> None:  # fmt: skip
    """An amount that the people of its days and of the two months after would have cost, give or take."""
    first, last = start.toordinal(), start.toordinal() + 30 + engine.Settings.lag
    inside = (visits.day >= first) & (visits.day <= last)
    wanted = inside & ((visits.rank == 0) == (purpose == ExpensePurpose.ACQUISITION))
    people = max(1, len(np.unique(visits.person[wanted])))
    actions.save_expense(
        expense=Expense(
            destination=destination, name=name, purpose=purpose, start=start, end=start + timedelta(days=30),
            amount=round(100 * cost * people * float(rng.gamma(36, 1 / 36))), supplier="",
            source=f"mandat {start.year}-{int(rng.integers(100, 900))}",
        ),
        by=None, now=timezone.now(),
    )  # fmt: skip

"""The demo's day as it was lived: a rehearsal of the published edition with everything that happened, drawn by a seed,
to be watched again on the live board; and last year's edition with its figures."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils import timezone

from belvedere.config.bootstrap import say
from belvedere.meetings.actions import rehearsal, repairs, results
from belvedere.meetings.enums import DealKind, EditionStatus, Side
from belvedere.meetings.models import (
    CheckIn,
    ContactShare,
    Cost,
    Deal,
    Edition,
    Measure,
    Meeting,
    MeetingNote,
    Participant,
    Survey,
)
from belvedere.meetings.queries import results as figures

from .meetings import SEED, SLUG

NO_SHOWS, LATE = 0.05, 0.04
DOORS = ("Porte nord", "Porte sud", "Parking")
COSTS = (("Location de la Grande Halle", 980_000), ("Repas et cafés", 2_140_000), ("Badges et impression", 265_000),
         ("Accueil et technique", 710_000))  # fmt: skip
NOTES = (
    "Envoyer les tarifs de groupe.", "Cherche pour le printemps.", "Rappeler avant la brochure.",
    "Veut visiter en mars.", "Trop petit pour leurs groupes.", "Très intéressé par la formule d’hiver.",
)  # fmt: skip
WORDS = (
    "Enfin des rencontres qui servent à quelque chose.", "La pause du matin est trop courte.",
    "J’ai vu qui je voulais voir.", "Le bruit de la salle gêne, l’écran aide.", "Une journée bien remplie.",
)  # fmt: skip
KINDS = (DealKind.CONTRACT, DealKind.GROUP, DealKind.GIFT, DealKind.RATE, DealKind.PLACEMENT, DealKind.VISIBILITY)


def load_meetings_day() -> None:
    """Made once, beside the edition that is still to come."""
    edition = Edition.everything.filter(slug=SLUG).first()
    if edition is None or edition.rehearsals.exists():
        return
    say("Répétition de la journée de rencontres (entrées, absences, réparation, accords)…")
    rng = np.random.default_rng(SEED + 1)
    # Yesterday, so that everything has happened whenever the demonstration is opened.
    lived = timezone.localdate() - timedelta(days=1)
    with transaction.atomic():
        played = rehearsal.rehearse_edition(edition=edition, day=lived, by=None, now=timezone.now())
        come_in(played, rng)
        mend(played)
        held = list(Meeting.everything.filter(
            plan__edition=played, plan__is_current=True, seller__checkin__isnull=False, buyer__checkin__isnull=False,
        ).values_list("seller", "buyer", "slot"))  # fmt: skip
        keep_notes(held, played, rng)
        sign_deals(held, played, rng)
        answer(played, rng)
        for label, amount in COSTS:
            results.save_cost(edition=played, label=label, amount=amount, by=None, now=timezone.now())
        last_year(edition, figures.figures_of(played), lived)


def come_in(edition: Edition, rng: np.random.Generator) -> None:
    """Most come before their first meeting, a few after it, one in twenty does not."""
    first: dict[int, int] = {}
    rows = Meeting.everything.filter(plan__edition=edition).order_by("-slot").values_list("seller", "buyer", "slot")
    for seller, buyer, slot in rows:
        first[seller] = first[buyer] = slot
    people = sorted(first)
    sellers = set(Participant.everything.filter(edition=edition, side=Side.SELLER).values_list("pk", flat=True))
    draws = rng.random((len(people), 3))
    entries, absent = [], []
    for pk, (fate, early, door) in zip(people, draws.tolist(), strict=True):
        start = edition.starts_at(first[pk])
        if fate < NO_SHOWS and pk in sellers:
            absent.append(pk)
            continue
        late = fate < NO_SHOWS + LATE
        at = start + timedelta(minutes=4 + 20 * early) if late else start - timedelta(minutes=3 + 40 * early)
        at = max(at, edition.starts_at(0) - timedelta(minutes=29 - 10 * early))
        entries.append(CheckIn(
            participant_id=pk, uid=UUID(bytes=rng.bytes(16), version=4), at=at, received_at=at,
            device=DOORS[int(door * len(DOORS))],
        ))  # fmt: skip
    CheckIn.everything.bulk_create(entries, batch_size=1000)
    Participant.everything.filter(pk__in=absent).update(absent_at=edition.starts_at(1) - timedelta(minutes=3))


def mend(edition: Edition) -> None:
    """Once the first slot has shown who is missing, one repair answers them all; two minutes later it is accepted."""
    seen = edition.starts_at(1)
    plan = repairs.propose(
        edition=edition, origin="réparée après les absences du matin", by=None, now=seen, seed=SEED, budget=0.2
    )
    if plan is not None:
        repairs.accept_repair(plan=plan, by=None, now=seen + timedelta(minutes=4))


def keep_notes(held: list[tuple[int, int, int]], edition: Edition, rng: np.random.Generator) -> None:
    """Two meetings in five are rated by the provider, one in five by the buyer; half of those exchange contacts."""
    notes, shares = [], []
    for (seller, buyer, slot), (one, other, stars, words) in zip(
        held, rng.random((len(held), 4)).tolist(), strict=True
    ):
        at = edition.ends_at(slot)
        for writer, about, rated in ((seller, buyer, one < 0.4), (buyer, seller, other < 0.2)):
            if rated:
                notes.append(MeetingNote(
                    writer_id=writer, about_id=about, rating=min(5, 2 + int(4 * stars)), written_at=at,
                    text=NOTES[int(words * len(NOTES))] if words < 0.5 else "",
                    follow_up_on=edition.day + timedelta(days=7 + int(60 * words)) if stars > 0.8 else None,
                ))  # fmt: skip
        if one < 0.3:
            shares.append(ContactShare(giver_id=seller, receiver_id=buyer, at=at))
        if one < 0.3 and other < 0.5:
            shares.append(ContactShare(giver_id=buyer, receiver_id=seller, at=at))
    MeetingNote.everything.bulk_create(notes, batch_size=1000)
    ContactShare.everything.bulk_create(shares, batch_size=1000)


def sign_deals(held: list[tuple[int, int, int]], edition: Edition, rng: np.random.Generator) -> None:
    """One meeting in thirty ends in a deal; two in three are confirmed by the other side."""
    chosen = [place for place in held if rng.random() < 1 / 30]
    deals = []
    for seller, buyer, _slot in chosen:
        kind = KINDS[int(rng.choice(len(KINDS), p=(0.3, 0.25, 0.12, 0.13, 0.12, 0.08)))]
        free = kind in DealKind.without_amount()
        deals.append(Deal(
            seller_id=seller, buyer_id=buyer, kind=kind, declared_by_id=seller, signed_on=edition.day,
            amount=None if free else 100 * int(rng.lognormal(7.6, 0.8) / 50) * 50,
            confirmed_at=edition.ends_at(edition.slots - 1) if rng.random() < 0.66 else None,
        ))  # fmt: skip
    Deal.everything.bulk_create(deals, batch_size=1000)


def answer(edition: Edition, rng: np.random.Generator) -> None:
    """Nearly one in two answers."""
    people = CheckIn.everything.filter(participant__edition=edition).order_by("participant")
    rows = []
    for pk in people.values_list("participant", flat=True):
        answers, mood, words = rng.random(3).tolist()
        if answers < 0.46:
            rows.append(Survey(
                participant_id=pk, overall=3 + int(2.6 * mood), right_people=min(5, 2 + int(4 * mood)),
                running=3 + int(2.2 * mood), again=mood > 0.12, words=WORDS[int(10 * words)] if words < 0.005 else "",
                answered_at=edition.ends_at(edition.slots - 1) + timedelta(minutes=20),
            ))  # fmt: skip
    Survey.everything.bulk_create(rows, batch_size=1000)


def last_year(edition: Edition, now: figures.Figures, lived: date) -> None:
    """The year before, somewhat smaller and filled by hand: its figures only, its people's data having been erased."""
    day = lived - timedelta(days=364)
    before = Edition.everything.get(pk=edition.pk)
    before.pk, before.slug, before.day, before.status = None, f"{SLUG}-{day.year}", day, EditionStatus.OVER
    before.name, before.capacity = f"{edition.name} {day.year}", {}
    before.call_until = before.opens_at = before.closes_at = None
    before.save(force_insert=True)
    Cost.everything.bulk_create(Cost(edition=before, label=label, amount=int(0.93 * cents)) for label, cents in COSTS)
    told = asdict(now)
    smaller = {
        key: int(told[key] * share)
        for key, share in {
            "sellers": 0.72, "buyers": 0.8, "came": 0.64, "absent": 1.2, "planned": 0.55, "held": 0.5, "served": 0.58,
            "rated": 0.2, "contacts": 0.31, "deals": 0.44, "deals_without_amount": 0.5, "amount": 0.47,
            "amount_confirmed": 0.4, "answers": 0.35, "cost": 0.93,
        }.items()
    }  # fmt: skip
    came, people = smaller["came"], smaller["sellers"] + smaller["buyers"]
    shares = {
        "came_share": round(100 * came / people, 1) if people else None,
        "response_share": round(100 * smaller["answers"] / came, 1) if came else None,
        "cost_per_meeting": round(smaller["cost"] / smaller["held"]) if smaller["held"] else None,
        "return_per_euro": round(smaller["amount"] / smaller["cost"], 2) if smaller["cost"] else None,
        "rating": 3.1, "overall": 3.6, "right_people": 3.2, "running": 3.7, "again_share": 78.4,
    }  # fmt: skip
    closed = datetime.combine(day, edition.last_start, tzinfo=timezone.get_default_timezone()) + timedelta(days=21)
    Measure.everything.create(edition=before, measured_at=closed, figures=told | smaller | shares)

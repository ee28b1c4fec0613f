"""Letters of the demo: a month's letter that has left, another that waits for a hand, and journeys under way."""

import uuid
from datetime import datetime, time, timedelta

import numpy as np
from django.utils import timezone

from belvedere.catalogue.models import Offer
from belvedere.config.bootstrap import say
from belvedere.contacts.actions import journeys, mailings, ready_journeys, writing
from belvedere.contacts.enums import MailingStatus, Purpose, SendingState
from belvedere.contacts.models import Journey, Letter, Mailing, Passage, Person, Sending, SendingRules, Walk
from belvedere.contacts.queries import guard
from belvedere.contacts.queries import journeys as reads
from belvedere.contacts.queries.addresses import fingerprint
from belvedere.territories.models import Destination

SEED, BATCH, WALKERS = 2028, 1000, 60
OFFICES = ("clermont-auvergne-volcans", "pays-de-salers")
POSTAL = {
    "clermont-auvergne-volcans": "Place de la Victoire, 63000 Clermont-Ferrand",
    "pays-de-salers": "Place Tyssandier-d’Escous, 15140 Salers",
}


def load_mailings() -> None:
    """Made once."""
    if Letter.everything.exists():
        return
    say("Des lettres et des parcours…")
    now, rng = timezone.now(), np.random.default_rng(SEED)
    for destination in Destination.everything.filter(slug__in=OFFICES).order_by("slug"):
        SendingRules.everything.create(
            destination=destination, sender=destination.name, postal_address=POSTAL[destination.slug],
            quiet_from=time(20), quiet_until=time(9),
        )  # fmt: skip
        letter = month_letter(destination, now)
        told(destination, letter, now - timedelta(days=40), rng)
        draft = mailings.create_mailing(
            letter=letter, name="La lettre du mois", destination=destination, by=None, now=now
        )
        Mailing.everything.filter(pk=draft.pk).update(status=MailingStatus.PREPARING)
        mailings.prepare_mailing(mailing=draft, now=now)
        for journey in ready_journeys.give_journeys(destination=destination, by=None, now=now):
            journeys.open_journey(journey=journey, by=None, now=now - timedelta(days=60))
            walked(journey, now, rng)


def month_letter(destination: Destination, now: datetime) -> Letter:
    offers = Offer.everything.active().filter(commune__territories__destinations=destination)
    picked = list(offers.order_by("-completeness", "pk").values_list("pk", flat=True)[:3])
    version = {
        "language": "fr", "subject": "Ce mois-ci, près d’ici", "preview": "Trois idées, et l’agenda",
        "body": [
            {"type": "text", "value": "<h2>Ce mois-ci</h2><p>Bonjour [prénom],</p><p>Trois idées choisies par l’équipe "
                                      "de l’office, à deux pas les unes des autres.</p>"},
            {"type": "offers", "value": {"title": "Nos trois idées", "offers": picked}},
            {"type": "button", "value": {"label": "Tout l’agenda", "url": "/agenda/"}},
        ],
    }  # fmt: skip
    english = {
        "language": "en", "subject": "This month, nearby", "preview": "",
        "body": [
            {"type": "text", "value": "<h2>This month</h2><p>Hello [prénom],</p><p>Three ideas from our team.</p>"},
            {"type": "offers", "value": {"title": "Our three ideas", "offers": picked}},
        ],
    }  # fmt: skip
    versions = [{"type": "version", "value": one} for one in (version, english)]
    letter = Letter(destination=destination, name="Lettre du mois", purpose=Purpose.NEWSLETTER, versions=versions)
    return writing.save_letter(letter=letter, by=None, now=now)


def told(destination: Destination, letter: Letter, moment: datetime, rng: np.random.Generator) -> None:
    """A mailing of some weeks ago: most copies arrived, some came back, one hangs in doubt."""
    mailing = Mailing.everything.create(
        letter=letter, destination=destination, name="La lettre du mois dernier", status=MailingStatus.DONE,
        created_at=moment, starts_at=moment, done_at=moment + timedelta(minutes=12),
    )  # fmt: skip
    people = Person.everything.present().filter(destination=destination).exclude(email="")
    willing = people.filter(guard.consenting(letter.purpose, "pk")).order_by("pk").values_list("pk", "email")
    rows = []
    for rank, (person, email) in enumerate(willing):
        back = "" if rng.random() > 0.02 else str(rng.choice(["hard", "soft"]))
        rows.append(
            Sending(
                person_id=person, letter=letter, destination=destination, mailing=mailing, language="fr",
                address_key=fingerprint(email), identifier=uuid.UUID(bytes=rng.bytes(16)).hex,
                state=SendingState.DOUBT if rank == 7 else SendingState.SENT, not_before=moment,
                sent_at=moment + timedelta(seconds=rank), expires_at=moment + mailings.PATIENCE, returned=back,
                returned_at=moment + timedelta(hours=1) if back else None,
            )
        )  # fmt: skip
    Sending.everything.bulk_create(rows, batch_size=BATCH)
    tally = {"people": people.count(), "ready": len(rows), "suspended": 0}
    Mailing.everything.filter(pk=mailing.pk).update(tally=tally | {"consent": tally["people"] - len(rows)})


def walked(journey: Journey, now: datetime, rng: np.random.Generator) -> None:
    """Persons of the last two months along it: most have arrived, some wait."""
    plan = reads.plan_of(journey)
    first, last = list(plan.steps)
    people = list(Person.everything.present().filter(destination=journey.destination).values_list("pk", flat=True))
    walks = []
    for person in rng.choice(people, min(WALKERS, len(people)), replace=False):
        moment = now - timedelta(days=float(rng.uniform(0, 58)))
        waits = now - moment < timedelta(days=3)
        walks.append(
            Walk(
                journey=journey, person_id=int(person), occurrence="once" if journey.again_after is None else "demo",
                step=first if waits else "", started_at=moment, since=moment,
                due_at=now + timedelta(days=2) if waits else None, ended="" if waits else "done",
                ended_at=None if waits else moment + timedelta(days=2),
            )
        )  # fmt: skip
    made = Walk.everything.bulk_create(walks, batch_size=BATCH)
    Passage.objects.bulk_create(
        Passage(walk=walk, step=key, outcome=outcome, at=walk.ended_at)
        for walk in made
        if walk.ended
        for key, outcome in ((first, "waited"), (last, "letter"))
    )

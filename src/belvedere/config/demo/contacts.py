"""A year of contacts of the demo: who they are, where from, what they agreed to and lived; all of them invented.

Drawn with a seed, written in bulk; a few are older, so that somebody is about to be forgotten, and a few are written
down twice, so that there is something to merge.
"""

from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils import timezone

from belvedere.config.bootstrap import say
from belvedere.contacts import events
from belvedere.contacts.actions import arrivals, duplicates, files, retention, wordings
from belvedere.contacts.actions.people import Identity
from belvedere.contacts.enums import ActKind, Channel, Proof, Purpose, Source
from belvedere.contacts.models import Act, Consent, Person
from belvedere.territories.models import Destination

from .desk import ORIGINS, POSTCODES, SEASON, pick, weighted

SEED, BATCH = 2027, 1000
#: Slug → persons of the file.
FILES = {"clermont-auvergne-volcans": 1600, "pays-de-salers": 600, "vallee-de-la-dordogne": 800}
FIRST = {
    "fr": "Camille Léa Manon Chloé Inès Jade Louise Alice Lina Rose Anna Julie Claire Sophie Nathalie Isabelle Hélène "
    "Martine Françoise Lucas Hugo Louis Gabriel Arthur Jules Adam Paul Antoine Thomas Nicolas Julien Marc Philippe "
    "Bernard Gérard Michel Alain Pascal Olivier Rémi",
    "nl": "Sanne Lotte Femke Anouk Bram Daan Jeroen Pieter", "de": "Anke Greta Heike Lena Jonas Karsten Uwe Felix",
    "en": "Alice Emma Grace Olivia George Harry James Oliver", "es": "Carmen Lucía Marta Diego Javier Pablo",
    "it": "Chiara Giulia Sofia Luca Marco Paolo", "xx": "Mei Yuki Lin Hiro Wei",
}  # fmt: skip
LAST = {
    "fr": "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux "
    "David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure "
    "André Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Perrin Chassagne Vidal Delmas "
    "Fabre Barthélemy",
    "nl": "Bakker Visser Smit Meijer Mulder", "de": "Becker Hoffmann Schäfer Koch Wagner",
    "en": "Carter Hughes Walker Wright Turner", "es": "Ortega Molina Serrano Castro", "it": "Ricci Marino Greco Conti",
    "xx": "Tanaka Chen Sato Wang",
}  # fmt: skip
SOURCES = weighted(
    {Source.SITE: 44, Source.DESK: 31, Source.SHOP: 9, Source.SURVEY: 6, Source.IMPORT: 8, Source.OFFICE: 2}
)
PROOFS = {
    Source.SITE: (Proof.DOUBLE, "lettre du site"), Source.DESK: (Proof.COUNTER, "case cochée au comptoir"),
    Source.SHOP: (Proof.PURCHASE, "commande"), Source.SURVEY: (Proof.PAPER, "questionnaire"),
    Source.IMPORT: (Proof.FILE, "ancien registre, classeur 2"), Source.OFFICE: (Proof.PAPER, "bulletin"),
}  # fmt: skip
STAYS = ("Nuit en gîte", "Journée au lac", "Visite guidée", "Randonnée accompagnée", "Week-end en chambre d’hôtes")
FAIR = (
    ("Mazal", "Irene", "15000"), ("Teyssier", "Colin", "63000"), ("Rigal", "Odile", "12000"),
    ("Soubeyre", "Emile", "19000"), ("Auriac", "Nina", "46100"), ("Besse", "Leon", "69003"),
)  # fmt: skip
FAIR_COLUMNS = {"last_name": "Nom", "first_name": "Prénom", "email": "Courriel", "postcode": "CP", "country": "Pays"}
BUYS = ("Carte des sentiers", "Billet de visite", "Coffret de produits", "Location de vélo")


def load_contacts() -> None:
    """The files of three offices; made once."""
    if Person.everything.exists():
        return
    say("Le fichier de contacts…")
    rng, now = np.random.default_rng(SEED), timezone.localtime()
    for slug, count in FILES.items():
        destination = Destination.everything.filter(slug=slug).first()
        if destination is not None:
            with transaction.atomic():
                people = fill(destination, count, now, rng)
                duplicates.queue_duplicates(destination=destination)
                events.people_changed.send(sender=Person, ids=people)
            bring_list(destination, now)
    retention.make_round(by=None, now=now)


def bring_list(destination: Destination, now: datetime) -> None:
    """The list of last summer's fair: most lines arrive, one is known already, two say nothing that can be kept."""
    known = Person.everything.filter(destination=destination).exclude(email="").order_by("pk").first()
    said = [
        Identity(last_name=last, first_name=first, email=f"{first}.{last}@salon.example", postcode=code, country="FR")
        for last, first, code in FAIR
    ]
    said += [Identity(last_name=known.last_name, email=known.email, country="FR")] if known else []
    said += [Identity(last_name="Illisible", email="marc(arobase)salon"), Identity(postcode="63000")]
    file = files.keep_file(
        destination=destination, name="salon-ete.csv", content=b"", headings=list(FAIR_COLUMNS.values()),
        columns=FAIR_COLUMNS, sample=[], by=None, now=now,
    )  # fmt: skip
    files.describe_file(
        file=file, columns=file.columns, claims=[(Purpose.NEWSLETTER, Channel.MAIL)], by=None, now=now,
        proof="bulletins du salon, classeur 5", gathered_on=(now - timedelta(days=90)).date(),
    )  # fmt: skip
    lines = [arrivals.Arrival(number, one) for number, one in enumerate(said, start=2)]
    arrivals.bring_in(file=file, arrivals=lines, by=None, now=now)


def fill(destination: Destination, count: int, now: datetime, rng: np.random.Generator) -> list[int]:
    moments = draw_moments(rng, count, now)
    rows = [draw_person(rng, rank, moment, destination) for rank, moment in enumerate(moments)]
    rows += [twin(rng, rows[int(k)], rank) for rank, k in enumerate(rng.integers(0, count, count // 60))]
    rows += [old(rng, rank, now, destination) for rank in range(count // 80)]
    Person.everything.bulk_create(rows, batch_size=BATCH)
    agree(rng, destination, rows, now)
    live(rng, rows, now)
    return [row.pk for row in rows]


def draw_moments(rng: np.random.Generator, count: int, now: datetime) -> list[datetime]:
    """Arrivals over twelve months, as visitors come; none in the future."""
    days = [now - timedelta(days=back, minutes=1) for back in range(365)]
    weight = np.array([SEASON[day.month - 1] + 3 for day in days])
    found = [days[int(k)] - timedelta(minutes=int(m)) for k, m in zip(
        rng.choice(365, count, p=weight / weight.sum()), rng.integers(0, 600, count), strict=True
    )]  # fmt: skip
    return sorted(found)


COUNTRIES = weighted({code: share for code, (share, _language) in ORIGINS.items()})
NAMES = {language: (FIRST[language].split(), LAST[language].split()) for language in FIRST}


def draw_person(rng: np.random.Generator, rank: int, moment: datetime, destination: Destination) -> Person:
    country = pick(rng, COUNTRIES)
    language = ORIGINS[country][1]
    first, last = (str(rng.choice(names)) for names in NAMES[language])
    source = pick(rng, SOURCES)
    reached = rng.random() < 0.94
    return Person(
        destination=destination, key=UUID(bytes=rng.bytes(16), version=4), first_name=first, last_name=last,
        email=f"contact{destination.pk}-{rank}@visiteurs.example" if reached else "",
        phone=f"+336{int(rng.integers(10**8)):08d}" if rng.random() < 0.4 or not reached else "",
        postcode=POSTCODES[int(rng.integers(len(POSTCODES)))] if country == "FR" and rng.random() < 0.7 else "",
        country=country, language=language, source=source, created_at=moment, updated_at=moment, last_own_act_at=moment,
        birth_year=int(rng.integers(1940, 2005)) if rng.random() < 0.35 else None,
    )  # fmt: skip


def twin(rng: np.random.Generator, one: Person, rank: int) -> Person:
    """The same person written down again, without an accent or with another address."""
    again = Person(
        **{field.name: getattr(one, field.name) for field in Person._meta.concrete_fields if field.name != "id"}
    )
    again.key = UUID(bytes=rng.bytes(16), version=4)
    again.last_name, again.source = one.last_name.upper(), Source.DESK
    again.email = f"autre{one.destination_id}-{rank}@visiteurs.example"
    again.phone = one.phone = one.phone or f"+337{rank:08d}"
    return again


def old(rng: np.random.Generator, rank: int, now: datetime, destination: Destination) -> Person:
    """Silent for almost three years."""
    moment = now - timedelta(days=int(rng.integers(1040, 1094)))
    person = draw_person(rng, rank, moment, destination)
    person.email = f"ancien{destination.pk}-{rank}@visiteurs.example"
    return person


def agree(rng: np.random.Generator, destination: Destination, rows: list[Person], now: datetime) -> None:
    """Who signs up agrees; one in twelve has changed her mind since."""
    said = {
        (one.purpose, language): one
        for language in ("fr", "en")
        for one in wordings.shown(
            destination=destination, purposes=[p for p in Purpose if p != Purpose.MEASURE], language=language, now=now
        )
    }
    lines: list[Consent] = []
    for person in rows:
        if not person.email or rng.random() < 0.18:
            continue
        proof, reference = PROOFS[Source(person.source)]
        wanted = [Purpose.NEWSLETTER] if rng.random() < 0.85 else []
        wanted += [Purpose.OFFERS] if rng.random() < 0.35 else []
        wanted += [Purpose.SURVEY] if person.source in (Source.DESK, Source.SHOP) and rng.random() < 0.5 else []
        for purpose in wanted:
            wording = said[purpose, "fr" if person.language == "fr" else "en"]
            about = {"person": person, "purpose": purpose, "channel": Channel.MAIL}
            left = rng.random() < 0.08 and person.created_at < now - timedelta(days=40)
            lines.append(
                Consent(**about, given=True, wording=wording, proof=proof, reference=reference, at=person.created_at,
                        in_force=not left)
            )  # fmt: skip
            if left:
                when = person.created_at + timedelta(days=int(rng.integers(5, 40)))
                lines.append(Consent(**about, given=False, proof=Proof.LINK, at=when))
    Consent.everything.bulk_create(lines, batch_size=BATCH)
    acts = [
        Act(person=line.person, kind=ActKind.CONSENTED if line.given else ActKind.WITHDREW, room="contacts", own=True,
            at=line.at, reference=f"consent:{line.pk}",
            label=f"{line.get_purpose_display()} {line.get_channel_display()}")
        for line in lines
    ]  # fmt: skip
    Act.everything.bulk_create(acts, batch_size=BATCH)


def live(rng: np.random.Generator, rows: list[Person], now: datetime) -> None:
    """Arrivals, visits to the desk, stays, purchases, answers: a third of the people come back."""
    acts: list[Act] = []
    for person in rows:
        own = person.source not in (Source.IMPORT, Source.OFFICE)
        label = str(Source(person.source).label)
        acts.append(_act(person, ActKind.CAME, "contacts", person.created_at, "came", label, own=own))
        moment = person.created_at
        for turn in range(int(rng.integers(0, 4)) if rng.random() < 0.55 else 0):
            moment += timedelta(days=int(rng.integers(1, 120)))
            if moment > now or person.email.startswith("ancien"):
                break
            kind, room, label = _lived(rng)
            acts.append(_act(person, kind, room, moment, f"demo:{turn}", label))
            person.last_own_act_at = moment
    Act.everything.bulk_create(acts, batch_size=BATCH)
    Person.everything.bulk_update(rows, ["last_own_act_at"], batch_size=300)


def _lived(rng: np.random.Generator) -> tuple[ActKind, str, str]:
    draw = rng.random()
    if draw < 0.35:
        return ActKind.STAYED, "catalogue", STAYS[int(rng.integers(len(STAYS)))]
    if draw < 0.6:
        return ActKind.DESK, "desk", "Conseil au comptoir"
    if draw < 0.85:
        return ActKind.BOUGHT, "shop", BUYS[int(rng.integers(len(BUYS)))]
    return ActKind.ANSWERED, "contacts", "Avis après la visite"


def _act(
    person: Person, kind: ActKind, room: str, at: datetime, reference: str, label: str, *, own: bool = True
) -> Act:
    return Act(person=person, kind=kind, room=room, at=at, reference=reference, label=label, own=own)

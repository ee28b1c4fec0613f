"""A year at the desks of the demo: contacts by season, hour and origin, what was asked in vain, complaints, hours kept.

Everything is drawn with a seed and written in bulk; days are those of the last twelve months.
"""

from bisect import bisect
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils import timezone

from belvedere.catalogue.models import Offer
from belvedere.config.bootstrap import say
from belvedere.desk.enums import Channel, Interest, Stay, Transport
from belvedere.desk.models import Complaint, Counter, DeskRequest, OpeningDay, Recommendation
from belvedere.people.models import Account
from belvedere.territories.models import Destination

SEED, BATCH = 2026, 2000
#: Slug → name of the counter, longitude, latitude, contacts a year, who records.
DESKS = {
    "clermont-auvergne-volcans": ("Place de la Victoire", 3.0863, 45.7786, 3600, "bruno@demo.example"),
    "pays-de-salers": ("Place Tyssandier-d’Escous", 2.4936, 45.1383, 1400, "salers@demo.example"),
    "vallee-de-la-dordogne": ("Rocamadour", 1.6183, 44.7994, 2000, "dordogne@demo.example"),
}
#: Contacts by month, January first: a quiet winter, a full summer, chestnuts in October.
SEASON = np.array([2, 3, 3.5, 6, 8, 9.5, 20, 24, 10, 6.5, 3, 4.5])
HOURS = {9: 4, 10: 12, 11: 15, 12: 5, 13: 3, 14: 12, 15: 15, 16: 13, 17: 9, 18: 3}
CHANNELS = {"counter": 66, "phone": 17, "mail": 9, "chat": 3, "social": 2, "outside": 3}
#: Country → share, language, share of summer visitors who are not asked.
ORIGINS = {
    "FR": (74, "fr"), "NL": (5, "nl"), "BE": (4.5, "fr"), "DE": (5, "de"), "GB": (4, "en"), "ES": (2.5, "es"),
    "IT": (2, "it"), "CH": (1.5, "fr"), "US": (1, "en"), "CN": (0.5, "xx"),
}  # fmt: skip
POSTCODES = (
    "63000", "63100", "63200", "69003", "69100", "75011", "75018", "42000", "03200", "15000", "43000", "31000", "33000",
    "44000", "59000", "67000", "13008", "34000", "87000", "19100", "46000", "92100", "78000", "38000",
)  # fmt: skip
UNMET = {
    "Où louer un vélo électrique à la journée": 30, "Une consigne à bagages près de la gare": 26,
    "Un bus pour le puy de Dôme le dimanche": 22, "Une visite guidée en néerlandais": 14,
    "Une baignade surveillée accessible en fauteuil": 12, "Un restaurant ouvert le lundi soir": 20,
    "Une activité de pluie pour des tout-petits": 18, "Une borne de recharge au départ du sentier": 11,
    "Un repas sans gluten en ferme-auberge": 9, "Une garde de chien pour la journée": 8,
    "Une navette le soir après le concert": 7, "Un gîte pour quinze en pleine saison": 6,
}  # fmt: skip
ASKED = ("Les horaires du marché", "Un plan de la ville", "Que faire ce soir", "Un sentier facile", "Un bon restaurant")
COMPLAINTS = (
    ("words", "le musée", "La fiche annonçait ouvert, la porte était fermée."),
    ("place", "le sentier du lac", "Les poubelles débordaient un dimanche matin."),
    ("signs", "le parking haut", "Le panneau envoie dans une impasse."),
    ("provider", "une chambre d’hôtes", "La chambre ne ressemblait pas aux photos."),
    ("welcome", "l’attente au guichet", "Vingt minutes d’attente pour un plan."),
)


#: Words and, beside them, where their shares end between 0 and 1.
Weighted = tuple[list[str], list[float]]


def weighted(shares: Mapping[str, float]) -> Weighted:
    return list(shares), (np.cumsum(list(shares.values())) / sum(shares.values())).tolist()


COUNTRIES, WAYS = weighted({code: share for code, (share, _language) in ORIGINS.items()}), weighted(CHANNELS)
VAIN, WISHES = weighted(UNMET), list(Interest.values)
STAYS = weighted(dict(zip(Stay.values, (20, 30, 40, 10), strict=True)))
TRANSPORTS = weighted(dict(zip(Transport.values, (62, 12, 5, 12, 5, 4), strict=True)))


def pick(rng: np.random.Generator, table: Weighted) -> str:
    """One word by its share; NumPy's own choice weighs its whole table again at each draw."""
    words, ends = table
    return words[min(bisect(ends, rng.random()), len(words) - 1)]


def load_desk() -> None:
    """One year at each desk; made once."""
    if DeskRequest.everything.exists():
        return
    say("Une année d’accueil…")
    rng, now = np.random.default_rng(SEED), timezone.localtime()
    for slug, desk in DESKS.items():
        destination = Destination.everything.filter(slug=slug).first()
        if destination is not None:
            with transaction.atomic():
                one_year(destination, desk, now, rng)


def one_year(
    destination: Destination, desk: tuple[str, float, float, int, str], now: datetime, rng: np.random.Generator
) -> None:
    name, lon, lat, count, email = desk
    counter = Counter.everything.create(destination=destination, name=name, lon=lon, lat=lat)
    author = Account.everything.filter(email=email).first()
    moments = draw_moments(rng, count, now)
    rows = [draw_request(rng, moment, destination, counter, author) for moment in moments]
    DeskRequest.everything.bulk_create(rows, batch_size=BATCH)
    recommend(rng, destination, rows)
    keep_openings(counter, now.date(), rng)
    complain(destination, now.date(), author)


def draw_moments(rng: np.random.Generator, count: int, now: datetime) -> list[datetime]:
    """Days by season and week-end, hours of a counter; none in the future."""
    days = [now.date() - timedelta(days=back) for back in range(365)]
    weight = np.array(
        [SEASON[d.month - 1] * (1.5 if d.weekday() == 5 else 0.6 if d.weekday() == 6 else 1) for d in days]
    )
    drawn = rng.choice(len(days), count, p=weight / weight.sum())
    hours = rng.choice(list(HOURS), count, p=np.array(list(HOURS.values())) / sum(HOURS.values()))
    minutes = rng.integers(0, 60, count)
    zone = timezone.get_default_timezone()
    found = [
        datetime.combine(days[d], time(int(h), int(m)), tzinfo=zone)
        for d, h, m in zip(drawn, hours, minutes, strict=True)
    ]
    return sorted(moment for moment in found if moment <= now)


def draw_request(
    rng: np.random.Generator, moment: datetime, destination: Destination, counter: Counter, author: Account | None
) -> DeskRequest:
    """A contact as it is noted with a queue behind: a third says nothing but its channel and its language."""
    country, channel = pick(rng, COUNTRIES), pick(rng, WAYS)
    row = DeskRequest(
        uuid=UUID(bytes=rng.bytes(16), version=4), destination=destination, counter=counter, recorded_by=author,
        recorded_at=moment, channel=channel, language=ORIGINS[country][1] if rng.random() < 0.93 else "",
    )  # fmt: skip
    if rng.random() < 0.35 or channel == Channel.SOCIAL:
        return row
    row.country = country
    if country == "FR":
        row.postcode = POSTCODES[int(rng.integers(len(POSTCODES)))]
        row.origin = row.postcode
    row.adults = (1, 2, 2, 2, 3, 4)[int(rng.integers(6))]
    family = moment.month in (7, 8) and rng.random() < 0.45
    row.children = sorted(int(age) for age in rng.integers(2, 16, rng.integers(1, 4))) if family else []
    row.dog, row.wheelchair = bool(rng.random() < 0.07), bool(rng.random() < 0.02)
    row.stay = pick(rng, STAYS)
    row.nights = int(rng.integers(1, 10)) if row.stay == Stay.NIGHTS else None
    row.transport = pick(rng, TRANSPORTS)
    row.interests = sorted({WISHES[k] for k in rng.integers(0, len(WISHES), rng.integers(1, 4))})
    ask(rng, row)
    return row


def ask(rng: np.random.Generator, row: DeskRequest) -> None:
    draw = rng.random()
    if draw < 0.035:
        row.question, row.unmet = pick(rng, VAIN), True
    elif draw < 0.2:
        row.question = ASKED[int(rng.integers(len(ASKED)))]


def recommend(rng: np.random.Generator, destination: Destination, rows: list[DeskRequest]) -> None:
    """The same few places are recommended most (Zipf): what the spread is for."""
    inside = Offer.everything.active().filter(commune__territories__destinations=destination, families=1)
    keys = list(
        inside.exclude(types__icontains="Accommodation")
        .order_by("-completeness", "pk")
        .values_list("pk", flat=True)[:60]
    )
    if not keys:
        return
    fame = weighted({str(k): 1 / (k + 1) for k in range(len(keys))})
    told = [row for row in rows if row.interests and rng.random() < 0.5]
    given = [
        Recommendation(request=row, offer_id=keys[k], pinned=False, at=row.recorded_at)
        for row in told
        for k in {int(pick(rng, fame)), int(pick(rng, fame))}
    ]
    Recommendation.everything.bulk_create(given, batch_size=BATCH)


def keep_openings(counter: Counter, today: date, rng: np.random.Generator) -> None:
    """Closed on winter Sundays; longer days in summer."""
    rows = []
    for back in range(1, 365):
        day = today - timedelta(days=back)
        if day.weekday() == 6 and day.month not in range(5, 10):
            continue
        usual = 570 if day.month in (7, 8) else 450
        rows.append(OpeningDay(counter=counter, day=day, minutes=usual - 60 * int(rng.random() < 0.05)))
    OpeningDay.everything.bulk_create(rows)


def complain(destination: Destination, today: date, author: Account | None) -> None:
    """Answered over the year, two still waiting, one of them late."""
    rows = []
    for rank, (topic, about, text) in enumerate(COMPLAINTS * 3):
        received = today - timedelta(days=1 + 24 * rank) if rank else today - timedelta(days=5)
        row = Complaint(
            destination=destination, topic=topic, channel=Channel.MAIL, about=about, text=text, received_on=received,
            acknowledge_by=received + timedelta(days=3), answer_by=received + timedelta(days=15), recorded_by=author,
        )  # fmt: skip
        if rank > 1:
            row.state, row.answered_on = "answered", received + timedelta(days=3 + rank % 9)
            row.acknowledged_on, row.answer = received + timedelta(days=1), "Bonjour, merci de nous l’avoir dit."
        rows.append(row)
    Complaint.everything.bulk_create(rows)

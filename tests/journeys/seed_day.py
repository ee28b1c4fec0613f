"""Adds a day of meetings that is under way to the installation of the journeys."""

from datetime import time, timedelta

from django.utils import timezone

from belvedere.meetings.actions import plans, wishes
from belvedere.meetings.enums import EditionStatus
from belvedere.meetings.models import Edition
from belvedere.meetings.queries import live
from belvedere.territories.models import Destination
from tests.factories.meetings import EditionFactory, ParticipantFactory

#: File of the installation that holds what ``main`` gives.
DAY = "day.json"
SLUG = "journee-en-cours"


def main() -> dict[str, object]:
    """Slots all day long, so that one is under way at any hour; people are there from the last hour to the next two.

    Gives the numbers and tokens that lead to its screens.
    """
    now = timezone.localtime()
    edition = EditionFactory(
        destination=Destination.everything.get(slug="volcans"), name="Rencontres du jour", slug=SLUG, day=now.date(),
        first_start=time(0, 0), last_start=time(23, 50), slot_minutes=8, change_minutes=2, tables=4,
    )  # fmt: skip
    here = (now.hour * 60 + now.minute) // edition.step
    there = list(range(max(0, here - 5), min(edition.slots, here + 12)))
    sellers = [ParticipantFactory(edition=edition, name=f"Gîte {k:02d}", available=there) for k in range(12)]
    buyers = [ParticipantFactory(edition=edition, name=f"Agence {k}", side="buyer", available=there) for k in range(3)]
    for one in sellers:
        wishes.place_wishes(participant=one, wanted=[b.pk for b in buyers], by=None, now=now)
    Edition.everything.filter(pk=edition.pk).update(status=EditionStatus.CLOSED)
    edition.refresh_from_db()
    before = now - timedelta(days=1)
    plan = plans.solve_edition(edition=edition, budget=0.2, by=None, now=before)
    plans.publish_plan(plan=plan, by=None, now=before)
    people = edition.participants
    return {
        "pk": edition.pk,
        "screen": live.screen_token(edition),
        "people": dict(people.values_list("name", "pk")),
        "tokens": dict(people.values_list("name", "token")),
    }

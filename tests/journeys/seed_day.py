"""Adds a day of meetings that is under way to the installation of the journeys, in a process of its own."""

from datetime import time, timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from belvedere.meetings.actions import plans, wishes  # noqa: E402
from belvedere.meetings.enums import EditionStatus  # noqa: E402
from belvedere.meetings.models import Edition  # noqa: E402
from belvedere.territories.models import Destination  # noqa: E402
from tests.factories.meetings import EditionFactory, ParticipantFactory  # noqa: E402

SLUG = "journee-en-cours"


def main() -> None:
    """Slots all day long, so that one is under way at any hour; people are there from the last hour to the next two."""
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


if __name__ == "__main__":
    main()

"""A dress rehearsal: a copy that writes to nobody, watched again faster than it runs, by the staff alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from belvedere.config.demo import meetings as demo
from belvedere.config.demo import meetings_day
from belvedere.meetings.actions import plans, rehearsal, repairs, telling, wishes
from belvedere.meetings.enums import EditionStatus
from belvedere.meetings.models import CheckIn, Deal, Edition, Measure, Meeting, Participant, Repair, Survey, Wish
from belvedere.meetings.queries import changes, clock, live, results
from tests.factories.meetings import CheckInFactory
from tests.factories.people import OrganisationFactory
from tests.factories.territories import DestinationFactory

from .conftest import NOW


@pytest.fixture
def published(edition, sellers, buyers):
    Participant.everything.update(email="quelquun@exemple.fr")
    for one in sellers:
        wishes.place_wishes(participant=one, wanted=[b.pk for b in buyers], by=None, now=NOW)
    edition.status = EditionStatus.CLOSED
    edition.save()
    return plans.publish_plan(plan=plans.solve_edition(edition=edition, budget=0.2, by=None, now=NOW), by=None, now=NOW)


@pytest.fixture
def played(edition, published, people):
    return rehearsal.rehearse_edition(edition=edition, day=edition.day, by=people.anne, now=NOW)


def test_the_copy_is_whole_and_holds_no_address(edition, published, played):
    assert (played.rehearsal_of, played.status, played.slug) == (edition, "published", "cantal-repetition-1")
    twins = Participant.everything.filter(edition=played)
    assert set(twins.values_list("email", "account")) == {("", None)}
    assert not set(twins.values_list("token")) & set(edition.participants.values_list("token"))
    assert Wish.everything.filter(wisher__edition=played).count() == 12
    named = [
        set(Meeting.everything.filter(plan__edition=one).values_list("seller__name", "buyer__name", "slot", "table"))
        for one in (edition, played)
    ]
    assert named[0] == named[1]
    assert edition.plans.get().is_current
    assert Meeting.everything.filter(plan=published).exists()


def test_a_rehearsal_comes_from_a_published_edition_of_one_s_own(edition, people, played):
    for given in ({"edition": played, "by": people.anne}, {"edition": edition, "by": people.chloe}):
        with pytest.raises(rehearsal.Refused):
            rehearsal.rehearse_edition(day=edition.day, now=NOW, **given)


def test_nobody_is_written_to_and_the_repair_is_seen_while_it_waits(played):
    Participant.everything.filter(edition=played).update(email="quelquun@exemple.fr")
    seen, gone = played.starts_at(1), Participant.everything.filter(edition=played).first()
    version = repairs.mark_absent(participant=gone, by=None, now=seen)
    repairs.accept_repair(plan=version, by=None, now=seen + timedelta(minutes=4))
    assert telling.tell_changes(plan=version) == 0
    assert mail.outbox == []
    moments = [seen - timedelta(minutes=1), seen + timedelta(minutes=2), seen + timedelta(minutes=5)]
    assert [len(changes.proposals(played, moment)) for moment in moments] == [0, 1, 0]
    assert [live.plan_in_force(played, moment).number for moment in moments] == [1, 1, 2]


def test_the_clock_runs_so_many_times_faster_and_stops_after_the_last_meeting(played, edition):
    real = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
    replay = clock.replay_of(played, "60", str(int(real.timestamp())), real)
    start = played.starts_at(0) - clock.BEFORE
    assert replay.moment(played, real) == start
    assert replay.moment(played, real + timedelta(minutes=1)) == start + timedelta(hours=1)
    assert replay.moment(played, real + timedelta(days=1)) == played.ends_at(7) + clock.AFTER
    assert clock.replay_of(edition, "60", "", real) is None
    assert [clock.replay_of(played, text, "", real) for text in ("", "-1", "²", "9999999")] == [None] * 4


def test_anne_watches_the_day_again_and_the_screen_only_with_her(client, people, played):
    since = timezone.now() - timedelta(minutes=30)  # slow enough for a laden machine
    one = Participant.everything.filter(edition=played).first()
    CheckInFactory(participant=one, at=played.starts_at(0))
    url = reverse("meetings:live", args=[played.pk])
    client.force_login(people.anne)
    assert "Rejouer la journée" in client.get(url).content.decode()
    assert "depuis=" in client.get(f"{url}?rejouer=60").headers["Location"]
    query = f"?rejouer=2&depuis={int(since.timestamp())}"
    page = client.get(url + query).content.decode()
    assert "rejouée 2 fois" in page
    assert "Rencontres en cours" in page
    screen = reverse("meetings:screen", args=[live.screen_token(played)]) + query
    assert "Rencontres en cours" in client.get(screen).content.decode()
    client.logout()
    assert "Rencontres en cours" not in client.get(screen).content.decode()
    client.force_login(people.chloe)
    assert client.get(url + query).status_code == 404


@pytest.mark.slow
def test_the_demo_s_day_is_lived_once(db, monkeypatch):
    monkeypatch.setattr(demo, "SELLERS", 120)
    monkeypatch.setattr(demo, "BUYERS", 4)
    DestinationFactory(slug=demo.PROVIDER_AT)
    OrganisationFactory(name="Maison Vigier")
    meetings_day.load_meetings_day()
    demo.load_meetings()
    for _ in range(2):
        meetings_day.load_meetings_day()
    played = Edition.everything.get(rehearsal_of__slug=demo.SLUG)
    figures = results.results(played)
    assert figures.figures.came > 80
    assert figures.figures.absent > 0
    assert Repair.everything.filter(plan__edition=played, plan__is_current=True).count() == 1
    assert figures.figures.held > figures.figures.deals > 0
    assert figures.figures.answers == Survey.everything.count() > 0
    assert figures.before == Measure.everything.get()
    assert figures.before.figures["held"] < figures.figures.held
    assert CheckIn.everything.filter(participant__edition__slug=demo.SLUG).count() == 0
    assert Deal.everything.filter(amount=None).exclude(kind__in=["placement", "visibility"]).count() == 0

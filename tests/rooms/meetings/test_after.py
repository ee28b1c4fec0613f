"""After the day: nothing of one's own is read by another, and figures say what they count."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from belvedere.meetings import access, events
from belvedere.meetings.actions import after, results
from belvedere.meetings.enums import DealKind, EditionStatus
from belvedere.meetings.models import ContactShare, Cost, Deal, Measure, MeetingNote, Participant, Survey
from belvedere.meetings.queries import after as reads
from belvedere.meetings.queries import results as figures
from tests.factories.meetings import (
    CheckInFactory,
    DealFactory,
    EditionFactory,
    MeetingFactory,
    NoteFactory,
    ParticipantFactory,
    PlanFactory,
    SurveyFactory,
)


@pytest.fixture
def evening(edition):
    return edition.ends_at(edition.slots - 1) + timedelta(hours=1)


@pytest.fixture
def met(edition, sellers, buyers):
    """Auberge met Agence 0 and Agence 1; Gîte 0 met Agence 0."""
    edition.status = EditionStatus.PUBLISHED
    edition.save()
    plan = PlanFactory(edition=edition, is_current=True, published_at=edition.starts_at(0) - timedelta(days=1))
    for seller, buyer, slot in ((0, 0, 0), (0, 1, 1), (1, 0, 2)):
        MeetingFactory(plan=plan, seller=sellers[seller], buyer=buyers[buyer], slot=slot)
    return sellers[0], buyers[0]


def give(one, other, now):
    return after.share_contact(giver=one, receiver=other, by=None, now=now)


def test_an_address_shows_only_once_both_have_consented(client, people, met, evening):
    inn, agency = met
    Participant.everything.filter(pk=agency.pk).update(email="agence@exemple.fr", contact="Nina; Roux")
    client.force_login(people.paul)
    card = reverse("meetings:contact", args=[inn.pk, agency.pk])
    for giver, receiver in ((inn, agency), (agency, inn)):
        assert reads.contact_of(inn, agency.pk) is None
        assert client.get(card).status_code == 404
        give(giver, receiver, evening)
    answer = client.get(card)
    assert answer.headers["Content-Type"].startswith("text/vcard")
    assert b"EMAIL:agence@exemple.fr\r\n" in answer.content
    assert b"FN:Nina\\; Roux\r\n" in answer.content
    after.withdraw_contact(giver=agency, receiver=inn, by=None, now=evening)
    assert client.get(card).status_code == 404
    client.force_login(people.anne)
    assert client.get(card).status_code == 404


def test_a_long_card_is_folded_by_bytes(met):
    met[1].about = "é" * 100
    assert all(len(line) <= 75 for line in reads.vcard(met[1]).split(b"\r\n"))


def test_nothing_is_kept_of_somebody_not_met_or_not_yet(edition, met, buyers, evening):
    inn, agency = met
    with pytest.raises(after.Refused):
        give(inn, buyers[2], evening)
    with pytest.raises(after.Refused):
        after.write_note(writer=inn, about=agency, text="tôt", by=None, now=edition.starts_at(0) - timedelta(minutes=1))
    assert not MeetingNote.everything.exists()


def test_a_note_is_its_writer_s_alone(people, met, evening, buyers):
    inn, agency = met
    after.write_note(writer=inn, about=agency, rating=4, text="Rappeler", by=people.paul, now=evening)
    seen = {
        who: access.visible_to(getattr(people, who), MeetingNote).count() for who in ("paul", "anne", "bruno", "chloe")
    }
    assert seen == {"paul": 1, "anne": 0, "bruno": 0, "chloe": 0}
    assert reads.after_of(agency, evening, evening.date()).meetings[0].note is None
    with pytest.raises(after.Refused):
        after.write_note(writer=inn, about=agency, rating=6, by=None, now=evening)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoteFactory(writer=inn, about=buyers[1], rating=9)


def test_a_promise_is_reminded_once_a_date(met, evening, buyers):
    inn, agency = met
    inn.email = "auberge@exemple.fr"
    inn.save()
    day = evening.date() + timedelta(days=7)
    given = {"writer": inn, "by": None, "now": evening}
    note = after.write_note(about=agency, follow_up_on=day, **given)
    after.write_note(about=buyers[1], follow_up_on=day + timedelta(days=30), **given)
    for today, sent in ((day - timedelta(days=1), 0), (day, 1), (day, 0)):
        assert after.remind_follow_ups(today=today, now=evening) == sent
    assert "Agence 0" in mail.outbox[0].body
    assert "Agence 1" not in mail.outbox[0].body
    after.write_note(about=agency, follow_up_on=day - timedelta(days=1), **given)
    assert after.remind_follow_ups(today=day, now=evening) == 1
    note.refresh_from_db()
    after.finish_follow_up(note=note, by=None, now=evening)
    assert [one.note.about for one in reads.after_of(inn, evening, day).follow_ups] == [buyers[1]]


def deal(one, other, now, kind=DealKind.CONTRACT, amount=150_000):
    return after.declare_deal(
        declarer=one, other=other, kind=kind, amount=amount, signed_on=now.date(), by=None, now=now
    )


def test_a_deal_of_two_is_one_whoever_declares_it(met, evening):
    inn, agency = met
    first = deal(inn, agency, evening)
    with pytest.raises(after.Refused):
        after.confirm_deal(deal=first, participant=inn, by=None, now=evening)
    after.confirm_deal(deal=first, participant=agency, by=None, now=evening)
    with pytest.raises(after.Refused):
        after.remove_deal(deal=first, participant=inn, by=None, now=evening)
    again = deal(agency, inn, evening, amount=200_000)
    assert (again.pk, again.amount, again.confirmed_at, again.declared_by) == (first.pk, 200_000, None, agency)
    after.remove_deal(deal=again, participant=agency, by=None, now=evening)
    assert not Deal.everything.exists()


def test_a_better_place_on_a_site_has_a_type_and_no_amount(met, evening):
    inn, agency = met
    with pytest.raises(after.Refused):
        deal(inn, agency, evening, DealKind.PLACEMENT, 100)
    assert deal(inn, agency, evening, DealKind.PLACEMENT, None).amount is None
    with pytest.raises(IntegrityError), transaction.atomic():
        DealFactory(kind=DealKind.VISIBILITY, amount=5)


def test_an_opinion_is_one_and_its_words_have_no_author(people, met, evening):
    inn, _agency = met
    for overall in (2, 5):
        after.answer_survey(
            participant=inn, overall=overall, right_people=4, running=3, again=True, words="Bien.", by=None, now=evening
        )
    assert Survey.everything.get().overall == 5
    assert not access.visible_to(people.anne, Survey).exists()
    assert figures.results(inn.edition).words == ("Bien.",)


def test_paul_writes_all_of_it_on_one_page(client, people, edition, met, evening, monkeypatch):
    monkeypatch.setattr("belvedere.meetings.views.after.timezone.now", lambda: evening)
    inn, agency = met
    client.force_login(people.paul)
    url = reverse("meetings:after", args=[inn.pk])
    client.post(url, {"verb": f"share:{agency.pk}"})
    client.post(url, {"verb": f"note:{agency.pk}", "rating": "5", "text": "Très bien", "follow_up_on": "2026-11-02"})
    client.post(url, {"verb": f"deal:{agency.pk}", "kind": "contract", "amount": "1 250,50", "signed_on": "2026-10-08"})
    client.post(url, {"verb": "survey", "overall": "4", "right_people": "4", "running": "5", "again": "1", "words": ""})
    note = MeetingNote.everything.get()
    assert (note.rating, note.text, note.follow_up_on) == (5, "Très bien", date(2026, 11, 2))
    assert Deal.everything.get().amount == 125_050
    assert ContactShare.everything.filter(giver=inn, receiver=agency).exists()
    page = client.get(url).content.decode()
    for words in ("Très bien", "2 novembre", "En attente de son accord", "1 250,5", "Merci, votre réponse est gardée"):
        assert words in page.replace("\u202f", " ").replace("\xa0", " "), words
    client.post(url, {"verb": f"withdraw:{agency.pk}"})
    client.post(url, {"verb": f"done:{note.pk}"})
    wrong = client.post(
        url, {"verb": f"deal:{agency.pk}", "kind": "placement", "amount": "3", "signed_on": "2026-10-08"}, follow=True
    )
    assert "n’a pas de montant" in wrong.content.decode()
    assert client.post(url, {"verb": "inconnu"}).status_code == 400
    theirs = reverse("meetings:token_after", args=[agency.token])
    client.post(theirs, {"verb": f"done:{note.pk}"})
    client.post(theirs, {"verb": f"confirm:{Deal.everything.get().pk}"})
    assert Deal.everything.get().confirmed_at == evening


@pytest.mark.parametrize("who", ["chloe", "rose", "anne"])
def test_nobody_writes_on_another_s_page(client, people, met, who):
    client.force_login(getattr(people, who))
    url = reverse("meetings:after", args=[met[0].pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"verb": f"share:{met[1].pk}"}).status_code == 404
    assert not ContactShare.everything.exists()


def fill(edition, sellers, buyers, evening):
    for one in (sellers[0], sellers[1], buyers[0]):
        CheckInFactory(participant=one, at=edition.starts_at(0))
    Participant.everything.filter(pk=sellers[2].pk).update(absent_at=edition.starts_at(0))
    give(sellers[0], buyers[0], evening)
    give(buyers[0], sellers[0], evening)
    give(sellers[1], buyers[0], evening)
    NoteFactory(writer=sellers[0], about=buyers[0], rating=5)
    NoteFactory(writer=sellers[1], about=buyers[0], rating=2)
    DealFactory(seller=sellers[0], buyer=buyers[0], amount=600_000, confirmed_at=evening)
    DealFactory(seller=sellers[1], buyer=buyers[0], amount=None, kind=DealKind.PLACEMENT)
    SurveyFactory(participant=sellers[0])
    for label, cents in (("Salle", 150_000), ("Repas", 150_000)):
        results.save_cost(edition=edition, label=label, amount=cents, by=None, now=evening)


def test_the_figures_say_what_the_day_brought_and_cost(edition, sellers, buyers, met, evening):
    fill(edition, sellers, buyers, evening)
    found = figures.figures_of(edition)
    assert (found.sellers, found.buyers, found.came, found.absent, found.came_share) == (4, 3, 3, 1, 42.9)
    assert (found.planned, found.held, found.served) == (3, 2, 2)
    assert (found.rated, found.rating, found.contacts) == (2, 3.5, 1)
    assert (found.deals, found.deals_without_amount, found.amount, found.amount_confirmed) == (2, 1, 600_000, 600_000)
    assert (found.answers, found.response_share, found.overall, found.again_share) == (1, 33.3, 4, 100.0)
    assert (found.cost, found.cost_per_meeting, found.return_per_euro) == (300_000, 150_000, 2.0)
    assert list(figures.LABELS) == list(found.__dataclass_fields__), "each figure has its words"


def test_an_empty_edition_says_nothing_it_cannot_say(edition):
    found = figures.figures_of(edition)
    assert (found.came_share, found.rating, found.response_share, found.return_per_euro) == (None, None, None, None)


def test_closing_tells_the_house_and_serves_next_year(
    edition, sellers, buyers, met, people, evening, django_capture_on_commit_callbacks
):
    heard = []

    def listen(sender, **told):
        heard.append((told["edition"], told["day"], told["figures"]["held"]))

    fill(edition, sellers, buyers, evening)
    events.edition_measured.connect(listen)
    with pytest.raises(results.Refused):
        results.measure_edition(edition=edition, by=people.anne, now=edition.starts_at(3))
    with django_capture_on_commit_callbacks(execute=True):
        results.measure_edition(edition=edition, by=people.anne, now=evening)
    events.edition_measured.disconnect(listen)
    assert heard == [(edition.pk, edition.day, 2)]
    assert edition.status == EditionStatus.OVER
    following = EditionFactory(destination=edition.destination, day=edition.day + timedelta(days=365))
    row = next(row for row in figures.results(following).rows if row.key == "held")
    assert (row.value, row.before, row.change) == (0, 2, -2)
    elsewhere = EditionFactory(day=edition.day + timedelta(days=365))
    assert figures.results(elsewhere).before is None


@pytest.mark.parametrize("who", ["chloe", "denis", "paul"])
def test_strangers_close_no_figures(people, edition, met, evening, who):
    by, cost = getattr(people, who), Cost.everything.create(edition=edition, label="Salle", amount=1)
    tries = [
        lambda: results.save_cost(edition=edition, label="Salle", amount=2, by=by, now=evening),
        lambda: results.remove_cost(cost=cost, by=by, now=evening),
        lambda: results.measure_edition(edition=edition, by=by, now=evening),
    ]
    for attempt in tries:
        with pytest.raises(results.Refused):
            attempt()
    assert Cost.everything.get().amount == 1


def test_anne_enters_costs_reads_the_results_and_exports_them(
    client, people, edition, sellers, buyers, met, evening, monkeypatch
):
    monkeypatch.setattr("belvedere.meetings.office.results.timezone.now", lambda: evening)
    fill(edition, sellers, buyers, evening)
    client.force_login(people.anne)
    url = reverse("edition:results", args=[edition.pk])
    client.post(url, {"verb": "cost", "label": "Badges", "amount": "99,90"})
    assert Cost.everything.get(label="Badges").amount == 9_990
    assert client.post(url, {"verb": "cost", "label": "", "amount": "x"}).status_code == 422
    client.post(url, {"verb": f"remove:{Cost.everything.get(label='Badges').pk}"})
    page = client.get(url).content.decode().replace("\u202f", " ").replace("\xa0", " ")
    for words in ("6 000 €", "3,5 / 5", "33,3 %", "2 € pour 1 €", "mieux placé sur le site du vendeur", "sans montant"):
        assert words in page, words
    client.post(url, {"verb": "measure"})
    assert Measure.everything.get().figures["amount"] == 600_000
    lines = client.get(reverse("edition:results_file", args=[edition.pk])).content.decode("utf-8-sig").splitlines()
    assert "Montant des accords déclarés;€;6000,0;" in lines
    client.force_login(people.chloe)
    assert client.get(url).status_code in (302, 404)
    client.force_login(people.denis)
    assert 'value="measure"' not in client.get(url).content.decode()


def test_screens_ask_as_many_questions_with_three_rows_as_with_one(
    client, people, edition, sellers, buyers, met, evening, monkeypatch
):
    monkeypatch.setattr("belvedere.meetings.views.after.timezone.now", lambda: evening)
    fill(edition, sellers, buyers, evening)
    client.force_login(people.anne)
    urls = [reverse("edition:results", args=[edition.pk]), reverse("meetings:token_after", args=[sellers[0].token])]

    def count(url):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    for url in urls:
        count(url)
    before = [count(url) for url in urls]
    plan = edition.plans.get()
    for k in range(2):
        other = ParticipantFactory(edition=edition, side="buyer")
        MeetingFactory(plan=plan, seller=sellers[0], buyer=other, slot=4 + k)
        NoteFactory(writer=sellers[0], about=other, rating=3, follow_up_on=date(2026, 11, 1))
        DealFactory(seller=sellers[0], buyer=other)
        Cost.everything.create(edition=edition, label=f"Ligne {k}", amount=k)
    assert [count(url) for url in urls] == before


def test_closed_figures_stay_when_those_who_came_are_erased(edition):
    Measure.everything.create(
        edition=edition, measured_at=edition.ends_at(0), figures={"sellers": 2870, "held": 4100, "rating": 3.9}
    )
    rows = {row.key: row.value for row in figures.results(edition).rows}
    assert (rows["sellers"], rows["held"], rows["rating"], rows["deals"]) == (2870, 4100, 3.9, 0)

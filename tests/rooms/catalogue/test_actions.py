"""What the office decides of an offer, by hand."""

import pytest
from wagtail.models import Revision

from belvedere.catalogue import events
from belvedere.catalogue.actions import duplicates, own, requests, runs, sessions, stories
from belvedere.catalogue.actions import offers as actions
from belvedere.catalogue.enums import DuplicateStatus, Family, OfferStatus, RequestStatus, SourceKind
from belvedere.catalogue.models import DuplicatePair, OfferStory, OfferType, Session
from belvedere.engines.offers import OpeningPeriod
from belvedere.kit.models import Entry
from tests.factories.catalogue import OfferFactory, OfferTextFactory, SourceFactory
from tests.factories.people import cast

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def told():
    heard = []

    def listen(sender, ids, **kwargs):
        heard.extend(ids)

    events.offers_changed.connect(listen)
    yield heard
    events.offers_changed.disconnect(listen)


def verbs():
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_hiding_and_showing_again(people, told):
    offer = OfferFactory()
    actions.hide_offer(offer=offer, by=people.anne, now=NOW)
    offer.refresh_from_db()
    assert offer.status == OfferStatus.HIDDEN
    actions.publish_offer(offer=offer, by=people.anne, now=NOW)
    offer.refresh_from_db()
    assert offer.status == OfferStatus.ACTIVE
    assert told == [offer.pk, offer.pk]
    assert verbs()[-2:] == ["hide_offer", "publish_offer"]


def test_an_archived_offer_is_not_shown_by_hand(people):
    offer = OfferFactory(status=OfferStatus.ARCHIVED, name="Tour")
    with pytest.raises(actions.OfferGone, match="Tour"):
        actions.publish_offer(offer=offer, by=people.anne, now=NOW)


def test_owner_and_manager_and_shares_are_journalled(people):
    offer = OfferFactory()
    before = len(verbs())
    actions.set_owner(offer=offer, organisation=people.inn, by=people.anne, now=NOW)
    actions.set_manager(offer=offer, destination=people.office, by=people.anne, now=NOW)
    actions.share_offer(offer=offer, destination=people.region, by=people.anne, now=NOW)
    actions.share_offer(offer=offer, destination=people.region, by=people.anne, now=NOW)
    offer.refresh_from_db()
    assert (offer.owner, offer.managed_by) == (people.inn, people.office)
    assert offer.shares.count() == 1
    assert verbs()[before:] == ["set_owner", "set_manager", "share_offer"]


def own_offer(people, **changes):
    runs.sync_types()
    wanted = {
        "name": "Four à pain de Chanonat",
        "types": ("Museum",),
        "commune": people.here.pk,
        "phone": "+33 4 65 71 00 01",
        "description": "On y cuit encore le pain le premier dimanche du mois, et chacun repart avec le sien, chaud.",
        "lon": 3.1,
        "lat": 45.7,
    } | changes
    return own.OwnOffer(**wanted)


def test_an_offer_of_our_own_has_the_same_columns_as_an_imported_one(people, told):
    offer = own.create_offer(destination=people.office, wanted=own_offer(people), by=people.anne, now=NOW)
    assert offer.source.kind == SourceKind.OURS
    assert (offer.commune, offer.managed_by, offer.status) == (people.here, people.office, OfferStatus.ACTIVE)
    assert offer.texts.get().long.startswith("On y cuit")
    assert "photo" in offer.missing
    assert 0 < offer.completeness < 100
    assert told == [offer.pk]


def test_changing_our_own_offer_dates_what_changed(people):
    offer = own.create_offer(destination=people.office, wanted=own_offer(people), by=people.anne, now=NOW)
    later = NOW.replace(month=5)
    wanted = own_offer(people, phone="+33 4 65 71 00 02")
    changed = own.change_offer(offer=offer, wanted=wanted, by=people.bruno, now=later)
    assert changed.contacts[0]["phones"] == ["+33 4 65 71 00 02"]
    assert set(changed.provenance) == {"*", "contacts"}
    assert changed.provenance["contacts"]["date"] == "2026-05-10"


def test_the_facts_of_an_imported_offer_are_its_source_s(people):
    with pytest.raises(own.NotOurs, match="source"):
        own.change_offer(offer=OfferFactory(), wanted=own_offer(people), by=people.anne, now=NOW)


def pair_of(one, other, **changes):
    first, second = sorted((one, other), key=lambda offer: offer.pk)
    return DuplicatePair.everything.create(first=first, second=second, reason="même nom", score=100, **changes)


def test_merging_keeps_what_either_had_and_deletes_nothing(people, told):
    kept, other = OfferFactory(), OfferFactory(owner=people.inn)
    OfferStory.everything.create(offer=other, title="Notre récit", live=False)
    actions.share_offer(offer=other, destination=people.region, by=people.anne, now=NOW)
    pair = pair_of(kept, other)
    duplicates.merge_pair(pair=pair, kept=kept, by=people.anne, now=NOW)
    kept.refresh_from_db()
    other.refresh_from_db()
    pair.refresh_from_db()
    assert (pair.status, other.status, kept.status) == (DuplicateStatus.SAME, OfferStatus.ARCHIVED, OfferStatus.ACTIVE)
    assert kept.owner == people.inn
    assert kept.stories.get().title == "Notre récit"
    assert kept.shares.get().destination == people.region
    assert set(told) == {kept.pk, other.pk}
    with pytest.raises(duplicates.PairDecided):
        duplicates.keep_both(pair=pair, by=people.anne, now=NOW)


def test_two_offers_may_be_kept(people):
    pair = pair_of(OfferFactory(), OfferFactory())
    duplicates.keep_both(pair=pair, by=people.anne, now=NOW)
    pair.refresh_from_db()
    assert (pair.status, pair.decided_by, pair.decided_at) == (DuplicateStatus.DIFFERENT, people.anne, NOW)


def test_a_correction_is_asked_and_answered_once(people):
    offer = OfferFactory(owner=people.inn)
    with pytest.raises(requests.NothingToCorrect):
        requests.ask_correction(offer=offer, message="  ", by=people.paul, now=NOW)
    asked = requests.ask_correction(offer=offer, message="Le téléphone a changé.", by=people.paul, now=NOW)
    requests.answer_correction(request=asked, done=True, answer="C’est fait.", by=people.anne, now=NOW)
    asked.refresh_from_db()
    assert (asked.status, asked.answered_by) == (RequestStatus.DONE, people.anne)
    with pytest.raises(requests.RequestAnswered):
        requests.answer_correction(request=asked, done=False, answer="", by=people.bruno, now=NOW)


def test_a_story_starts_from_the_source_s_words_and_waits_as_a_draft(people):
    offer = OfferFactory(name="Puy Mary")
    OfferTextFactory(offer=offer, name="Puy Mary", long="Un volcan.")
    story = stories.start_story(offer=offer, language="fr", by=people.anne, now=NOW)
    assert (story.title, story.live) == ("Puy Mary", False)
    again = stories.start_story(offer=offer, language="fr", by=people.bruno, now=NOW)
    assert again.pk == story.pk
    published = stories.publish_story(story=story, by=people.anne, now=NOW)
    assert (published.live, published.body) == (True, "Un volcan.")
    words = {"title": "Au Puy Mary", "intro": "", "body": "Montez-y à l’aube."}
    stories.write_story(offer=offer, language="fr", by=people.bruno, now=NOW, **words)
    published.refresh_from_db()
    assert (published.title, published.has_unpublished_changes) == ("Puy Mary", True)
    assert Revision.objects.for_instance(published).count() == 2


def event(**schedule):
    kind, _made = OfferType.objects.get_or_create(
        code="Concert", defaults={"family": Family.EVENT, "label_fr": "Concert"}
    )
    return OfferFactory(families=int(Family.EVENT), main_type=kind, schedule=schedule)


def test_sessions_are_dated_short_and_rarer_for_a_single_night():
    tonight = event(r=[{"f": "2026-03-12", "l": "2026-03-12", "s": [[1230, 1470]]}])
    exhibition = event(r=[{"f": "2026-03-01", "l": "2026-06-30", "w": 63, "s": [[600, 1080]]}])
    over = event(r=[{"f": "2020-03-12", "l": "2020-03-12"}])
    hidden = event(r=[{"f": "2026-03-12", "l": "2026-03-12"}])
    actions.hide_offer(offer=hidden, by=None, now=NOW)
    assert sessions.refresh_sessions(now=NOW) == Session.objects.count()
    only = Session.objects.get(offer=tonight)
    assert (only.rarity, only.day.isoformat()) == (1.0, "2026-03-12")
    assert (only.ends_at - only.starts_at).total_seconds() == 4 * 3600
    rarities = set(Session.objects.filter(offer=exhibition).values_list("rarity", flat=True))
    assert len(rarities) == 1
    assert rarities.pop() < 0.02
    assert not Session.objects.filter(offer__in=[over, hidden]).exists()
    number = Session.objects.count()
    sessions.refresh_sessions(now=NOW)
    assert Session.objects.count() == number


def test_a_source_of_another_kind_is_refused(people):
    SourceFactory(slug="saisie", name="Saisie", kind=SourceKind.OURS)
    with pytest.raises(runs.WrongSource, match="Saisie"):
        runs.ensure_source(slug="saisie", name="x", destination=None, by=None, now=NOW)


def test_own_events_take_place_when_said(people):
    period = OpeningPeriod(NOW.date(), NOW.date(), 127, 1200, 1320, "")
    wanted = own_offer(people, types=("Concert", "EntertainmentAndEvent"), periods=(period,))
    offer = own.create_offer(destination=people.office, wanted=wanted, by=people.anne, now=NOW)
    assert offer.families == Family.EVENT
    assert sessions.refresh_sessions_of(ids=[offer.pk], now=NOW) == 1

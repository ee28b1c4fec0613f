"""anne's office, bruno her colleague, chloe next door, denis above both, paul and rose who keep inns."""

import pytest
from django.contrib.auth.models import AnonymousUser

from belvedere.catalogue import access
from belvedere.catalogue.actions import offers as actions
from belvedere.catalogue.enums import ItemStatus
from belvedere.catalogue.models import DuplicatePair, ImportItem, ImportRun, Media, Offer, OfferStory, Source
from belvedere.kit import scope
from tests.factories.catalogue import MediaFactory, OfferFactory, SourceFactory
from tests.factories.people import cast

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def place(people):
    """Offers: here, there, nowhere (brought by the office's source), afar but managed by the office, paul's inn."""
    source = SourceFactory(slug="office", destination=people.office)
    return {
        "here": OfferFactory(commune=people.here),
        "there": OfferFactory(commune=people.there),
        "nowhere": OfferFactory(source=source),
        "managed": OfferFactory(managed_by=people.office),
        "inn": OfferFactory(owner=people.inn, commune=people.here),
        "stray": OfferFactory(),
    }


def names(place, queryset):
    found = set(queryset.values_list("pk", flat=True))
    return {name for name, offer in place.items() if offer.pk in found}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("anne", {"here", "nowhere", "managed", "inn"}),
        ("bruno", {"here", "nowhere", "managed", "inn"}),
        ("chloe", {"there"}),
        ("denis", {"here", "there", "nowhere", "managed", "inn"}),
        ("paul", {"inn"}),
        ("rose", set()),
    ],
)
def test_who_sees_what(people, place, who, seen):
    assert names(place, access.visible_to(getattr(people, who), Offer)) == seen


@pytest.mark.parametrize(
    ("who", "edited"),
    [
        ("anne", {"here", "managed", "inn"}),
        ("bruno", {"here", "managed", "inn"}),
        ("chloe", {"there"}),
        ("denis", set()),
        ("paul", set()),
    ],
)
def test_who_edits_what(people, place, who, edited):
    assert names(place, access.editable_by(getattr(people, who))) == edited


def test_a_share_gives_the_right_to_see_and_edit_and_taking_it_back_removes_it(people, place):
    actions.share_offer(offer=place["here"], destination=people.region, by=people.anne, now=NOW)
    actions.share_offer(offer=place["here"], destination=people.neighbour, by=people.anne, now=NOW)
    assert access.can_edit(people.denis, place["here"])
    assert access.can_edit(people.chloe, place["here"])
    assert names(place, access.visible_to(people.chloe, Offer)) == {"here", "there"}
    actions.unshare_offer(offer=place["here"], destination=people.neighbour, by=people.anne, now=NOW)
    assert not access.can_edit(people.chloe, place["here"])


def test_a_provider_asks_only_about_his_own(people, place):
    assert access.can_ask_correction(people.paul, place["inn"])
    assert not access.can_ask_correction(people.rose, place["inn"])
    assert not access.can_ask_correction(people.paul, place["here"])


def test_nobody_sees_without_an_account(place):
    assert not access.visible_to(AnonymousUser(), Offer).exists()
    assert not access.visible_to(AnonymousUser(), Media).exists()


def test_what_hangs_from_an_offer_is_seen_with_it(people, place):
    media = MediaFactory(offer=place["here"])
    story = OfferStory.everything.create(offer=place["there"], title="Là-bas", live=False)
    assert list(access.visible_to(people.anne, Media)) == [media]
    assert list(access.visible_to(people.chloe, Media)) == []
    assert list(access.visible_to(people.chloe, OfferStory)) == [story]
    assert list(access.visible_to(people.paul, OfferStory)) == []


def test_runs_follow_the_destination_of_their_source_up_the_tree(people, place):
    source = SourceFactory(slug="office")
    run = ImportRun.everything.create(source=source, feed="flux.zip", started_at=NOW)
    item = ImportItem.everything.create(run=run, place="x.json", status=ItemStatus.CREATED)
    for who, seen in {"anne": True, "denis": True, "chloe": False, "paul": False}.items():
        user = getattr(people, who)
        assert access.visible_to(user, ImportRun).filter(pk=run.pk).exists() is seen
        assert access.visible_to(user, ImportItem).filter(pk=item.pk).exists() is seen
    assert access.visible_to(people.chloe, Source).filter(pk=source.pk).exists()
    assert not access.visible_to(people.paul, Source).exists()
    assert list(access.sources_run_by(people.anne)) == [source]
    assert not access.sources_run_by(people.denis).exists()


def test_a_pair_is_seen_by_those_who_see_both_sides(people, place):
    first, second = sorted((place["here"].pk, place["there"].pk))
    DuplicatePair.everything.create(first_id=first, second_id=second, reason="même nom", score=100)
    assert access.visible_to(people.denis, DuplicatePair).exists()
    assert not access.visible_to(people.anne, DuplicatePair).exists()


def test_inside_the_office_default_managers_are_narrow(people, place):
    with scope.viewing(people.chloe):
        assert names(place, Offer.objects.all()) == {"there"}
        assert Offer.everything.count() == len(place)

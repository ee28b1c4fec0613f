"""Every screen as its reader, as a colleague above, as a stranger; constant numbers of queries."""

import json

import pytest
import zstandard
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from belvedere.catalogue.enums import DuplicateStatus, ItemStatus, OfferStatus, RequestStatus, RunStatus
from belvedere.catalogue.models import (
    CorrectionRequest,
    DuplicatePair,
    ImportItem,
    ImportRun,
    Offer,
    OfferRaw,
    OfferStory,
)
from tests.factories.catalogue import MediaFactory, OfferFactory, OfferTextFactory, OfferTypeFactory, SourceFactory
from tests.factories.people import cast

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def source(people):
    return SourceFactory(slug="office", name="Flux de l’office", destination=people.office)


@pytest.fixture
def offer(people, source):
    found = OfferFactory(
        source=source,
        name="Musée du volcan",
        commune=people.here,
        owner=people.inn,
        contacts=[{"role": "contact", "name": "Accueil", "phones": ["+33 4 65 71 00 01"], "emails": [], "pages": []}],
        schedule={"r": [{"w": 63, "s": [[600, 1080]]}]},
        prices=[{"min": 1300, "currency": "EUR", "fr": "plein tarif"}],
        missing=["photo"],
        completeness=62,
        provenance={
            "*": {"source": "office", "date": "2026-01-15"},
            "contacts": {"source": "office", "date": "2026-02-20"},
        },
    )
    OfferTextFactory(offer=found)
    raw = zstandard.ZstdCompressor().compress(json.dumps({"@id": "x", "inconnu": 1}).encode())
    OfferRaw.objects.create(offer=found, content=raw)
    return found


def as_(client, account):
    client.force_login(account)
    return client


def html(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_sheet_says_each_field_s_source_and_date(client, people, offer):
    page = html(as_(client, people.anne).get(reverse("offer:inspect", args=[offer.pk])))
    for words in ("Flux de l’office", "15/01/2026", "20/02/2026", "+33 4 65 71 00 01", "plein tarif", "photo"):
        assert words.lower() in page.lower(), words
    assert "10" in page


def test_the_sheet_says_why_a_picture_is_shown_or_not(client, people, offer):
    MediaFactory(offer=offer, rights_end="2020-12-31", title="Vieille photo")
    page = html(as_(client, people.anne).get(reverse("offer:inspect", args=[offer.pk])))
    assert "Non montré" in page
    assert "31/12/2020" in page


def test_the_original_is_there_to_read(client, people, offer):
    response = as_(client, people.anne).get(reverse("offer:original", args=[offer.pk]))
    assert json.loads(response.content) == {"@id": "x", "inconnu": 1}


@pytest.mark.parametrize("name", ["offer:inspect", "offer:original", "offer:card"])
def test_a_stranger_reaches_no_page_of_an_offer(client, people, offer, name):
    assert as_(client, people.chloe).get(reverse(name, args=[offer.pk])).status_code == 404


def test_those_above_look_and_do_not_touch(client, people, offer):
    page = html(as_(client, people.denis).get(reverse("offer:inspect", args=[offer.pk])))
    assert 'value="hide"' not in page
    address = reverse("offer:decide", args=[offer.pk])
    assert client.post(address, {"verb": "hide"}).status_code in (302, 403)
    offer.refresh_from_db()
    assert offer.status == OfferStatus.ACTIVE
    assert as_(client, people.chloe).post(address, {"verb": "hide"}).status_code == 404


def test_the_office_hides_shares_and_gives_an_owner(client, people, offer):
    as_(client, people.bruno)
    address = reverse("offer:decide", args=[offer.pk])
    client.post(address, {"verb": "hide"})
    client.post(address, {"verb": "share", "destination": people.region.pk})
    client.post(address, {"verb": "own", "organisation": ""})
    offer.refresh_from_db()
    assert (offer.status, offer.owner) == (OfferStatus.HIDDEN, None)
    assert offer.shares.get().destination == people.region
    client.post(address, {"verb": "unshare", "destination": people.region.pk})
    assert not offer.shares.exists()


def test_an_owner_is_chosen_among_the_structures_one_sees(client, people, offer):
    client = as_(client, people.anne)
    client.post(reverse("offer:decide", args=[offer.pk]), {"verb": "own", "organisation": people.other_inn.pk})
    offer.refresh_from_db()
    assert offer.owner == people.inn


def test_a_story_is_begun_beside_the_facts_and_edited(client, people, offer):
    client = as_(client, people.anne)
    response = client.post(reverse("offer:decide", args=[offer.pk]), {"verb": "write"})
    story = OfferStory.everything.get(offer=offer)
    edit = reverse("wagtailsnippets_catalogue_offerstory:edit", args=[story.pk])
    assert response.url == edit
    html(client.get(edit))
    words = {"title": "Au volcan", "intro": "", "body": "Descendez.", "action-publish": "publish"}
    assert client.post(edit, words).status_code == 302
    story.refresh_from_db()
    assert (story.live, story.title) == (True, "Au volcan")
    assert as_(client, people.chloe).get(edit).status_code == 404


def test_a_story_is_previewed_as_visitors_will_read_it(client, people, offer):
    client = as_(client, people.anne)
    client.post(reverse("offer:decide", args=[offer.pk]), {"verb": "write"})
    story = OfferStory.everything.get(offer=offer)
    address = reverse("wagtailsnippets_catalogue_offerstory:preview_on_edit", args=[story.pk])
    client.post(address, {"title": "Titre en cours", "intro": "", "body": "Corps."})
    page = client.get(address)
    assert page.status_code == 200
    assert "Titre en cours" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("family=1", True),
        ("family=2", False),
        ("band=50-79", True),
        ("band=80-100", False),
        ("status=active", True),
        ("status=archived", False),
        ("commune=nulle-part", False),
        ("q=volcan", True),
        ("main_type=Museum", True),
    ],
)
def test_the_list_is_narrowed(client, people, offer, query, found):
    page = html(as_(client, people.anne).get(f"{reverse('offer:index')}?{query}"))
    assert ("Musée du volcan" in page) is found


def test_the_map_holds_the_same_offers_as_the_list(client, people, offer):
    OfferFactory(commune=people.there)
    client = as_(client, people.anne)
    points = client.get(reverse("offer:points")).json()["points"]
    assert points == [[offer.pk, 3.08, 45.77, 1]]
    assert client.get(reverse("offer:points"), {"family": 2}).json()["points"] == []
    assert "Musée du volcan" in html(client.get(reverse("offer:map")))


def test_an_offer_is_created_and_changed_by_hand(client, people, offer):
    OfferTypeFactory()
    client = as_(client, people.bruno)
    filled = {
        "name": "Four à pain", "main_type": "Museum", "commune": people.here.pk, "lon": "3.1", "lat": "45.7",
        "first": "2026-04-01", "last": "2026-09-30", "weekdays": ["1", "2"], "opens": "10:00", "closes": "18:00",
    }  # fmt: skip
    assert client.post(reverse("offer:add"), filled).status_code == 302
    made = Offer.everything.get(name="Four à pain")
    assert (made.managed_by, made.schedule["r"][0]["s"]) == (people.office, [[600, 1080]])
    edit = reverse("offer:edit", args=[made.pk])
    assert 'value="10:00"' in html(client.get(edit))
    assert client.post(edit, filled | {"name": "Four banal"}).status_code == 302
    made.refresh_from_db()
    assert made.name == "Four banal"
    assert client.get(reverse("offer:edit", args=[offer.pk])).status_code in (302, 403)
    assert as_(client, people.chloe).get(edit).status_code == 404


def test_runs_show_what_became_of_each_object(client, people, source, offer):
    run = ImportRun.everything.create(
        source=source, feed="flux.zip", started_at=NOW, status=RunStatus.DONE, counts={"created": 1, "failed": 1}
    )
    ImportItem.everything.create(run=run, place="a.json", offer=offer, status=ItemStatus.CREATED, sentence="Nouvelle.")
    ImportItem.everything.create(run=run, place="b.json", status=ItemStatus.FAILED, sentence="Latitude invalide.")
    address = reverse("importrun:inspect", args=[run.pk])
    page = html(as_(client, people.anne).get(address))
    assert "Latitude invalide." in page
    assert "Musée du volcan" in page
    assert "Musée du volcan" not in html(client.get(f"{address}?status=failed"))
    html(client.get(reverse("importrun:index")))
    assert as_(client, people.chloe).get(address).status_code == 404


def pair_of(one, other):
    first, second = sorted((one, other), key=lambda offer: offer.pk)
    return DuplicatePair.everything.create(first=first, second=second, reason="même nom", score=100)


def test_duplicates_are_read_side_by_side_and_settled(client, people, offer):
    twin = OfferFactory(name="Musée du Volcan", commune=people.here)
    pair = pair_of(offer, twin)
    client = as_(client, people.anne)
    page = html(client.get(reverse("duplicatepair:inspect", args=[pair.pk])))
    assert page.count("garder celle-ci") == 2
    client.post(reverse("duplicatepair:decide", args=[pair.pk]), {"kept": offer.pk})
    pair.refresh_from_db()
    twin.refresh_from_db()
    assert (pair.status, twin.status) == (DuplicateStatus.SAME, OfferStatus.ARCHIVED)


def test_a_pair_across_two_offices_is_only_looked_at_from_above(client, people, offer):
    pair = pair_of(offer, OfferFactory(commune=people.there))
    address = reverse("duplicatepair:decide", args=[pair.pk])
    assert as_(client, people.anne).post(address, {}).status_code == 404
    assert as_(client, people.denis).post(address, {}).status_code in (302, 403)
    pair.refresh_from_db()
    assert pair.status == DuplicateStatus.TO_REVIEW


def test_completeness_by_commune_is_sorted_and_scoped(client, people, offer):
    OfferFactory(commune=people.there, completeness=10)
    page = html(as_(client, people.anne).get(f"{reverse('completeness:index')}?tri=poor"))
    assert people.here.name in page
    assert people.there.name not in page
    assert people.there.name in html(as_(client, people.denis).get(reverse("completeness:index")))


def test_media_are_listed_with_their_rights(client, people, offer):
    MediaFactory(offer=offer, title="Cratère", licence="", credit="")
    client = as_(client, people.anne)
    assert "Cratère" in html(client.get(f"{reverse('media:index')}?rights=none"))
    assert "Cratère" not in html(client.get(f"{reverse('media:index')}?rights=over"))


LISTS = ["offer:index", "media:index", "importrun:index", "duplicatepair:index", "correctionrequest:index",
         "wagtailsnippets_catalogue_offerstory:list", "offer:map", "completeness:index", "source:index"]  # fmt: skip


def one_more(people, source, number):
    """A row of each list."""
    offer = OfferFactory(source=source, commune=people.here, name=f"Offre {number}")
    twin = OfferFactory(source=source, commune=people.here, name=f"Jumelle {number}")
    MediaFactory(offer=offer)
    ImportRun.everything.create(source=source, feed="flux.zip", started_at=NOW)
    pair_of(offer, twin)
    CorrectionRequest.everything.create(offer=offer, message="Faux.", asked_by=people.paul, asked_at=NOW)
    OfferStory.everything.create(offer=offer, title=f"Récit {number}", live=False)
    SourceFactory(slug=f"source-{number}", destination=people.office)


@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_as_many_questions_for_three_rows_as_for_one(client, people, source, name):
    as_(client, people.anne)
    address = reverse(name)
    one_more(people, source, 1)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        html(client.get(address))
    one_more(people, source, 2)
    one_more(people, source, 3)
    with CaptureQueriesContext(connection) as three:
        html(client.get(address))
    assert len(three) == len(one), "\n".join(q["sql"][:160] for q in three.captured_queries)


@pytest.mark.parametrize("name", LISTS)
def test_lists_open_for_readers_and_not_for_providers(client, people, source, name):
    assert as_(client, people.denis).get(reverse(name)).status_code == 200
    assert as_(client, people.paul).get(reverse(name)).status_code in (302, 403)


def test_the_sheet_asks_as_many_questions_whatever_it_holds(client, people, offer):
    as_(client, people.anne)
    address = reverse("offer:inspect", args=[offer.pk])
    MediaFactory(offer=offer)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        html(client.get(address))
    for _number in range(3):
        MediaFactory(offer=offer)
    with CaptureQueriesContext(connection) as many:
        html(client.get(address))
    assert len(many) == len(one)


def test_an_export_reads_as_french_and_holds_only_what_is_seen(client, people, offer):
    OfferFactory(commune=people.there, name="Offre d’à côté")
    page = b"".join(as_(client, people.anne).get(f"{reverse('offer:index')}?export=csv").streaming_content).decode()
    assert "Musée du volcan" in page
    assert "en ligne" in page
    assert "Offre d’à côté" not in page


# --- Professionals --------------------------------------------------------------------------------------------------


def test_a_provider_reads_his_mirror_and_asks_for_a_correction(client, people, offer):
    client = as_(client, people.paul)
    assert "Musée du volcan" in html(client.get(reverse("catalogue:pro_offers")))
    address = reverse("catalogue:pro_offer", args=[offer.pk])
    assert "15/01/2026" in html(client.get(address))
    assert client.post(address, {"message": ""}).status_code == 422
    assert client.post(address, {"message": "Nous fermons à 19 h."}).status_code == 302
    assert CorrectionRequest.everything.get().status == RequestStatus.OPEN
    assert "Nous fermons" in html(client.get(address))


def test_another_provider_finds_nothing(client, people, offer):
    client = as_(client, people.rose)
    assert "Musée du volcan" not in html(client.get(reverse("catalogue:pro_offers")))
    address = reverse("catalogue:pro_offer", args=[offer.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"message": "À moi !"}).status_code == 404


def test_the_office_answers_a_request(client, people, offer):
    asked = CorrectionRequest.everything.create(offer=offer, message="Faux.", asked_by=people.paul, asked_at=NOW)
    html(as_(client, people.anne).get(reverse("correctionrequest:inspect", args=[asked.pk])))
    address = reverse("correctionrequest:answer", args=[asked.pk])
    assert as_(client, people.chloe).post(address, {"done": "1"}).status_code == 404
    as_(client, people.anne).post(address, {"done": "1", "answer": "Corrigé."})
    asked.refresh_from_db()
    assert (asked.status, asked.answer) == (RequestStatus.DONE, "Corrigé.")

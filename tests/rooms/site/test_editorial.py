"""Editorial pages: each under its destination, written by its office, looked at from above, closed to the others."""

import pickle
import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from belvedere.people.enums import RoleKind
from belvedere.site import queries
from belvedere.site.models import EditorialPage
from belvedere.territories.actions import destinations
from tests.factories import people

pytestmark = pytest.mark.django_db

#: Wagtail's screens of one page, and what each does to it.
WRITING = ("edit", "delete", "unpublish", "move", "copy", "lock", "unlock", "workflow_history", "set_privacy")
BODY = {
    "language": "fr", "intro": "Un week-end", "body-count": "1", "body-0-deleted": "", "body-0-order": "0",
    "body-0-type": "quote", "body-0-value": "On y revient.", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The same people, with the trees of pages and media that destinations have when an office makes them: grown once,
    for it takes longer than a test."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = people.cast()
        for place in (found.region, found.office, found.neighbour):
            place.refresh_from_db()
            destinations.save_destination(destination=place, by=None, now=timezone.now())
        people.grant(found.anne, found.office)
        people.grant(found.bruno, found.office, RoleKind.EDITOR)
        people.grant(found.chloe, found.neighbour)
        people.grant(found.denis, found.region)
        yield pickle.dumps(found)
        transaction.set_rollback(True)


@pytest.fixture
def cast(built):
    return pickle.loads(built)  # noqa: S301 - our own


def write(place, slug="idee", **fields):
    root = Page.objects.get(pk=place.page_root_id)
    sheet = {"title": "Deux jours sous la pluie", "intro": "On reste au chaud.", **fields}
    return root.add_child(instance=EditorialPage(slug=slug, **sheet))


def signed_in(who):
    client = Client(raise_request_exception=False)
    client.force_login(who)
    return client


def refused(answer):
    """A page that is not there, or Wagtail's polite way back to the office's home."""
    return answer.status_code in (403, 404) or getattr(answer, "url", "") == reverse("wagtailadmin_home")


def ask(client, action, page):
    if action == "set_privacy":
        return client.get(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]))
    if action in ("lock", "unlock"):
        return client.post(reverse(f"wagtailadmin_pages:{action}", args=[page.pk]))
    return client.get(reverse(f"wagtailadmin_pages:{action}", args=[page.pk]))


def test_an_editor_writes_and_publishes_under_her_own_destination(cast):
    client, root = signed_in(cast.bruno), cast.office.page_root_id
    sheet = BODY | {"title": "Fromages", "slug": "fromages", "action-publish": "1"}
    answer = client.post(reverse("wagtailadmin_pages:add", args=["public_site", "editorialpage", root]), sheet)
    page = EditorialPage.objects.get(slug="fromages")
    assert answer.url == reverse("wagtailadmin_explore", args=[root])
    assert page.live
    assert page.destination == cast.office
    assert queries.editorial_page(slug="fromages", destination=cast.office) == page
    assert queries.editorial_page(slug="fromages", destination=cast.neighbour) is None
    assert queries.editorial_page(slug="fromages", destination=cast.region) is None
    assert client.get(reverse("wagtailadmin_explore", args=[root])).status_code == 200
    for action in ("edit", "delete", "unpublish", "copy"):
        assert ask(client, action, page).status_code == 200, action


@pytest.mark.parametrize("action", WRITING)
@pytest.mark.parametrize("who", ["chloe", "denis", "paul"])
def test_nobody_else_touches_it(cast, who, action):
    page = write(cast.office)
    Page.objects.filter(pk=page.pk).update(locked=action == "unlock")
    answer = ask(signed_in(getattr(cast, who)), action, page)
    assert refused(answer) or "/login/" in getattr(answer, "url", "")
    page.refresh_from_db()
    assert (page.locked, page.live) == (action == "unlock", True)


@pytest.mark.parametrize("who", ["bruno", "chloe", "denis", "paul"])
def test_nobody_writes_under_another_destination(cast, who):
    place = cast.neighbour if who == "bruno" else cast.office
    sheet = BODY | {"title": "Intrus", "slug": "intrus", "action-publish": "1"}
    path = reverse("wagtailadmin_pages:add", args=["public_site", "editorialpage", place.page_root_id])
    signed_in(getattr(cast, who)).post(path, sheet)
    own = write(cast.neighbour if place == cast.office else cast.office, slug="la-sienne")
    target = reverse("wagtailadmin_pages:move_confirm", args=[own.pk, place.page_root_id])
    signed_in(getattr(cast, who)).post(target, {})
    assert not Page.objects.filter(path__startswith=Page.objects.get(pk=place.page_root_id).path, depth__gt=4).exists()
    assert not EditorialPage.objects.filter(slug="intrus").exists()


def test_the_destination_above_looks_at_drafts_and_the_neighbour_does_not(cast):
    write(cast.office, title="Brouillon de bruno", live=False)
    path = reverse("wagtailadmin_explore", args=[cast.office.page_root_id])
    assert "Brouillon de bruno" in signed_in(cast.denis).get(path).text
    assert "Brouillon de bruno" in signed_in(cast.anne).get(path).text
    for stranger in (cast.chloe, cast.paul):
        answer = signed_in(stranger).get(path, follow=True)
        assert "Brouillon de bruno" not in answer.text


@pytest.mark.parametrize("action", ["edit", "delete", "unpublish", "copy"])
def test_the_frame_of_the_tree_is_left_alone_even_by_its_manager(cast, action):
    root = Page.objects.get(pk=cast.office.page_root_id)
    path = reverse(f"wagtailadmin_pages:{action}", args=[root.pk])
    assert refused(signed_in(cast.anne).post(path, {"title": "Pris", "slug": "pris", "new_title": "Pris"}))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={root.pk}"
    signed_in(cast.anne).post(bulk, {})
    assert Page.objects.filter(pk=root.pk).exists()


def test_a_page_of_above_is_shown_below_when_it_is_shared(cast):
    shared = write(cast.region, slug="venir", shared_below=True)
    write(cast.region, slug="a-soi")
    assert queries.editorial_page(slug="venir", destination=cast.office) == shared
    assert queries.editorial_page(slug="a-soi", destination=cast.office) is None
    own = write(cast.office, slug="venir")
    assert queries.editorial_page(slug="venir", destination=cast.office) == own


def test_a_destination_that_moves_takes_its_pages_along(cast):
    page = write(cast.office)
    cast.office.refresh_from_db()
    cast.office.parent, cast.office.name = None, "Autre nom"
    destinations.save_destination(destination=cast.office, by=None, now=timezone.now())
    page = EditorialPage.objects.get(pk=page.pk)
    assert [above.title for above in page.get_ancestors()] == ["Root", "Autre nom", "Pages de Autre nom"]
    denis = signed_in(cast.denis).get(reverse("wagtailadmin_explore", args=[cast.office.page_root_id]), follow=True)
    assert page.title not in denis.text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves a thumbnail’s file open
def test_choosers_offer_what_one_may_see(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    write(cast.office, title="Brouillon de bruno", live=False)
    cast.office.refresh_from_db()
    library = cast.office.collection
    Image.objects.create(title="Photo de bruno", file=get_test_image_file(), collection=library)
    Document.objects.create(title="Dossier de bruno", file="dossier.txt", collection=library)
    shown = {}
    for who in ("bruno", "chloe", "denis"):
        client = signed_in(getattr(cast, who))
        for name in ("wagtailimages_chooser:choose", "wagtaildocs_chooser:choose"):
            shown[who, name] = "de bruno" in client.get(reverse(name)).text
        tree = reverse("wagtailadmin_choose_page_child", args=[cast.office.page_root_id])
        found = reverse("wagtailadmin_choose_page_search") + "?q=brouillon"
        shown[who, "pages"] = any("Brouillon de bruno" in client.get(path).text for path in (tree, found))
    assert {key for key, seen in shown.items() if not seen} == {key for key in shown if key[0] == "chloe"}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["bruno", "anne", "denis"])
def test_no_action_is_offered_that_is_then_refused(cast, who):
    """Every screen that the explorer leads to, from the frame down to a page."""
    page = write(cast.office)
    client = signed_in(getattr(cast, who))
    addresses = {
        reverse("wagtailadmin_explore", args=[pk])
        for pk in (page.get_parent().pk, *page.get_parent().get_ancestors().values_list("pk", flat=True), page.pk)
    }
    offered = set()
    for address in addresses:
        text = client.get(address).content.decode()
        offered |= {found.partition("?")[0] for found in re.findall(r'href="(/bureau/pages/[^"#]+)', text)}
    answers = {one: client.get(one) for one in offered}
    assert len(offered) > 3
    assert [one for one, answer in answers.items() if refused(answer)] == []

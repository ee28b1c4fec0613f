import pytest
from django.test import Client
from django.urls import reverse

from belvedere.people.enums import RoleKind
from belvedere.people.models import Account, Membership, Organisation, Role
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return people.cast()


@pytest.fixture
def office(cast):
    def sign_in(who):
        client = Client()
        client.force_login(getattr(cast, who))
        return client

    return sign_in


def more(cast, name):
    """One more row of the list in anne's house."""
    if name == "organisation":
        people.OrganisationFactory(destination=cast.office, commune=cast.here)
    elif name == "role":
        people.RoleFactory(destination=cast.office)
    else:
        people.MembershipFactory(organisation=cast.inn)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["organisation", "membership", "account", "role"])
def test_a_list_costs_the_same_with_one_row_and_with_three(cast, office, name, count, django_assert_num_queries):
    for _ in range(count - 1):
        more(cast, name)
    client = office("anne")
    client.get(reverse(f"{name}:index"))
    with django_assert_num_queries(11):
        page = client.get(reverse(f"{name}:index"))
    assert page.status_code == 200


def test_an_office_opens_an_organisation_in_its_territory(cast, office):
    sheet = {"kind": "provider", "name": "Ferme", "destination": cast.office.pk, "commune_code": cast.here.pk}
    answer = office("bruno").post(reverse("organisation:add"), sheet)
    assert answer.status_code == 302
    made = Organisation.everything.get(name="Ferme")
    assert (made.destination, made.commune) == (cast.office, cast.here)


def test_no_way_is_shown_that_is_then_refused(cast, office):
    role = Role.everything.get(account=cast.bruno)
    client = office("anne")
    asked = {
        name: client.get(reverse(f"role:{name}", args=[role.pk])).content.decode() for name in ("delete", "history")
    }
    assert "/usage/" not in asked["delete"]
    assert reverse("role:edit", args=[role.pk]) not in asked["history"]


def test_what_was_done_to_an_organisation_is_told_to_who_sees_it(cast, office):
    sheet = {"kind": "provider", "name": "Ferme", "destination": cast.office.pk, "commune_code": cast.here.pk}
    office("bruno").post(reverse("organisation:add"), sheet)
    address = reverse("organisation:history", args=[Organisation.everything.get(name="Ferme").pk])
    page = office("anne").get(address).content.decode()
    assert "Création" in page
    assert str(cast.bruno) in page or cast.bruno.get_full_name() in page
    assert office("chloe").get(address).status_code == 404


def test_what_the_action_refuses_is_said_above_the_form(cast, office):
    sheet = {"kind": "provider", "name": "Ferme", "destination": cast.office.pk, "siret": "12"}
    page = office("bruno").post(reverse("organisation:add"), sheet)
    assert page.status_code == 200
    assert "14 chiffres" in page.text
    assert not Organisation.everything.filter(name="Ferme").exists()


def test_a_foreign_destination_is_no_choice(cast, office):
    sheet = {"kind": "provider", "name": "Ferme", "destination": cast.neighbour.pk}
    assert office("bruno").post(reverse("organisation:add"), sheet).status_code == 200
    assert not Organisation.everything.filter(name="Ferme").exists()


def test_the_region_looks_and_does_not_touch(cast, office):
    client = office("denis")
    assert client.get(reverse("organisation:inspect", args=[cast.inn.pk])).status_code == 200
    answer = client.post(reverse("organisation:edit", args=[cast.inn.pk]), {"kind": "provider", "name": "Pris"})
    assert answer.status_code == 302
    assert answer.url == reverse("wagtailadmin_home")
    assert Organisation.everything.get(pk=cast.inn.pk).name == "Auberge de Paul"


def test_inviting_makes_the_account_and_the_membership(cast, office, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = office("bruno").post(
            reverse("membership:add"), {"organisation": cast.inn.pk, "email": "nina@exemple.fr", "first_name": "Nina"}
        )
    assert answer.status_code == 302
    assert Membership.everything.filter(account__email="nina@exemple.fr", organisation=cast.inn).exists()
    assert [letter.to for letter in mailoutbox] == [["nina@exemple.fr"]]


def test_whoever_only_looks_does_not_invite(cast, office):
    page = office("denis").post(reverse("membership:add"), {"organisation": cast.inn.pk, "email": "nina@exemple.fr"})
    assert page.status_code in (200, 302)
    assert not Account.objects.filter(email="nina@exemple.fr").exists()


def test_a_manager_gives_and_takes_back_a_role(cast, office):
    role = {"destination": cast.office.pk, "kind": RoleKind.READER, "email": cast.paul.email}
    assert office("anne").post(reverse("role:add"), role).status_code == 302
    given = Role.everything.get(account=cast.paul)
    assert office("anne").post(reverse("role:delete", args=[given.pk])).status_code == 302
    assert not Role.everything.filter(account=cast.paul).exists()


def test_an_editor_gives_no_role(cast, office):
    role = {"destination": cast.office.pk, "kind": RoleKind.MANAGER, "email": cast.bruno.email}
    office("bruno").post(reverse("role:add"), role)
    assert Role.everything.get(account=cast.bruno).kind == RoleKind.EDITOR


def test_accounts_are_only_looked_at(cast, office):
    assert office("anne").post(reverse("account:edit", args=[cast.bruno.pk]), {"first_name": "Pris"}).status_code == 302
    assert Account.objects.get(pk=cast.bruno.pk).first_name == "Bruno"

import pytest
from django.conf import settings as house
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belvedere.people import queries
from belvedere.people.actions import invitations
from belvedere.people.models import Account, Organisation
from tests.factories import people

pytestmark = pytest.mark.django_db
GOOD = "un mot de passe bien choisi"


@pytest.fixture
def cast():
    return people.cast()


def signed_in(account):
    client = Client()
    client.force_login(account)
    return client


@pytest.mark.parametrize(("who", "where"), [("anne", "wagtailadmin_home"), ("paul", "people:home")])
def test_everybody_lands_at_home(cast, who, where):
    answer = signed_in(getattr(cast, who)).get(reverse("after_login"))
    assert answer.url == reverse(where)


def test_a_visitor_is_asked_to_sign_in(client):
    for name in ("people:home", "people:profile", "people:security", "after_login"):
        assert client.get(reverse(name)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("count", [1, 3])
def test_ones_organisations_cost_two_queries(cast, count, django_assert_num_queries):
    for _ in range(count - 1):
        people.MembershipFactory(account=cast.paul, organisation__destination=cast.office)
    with django_assert_num_queries(2):
        assert len(queries.sheets_of(cast.paul)) == count


def test_home_shows_ones_organisations_and_no_other(cast):
    page = signed_in(cast.paul).get(reverse("people:home")).text
    assert cast.inn.name in page
    assert cast.other_inn.name not in page


def test_a_member_changes_the_sheet_of_her_own_house_alone(cast):
    client = signed_in(cast.paul)
    sheet = {"name": "Auberge du lac", "siret": "", "email": "", "phone": "", "website": "auberge.fr"}
    assert client.post(reverse("people:organisation", args=[cast.inn.pk]), sheet).status_code == 302
    assert Organisation.everything.get(pk=cast.inn.pk).website == "https://auberge.fr"
    assert client.post(reverse("people:organisation", args=[cast.other_inn.pk]), sheet).status_code == 404


def test_a_refusal_is_said_above_the_form(cast):
    page = signed_in(cast.paul).post(reverse("people:organisation", args=[cast.inn.pk]), {"name": "X", "siret": "123"})
    assert page.status_code == 422
    assert "14 chiffres" in page.text


def test_office_staff_do_not_get_the_providers_sheet(cast):
    assert signed_in(cast.anne).get(reverse("people:organisation", args=[cast.inn.pk])).status_code == 404


def test_one_changes_ones_name(cast):
    answer = signed_in(cast.paul).post(reverse("people:profile"), {"first_name": "Paulin", "last_name": "Roche"})
    assert answer.status_code == 302
    assert str(Account.objects.get(pk=cast.paul.pk)) == "Paulin Roche"


def test_the_security_page_shows_no_key_at_first(cast):
    assert "Aucune pour l’instant" in signed_in(cast.paul).get(reverse("people:security")).text


def test_the_link_of_an_invitation_opens_the_house_once(client):
    account = Account.objects.create_user("nina@exemple.fr", first_name="Nina")
    link = reverse("people:welcome", args=[invitations.token_for(account)])
    for _ in range(2):  # a mail reader looks first
        assert 'name="password"' in client.get(link).text
    assert client.post(link, {"password": "court"}).status_code == 422
    assert client.post(link, {"password": GOOD}).url == reverse("after_login")
    assert client.get(reverse("people:home")).status_code == 200
    spent = Client().get(link)
    assert spent.status_code == 410
    assert reverse("account_login") in spent.text


def test_the_invited_signs_in_with_her_password(client):
    account = Account.objects.create_user("nina@exemple.fr")
    invitations.accept_invitation(token=invitations.token_for(account), password=GOOD, now=timezone.now())
    answer = client.post(reverse("account_login"), {"login": "nina@exemple.fr", "password": GOOD})
    assert answer.url == reverse("after_login")


def test_nobody_signs_up_alone(client):
    before = Account.objects.count()
    client.post(reverse("account_signup"), {"email": "x@exemple.fr", "password1": GOOD, "password2": GOOD})
    assert Account.objects.count() == before


def test_bad_tries_lock_one_person_and_not_her_office(cast, client, settings):
    settings.AXES_ENABLED = True
    wrong = {"login": cast.anne.email.upper(), "password": "faux"}
    answers = [client.post(reverse("account_login"), wrong).status_code for _ in range(house.AXES_FAILURE_LIMIT)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {200}
    locked = client.post(reverse("account_login"), {"login": cast.anne.email, "password": people.PASSWORD})
    assert locked.status_code == 429
    colleague = client.post(reverse("account_login"), {"login": cast.bruno.email, "password": people.PASSWORD})
    assert colleague.status_code == 302


@pytest.mark.parametrize("place", ["/bureau/", "/technique/"])
def test_there_is_one_door_and_it_asks_for_every_proof(cast, client, place):
    answer = client.get(place, follow=True)
    assert answer.request["PATH_INFO"] == reverse("account_login")
    signed = signed_in(cast.paul).get(place, follow=True)
    assert signed.request["PATH_INFO"] == reverse("people:home")
    sheet = {"username": cast.anne.email, "login": cast.anne.email, "password": people.PASSWORD}
    client.post(f"{place}login/", sheet)
    assert "_auth_user_id" not in client.session

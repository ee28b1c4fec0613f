import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail, signing
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection

from belvedere.kit.models import Entry
from belvedere.people.actions import invitations, organisations, roles
from belvedere.people.enums import RoleKind
from belvedere.people.models import Account, Membership, Organisation, Role
from tests.factories import people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
GOOD = "un mot de passe bien choisi"


@pytest.fixture
def cast():
    return people.cast()


def test_a_role_opens_the_office_and_its_end_closes_it(cast):
    newcomer = people.AccountFactory()
    assert not newcomer.has_perm("wagtailadmin.access_admin")
    role = roles.grant_role(account=newcomer, destination=cast.office, kind=RoleKind.EDITOR, by=cast.anne, now=NOW)
    newcomer = Account.objects.get(pk=newcomer.pk)
    assert newcomer.has_perm("wagtailadmin.access_admin")
    assert newcomer.has_perm("people.change_organisation")
    assert not newcomer.has_perm("territories.change_brand")
    roles.revoke_role(role=role, by=cast.anne, now=NOW)
    newcomer = Account.objects.get(pk=newcomer.pk)
    assert not newcomer.has_perm("wagtailadmin.access_admin")
    assert [entry.verb for entry in Entry.objects.filter(noun="people.Role", by=cast.anne).order_by("pk")] == [
        "grant_role",
        "revoke_role",
    ]


def test_an_upgrade_brings_the_doors_of_a_new_room_to_who_holds_a_role_already(cast):
    Group.objects.get(name=str(RoleKind.MANAGER.label).capitalize()).permissions.clear()
    assert not Account.objects.get(pk=cast.anne.pk).has_perm("people.change_organisation")
    roles.renew_groups()
    assert Account.objects.get(pk=cast.anne.pk).has_perm("people.change_organisation")


def test_a_second_role_in_the_same_place_replaces_the_first(cast):
    roles.grant_role(account=cast.bruno, destination=cast.office, kind=RoleKind.READER, by=cast.anne, now=NOW)
    assert Role.everything.get(account=cast.bruno, destination=cast.office).kind == RoleKind.READER
    assert not Account.objects.get(pk=cast.bruno.pk).has_perm("people.change_organisation")


@pytest.mark.parametrize("who", ["bruno", "chloe", "paul"])
def test_only_a_manager_grants(cast, who):
    with pytest.raises(roles.Refused):
        roles.grant_role(
            account=cast.paul, destination=cast.office, kind=RoleKind.READER, by=getattr(cast, who), now=NOW
        )
    with pytest.raises(roles.Refused):
        roles.revoke_role(role=cast.anne.roles.get(), by=getattr(cast, who), now=NOW)


def test_the_manager_above_grants_below_and_not_the_reverse(cast):
    roles.grant_role(account=cast.paul, destination=cast.office, kind=RoleKind.READER, by=cast.denis, now=NOW)
    with pytest.raises(roles.Refused):
        roles.grant_role(account=cast.anne, destination=cast.region, kind=RoleKind.MANAGER, by=cast.anne, now=NOW)


def test_a_role_opens_the_pictures_of_its_destination(cast):
    cast.office.collection = Collection.get_first_root_node().add_child(name="Chez nous")
    cast.office.save()
    group = roles.group_of_destination(cast.office, RoleKind.EDITOR)
    held = {p.permission.codename for p in group.collection_permissions.filter(collection=cast.office.collection)}
    assert held == {
        "choose_image", "add_image", "change_image", "choose_document", "add_document", "change_document",
    }  # fmt: skip


@pytest.fixture
def link(cast, django_capture_on_commit_callbacks):
    """Invites somebody and gives the path that her mail holds."""

    def send(**where):
        with django_capture_on_commit_callbacks(execute=True):
            account = invitations.invite(email="Nina@Exemple.fr", first_name="Nina", by=cast.anne, now=NOW, **where)
        letter = mail.outbox[-1]
        return account, re.search(r"https?://[^/]+(/\S+)", letter.body).group(1)

    return send


def test_an_invitation_opens_an_account_with_one_link(cast, link, client):
    account, path = link(organisation=cast.inn)
    assert account.email == "nina@exemple.fr"
    assert Membership.everything.filter(account=account, organisation=cast.inn).exists()
    letter = mail.outbox[-1]
    assert letter.to == ["nina@exemple.fr"]
    assert cast.office.name in letter.subject
    assert letter.alternatives[0].mimetype == "text/html"
    assert path.startswith(reverse("people:home"))
    token = path.rstrip("/").rpartition("/")[2]
    accepted = invitations.accept_invitation(token=token, password=GOOD, now=NOW)
    assert accepted == account
    assert accepted.check_password(GOOD)
    with pytest.raises(invitations.Refused, match="plus valable"):
        invitations.account_of(token=token)


def test_an_invitation_into_the_office_gives_the_role(cast, link):
    account, _path = link(destination=cast.office, kind=RoleKind.READER)
    assert account.roles.get().kind == RoleKind.READER


def test_somebody_known_is_only_told(cast, link):
    people.AccountFactory(email="nina@exemple.fr")
    _account, path = link(organisation=cast.inn)
    assert path == reverse("after_login")


def test_a_weak_password_is_refused_and_the_link_stays_good(cast, link):
    account, path = link(organisation=cast.inn)
    token = path.rstrip("/").rpartition("/")[2]
    with pytest.raises(ValidationError):
        invitations.accept_invitation(token=token, password="court", now=NOW)
    assert invitations.account_of(token=token) == account


def test_old_and_made_up_links_open_nothing(cast, monkeypatch):
    account = Account.objects.create_user("vieux@exemple.fr")
    token = invitations.token_for(account)
    monkeypatch.setattr(invitations, "LIFE", timedelta(0))
    for wrong in (token, token[:-2] + "zz", signing.dumps([account.pk, "x"], salt=invitations.SALT), "", "é"):
        with pytest.raises(invitations.Refused):
            invitations.account_of(token=wrong)


@pytest.mark.parametrize("email", ["", "pas une adresse", "a@b", "a@exemple.fr\nBcc: x@exemple.fr"])
def test_a_wrong_address_is_refused(cast, email):
    with pytest.raises(invitations.Refused):
        invitations.invite(email=email, organisation=cast.inn, by=cast.anne, now=NOW)
    assert not Account.objects.filter(email=email).exists()


def test_nobody_invites_into_a_foreign_house(cast):
    for where in ({"organisation": cast.inn}, {"destination": cast.office, "kind": RoleKind.READER}):
        with pytest.raises(invitations.Refused):
            invitations.invite(email="x@exemple.fr", by=cast.chloe, now=NOW, **where)
    with pytest.raises(invitations.Refused):
        invitations.invite(email="x@exemple.fr", by=cast.anne, now=NOW)


def test_an_office_creates_and_changes_its_organisations(cast):
    made = organisations.save_organisation(
        organisation=Organisation(kind="provider", name="Ferme", destination=cast.office), by=cast.bruno, now=NOW
    )
    made.name = "Ferme du lac"
    organisations.save_organisation(organisation=made, by=cast.bruno, now=NOW)
    assert Organisation.everything.get(pk=made.pk).name == "Ferme du lac"


def test_organisations_of_others_are_refused(cast):
    with pytest.raises(organisations.Refused):
        organisations.save_organisation(organisation=cast.inn, by=cast.chloe, now=NOW)
    with pytest.raises(organisations.Refused):
        organisations.save_organisation(
            organisation=Organisation(kind="provider", name="Ferme", destination=cast.office), by=cast.chloe, now=NOW
        )
    with pytest.raises(organisations.Refused):
        organisations.save_organisation(
            organisation=Organisation(kind="provider", name="Ferme"), by=cast.chloe, now=NOW
        )
    taken = Organisation.everything.get(pk=cast.other_inn.pk)
    taken.destination = cast.office
    with pytest.raises(organisations.Refused):
        organisations.save_organisation(organisation=taken, by=cast.chloe, now=NOW)


def test_a_member_changes_her_sheet_and_nothing_else(cast):
    organisations.change_sheet(
        organisation=cast.inn, values={"phone": "04 73 00 00 00", "kind": "office"}, by=cast.paul, now=NOW
    )
    changed = Organisation.everything.get(pk=cast.inn.pk)
    assert (changed.phone, changed.kind) == ("04 73 00 00 00", "provider")
    with pytest.raises(organisations.Refused):
        organisations.change_sheet(organisation=cast.other_inn, values={"phone": "1"}, by=cast.paul, now=NOW)


def test_a_member_is_taken_out_by_the_office_alone(cast):
    membership = cast.paul.memberships.get()
    for who in (cast.chloe, cast.paul):
        with pytest.raises(organisations.Refused):
            organisations.remove_member(membership=membership, by=who, now=NOW)
    organisations.remove_member(membership=membership, by=cast.bruno, now=NOW)
    assert not cast.paul.memberships.exists()

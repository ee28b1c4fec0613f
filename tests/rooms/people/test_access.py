"""Rights follow the tree: anne's office, chloe's beside it, denis's region above, paul's inn in anne's territory."""

import pytest
from django.contrib.auth.models import AnonymousUser

from belvedere.kit import scope
from belvedere.people import access
from belvedere.people.enums import RoleKind
from belvedere.people.models import Account, Membership, Organisation, Role
from belvedere.territories.enums import DestinationKind
from belvedere.territories.models import Brand, Commune, Destination, Territory
from tests.factories import people
from tests.factories.territories import BrandFactory, DestinationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return people.cast()


def test_rights_go_down_the_tree_and_not_up(cast):
    below = DestinationFactory(parent=cast.office)
    assert set(access.destinations_of(cast.denis)) == {cast.region, cast.office, cast.neighbour, below}
    assert set(access.destinations_of(cast.anne)) == {cast.office, below}
    assert set(access.held_by(cast.denis)) == {cast.region}


def test_a_kind_of_role_is_asked_for(cast):
    assert set(access.destinations_of(cast.bruno, access.MANAGING)) == set()
    assert set(access.destinations_of(cast.bruno, [RoleKind.EDITOR])) == {cast.office}
    assert access.can_manage(cast.anne, cast.office)
    assert access.can_manage(cast.denis, cast.office)
    assert not access.can_manage(cast.bruno, cast.office)
    assert not access.can_manage(cast.chloe, cast.office)


def test_the_tree_is_one_query(cast, django_assert_num_queries):
    for _ in range(3):
        DestinationFactory(parent=cast.office)
    with django_assert_num_queries(1):
        assert len(access.destinations_of(cast.anne)) == 4


def test_a_cycle_does_not_hang(cast):
    Destination.everything.filter(pk=cast.region.pk).update(parent=cast.office)
    assert cast.region in access.destinations_of(cast.anne)


@pytest.mark.parametrize("active", [True, False])
def test_a_technician_sees_all_while_active(cast, active):
    technician = people.AccountFactory(is_superuser=True, is_active=active)
    assert access.destinations_of(technician).exists() is active
    assert access.visible_to(technician, Organisation).exists() is active


def walked(destination):
    """The destination and what lies below it, child by child."""
    return {destination, *(one for child in destination.children.all() for one in walked(child))}


def keys(model, found):
    return set(model._base_manager.filter(pk__in=found).values_list("pk", flat=True))


@pytest.mark.parametrize("who", ["anne", "bruno", "chloe", "denis", "paul", "rose"])
def test_keys_say_what_the_roles_say(cast, who):
    DestinationFactory(parent=cast.office, territory=TerritoryFactory(communes=[cast.there]))
    user = getattr(cast, who)
    held = {role.destination for role in Role.everything.filter(account=user)}
    written = {role.destination for role in Role.everything.filter(account=user) if role.kind in access.WRITING}
    reached = {one for destination in held for one in walked(destination)}
    offices = {destination for destination in written if destination.kind == DestinationKind.OFFICE}
    assert keys(Destination, access.posts_of(user)) == {one.pk for one in held}
    assert keys(Destination, access.posts_of(user, access.WRITING)) == {one.pk for one in written}
    assert keys(Destination, access.reach_of(user)) == {one.pk for one in reached}
    assert keys(Commune, access.ground_of(user)) == grounds(reached)
    assert keys(Commune, access.ground_edited_by(user)) == grounds(offices)
    assert keys(Organisation, access.houses_of(user)) == {one.organisation_id for one in user.memberships.all()}


def grounds(destinations):
    return {commune.pk for one in destinations if one.territory for commune in one.territory.communes.all()}


def test_keys_follow_what_is_given_and_taken_at_once(cast):
    role = people.grant(cast.rose, cast.office)
    assert keys(Destination, access.reach_of(cast.rose)) == {cast.office.pk}
    Role.everything.filter(pk=role.pk).update(destination=cast.neighbour)
    assert keys(Destination, access.reach_of(cast.rose)) == {cast.neighbour.pk}
    role.delete()
    assert keys(Destination, access.reach_of(cast.rose)) == set()


@pytest.mark.parametrize("active", [True, False])
def test_keys_of_a_technician_are_all_while_active(cast, active):
    technician = people.AccountFactory(is_superuser=True, is_active=active)
    every = set(Destination.everything.all()) if active else set()
    assert keys(Destination, access.posts_of(technician)) == {one.pk for one in every}
    assert keys(Destination, access.reach_of(technician)) == {one.pk for one in every}
    assert keys(Commune, access.ground_of(technician)) == grounds(every)
    offices = {one for one in every if one.kind == DestinationKind.OFFICE}
    assert keys(Commune, access.ground_edited_by(technician)) == grounds(offices)


def test_whoever_is_shut_out_reaches_nothing(cast):
    Account.everything.filter(pk=cast.anne.pk).update(is_active=False)
    cast.anne.refresh_from_db()
    for user in (cast.anne, AnonymousUser()):
        assert not keys(Destination, access.posts_of(user)) | keys(Destination, access.reach_of(user))
        assert not keys(Commune, access.ground_of(user)) | keys(Commune, access.ground_edited_by(user))
        assert not keys(Organisation, access.houses_of(user))


def test_nobody_sees_nothing(cast):
    for model in (Organisation, Account, Role, Membership, Destination, Territory, Brand):
        assert not access.visible_to(AnonymousUser(), model).exists()


def test_an_office_sees_what_it_owns_and_what_lies_in_its_territory(cast):
    owned = people.OrganisationFactory(destination=cast.office)
    lying = people.OrganisationFactory(commune=cast.here)
    people.OrganisationFactory()
    assert set(access.visible_to(cast.bruno, Organisation)) == {cast.inn, owned, lying}
    assert set(access.visible_to(cast.chloe, Organisation)) == {cast.other_inn}


def test_the_wider_destination_sees_all_and_edits_what_is_its_own(cast):
    own = people.OrganisationFactory(destination=cast.region)
    assert {cast.inn, cast.other_inn, own} == set(access.visible_to(cast.denis, Organisation))
    assert set(access.organisations_edited_by(cast.denis)) == {own}
    assert access.can_edit_organisation(cast.bruno, cast.inn)
    assert not access.can_edit_organisation(cast.denis, cast.inn)
    assert not access.can_edit_organisation(cast.chloe, cast.inn)


def test_a_reader_edits_nothing(cast):
    reader = people.AccountFactory()
    people.grant(reader, cast.office, RoleKind.READER)
    assert cast.inn in access.visible_to(reader, Organisation)
    assert not access.organisations_edited_by(reader).exists()


def test_a_provider_touches_only_its_own(cast):
    assert set(access.visible_to(cast.paul, Organisation)) == {cast.inn}
    assert access.can_edit_organisation(cast.paul, cast.inn)
    assert not access.can_edit_organisation(cast.paul, cast.other_inn)
    assert set(access.visible_to(cast.paul, Account)) == {cast.paul}
    assert not access.visible_to(cast.paul, Destination).exists()
    assert not access.can_invite_into(cast.paul, cast.inn)
    assert not access.is_staff_of_an_office(cast.paul)


def test_accounts_roles_and_memberships_stay_in_the_house(cast):
    assert set(access.visible_to(cast.anne, Account)) == {cast.anne, cast.bruno, cast.paul}
    assert {role.account for role in access.visible_to(cast.anne, Role)} == {cast.anne, cast.bruno}
    assert {m.account for m in access.visible_to(cast.chloe, Membership)} == {cast.rose}
    assert not access.visible_to(cast.paul, Role).exists()


def test_territories_and_brands_follow_their_destination(cast):
    brand, foreign = BrandFactory(destination=cast.office), BrandFactory(destination=cast.neighbour)
    drawn = TerritoryFactory(managed_by=cast.office)
    assert set(access.visible_to(cast.bruno, Territory)) == {cast.office.territory, drawn}
    assert set(access.visible_to(cast.bruno, Brand)) == {brand}
    assert foreign in access.visible_to(cast.denis, Brand)


def test_in_the_office_default_managers_answer_only_what_is_seen(cast):
    with scope.viewing(cast.chloe):
        assert not Organisation.objects.filter(pk=cast.inn.pk).exists()
        assert not Account.objects.filter(pk=cast.paul.pk).exists()
        assert not Destination.objects.filter(pk=cast.office.pk).exists()
        assert Organisation.everything.filter(pk=cast.inn.pk).exists()
    assert Organisation.objects.filter(pk=cast.inn.pk).exists()

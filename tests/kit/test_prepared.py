"""Questions worded once."""

import pytest

from belvedere.kit import scope
from belvedere.kit.prepared import Prepared
from belvedere.people.models import Account, Organisation
from belvedere.territories.models import Destination
from tests.factories import people
from tests.factories.people import AccountFactory
from tests.factories.territories import DestinationFactory

pytestmark = pytest.mark.django_db


def test_the_same_question_is_asked_with_other_values(django_assert_num_queries):
    asked = []

    def question(key):
        asked.append(key)
        return Account.everything.filter(pk=key, is_active=True)

    by_key = Prepared(question)
    anne, bruno = AccountFactory(), AccountFactory()
    for account in (anne, bruno):
        with django_assert_num_queries(1):
            (found,) = by_key(account.pk)
        assert (found, found.email, found.joined_at) == (account, account.email, account.joined_at)
    assert list(by_key(0)) == []
    assert len(asked) == 1


def test_values_are_never_taken_for_sql():
    named = Prepared(lambda slug, host: Destination.everything.filter(hostname=host, slug=slug).values_list("slug"))
    DestinationFactory(slug="salers", hostname="100%.exemple.fr")
    assert named.rows("salers", "100%.exemple.fr") == [("salers",)]
    assert named.rows("salers' OR 1=1 --", "100%.exemple.fr") == []


def test_it_is_worded_in_nobody_s_name():
    cast = people.cast()
    every = Prepared(lambda: Organisation.objects.order_by("pk").values("pk"))
    with scope.viewing(cast.chloe):
        assert every.rows() == [(cast.inn.pk,), (cast.other_inn.pk,)]


def test_a_part_stands_in_a_larger_question(django_assert_num_queries):
    cast = people.cast()
    homes = Prepared(lambda slug: Destination.everything.filter(slug=slug).order_by().values("pk"))
    with django_assert_num_queries(1):
        assert list(Organisation.everything.filter(destination__in=homes.part(cast.office.slug))) == [cast.inn]
    assert cast.inn not in Organisation.everything.exclude(destination__in=homes.part(cast.office.slug))

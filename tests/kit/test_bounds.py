"""Numbers that no column can hold."""

import pytest

from belvedere.people.models import Account
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db


def test_a_number_that_no_column_can_hold_matches_nothing_and_breaks_nothing():
    account = AccountFactory()
    assert Account.everything.filter(pk__in=[account.pk, 10**30]).get() == account
    assert not Account.everything.filter(pk__in=[10**30, -(10**30)]).exists()
    assert Account.everything.exclude(pk__in=["9" * 30]).exists()

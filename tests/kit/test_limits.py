"""Public forms: so many an hour from one address, whose name is kept nowhere."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from belvedere.kit import limits

NOW = datetime(2026, 7, 14, 8, 5, tzinfo=UTC)


def asking(seen="192.0.2.7", **headers):
    return RequestFactory().post("/", REMOTE_ADDR=seen, headers=headers)


def allows(request, form="letter", **options):
    return limits.allows(request, form, **{"now": NOW} | options)


def test_so_many_an_hour_of_each_form_from_each_address(settings):
    settings.PUBLIC_LIMIT = 2
    assert [allows(asking()) for _ in range(3)] == [True, True, False]
    assert allows(asking("192.0.2.8"))
    assert allows(asking(), "survey")
    assert allows(asking(), now=NOW + timedelta(hours=1))
    assert [allows(asking("192.0.2.9"), times=2) for _ in range(5)] == [True] * 4 + [False]
    settings.PUBLIC_LIMIT = 0
    assert allows(asking())


def test_the_address_is_kept_nowhere(settings, caplog):
    settings.PUBLIC_LIMIT = 1
    with caplog.at_level("DEBUG"):
        allows(asking("198.51.100.77"))
        allows(asking("198.51.100.77"))
    assert "198.51" not in f"{cache._cache} {caplog.text}"


SEEN = [(0, "10.0.0.1"), (1, "203.0.113.9"), (2, "192.0.2.7"), (3, "192.0.2.7")]


@pytest.mark.parametrize(("proxies", "found"), SEEN)
def test_only_trusted_proxies_say_where_somebody_is(settings, proxies, found):
    settings.PROXIES = proxies
    assert limits.address_of(asking("10.0.0.1", x_forwarded_for="192.0.2.7, 203.0.113.9")) == found
    assert limits.address_of(asking("10.0.0.1")) == "10.0.0.1"


def test_one_household_has_one_network(settings):
    settings.PUBLIC_LIMIT = 1
    assert allows(asking("2001:db8:1:2::7"))
    assert not allows(asking("2001:db8:1:2:ffff::9"))
    assert allows(asking("2001:db8:1:3::7"))

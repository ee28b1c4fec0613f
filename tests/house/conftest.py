"""The house that the walks go through."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.factories import people as factories

from . import foreigners


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """One house for all who walk: nobody leaves a trace in it."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
    ):
        cast = factories.cast()
        yield cast, foreigners.build(cast)
        transaction.set_rollback(True)


@pytest.fixture
def cast(built):
    return built[0]


@pytest.fixture
def rows(built):
    return built[1]

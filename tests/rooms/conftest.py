"""A world built once for the tests of a module: each starts from it, none leaves a trace in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import override_settings
from wagtail.admin.menu import admin_menu


@pytest.fixture(autouse=True)
def _no_menu(request, monkeypatch):
    """The office's menu is the same on every screen and a seventh of a request: tests marked ``menu`` look at it."""
    if "menu" not in request.keywords:
        monkeypatch.setattr(admin_menu, "render_component", lambda request: [])


@pytest.fixture(scope="module")
def world_of(django_db_setup, django_db_blocker):
    """``with world_of(FACTS=folder): …`` keeps the rows written inside, and the settings, until the ``with`` ends."""

    @contextmanager
    def kept(**settings: object) -> Iterator[None]:
        with django_db_blocker.unblock(), override_settings(**settings), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return kept

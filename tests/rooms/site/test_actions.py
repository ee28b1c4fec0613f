"""The notebook: kept by a key, shared by an address, forgotten one day."""

from datetime import UTC, datetime, timedelta

import pytest

from belvedere.site import actions, queries
from belvedere.site.models import Notebook
from tests.factories.catalogue import OfferFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 14, 18, tzinfo=UTC)


def test_the_first_favourite_opens_a_notebook_whose_two_keys_differ():
    notebook = actions.keep_offer(token="", offer_id=OfferFactory().pk, now=NOW)
    assert notebook.token != notebook.shared
    assert len(notebook.token) > 40


def test_a_favourite_kept_twice_is_there_once():
    offer = OfferFactory()
    token = actions.keep_offer(token="", offer_id=offer.pk, now=NOW).token
    actions.keep_offer(token=token, offer_id=offer.pk, now=NOW)
    assert queries.kept_ids(token=token) == [offer.pk]


def test_a_dropped_favourite_leaves_the_others():
    first, second = OfferFactory(), OfferFactory()
    token = actions.keep_offer(token="", offer_id=first.pk, now=NOW).token
    actions.keep_offer(token=token, offer_id=second.pk, now=NOW)
    actions.drop_offer(token=token, offer_id=first.pk, now=NOW)
    assert queries.kept_ids(token=token) == [second.pk]


def test_the_shared_address_does_not_let_others_write():
    notebook = actions.keep_offer(token="", offer_id=OfferFactory().pk, now=NOW)
    other = actions.keep_offer(token=notebook.shared, offer_id=OfferFactory().pk, now=NOW)
    assert other != notebook
    assert len(queries.kept_ids(notebook=notebook)) == 1


def test_a_full_notebook_says_so(monkeypatch):
    monkeypatch.setattr(actions, "FULL", 1)
    token = actions.keep_offer(token="", offer_id=OfferFactory().pk, now=NOW).token
    with pytest.raises(actions.NotebookFull):
        actions.keep_offer(token=token, offer_id=OfferFactory().pk, now=NOW)


def test_an_untouched_notebook_is_forgotten_after_its_time_and_no_sooner():
    actions.keep_offer(token="", offer_id=OfferFactory().pk, now=NOW)
    assert actions.forget_old_notebooks(now=NOW + actions.FORGOTTEN) == 0
    assert actions.forget_old_notebooks(now=NOW + actions.FORGOTTEN + timedelta(seconds=1)) == 1
    assert not Notebook.objects.exists()

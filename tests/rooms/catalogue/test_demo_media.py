"""The demo's media: every case of the office's list of rights is there, made once."""

import pytest
from django.utils import timezone

from belvedere.catalogue.models import Media
from belvedere.catalogue.queries import public, sheet
from belvedere.config.demo import media as demo
from tests.factories.catalogue import OfferFactory


@pytest.mark.slow
def test_each_case_of_rights_is_shown_once(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    offers = OfferFactory.create_batch(len(demo.CASES))
    demo.load_media()
    demo.load_media()
    rows = list(Media.everything.order_by("pk"))
    told = sheet.media_with_reasons(rows, today=timezone.localdate())
    assert [one.shown for one in told] == [True, True, True, False, True, False, False, False]
    assert "droits échus" in told[3].why
    cards = public.cards([one.pk for one in offers], language="fr", now=timezone.now())
    assert sum(card.picture is not None for card in cards) == 4
